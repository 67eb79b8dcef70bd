"""Every mistake in a plan or checklist file is told in a sentence with file, line and key."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directives.loading import load_directive, load_plan, read_directive
from directives.source import PlanError
from domain.plan import Kind

PLAN = """\
id: small
directive: 34-CT-TU
title: {vi: Kế hoạch, en: Plan}
office: {vi: Phòng, en: Office}
superior: {vi: Phường, en: Ward}
receives: {vi: Phường, en: Ward}
starts: 2025-10-03
ends: 2025-12-31
obligations:
  - id: register
    kind: registration
    who: officials
    title: {vi: Đăng ký, en: Register}
    source: mục III
    opens: {date: 2025-10-03, at: 08:00}
    due: {date: 2025-10-14, at: 17:00}
    closes: {anchor: due, days: 10, at: 17:00}
    rules:
      - {id: early, when: {anchor: due, days: -3, at: 08:30}}
  - id: check
    kind: self_check
    who: officials
    title: {vi: Tự soi, en: Self-check}
    source: mục III
    every: month
    first: 2025-10-01
    opens: {anchor: end, days: -6, at: 08:00}
    due: {anchor: end, at: 17:00}
    closes: {anchor: due, days: 10, at: 17:00}
"""

SIGNS = """\
directive: small
title: {vi: Chỉ thị, en: Directive}
signs:
  - {number: 1, section: mục 3, label: {vi: Một, en: One}}
  - {number: 2, section: mục 3, label: {vi: Hai, en: Two}}
"""


def written(folder: Path, words: str) -> Path:
    path = folder / "own.yaml"
    path.write_bytes(words.encode())
    return path


def told(folder: Path, old: str, new: str) -> str:
    """What the loader says when one thing of the good plan is changed."""
    assert PLAN.count(old) >= 1
    with pytest.raises(PlanError) as caught:
        load_plan(written(folder, PLAN.replace(old, new, 1)))
    return str(caught.value)


def test_a_plan_is_loaded_from_the_office_s_own_file(tmp_path: Path) -> None:
    plan = load_plan(written(tmp_path, PLAN))
    assert (plan.id, [o.kind for o in plan.obligations]) == (
        "small",
        [Kind.REGISTRATION, Kind.SELF_CHECK],
    )
    assert load_plan(str(tmp_path / "own.yaml")) == plan


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "obligations:",
            'hours: {lunch_from: "11:30"}\nobligations:',
            "own.yaml, line 9, hours: lunch has two ends: lunch_to is missing.",
        ),
        (
            "obligations:",
            'hours: {lunch_from: "13:30", lunch_to: "11:30"}\nobligations:',
            "own.yaml, line 9, hours.lunch_from: lunch lies within the office's hours.",
        ),
        (
            "obligations:",
            'hours: {reminders_at: "08:30", lunch_from: "08:00", lunch_to: "09:00"}\nobligations:',
            "own.yaml, line 9, hours.reminders_at: reminders would go in the lunch break.",
        ),
        (
            "ends: 2025-12-31",
            "ends: 9999-12-31",
            "own.yaml, line 8, ends: the plan lasts more than 50 years.",
        ),
        (
            "obligations:",
            'hours: {closes: "17:00", reminders_at: "17:00"}\nobligations:',
            "own.yaml, line 9, hours.reminders_at: reminders would go while the office is closed.",
        ),
        (
            "obligations:",
            'weekly_digest: {anchor: due, at: "08:00"}\nobligations:',
            "own.yaml, line 9, weekly_digest.anchor: is of a week: count it from its start or its "
            "end.",
        ),
        (
            "    who: officials",
            "    whom: officials",
            "own.yaml, line 10, obligations[1].who: is missing.",
        ),
        (
            "    source: mục III",
            "    source: mục III\n    colour: red",
            "own.yaml, line 15, obligations[1].colour: is an unknown key.",
        ),
        (
            "who: officials",
            "who: everyone",
            "own.yaml, line 12, obligations[1].who: “everyone” is not known here; it should be "
            "'officials', 'head', 'specialist' or 'nobody'.",
        ),
        (
            "id: check",
            "id: register",
            "own.yaml, line 20, obligations[2].id: obligation register stands here a second time.",
        ),
        (
            "due: {date: 2025-10-14",
            "due: {date: 2025-10-02",
            "own.yaml, line 16, obligations[1].due: due (2025-10-02 17:00) must come after "
            "opens (2025-10-03 08:00).",
        ),
        (
            "closes: {anchor: due, days: 10",
            "closes: {date: 2025-10-14",
            "own.yaml, line 17, obligations[1].closes: closes (2025-10-14 17:00) must come after "
            "due (2025-10-14 17:00).",
        ),
        (
            "when: {anchor: due, days: -3, at: 08:30}",
            "when: {at: 08:30}",
            "own.yaml, line 19, obligations[1].rules[1].when: has no moment; give it a date or an "
            "anchor (such as due).",
        ),
        (
            ", when: {anchor: due, days: -3, at: 08:30}",
            "",
            "own.yaml, line 19, obligations[1].rules[1].when: is missing.",
        ),
        (
            "{anchor: due, days: -3, at",
            "{anchor: due, date: 2025-10-11, at",
            "own.yaml, line 19, obligations[1].rules[1].when: has both a date and an anchor; "
            "keep one.",
        ),
        (
            "-3, at: 08:30}}",
            "-3, at: 08:30}}\n      - {id: early, when: {anchor: due, at: 08:30}}",
            "own.yaml, line 20, obligations[1].rules[2].id: rule early stands here a second time.",
        ),
        (
            "{vi: Đăng ký, en: Register}",
            "{vi: Đăng ký, en: Register}\n    short: {vi: Đăng ký nhiệm vụ trọng tâm, en: Task}",
            "own.yaml, line 14, obligations[1].short.vi: “Đăng ký nhiệm vụ trọng tâm” cannot be "
            "used: String should have at most 20 characters.",
        ),
        (
            "starts: 2025-10-03",
            "starts: 3/10/2025",
            "own.yaml, line 7, starts: “3/10/2025” should be written like 2025-10-14.",
        ),
        (
            "starts: 2025-10-03",
            "starts: 2025-02-30",
            "own.yaml, line 7, starts: “2025-02-30” cannot be used: Input should be a valid date "
            "or datetime, day value is outside expected range.",
        ),
        (
            "at: 17:00}",
            "at: 1020}",
            "own.yaml, line 16, obligations[1].due.at: “1020” should be written like 08:30.",
        ),
        ("ends: 2025-12-31", "ends: 2025-09-30", "own.yaml, line 8, ends: the plan ends before"),
        (
            "ends: 2025-12-31",
            "ends: 2025-12-31\nhours: {opens: 08:00, closes: 07:00}",
            "own.yaml, line 9, hours.closes: the office closes before it opens.",
        ),
        (
            "ends: 2025-12-31",
            "ends: 2025-12-31\nweekly_digest: {at: 08:00}",
            "own.yaml, line 9, weekly_digest: has no moment",
        ),
        (
            "    first: 2025-10-01\n",
            "",
            "own.yaml, line 20, obligations[2].first: what comes back needs the first day",
        ),
        (
            "    due: {date: 2025-10-14, at: 17:00}\n",
            "",
            "own.yaml, line 10, obligations[1].due: is missing; a duty of kind registration",
        ),
        (
            "kind: registration",
            "kind: information",
            "own.yaml, line 15, obligations[1].opens: is not for information",
        ),
        (
            "due: {date: 2025-10-14",
            "due: {anchor: closes",
            "own.yaml, line 16, obligations[1].due: cannot be counted from closes.",
        ),
        (
            "due: {date: 2025-10-14",
            "due: {anchor: end",
            "own.yaml, line 16, obligations[1].due: a duty that comes once has no start or end",
        ),
        (
            "title: {vi: Kế hoạch, en: Plan}",
            "title: Kế hoạch",
            "own.yaml, line 3, title: should hold keys of its own.",
        ),
        (
            "title: {vi: Kế hoạch, en: Plan}",
            "title: {vi: '', en: Plan}",
            "own.yaml, line 3, title.vi: “” cannot be used: String should have at least 1 char",
        ),
        (
            "directive: 34-CT-TU",
            "directive: 99-XX",
            "own.yaml, line 2, directive: no directive is called 99-XX; there is 09-CT-TU, ",
        ),
        (
            "office:",
            "title: {vi: Khác, en: Other}\noffice:",
            "own.yaml, line 4, title: stands here a second time.",
        ),
        (
            "-3, at: 08:30}}",
            "-3, at: 08:30}, who: {}}",
            "own.yaml, line 19, obligations[1].rules[1].who: names nobody;",
        ),
        (
            "-3, at: 08:30}}",
            "-3, at: 08:30}, while: promised}",
            "own.yaml, line 19, obligations[1].rules[1].while: “promised” is not known here; it "
            "should be 'not_done', 'not_started' or 'started'.",
        ),
        (
            "-3, at: 08:30}}",
            "-3, at: 08:30}, every: {working_days: 2}}",
            "own.yaml, line 19, obligations[1].rules[1].at_most: is missing: how often",
        ),
        (
            "-3, at: 08:30}}",
            "-3, at: 08:30}, at_most: 3}",
            "own.yaml, line 19, obligations[1].rules[1].every: is missing: after how many",
        ),
        (
            "-3, at: 08:30}}",
            "-3, at: 08:30}, channel: pigeon}",
            "own.yaml, line 19, obligations[1].rules[1].channel: “pigeon” is not known here",
        ),
        (
            "-3, at: 08:30}}",
            "-3, at: 08:30}, escalate: head}",
            "own.yaml, line 19, obligations[1].rules[1].when: tells who is late: count it from due",
        ),
        (
            "-3, at: 08:30}}",
            "3, at: 08:30}, escalate: head, while: started}",
            "own.yaml, line 19, obligations[1].rules[1].escalate: tells once who has not done it",
        ),
        (
            "kind: registration",
            "kind: inquiry",
            "own.yaml, line 11, obligations[1].kind: is for questions asked in the chat",
        ),
        ("office: {", "office: {{", "own.yaml, line 5: is not YAML ("),
        ("office: {", "office: [", "own.yaml, line 4: is not YAML ("),
        ("title: {", "title: &t {loop: *t, ", "own.yaml, line 3, title.loop"),
        ("title: {", "? [a, b]\n: c\ntitle: {", "own.yaml, line 3, the file: a key must be"),
    ],
)
def test_a_mistake_is_told_with_file_line_and_key(
    tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    assert told(tmp_path, old, new).startswith(sentence)


def test_a_self_check_under_a_directive_without_signs_is_told(tmp_path: Path) -> None:
    assert told(tmp_path, "directive: 34-CT-TU", "directive: 29-CT-TU") == (
        "own.yaml, line 21, obligations[2].kind: a self-check needs signs, and the checklist of "
        "29-CT-TU lists none."
    )


def test_of_several_mistakes_the_topmost_is_told(tmp_path: Path) -> None:
    broken = PLAN.replace("starts: 2025-10-03", "starts: soon").replace(
        "kind: self_check", "kind: x"
    )
    with pytest.raises(PlanError, match=r"line 7, starts: “soon”"):
        load_plan(written(tmp_path, broken))


def test_a_sign_that_stands_twice_is_told(tmp_path: Path) -> None:
    with pytest.raises(PlanError) as caught:
        read_directive(written(tmp_path, SIGNS.replace("number: 2", "number: 1")))
    assert str(caught.value) == (
        "own.yaml, line 5, signs[2].number: sign 1 stands here a second time."
    )


@pytest.mark.parametrize("number", ["0", "two", "1.5"])
def test_a_sign_needs_a_number_from_one_up(tmp_path: Path, number: str) -> None:
    with pytest.raises(PlanError, match=rf"line 5, signs\[2\]\.number: “{number}” cannot be used"):
        read_directive(written(tmp_path, SIGNS.replace("number: 2", f"number: {number}")))


def test_an_unknown_audience_of_a_sign_is_told(tmp_path: Path) -> None:
    broken = SIGNS.replace("number: 2,", "number: 2, audience: bosses,")
    with pytest.raises(PlanError, match=r"line 5, signs\[2\]\.audience: “bosses” is not known"):
        read_directive(written(tmp_path, broken))


def test_an_unknown_id_is_told_with_those_that_are_known() -> None:
    with pytest.raises(PlanError, match=r"No plan is called nowhere; there is .*hoa-cuong-2025, "):
        load_plan("nowhere")
    with pytest.raises(PlanError, match=r"No directive is called 0-CT; there is .*34-CT-TU\."):
        load_directive("0-CT")


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match=r"gone\.yaml: cannot be read \(No such file"):
        load_plan(tmp_path / "gone.yaml")
    latin = tmp_path / "latin.yaml"
    latin.write_bytes(b"id: caf\xe9")
    with pytest.raises(PlanError, match=r"latin\.yaml: is not UTF-8 text"):
        load_plan(latin)
    with pytest.raises(PlanError, match=r"own\.yaml, line 1: a list of keys is expected"):
        load_plan(written(tmp_path, ""))


@pytest.mark.parametrize("hostile", ["[" * 100_000, "{a: " * 100_000, "- " * 100_000])
def test_a_file_that_is_nested_without_end_is_told(tmp_path: Path, hostile: str) -> None:
    with pytest.raises(PlanError, match=r"own\.yaml, line 1, the file: is nested too deep"):
        load_plan(written(tmp_path, hostile))


def test_the_version_is_of_what_a_plan_says_not_of_its_layout(tmp_path: Path) -> None:
    first = load_plan(written(tmp_path, PLAN)).version
    other_layout = "\ufeff# a remark\n" + PLAN.replace("\n", "\r\n")
    assert load_plan(written(tmp_path, other_layout)).version == first
    decomposed = unicodedata.normalize("NFD", PLAN)
    assert load_plan(written(tmp_path, decomposed)).version == first
    later = PLAN.replace("2025-10-14", "2025-10-13")
    assert load_plan(written(tmp_path, later)).version != first


def plan_or_reason(path: Path) -> bool:
    try:
        return bool(load_plan(path).obligations)
    except PlanError as error:
        return str(error).startswith("own.yaml")


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_garbled_plan_is_loaded_or_told_never_anything_else(
    tmp_path: Path, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(PLAN)))
    length = data.draw(st.integers(0, 40))
    noise = data.draw(st.text(alphabet="{}[]:,-&*#'\"! \n\tad1é0", max_size=8))
    path = written(tmp_path, PLAN[:start] + noise + PLAN[start + length :])
    assert plan_or_reason(path)
