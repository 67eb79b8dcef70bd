"""A running bot in numbers, as Prometheus reads them: no names, texts or tokens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version
from math import isfinite
from typing import TypeAlias, TypeVar

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.app import App
from storage.vital_signs import VitalSigns

#: The values of a metric's labels -> its value.
Values: TypeAlias = Mapping[tuple[str, ...], float]
M = TypeVar("M", GaugeMetricFamily, CounterMetricFamily)


def measured(app: App, signs: VitalSigns | None) -> bytes:
    """The text to be scraped; `signs` is None where the database does not answer."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Reading([*_of_process(app), *_of_data(app, signs)]))
    return generate_latest(registry)


class _Reading(Collector):
    def __init__(self, metrics: Iterable[Metric]) -> None:
        self._metrics = list(metrics)

    def collect(self) -> Iterable[Metric]:
        return self._metrics


def _of_process(app: App) -> Iterator[Metric]:
    """Counters begin anew with each start, as Prometheus expects."""
    yield _gauge("info", "The version that runs; always 1.", {(version("tusoi"),): 1}, "version")
    yield _gauge("tick_age_seconds", "Since the planner last ended.", {(): app.pulse.since_tick})
    silences: Values = {(name, str(number)): silence for name, number, silence in app.silences()}
    about = "Since the platform last answered a poll."
    yield _gauge("receiving_silence_seconds", about, silences, "channel", "bot")
    yield _counter("updates_played", "Updates from people that were looked at.", {(): app.played})
    yield _counter("messages_sent", "Messages a platform has taken.", {(): app.sender.sent})
    problems: Values = {(str(problem),): count for problem, count in app.sender.problems.items()}
    yield _counter("send_problems", "Requests that failed, by class.", problems, "problem")


def _of_data(app: App, signs: VitalSigns | None) -> Iterator[Metric]:
    yield _gauge("database_up", "Whether the database answered.", {(): float(signs is not None)})
    if signs is None:
        return
    yield _gauge("inbox_waiting", "Updates not yet played.", {(): signs.inbox_waiting})
    about = "Messages that wait: queued, sending or held, by lane."
    yield _gauge("outbox_messages", about, signs.outbox, "state", "lane")
    overdue: Values = {(lane,): seconds for lane, seconds in signs.overdue.items()}
    about = "How long the oldest message is over its time, by lane."
    yield _gauge("outbox_overdue_seconds", about, overdue, "lane")
    bots = {(one.usage.channel, str(one.number)): one.usage for one in signs.usages}
    used: Values = {bot: usage.used for bot, usage in bots.items()}
    yield _gauge("quota_used", "Messages of this month.", used, "channel", "bot")
    allowed: Values = {bot: usage.quota.messages for bot, usage in bots.items()}
    yield _gauge("quota_allowed", "Messages a month may have.", allowed, "channel", "bot")
    if signs.backed_up_at is not None:
        age = (app.store.clock.now() - signs.backed_up_at).total_seconds()
        yield _gauge("backup_age_seconds", "Since the last whole backup.", {(): age})


def _gauge(name: str, about: str, values: Values, *labels: str) -> GaugeMetricFamily:
    return _filled(GaugeMetricFamily(f"tusoi_{name}", about, labels=labels), values)


def _counter(name: str, about: str, values: Values, *labels: str) -> CounterMetricFamily:
    return _filled(CounterMetricFamily(f"tusoi_{name}", about, labels=labels), values)


def _filled(metric: M, values: Values) -> M:
    for labels, value in values.items():
        if isfinite(value):  # what has never happened has no age
            metric.add_metric(labels, value)
    return metric
