"""The dashboard "Pipeline": rate, errors and duration of each stage, in the order of the flow."""

from typing import Final

from boards import board, filled
from grafana_foundation_sdk.builders import dashboard as builders
from grafana_foundation_sdk.models.dashboard import VariableOption, VariableRefresh, VariableSort
from panels import SOURCE, Panel, Query
from queries import SERVICE, highest, of_process, quantiles, rate

FETCH: Final = (
    Panel(
        title="Polls by outcome",
        description="Polls of sources and pages; `not_modified` is the cheap and usual end. "
        "Time-outs or DNS failures over all sources mean that our own network is at fault.",
        unit="reqps",
        queries=[rate("dideban_fetches_total", "outcome")],
        columns=6,
    ),
    Panel(
        title="Sources by health",
        description="`dideban sources` says in words why a source is degraded or failing.",
        unit="short",
        queries=[highest("dideban_sources", "state")],
        columns=6,
    ),
    Panel(
        title="Articles by language",
        description="As identified by langid. A language that vanishes is a source that broke, "
        "or a change of the identifier.",
        unit="cps",
        queries=[rate("dideban_articles_total", "language")],
        columns=6,
    ),
    Panel(
        title="Articles without a language, or with several",
        description="Why langid claimed none, by reason; and how many have paragraphs in several "
        "languages, which are read one by one. A rise of «not sure» is a new kind of source.",
        unit="cps",
        queries=[
            rate("dideban_undetermined_articles_total", "reason"),
            Query("sum(rate(dideban_mixed_articles_total[$__rate_interval]))", "several languages"),
        ],
        columns=6,
    ),
    Panel(
        title="Articles by role in their story",
        description="How each article was placed: first of its story, copy, rewrite, translation, "
        "edit or follow-up. Only firsts is a grouping that finds nothing; hardly any firsts is one "
        "that joins too much.",
        unit="cps",
        queries=[rate("dideban_story_articles_total", "role")],
        columns=6,
    ),
)

STAGES: Final = (
    Panel(
        title="Records read",
        description="What each stage takes from the broker. Stages in a line show the same rate; "
        "where it falls, records wait or are dropped.",
        unit="cps",
        queries=[rate("dideban_records_read_total", "service", SERVICE)],
    ),
    Panel(
        title="Errors",
        description="Records that became dead letters. They are kept: `dideban dead-letters list` "
        "says why, `replay` sends them again.",
        unit="cps",
        queries=[rate("dideban_records_total", "service", f'outcome="dead",{SERVICE}')],
    ),
    Panel(
        title="Duration of a record",
        description="What the rules of a stage take for one record, without any waiting.",
        unit="s",
        queries=quantiles("dideban_record_seconds", "service", SERVICE),
    ),
    Panel(
        title="Ends by outcome",
        description="How the records that were read ended: emitted, dropped or dead, each once.",
        unit="cps",
        queries=[rate("dideban_records_total", "outcome", SERVICE)],
    ),
    Panel(
        title="Records in hand",
        description="Read and not yet ended. It returns to 0 when a stage is idle; below 0 the "
        "identity read = emitted + dropped + dead is broken.",
        unit="short",
        queries=[
            Query(
                f"sum by (service) (instance:dideban_records_in_hand:sum{{{SERVICE}}})",
                "{{service}}",
            )
        ],
        signed=True,
    ),
    Panel(
        title="Sends tried again",
        description="Messages that the broker did not acknowledge at the first try. None is given "
        "up; a lasting rate means a broker in trouble.",
        unit="cps",
        queries=[rate("dideban_send_retries_total", "service", SERVICE)],
    ),
    Panel(
        title="Breaker",
        description="Yes: dead letters were the greater part of the latest records and the stage "
        "stopped itself. Mend the cause, restart it, replay the dead letters.",
        unit="bool_yes_no",
        queries=[highest("dideban_breaker_open", "service", SERVICE)],
        columns=12,
        alarm_at=1,
    ),
    Panel(
        title="Not ready",
        description="Yes: it waits for the broker, the store or its subscriptions; its /readyz "
        "says for which.",
        unit="bool_yes_no",
        queries=[Query(f"1 - min by (service) (dideban_ready{{{SERVICE}}})", "{{service}}")],
        columns=12,
        alarm_at=1,
    ),
)

WAITING: Final = (
    Panel(
        title="Lag in records",
        description="Records on the broker that a stage has not handled, as the monitor sees it.",
        unit="short",
        queries=[highest("service:dideban_consumer_lag_records:sum", "service", SERVICE)],
    ),
    Panel(
        title="Lag in seconds",
        description="Age of the oldest record that a stage has not handled. Over a minute alerts "
        "come late: start another instance of the stage.",
        unit="s",
        queries=[highest("service:dideban_consumer_lag_seconds:max", "service", SERVICE)],
    ),
    Panel(
        title="Dead letters kept",
        description="Dead letters on the broker, which keeps them for 30 days.",
        unit="short",
        queries=[highest("dideban_dead_letters", "service")],
    ),
)

DELIVERY: Final = (
    Panel(
        title="From seen to delivered",
        description="Latency of an article from one event to another, end to end. Publication to "
        "sight is the source's and the polling interval's doing, the rest is ours. The dashboard "
        "Alerts and delivery shows the rest of delivery.",
        unit="s",
        queries=quantiles("dideban_latency_seconds", "span"),
        columns=12,
    ),
    Panel(
        title="Matches",
        description="Matches taken into the ledger.",
        unit="cps",
        queries=[Query("sum(rate(dideban_matches_total[$__rate_interval]))", "matches")],
        columns=12,
    ),
)

BACKTESTS: Final = (
    Panel(
        title="Backtests",
        description="Backtests asked for over the API. `refused` came while others were under way "
        "(gateway_max_backtests), `failed` ones took too long or met a store that was away.",
        unit="cps",
        queries=[rate("dideban_backtests_total", "outcome")],
        columns=12,
    ),
    Panel(
        title="Time a backtest took",
        description="From its start to its report. It grows with the archive and with how common "
        "the words of the query are; a process of its own does the work.",
        unit="s",
        queries=quantiles("dideban_backtest_seconds"),
        columns=12,
    ),
)

PROCESSES: Final = (
    Panel(
        title="Memory",
        description="Resident memory of each service.",
        unit="bytes",
        queries=[of_process("process_resident_memory_bytes")],
    ),
    Panel(
        title="CPU",
        description="Share of one core that each service uses.",
        unit="percentunit",
        queries=[of_process("rate(process_cpu_seconds_total[$__rate_interval])")],
    ),
    Panel(
        title="Open files",
        description="Files and sockets of each service. A line that only climbs is a leak.",
        unit="short",
        queries=[of_process("process_open_fds")],
    ),
)

ROWS: Final = (
    ("Fetch", FETCH),
    ("Stages: rate, errors, duration", STAGES),
    ("Waiting", WAITING),
    ("Matches and deliveries", DELIVERY),
    ("Backtests", BACKTESTS),
    ("Processes", PROCESSES),
)


def pipeline() -> builders.Dashboard:
    """Return the builder of the dashboard."""
    about = "From feeds to alerts: what flows, what fails, what waits."
    empty = board("Pipeline", "dideban-pipeline", about).with_variable(_services())
    return filled(empty, ROWS)


def _services() -> builders.QueryVariable:
    return (
        builders.QueryVariable("service")
        .label("Service")
        .datasource(SOURCE)
        .query("label_values(dideban_build_info, service)")
        .refresh(VariableRefresh.ON_TIME_RANGE_CHANGED)
        .sort(VariableSort.ALPHABETICAL_ASC)
        .multi(multi=True)
        .include_all(include_all=True)
        .all_value(".*")
        .current(VariableOption(selected=True, text="All", value="$__all"))
    )
