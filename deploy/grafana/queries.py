"""The shapes of PromQL that the panels share."""

from typing import Final

from panels import Query

SERVICE: Final = 'service=~"$service"'
QUANTILES: Final = ((0.5, "median"), (0.95, "p95"))


def rate(counter: str, by: str, selector: str = "") -> Query:
    """Return how much `counter` grows in a second, for each value of the label `by`."""
    chosen = f"{{{selector}}}" if selector else ""
    return Query(f"sum by ({by}) (rate({counter}{chosen}[$__rate_interval]))", f"{{{{{by}}}}}")


def quantiles(histogram: str, by: str = "", selector: str = "") -> tuple[Query, ...]:
    """Return median and 95th percentile of `histogram`, for each value of the label `by` if any."""
    buckets = rate(f"{histogram}_bucket", f"le, {by}" if by else "le", selector).expr
    label = f"{{{{{by}}}}} " if by else ""
    return tuple(
        Query(f"histogram_quantile({quantile}, {buckets})", label + name)
        for quantile, name in QUANTILES
    )


def highest(gauge: str, by: str, selector: str = "") -> Query:
    """Return the highest value of `gauge` among instances, for each value of the label `by`."""
    chosen = f"{{{selector}}}" if selector else ""
    return Query(f"max by ({by}) ({gauge}{chosen})", f"{{{{{by}}}}}")


def of_process(series: str) -> Query:
    """Return `series`, which knows only its process, summed for each service."""
    named = f"on (job, instance) group_left (service) dideban_build_info{{{SERVICE}}}"
    return Query(f"sum by (service) ({series} * {named})", "{{service}}")
