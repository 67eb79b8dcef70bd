"""A PostgreSQL of the tests' own: made in a temporary folder, reached by a socket there.

PostgreSQL refuses to run as root; then it runs as `postgres` or, where there is none, `nobody`.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypedDict

from tests.machine import program


class Owner(TypedDict, total=False):
    """How `subprocess` names whom to run as; empty means as we are."""

    user: int
    group: int
    extra_groups: list[int]


@contextmanager
def running_postgresql(*, durable: bool = False) -> Iterator[str]:
    """A fresh server; yields the SQLAlchemy URL of its empty database `postgres`.

    With all settings as they come where it is `durable`, else it never waits for the disk.
    """
    owner = unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="tusoi-postgresql-"))
    data = folder / "data"
    try:
        if "user" in owner:
            os.chown(folder, owner["user"], owner["group"])
        initdb = ["--auth=trust", "--username=tusoi", "--encoding=UTF8", "--locale=C", "--no-sync"]
        _run(owner, folder, "initdb", "--pgdata", str(data), *initdb)
        settings = f"-c listen_addresses='' -c unix_socket_directories='{folder}'"
        settings += "" if durable else " -c fsync=off"
        pg_ctl = ["--pgdata", str(data), "--log", str(folder / "log"), "--wait"]
        _run(owner, folder, "pg_ctl", "start", *pg_ctl, "--options", settings)
        try:
            yield f"postgresql+psycopg://tusoi@/postgres?host={folder}"
        finally:
            _run(owner, folder, "pg_ctl", "stop", *pg_ctl[:2], "--mode", "immediate")
    finally:
        shutil.rmtree(folder)


def unprivileged() -> Owner:
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = names.get("postgres") or names["nobody"]
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _run(owner: Owner, folder: Path, name: str, *arguments: str) -> None:
    command = [str(program(name)), *arguments]
    with (folder / f"{name}.log").open("w+") as log:  # a pipe would be held open by the server
        result = subprocess.run(command, cwd=folder, stdout=log, stderr=log, check=False, **owner)
        if result.returncode:
            log.seek(0)
            raise RuntimeError(f"{name} failed: {log.read()}")
