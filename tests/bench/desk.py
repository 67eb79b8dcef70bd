"""How long a page of the desk takes, where half of so many people have registered."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import httpx
from pydantic import SecretStr
from sqlmodel import select

from bot.behind_pages import behind_pages
from bot.clock import RunningClock
from bot.opening import open_office
from bot.settings import Settings
from bot.storing import Store
from bot.subjects import registry
from domain.desk import KeepEntrance
from domain.people import Role
from domain.plan import Kind
from domain.plan_editing import Beginning
from scheduler.plan_editing import PlanEditing
from storage import completions, desk_sessions, people, periods
from storage.tables import PersonRow, RegistrationRow, RevisionRow
from storage.unit_of_work import Work
from tests.bench.bots import AFTERNOON, SECRET, found
from web.site import site

#: What is measured, by its name among the figures.
PAGES = {
    "today": "/desk",
    "people": "/desk/people",
    "search": "/desk/people?q=dinh+a1",
    "person": "/desk/people/1",
    "pile": "/desk/registrations",
    "registration": "/desk/registrations/1:1",
    "papers": "/desk/papers",
    "messages": "/desk/messages",
    "missing": "/desk/look/nudge",
    "announcing": "/desk/form/broadcast",
    "plan": "/desk/plan",
    "plan_preview": "/desk/plan/draft/preview",
}
#: When it is looked at: the registration is open, the first self-checks are too.
AT = AFTERNOON + timedelta(days=2)
_CONTENT = {
    "task": "Rút thời gian giải quyết hồ sơ đất đai từ 15 xuống còn 10 ngày làm việc",
    "product": "Quy trình mới; 95% hồ sơ trả đúng hạn",
    "due": "2025-11-30",
}


async def pages(count: int, rounds: int = 5) -> dict[str, float]:
    """Milliseconds to each page, the median of some rounds after one to warm up."""
    with TemporaryDirectory() as folder:
        given = Settings(
            data_dir=found(Path(folder), count), database_url="", secret_key=SecretStr(SECRET)
        )
        store = Store(open_office(given), RunningClock(AT))
        store.database.public_url = "http://127.0.0.1"
        await store.work(_half_register)
        token = await store.work(_way_in)
        app = site(behind_pages(store, registry(), is_secure=False))
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://127.0.0.1", follow_redirects=True
        ) as browser:
            await _open(browser, token)
            told = {name: await _time(browser, path, rounds) for name, path in PAGES.items()}
        store.close()
    return {f"desk_ms.{count}_people.{name}": took for name, took in told.items()}


async def _open(browser: httpx.AsyncClient, token: str) -> None:
    door = await browser.get(f"/desk/in/{token}")
    guard = door.text.partition('name="guard" value="')[2].partition('"')[0]
    (await browser.post(f"/desk/in/{token}", data={"guard": guard})).raise_for_status()


async def _time(browser: httpx.AsyncClient, path: str, rounds: int) -> float:
    waits = []
    for _round in range(rounds + 1):
        began = perf_counter()
        (await browser.get(path)).raise_for_status()
        waits.append((perf_counter() - began) * 1000)
    return median(waits[1:])


def _way_in(work: Work) -> str:
    """The first of them is the specialist."""
    row = work.session.get_one(PersonRow, 1)
    row.roles = f"{Role.OFFICIAL},{Role.SPECIALIST}"
    work.session.flush()
    specialist = people.person(work, 1)
    PlanEditing().begin(work, specialist, Beginning.NEXT_YEAR)
    desk_sessions.keep_entrance(work, specialist, KeepEntrance("a way in"))
    return "a way in"


def _half_register(work: Work) -> None:
    register(work, 0.5)


def register(work: Work, share: float) -> None:
    """So many of the people register, as somebody does who has read the question."""
    asked = next(p for p in periods.all_periods(work) if p.kind is Kind.REGISTRATION)
    everyone = [id_ or 0 for id_ in work.session.exec(select(PersonRow.id))]
    for id_ in everyone[1 : 1 + int(len(everyone) * share)]:
        row = RegistrationRow(period_id=asked.id, person_id=id_)
        work.session.add(row)
        work.session.flush()
        work.session.add(
            RevisionRow(
                registration_id=row.id or 0,
                number=1,
                content=json.dumps(_CONTENT, ensure_ascii=False),
                submitted_at=work.now,
                late=False,
                state="submitted",
            )
        )
        completions.mark_done(work, asked, id_)
