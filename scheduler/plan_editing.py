"""The plan changed at the desk: a draft begun, changed, looked at and put in force.

What has opened goes on as it opened; what is still to open follows the new plan (`periods.sync`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime

from directives.loading import read_plan
from directives.source import PlanError
from directives.writing import plan_yaml
from domain.effects import Refused
from domain.people import Person
from domain.period import Period
from domain.plan import Every, Obligation, OfficeHours, Plan, When
from domain.plan_editing import (
    Beginning,
    Meaning,
    PlanDraft,
    Preview,
    Problem,
    with_again,
    with_duty,
    with_hours,
    without,
)
from domain.text import _
from scheduler import plan_telling
from scheduler.days_off import days_of
from scheduler.decent_hours import DecentHours
from scheduler.periods import PeriodError, period_of, spans
from scheduler.periods import periods as planned
from scheduler.plan_copy import carried, continued, due_day, round_of
from scheduler.plan_preview import changes, preview
from scheduler.planner import placed
from storage import periods, plan_drafts, plans
from storage.plan_drafts import NONE, NOT_YOURS
from storage.unit_of_work import Work


class PlanEditing:
    """What the desk's pages of the plan ask for; rights are asked at every step."""

    def draft(self, work: Work) -> PlanDraft | None:
        return plan_drafts.draft(work)

    def proposal(self, work: Work) -> Plan:
        """The plan in force with another year."""
        return continued(work.office.plan, days_of(work), _over(work))

    def ahead(self, work: Work, plan: Plan) -> Mapping[str, Period]:
        """By duty, the period that is open as it stands, or the next one as this plan has it."""
        found: dict[str, Period] = {}
        coming = (p for p in self._planned(work, plan) if p.closes > work.now)
        for period in sorted(coming, key=lambda one: one.opens):
            found.setdefault(period.obligation, period)
        for kept in periods.all_periods(work):
            if kept.opens <= work.now < kept.closes and kept.obligation in found:
                found[kept.obligation] = kept
        return found

    def begin(
        self, work: Work, who: Person, what: Beginning, last: date | None = None
    ) -> Refused | None:
        """Begin a draft; `last` is the day (local) on which a plan that is to end ends."""
        plan = work.office.plan
        if what is Beginning.NEXT_YEAR:
            plan = self.proposal(work)
        elif what is Beginning.END:
            ended = self._ended(work, last)
            if isinstance(ended, Refused):
                return ended
            plan = ended
        return plan_drafts.begin(work, who, plan)

    def keep_duty(
        self, work: Work, who: Person, revision: int, duty: Obligation
    ) -> Refused | tuple[Problem, ...]:
        """Take a changed duty into the draft, or tell what cannot be about it."""
        found = plan_drafts.draft(work)
        if found is None:
            return NONE
        problems = tuple(self._problems(work, duty, found.plan))
        if problems:
            return problems
        return plan_drafts.keep(work, who, revision, with_duty(found.plan, duty)) or ()

    def keep_hours(
        self, work: Work, who: Person, revision: int, hours: OfficeHours
    ) -> Refused | None:
        """Take other hours into the draft; they are in force at once when it is saved."""
        found = plan_drafts.draft(work)
        if found is None:
            return NONE
        changed = with_hours(found.plan, hours)
        checked = self._checked(changed)
        if isinstance(checked, Refused):
            return checked
        return plan_drafts.keep(work, who, revision, changed)

    def drop(self, work: Work, who: Person, revision: int, id_: str) -> Refused | None:
        """Take a duty out of the draft."""
        found = plan_drafts.draft(work)
        if found is None:
            return NONE
        plan = without(found.plan, id_)
        if not plan.obligations:
            return Refused(_("The last duty stays: a plan asks for something."))
        return plan_drafts.keep(work, who, revision, plan)

    def restore(self, work: Work, who: Person, revision: int, id_: str) -> Refused | None:
        """Take a duty of the plan it was begun from into the draft again."""
        found = plan_drafts.draft(work)
        before = [d for d in found.based_on.obligations if d.id == id_] if found else []
        if found is None or not before:
            return NONE
        return plan_drafts.keep(work, who, revision, with_again(found.plan, before[0]))

    def discard(self, work: Work, who: Person, revision: int) -> Refused | None:
        return plan_drafts.discard(work, who, revision)

    def preview(self, work: Work) -> Preview | Refused:
        """What changes when the draft is put in force; nothing is changed by looking."""
        found = plan_drafts.draft(work)
        if found is None:
            return NONE
        return preview(work, days_of(work), found.plan, self._put_in_force)

    def save(self, work: Work, who: Person, revision: int) -> Refused | None:
        """Put the draft in force, as one more version; audited, and told in the chats."""
        found = plan_drafts.draft(work)
        row = plan_drafts.asked(work, who, revision)
        if isinstance(row, Refused) or found is None:
            return row if isinstance(row, Refused) else NONE
        if found.overtaken:
            return _OVERTAKEN
        checked = self._checked(found.plan)
        if isinstance(checked, Refused):
            return checked
        refused = plan_drafts.discard(work, who, revision)
        if refused is None:
            was = plans.of_office(work.office)
            self._put_in_force(work, checked)
            plan_telling.tell(work, who, changes(work, was))
            work.audit(who.id, "plan_changed", f"plan:{checked.id}", checked.version)
        return refused

    def round_before(self, draft: PlanDraft, duty: Obligation) -> Obligation | None:
        """Of what a new duty of the draft is the next round."""
        before = draft.based_on.obligations
        if any(old.id == duty.id for old in before):
            return None
        rounds = [old for old in before if round_of(old.id) == round_of(duty.id) and old.due]
        return max(rounds, key=due_day, default=None)

    def meaning(self, work: Work, was: Obligation, name: str, now: When) -> Meaning | None:
        """What a moment of the round before was taken for, where `now` is what came of that."""
        when = getattr(was, name)
        found = carried(when, was, days_of(work)) if when is not None else None
        return found.meaning if found is not None and found.when == now else None

    def version(self, work: Work, who: Person, id_: int) -> Plan | Refused:
        """A plan as it was in force, for whoever keeps plans."""
        if not plan_drafts.may_edit(who):
            return NOT_YOURS
        try:
            return plans.version(work, id_)
        except LookupError:
            return Refused(_("There is no such version of the plan."))

    def _planned(self, work: Work, plan: Plan) -> tuple[Period, ...]:
        return planned(plan, days_of(work), work.office.zone, plan.ends)

    def _put_in_force(self, work: Work, plan: Plan) -> None:
        plans.put_in_force(work, plan)
        periods.sync(work, self._planned(work, plan))

    def _checked(self, plan: Plan) -> Plan | Refused:
        """As it will be read from its own file, with the version that this gives it."""
        try:
            return read_plan(plan_yaml(plan), f"{plan.id}.yaml")
        except PlanError as error:
            return Refused(_("The plan cannot be carried out as it stands: {why}", why=str(error)))

    def _problems(self, work: Work, duty: Obligation, plan: Plan) -> Iterator[Problem]:
        """What only shows when a duty is carried out."""
        days, zone = days_of(work), work.office.zone
        try:
            found = [period_of(duty, s, days, zone) for s in spans(duty, plan, plan.ends)]
        except PeriodError:
            yield Problem(duty.id, "due", _ORDER)
            return
        if not found:
            yield Problem(duty.id, "last", _NO_PERIOD)
        elif duty.every is Every.ONCE and found[0].closes <= work.now:
            yield Problem(duty.id, "closes", _PAST)
        decent = DecentHours(days, plan.hours, zone)
        for rule in duty.rules:
            if found and not any(next(iter(placed([rule], p, decent)), None) for p in found):
                yield Problem(duty.id, f"rule.{rule.id}", _NEVER)

    def _ended(self, work: Work, last: date | None) -> Plan | Refused:
        """The plan in force until that day: what has opened by then is still seen to."""
        plan = work.office.plan
        if last is None or not work.today <= last < plan.ends:
            span = {"first": work.today, "last": plan.ends}
            return Refused(_("Please give a day from {first} to before {last}.", **span))
        kept = tuple(self._until(work, plan, last))
        if not kept:
            return Refused(_("Nothing of the plan opens by that day. Please give a later one."))
        return replace(plan, ends=last, obligations=kept)

    def _until(self, work: Work, plan: Plan, last: date) -> Iterator[Obligation]:
        """Each duty with no period that opens later than that day."""
        days, zone = days_of(work), work.office.zone
        for duty in plan.obligations:
            if duty.due is None:
                yield duty
                continue
            known = [period_of(duty, span, days, zone) for span in spans(duty, plan, last)]
            begun = [p.span.first for p in known if _day(work, p.opens) <= last]
            if begun:
                yield duty if duty.every is Every.ONCE else replace(duty, last=max(begun))


def _day(work: Work, moment: datetime) -> date:
    return moment.astimezone(work.office.zone).date()


def _over(work: Work) -> frozenset[str]:
    """Duties that come once and have closed."""
    known = (p for p in periods.all_periods(work) if p.span.every is Every.ONCE)
    return frozenset(p.obligation for p in known if p.closes <= work.now)


_OVERTAKEN = Refused(
    _(
        "Another plan has been put in force since this draft was begun, so it would take that "
        "back. Please throw the draft away and begin anew."
    )
)
_ORDER = _("It must open before it is due, and close after that.")
_NO_PERIOD = _("None of it would be asked for while the plan lasts.")
_NEVER = _("It would never go: its moment lies outside of every period, or in quiet hours.")
_PAST = _("That is past: nobody would be asked any more.")
