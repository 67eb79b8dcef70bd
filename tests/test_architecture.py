"""The shape of the project, where import-linter cannot see it."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LINTER = PROJECT["tool"]["importlinter"]
LOCKS = ("run", "server", "dev", "build", "bench")

#: A machine's own folders and package indexes: a clone must not know where it was written.
FOREIGN = re.compile(
    r"(?<![\w.~-])/(?:work|root|opt)/|[.]library/|(?:pypi|pythonhosted)\.org|--(?:extra-)?index-url"
)


@cache
def tracked() -> tuple[Path, ...]:
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    paths = (ROOT / name for name in listing.stdout.split("\0") if name)
    return tuple(path for path in paths if path.is_file())


def modules() -> list[Path]:
    """Every tracked Python file, relative to the project."""
    return [path.relative_to(ROOT) for path in tracked() if path.suffix == ".py"]


def rooms() -> set[str]:
    return {path.parts[0] for path in modules() if len(path.parts) > 1} - {"tests"}


def pins(lock: str) -> dict[str, str]:
    """Requirement -> everything the lock says about it, version and hashes."""
    text = (ROOT / "requirements" / f"{lock}.txt").read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    return {line.split("==")[0]: line for line in lines}


def test_every_room_is_known_to_the_linter() -> None:
    layers = {
        room.strip(" ()")
        for contract in LINTER["contracts"]
        if contract["type"] == "layers"
        for layer in contract["layers"]
        for room in layer.split("|")
    }
    assert rooms() == set(LINTER["root_packages"])
    assert rooms() <= layers


def test_every_room_is_typed_and_packaged() -> None:
    assert rooms() | {"tests"} == set(PROJECT["tool"]["mypy"]["files"])
    packaged = PROJECT["tool"]["setuptools"]["packages"]["find"]["include"]
    assert {f"{room}*" for room in rooms()} <= set(packaged)


def test_every_folder_of_modules_says_what_it_is_for() -> None:
    """Alembic's folders are not packages: it finds its migrations by itself."""
    named = (path for path in modules() if "migrations" not in path.parts)
    folders = {path.parent for path in named if len(path.parts) > 1}
    silent = [str(folder) for folder in folders if not _says_something(ROOT / folder)]
    assert silent == []


def _says_something(folder: Path) -> bool:
    init = folder / "__init__.py"
    return init.is_file() and init.read_text().startswith('"""')


def test_no_module_has_a_name_that_says_nothing() -> None:
    nothing = re.compile(r"(utils?|helpers?|managers?|misc|common|stuff)\b")
    assert [str(path) for path in modules() if nothing.search(path.stem)] == []


def test_no_file_is_named_like_a_library() -> None:
    libraries = {
        name
        for name, distributions in packages_distributions().items()
        if "tusoi" not in distributions
    }
    assert [str(path) for path in modules() if path.stem in libraries - {"__init__"}] == []
    assert rooms() & (libraries | sys.stdlib_module_names) == set()


def test_no_file_is_longer_than_a_story() -> None:
    free = {"tests", "migrations"}
    long = {
        str(path): length
        for path in modules()
        if not free & set(path.parts) and (length := _lines(ROOT / path)) > 400
    }
    assert long == {}


def _lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def foreign_words(texts: Mapping[str, str]) -> list[str]:
    return [f"{name}: {hit[0]}" for name, text in texts.items() if (hit := FOREIGN.search(text))]


def test_nothing_names_an_index_or_a_folder_of_the_machine_it_was_written_on() -> None:
    texts = {str(p): p.read_text("utf-8", "replace") for p in tracked() if _is_text(p)}
    assert foreign_words(texts) == []


def _is_text(path: Path) -> bool:
    return b"\0" not in path.read_bytes()[:4096]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("see /" + "work/plan.md", True),
        ("pip --index" + "-url x", True),
        ("https://files.python" + "hosted.org/x", True),
        ("GET /desk/work/3", False),
        ("workflow /workers", False),
    ],
)
def test_the_search_for_foreign_words_finds_them(words: str, found: bool) -> None:
    assert bool(foreign_words({"file": words})) is found


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_is_pinned_with_its_hashes(lock: str) -> None:
    assert pins(lock), "an empty lock locks nothing"
    unhashed = [name for name, line in pins(lock).items() if "--hash=sha256:" not in line]
    assert unhashed == []


def test_the_program_runs_in_the_versions_that_were_tested() -> None:
    tested = pins("dev")
    different = [name for name, line in pins("run").items() if tested.get(name) != line]
    assert different == []


def test_measuring_changes_no_version_that_was_tested() -> None:
    tested = pins("dev")
    changed = [n for n, line in pins("bench").items() if tested.get(n, line) != line]
    assert changed == []
