"""The record and the topics that the toy processes and their tests share."""

from dataclasses import dataclass

from schemas.topics import Topic
from services.runtime.outcomes import Card


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    version: int = 1
    text: str


def topic(name: str, partitions: int = 1) -> Topic:
    return Topic(
        name=name, key="note_id", record=Note, partitions=partitions, retention_seconds=3600
    )


def card(service: str, source: str, target: str) -> Card:
    return Card(
        service=service,
        reads=(topic(source),),
        writes=(topic(target),),
        drop_reasons=frozenset({"dull"}),
    )
