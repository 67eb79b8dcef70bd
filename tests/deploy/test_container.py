"""The image and the compose files, as far as they can be read without an engine; and the wheel that
the image is made of, which must hold everything that a checkout has."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml

from bot.settings import Settings
from tests.test_architecture import ROOT, rooms, tracked

DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
BUILD, RUN = re.split(r"^FROM ", DOCKERFILE, flags=re.M)[1:]
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
ON_POSTGRESQL = yaml.safe_load((ROOT / "compose.postgresql.yaml").read_text(encoding="utf-8"))
SETTINGS = {f"TUSOI_{name.upper()}" for name in Settings.model_fields}


def said(stage: str, instruction: str) -> list[str]:
    return re.findall(rf"^{instruction} +(.+)$", stage, re.M)


def test_nothing_is_installed_without_its_hash_or_from_an_index_it_does_not_need() -> None:
    installs = [line for line in said(BUILD, "RUN") if "pip install" in line]
    assert len(installs) == 2
    assert all("--require-hashes" in line or "--no-index" in line for line in installs)
    named = re.findall(r"requirements/\S+\.txt", " ".join(installs))
    assert named == ["requirements/server.txt", "requirements/build.txt"]
    assert all((ROOT / name).is_file() for name in named)


def test_the_last_stage_runs_as_nobody_in_particular_and_builds_nothing() -> None:
    assert said(RUN, "USER") == ["10001:10001"]
    assert "pip" not in RUN
    assert RUN.index("useradd --uid 10001") < RUN.index("\nUSER")
    assert all(name in SETTINGS for name in re.findall(r"\bTUSOI_[A-Z_]+", RUN))
    listens = re.search(r"TUSOI_HEALTH_LISTEN=(\S+)", RUN)
    assert listens is not None
    assert f"http://{listens[1]}/healthz" in RUN


def test_the_context_holds_the_rooms_and_nothing_an_office_has_written() -> None:
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    kept = {line[1:] for line in lines if line.startswith("!")}
    assert lines[lines.index("*") - 1].startswith("#")
    assert kept == rooms() - {"tests"} | {"requirements", "pyproject.toml", "README.md"}
    assert not any(fnmatch(secret, name) for name in kept for secret in (".env", "data", "backups"))


def test_each_service_is_kept_up_and_may_do_little() -> None:
    for services in (COMPOSE["services"], ON_POSTGRESQL["services"]):
        for name, service in services.items():
            if "image" not in service:
                continue  # the second file only adds to it
            assert service["restart"] == "unless-stopped", name
            assert service["security_opt"] == ["no-new-privileges:true"], name
            assert re.fullmatch(r"[a-z]+(:[a-z0-9.-]+)?", service["image"]), "no host is named"
    tusoi = COMPOSE["services"]["tusoi"]
    assert tusoi["read_only"]
    assert tusoi["cap_drop"] == ["ALL"]
    assert "ports" not in tusoi, "only the proxy is reached from outside"
    assert int(tusoi["stop_grace_period"].removesuffix("s")) > 10  # the bot's own limit
    assert set(tusoi["environment"]) <= SETTINGS
    proxied = (ROOT / "deploy" / "Caddyfile").read_text()
    assert f"tusoi:{tusoi['environment']['TUSOI_LISTEN'].rpartition(':')[2]}" in proxied


def test_backups_of_postgresql_are_made_by_its_own_version() -> None:
    server = ON_POSTGRESQL["services"]["postgres"]["image"]
    client = re.search(r"postgresql-client-(\d+)", RUN)
    assert client is not None
    assert re.fullmatch(rf"postgres:{client[1]}(-\w+)?", server)
    assert set(ON_POSTGRESQL["services"]["tusoi"]["environment"]) <= SETTINGS


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names in a wheel that was built as the image builds it."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    for file in tracked():
        if file.relative_to(ROOT).parts[0] in rooms() - {"tests"} | {"pyproject.toml", "README.md"}:
            copied = source / file.relative_to(ROOT)
            copied.parent.mkdir(parents=True, exist_ok=True)
            copied.write_bytes(file.read_bytes())
    for po in source.glob("locales/*/LC_MESSAGES/tusoi.po"):
        po.with_suffix(".mo").write_bytes(b"")
    build = ["wheel", "-q", "--no-deps", "--no-index", "--no-build-isolation", "-w", str(folder)]
    subprocess.run([sys.executable, "-m", "pip", *build, str(source)], check=True)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as built:
        return set(built.namelist())


def test_the_wheel_holds_every_file_of_the_rooms(wheel: set[str]) -> None:
    """A checkout runs in place; an image has only what its wheel has."""
    not_needed = {"locales/tusoi.pot"}
    files = {path.relative_to(ROOT) for path in tracked()}
    of_rooms = {str(path) for path in files if path.parts[0] in rooms() - {"tests"}}
    assert of_rooms - wheel - not_needed == set()
    languages = {Path(name).parent for name in of_rooms if name.endswith(".po")}
    assert {str(folder / "tusoi.mo") for folder in languages} <= wheel
