"""The dashboard "Alerts and delivery": is the promise kept, and where does it wait."""

from typing import Final

from boards import board, filled
from grafana_foundation_sdk.builders import dashboard as builders
from panels import Panel, Query
from queries import highest, rate

_MATCHED: Final = 'span="matched_to_delivered"'

PROMISE: Final = (
    Panel(
        title="From matched to delivered",
        description="What delivery itself takes, over all channels. What waits for quiet hours, "
        "caps or a receiver that was away counts with all its waiting.",
        unit="s",
        queries=[
            Query(
                f"histogram_quantile({share}, sum by (le) "
                f"(rate(dideban_latency_seconds_bucket{{{_MATCHED}}}[$__rate_interval])))",
                name,
            )
            for share, name in ((0.5, "median"), (0.95, "p95"), (0.99, "p99"))
        ],
    ),
    Panel(
        title="Ledger by state",
        description="Every match ends here as exactly one of these: delivered, suppressed or dead; "
        "until then it is pending, or deferred to a better hour.",
        unit="short",
        queries=[highest("dideban_ledger_rows", "state")],
    ),
    Panel(
        title="Ledger less matches counted",
        description="Level while no delivery process restarts. A step without a restart means "
        "that rows vanished or came without a match.",
        unit="short",
        queries=[Query("dideban:ledger_drift", "rows less matches")],
        signed=True,
    ),
)

OUTCOMES: Final = (
    Panel(
        title="Deliveries by outcome",
        description="Ends of deliveries, and retries, which are no end. `suppressed` is a choice "
        "of grouping, caps or mutes; `dead` was given up and can be replayed.",
        unit="cps",
        queries=[rate("dideban_deliveries_total", "outcome")],
    ),
    Panel(
        title="Delivered by channel",
        description="Matches told, by the channel that told them. `live` is the page, which shows "
        "every alert.",
        unit="cps",
        queries=[rate("dideban_deliveries_total", "channel", 'outcome="delivered"')],
    ),
    Panel(
        title="Retries and dead by channel",
        description="A channel that only fails is the operator's to mend: a mail server that is "
        "away, a token that ended. One receiver that fails shows among the targets.",
        unit="cps",
        queries=[rate("dideban_deliveries_total", "channel", 'outcome=~"retry|dead"')],
    ),
)

WAITING: Final = (
    Panel(
        title="Oldest unsent delivery",
        description="By channel. It grows while a receiver is away; others are not delayed by it.",
        unit="s",
        queries=[highest("dideban_oldest_pending_seconds", "channel")],
    ),
    Panel(
        title="Targets left alone",
        description="Targets that failed five times in a row or asked for it; what waits for them "
        "stays in the ledger and loses no try.",
        unit="short",
        queries=[Query("sum(dideban_targets_left_alone)", "targets")],
    ),
    Panel(
        title="Targets disabled",
        description="Subscriptions whose target is gone, or brought nothing but failure for five "
        "days. Their owners see it on the page; `dideban subscriptions enable-target` ends it.",
        unit="short",
        queries=[Query("max(dideban_targets_disabled)", "subscriptions")],
    ),
)

ROWS: Final = (
    ("The promise", PROMISE),
    ("How matches end", OUTCOMES),
    ("What waits", WAITING),
)


def delivery() -> builders.Dashboard:
    """Return the builder of the dashboard."""
    about = "Is every match accounted for, how fast are alerts, which channels and targets fail."
    return filled(board("Alerts and delivery", "dideban-delivery", about), ROWS)
