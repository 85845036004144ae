"""The few kinds of panel that our dashboards are made of, with one look for all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from grafana_foundation_sdk.builders import common as common_builders
from grafana_foundation_sdk.builders import dashboard as dashboard_builders
from grafana_foundation_sdk.builders import prometheus, stat, timeseries
from grafana_foundation_sdk.models.common import (
    BigValueColorMode,
    DataSourceRef,
    LegendDisplayMode,
    LegendPlacement,
    SortOrder,
    TooltipDisplayMode,
    VisibilityMode,
)
from grafana_foundation_sdk.models.dashboard import Threshold, ThresholdsMode

SOURCE: Final = DataSourceRef(type_val="prometheus", uid="${datasource}")
HEIGHT: Final = 8


@dataclass(frozen=True, slots=True)
class Query:
    """A PromQL expression and what each of its series is called, as `{{label}}` or plain text."""

    expr: str
    legend: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A panel as data; `description` says how to read it and what to do when it looks wrong.

    `unit` is Grafana's name of a unit. The axis begins at 0 unless values are `signed`. `alarm_at`
    turns it into a row of coloured values that are red from that value on.
    """

    title: str
    description: str
    unit: str
    queries: Sequence[Query]
    columns: int = 8
    signed: bool = False
    alarm_at: float | None = None


type Builder = timeseries.Panel | stat.Panel


def build(panel: Panel) -> Builder:
    """Return the builder of Grafana's form of `panel`."""
    drawn: Builder = _lines(panel) if panel.alarm_at is None else _values(panel.alarm_at)
    drawn.title(panel.title).description(panel.description).unit(panel.unit).datasource(SOURCE)
    drawn.span(panel.columns).height(HEIGHT)
    for index, query in enumerate(panel.queries):
        drawn.with_target(_target(query, chr(ord("A") + index)))
    return drawn


def _target(query: Query, ref_id: str) -> prometheus.Dataquery:
    target = prometheus.Dataquery().expr(query.expr).legend_format(query.legend)
    return target.ref_id(ref_id).datasource(SOURCE).range()


def _lines(panel: Panel) -> timeseries.Panel:
    legend = (
        common_builders.VizLegendOptions()
        .display_mode(LegendDisplayMode.TABLE)
        .placement(LegendPlacement.BOTTOM)
        .show_legend(show_legend=True)
        .calcs(["lastNotNull", "max"])
    )
    tooltip = (
        common_builders.VizTooltipOptions()
        .mode(TooltipDisplayMode.MULTI)
        .sort(SortOrder.DESCENDING)
    )
    lines = timeseries.Panel().legend(legend).tooltip(tooltip)
    if not panel.signed:
        lines.min(0)
    return lines.line_width(1).fill_opacity(10).show_points(VisibilityMode.NEVER)


def _values(alarm_at: float) -> stat.Panel:
    steps = [Threshold(value=None, color="green"), Threshold(value=alarm_at, color="red")]
    thresholds = dashboard_builders.ThresholdsConfig().mode(ThresholdsMode.ABSOLUTE).steps(steps)
    return stat.Panel().thresholds(thresholds).color_mode(BigValueColorMode.BACKGROUND)
