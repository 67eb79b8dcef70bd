"""Offices whose data lie in folders of their own, as they do beside each other on one server."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sqlalchemy import Engine, text

from directives.loading import load_plan
from domain.text import Localized
from storage.migrating import newest_known
from tests.copied_database import SECRET
from tests.office import SmallOffice


def housed(folder: Path, name: str, plan_id: str = "hoa-cuong-2025", url: str = "") -> SmallOffice:
    """An office that calls itself so, with its key, set up for this version; the caller closes it.

    `url`: its database lies elsewhere.
    """
    folder.mkdir(parents=True)
    (folder / "secret.key").write_text(SECRET, encoding="utf-8")
    plan = replace(load_plan(plan_id), office=Localized(name, name))
    office = SmallOffice(url=url or f"sqlite:///{folder / 'tusoi.db'}", plan=plan)
    stamp(office.database.engine)
    return office


def stamp(engine: Engine, version: str | None = None) -> None:
    """Let the database say that it has seen every migration, or those up to a version."""
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))
        newest = version or newest_known()
        connection.execute(text("INSERT INTO alembic_version VALUES (:v)"), {"v": newest})
