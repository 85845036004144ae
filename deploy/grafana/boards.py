"""What all our dashboards have in common."""

from collections.abc import Iterable, Sequence

from grafana_foundation_sdk.builders import dashboard as builders
from grafana_foundation_sdk.models.dashboard import DashboardCursorSync
from panels import Panel, build


def board(title: str, uid: str, description: str) -> builders.Dashboard:
    """Return the builder of a dashboard that is still empty."""
    return (
        builders.Dashboard(title)
        .uid(uid)
        .description(description)
        .tags(["dideban"])
        .timezone("browser")
        .time("now-1h", "now")
        .refresh("30s")
        .readonly()
        .tooltip(DashboardCursorSync.CROSSHAIR)
        .with_variable(builders.DatasourceVariable("datasource").label("Source").type("prometheus"))
    )


def filled(
    dashboard: builders.Dashboard, rows: Iterable[tuple[str, Sequence[Panel]]]
) -> builders.Dashboard:
    """Return the builder with these rows of panels, each under its title."""
    for title, panels in rows:
        dashboard.with_row(builders.Row(title))
        for panel in panels:
            dashboard.with_panel(build(panel))
    return dashboard
