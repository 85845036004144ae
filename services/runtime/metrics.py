"""Every metric of every service, declared once; label sets are closed and created at start."""

from collections.abc import Iterable
from typing import Final

from prometheus_client import Counter, Gauge, Histogram

FAST: Final = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10)
SLOW: Final = (0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300)
LATENCY: Final = (0.05, 0.1, 0.25, 0.5, 1, 2, 5, 15, 60, 300, 900, 3600, 21600, 86400)
SPANS: Final = ("published_to_seen", "seen_to_matched", "matched_to_delivered", "seen_to_delivered")
FETCH_OUTCOMES: Final = (
    "new",
    "not_modified",
    "http_4xx",
    "http_429",
    "http_5xx",
    "timeout",
    "dns",
    "tls",
    "connect",
    "blocked",
    "too_large",
    "parse_error",
    "robots",
)
LANGUAGES: Final = (
    *("fa", "ar", "ru", "tr", "az", "en", "ur", "ps", "ckb", "uk", "tg", "kk", "ky", "uz", "tk"),
    *("de", "fr", "es", "he", "hy", "ka", "zh", "ja", "hi", "und", "other"),
)
UNDETERMINED: Final = ("no letters", "too short", "mixed", "not sure")
BACKTEST_OUTCOMES: Final = ("done", "failed", "refused")
INDEX_ORIGINS: Final = ("copy", "topic")
CHANNELS: Final = ("live", "webhook", "email", "telegram", "ntfy", "webpush", "apprise")
STORY_ROLES: Final = ("first", "copy", "edit", "rewrite", "translation", "follow-up")
LEDGER_STATES: Final = ("pending", "deferred", "delivered", "suppressed", "dead")

build_info = Gauge("dideban_build_info", "Release of the running service", ["service", "version"])
ready = Gauge("dideban_ready", "1 when the service can do its work", ["service"])
breaker_open = Gauge("dideban_breaker_open", "1 when the stage stopped itself", ["service"])
records_read = Counter("dideban_records_read", "Records taken from the input", ["service"])
records = Counter("dideban_records", "How each record ended", ["service", "outcome", "reason"])
record_seconds = Histogram(
    "dideban_record_seconds", "Time to handle one record", ["service"], buckets=FAST
)
send_retries = Counter("dideban_send_retries", "Sends to the broker tried again", ["service"])
latency_seconds = Histogram(
    "dideban_latency_seconds", "Time between two events of an article", ["span"], buckets=LATENCY
)
published_time_bad = Counter(
    "dideban_published_time_bad", "Articles with no usable publication time", ["reason"]
)
lag_records = Gauge(
    "dideban_consumer_lag_records", "Records not yet handled", ["group", "topic", "partition"]
)
lag_seconds = Gauge(
    "dideban_consumer_lag_seconds", "Age of the oldest one", ["group", "topic", "partition"]
)
fetches = Counter("dideban_fetches", "Polls of sources and pages", ["outcome"])
sources = Gauge("dideban_sources", "Sources by health", ["state"])
articles = Counter("dideban_articles", "Articles by identified language", ["language"])
undetermined_articles = Counter(
    "dideban_undetermined_articles", "Articles of which no language is claimed", ["reason"]
)
mixed_articles = Counter("dideban_mixed_articles", "Articles with paragraphs in several languages")
story_articles = Counter(
    "dideban_story_articles", "Articles by their role in their story", ["role"]
)
subscriptions = Gauge("dideban_subscriptions", "Subscriptions in the worker's index")
index_ready_seconds = Gauge(
    "dideban_index_ready_seconds", "What the worker took to have every subscription", ["origin"]
)
subscription_change_seconds = Histogram(
    "dideban_subscription_change_seconds", "From a change to its use", buckets=FAST
)
matches = Counter("dideban_matches", "Matches taken into the ledger")
deliveries = Counter("dideban_deliveries", "Ends and retries of deliveries", ["channel", "outcome"])
ledger_rows = Gauge("dideban_ledger_rows", "Rows of the ledger", ["state"])
targets_disabled = Gauge(
    "dideban_targets_disabled", "Subscriptions whose target is off: gone, or failing for five days"
)
targets_left_alone = Gauge(
    "dideban_targets_left_alone", "Targets that get nothing for now, because they fail"
)
oldest_pending_seconds = Gauge(
    "dideban_oldest_pending_seconds", "Age of the oldest unsent delivery", ["channel"]
)
dead_letters = Gauge("dideban_dead_letters", "Dead letters kept on the broker", ["service"])
outbox_rows = Gauge("dideban_outbox_rows", "Articles in the outbox that are not done")
http_requests = Counter("dideban_http_requests", "Answered requests", ["route", "method", "code"])
http_request_seconds = Histogram(
    "dideban_http_request_seconds", "Time to answer", ["route"], buckets=FAST
)
backtests = Counter("dideban_backtests", "Backtests asked for over the API", ["outcome"])
backtest_seconds = Histogram("dideban_backtest_seconds", "Time a backtest took", buckets=SLOW)
live_clients = Gauge("dideban_live_clients", "Open live streams")


def start_service(service: str, version: str, drop_reasons: Iterable[str] = ()) -> None:
    """Create the label sets of a service, so that a rate is known from its first second."""
    build_info.labels(service, version).set(1)
    ready.labels(service).set(0)
    breaker_open.labels(service).set(0)
    records_read.labels(service)
    records.labels(service, "emitted", "")
    records.labels(service, "dead", "")
    for reason in drop_reasons:
        records.labels(service, "dropped", reason)
    record_seconds.labels(service)
    send_retries.labels(service)
