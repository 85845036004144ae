"""Exposes every metric of services/runtime/metrics.py with made-up labels, growing all the time.

toy_exporter.py PORT    ends when its input is closed
"""

import select
import sys
from itertools import product

from prometheus_client import Counter, Gauge, Histogram, start_http_server
from prometheus_client.metrics import MetricWrapperBase

from services.runtime import metrics

TICK_SECONDS = 0.1
LABELS = {
    "service": ("delivery",),
    "group": ("delivery",),
    "outcome": ("dead", "delivered"),
    "span": ("matched_to_delivered",),
}


def grow(metric: MetricWrapperBase) -> None:
    """Add one to the metric, or observe one, for each of its labels' values."""
    for labels in product(*(LABELS.get(name, ("made-up",)) for name in metric._labelnames)):
        child = metric.labels(*labels) if labels else metric
        if isinstance(child, Counter | Gauge):
            child.inc()
        elif isinstance(child, Histogram):
            child.observe(1)


def main() -> None:
    """Serve until standard input ends."""
    every = [metric for metric in vars(metrics).values() if isinstance(metric, MetricWrapperBase)]
    for metric in every:
        grow(metric)
    start_http_server(int(sys.argv[1]), addr="127.0.0.1")
    while not select.select([sys.stdin], [], [], TICK_SECONDS)[0]:
        for metric in every:
            grow(metric)


if __name__ == "__main__":
    main()
