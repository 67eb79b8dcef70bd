"""What some tests need from the machine besides Python: found, installed, or named.

`python -m tests.machine` (part of `make test`) installs Debian's packages where it may: as root,
with apt-get. Elsewhere it names what is left out and how to get it; `conftest` skips those tests
with the same words. With `TUSOI_TEST_ALL=1` leaving anything out is a failure.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import click

Run = Callable[[list[str]], "subprocess.CompletedProcess[str]"]


def chromium() -> Path | None:
    return program("chromium", "chromium-browser", "google-chrome")


def program(*names: str) -> Path | None:
    """The first of these programs on PATH, or among PostgreSQL's own (Debian keeps them apart)."""
    servers = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
    folders = os.pathsep.join([os.environ.get("PATH", os.defpath), *map(str, reversed(servers))])
    for name in names:
        if found := shutil.which(name, path=folders):
            return Path(found)
    return None


def liberation_serif() -> Path | None:
    """The free font with the metrics of Times New Roman, which Decree 30/2020 asks for."""
    fonts = Path("/usr/share/fonts")
    return next(fonts.rglob("LiberationSerif-Regular.*"), None) if fonts.exists() else None


@dataclass(frozen=True)
class Need:
    """What the tests with one marker need: Debian's package -> how to tell that it is there."""

    marker: str
    packages: dict[str, Callable[[], object]]

    def missing(self) -> list[str]:
        return [package for package, found in self.packages.items() if not found()]

    def left_out(self) -> str:
        """One sentence: what is left out and how to get it; empty when nothing is."""
        packages = " ".join(self.missing())
        return packages and f"{self.marker} tests left out; on Debian: apt-get install {packages}"


NEEDS = {
    need.marker: need
    for need in (
        Need("browser", {"chromium": chromium}),
        Need(
            "office",
            {
                "libreoffice-writer": lambda: program("lowriter"),
                "libreoffice-calc": lambda: program("localc"),
                "poppler-utils": lambda: program("pdftoppm"),
                "fonts-liberation2": liberation_serif,
            },
        ),
        Need("postgresql", {"postgresql": lambda: program("initdb") and program("postgres")}),
        Need("systemd", {"systemd": lambda: program("systemd-analyze")}),
    )
}


def everything_demanded() -> bool:
    return os.environ.get("TUSOI_TEST_ALL") == "1"


def may_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(packages: list[str], run: Run) -> str:
    """Debian's packages through apt-get; returns what apt-get said when it failed, else nothing."""
    for command in (
        ["apt-get", "-qq", "update"],
        ["apt-get", "-qq", "-y", "--no-install-recommends", "install", *packages],
    ):
        result = run(command)
        if result.returncode:
            return f"{' '.join(command)} failed:\n{result.stdout}{result.stderr}"
    return ""


def run_quietly(command: list[str]) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def prepare(needs: Iterable[Need], *, may_install: bool, run: Run = run_quietly) -> list[str]:
    """Install what is missing if that is allowed; the sentences for what is still left out."""
    needs = tuple(needs)
    packages = [package for need in needs for package in need.missing()]
    if packages and may_install:
        click.echo(f"Installing from Debian (a few minutes): {' '.join(packages)}")
        if failure := install(packages, run):
            click.echo(failure, err=True)
    return [sentence for need in needs if (sentence := need.left_out())]


def main() -> int:
    left_out = prepare(NEEDS.values(), may_install=may_install())
    for sentence in left_out:
        click.echo(sentence, err=True)
    return int(bool(left_out) and everything_demanded())


if __name__ == "__main__":
    sys.exit(main())
