"""Sample feeds on loopback, so that a first run has news to read.

Reads: the sample articles in `articles/` (YAML, package data).
Writes: nothing; serves HTTP on 127.0.0.1 only.
Key: none.
Outcomes: each article appears in its agency's feed, and as a page of its own, once its delay
    has passed since the start; an edited article changes in place at the same address.
Settings: `DIDEBAN_DEMO_PORT` (8791). With another port the articles have other addresses and so
    are other articles; with the same port a second start shows the same ones again.
"""
