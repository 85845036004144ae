"""`dideban trace`: what happened to one article, stage by stage."""

from datetime import UTC, datetime
from typing import Any

import click
import orjson

from schemas.articles import Article
from schemas.codec import decode
from services.cli.context import common, fail, finish, opened
from services.store import articles, outbox, subscriptions
from services.store.engine import Store
from services.store.trace import attempts_of_article, ledger_of_article


@click.command()
@click.argument("article")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def trace(article: str, *, as_json: bool) -> None:
    """Tell what happened to ARTICLE, given by its id, the start of its id, or its URL."""
    found = finish(_trace(article))
    if as_json:
        click.echo(orjson.dumps(found, option=orjson.OPT_INDENT_2).decode())
        return
    for line in _lines(found):
        click.echo(line)


async def _trace(wanted: str) -> dict[str, Any]:
    async with opened(common()) as store:
        async with store.begin(reading=True) as connection:
            row = await articles.find(connection, wanted)
            article_id = row.article_id if row else wanted
            sent = await outbox.of_article(connection, article_id)
        if row is None and not sent:
            fail(f"no article {wanted!r} was seen; see `dideban sources list` for the sources")
        found: dict[str, Any] = {
            "article_id": article_id,
            "outbox": [_outbox(each) for each in sent],
        }
        if row is not None:
            found |= _archived(row)
        found["matches"] = await _matches(store, article_id)
        return found


def _outbox(row: Any) -> dict[str, Any]:  # noqa: ANN401  SQLAlchemy's row
    return {
        "revision": row.revision,
        "seen_at": row.written_at,
        "sent_at": row.sent_at,
        "archived_at": row.archived_at,
        "matches": row.matches,
        "done": row.done,
    }


def _archived(row: Any) -> dict[str, Any]:  # noqa: ANN401  SQLAlchemy's row
    article = decode(Article, row.record)
    return {
        "title": article.raw.title,
        "source": article.raw.source,
        "url": article.raw.url,
        "published_at": article.raw.published_at,
        "language": article.language.tag,
        "confidence": article.language.confidence,
        "story": article.story.story_id,
        "role": article.story.role,
        "entities": sorted({entity.surface for entity in article.entities}),
        "quantities": [f"{q.value:g} {q.unit}" for q in article.quantities],
        "dates": sorted({f"{each.first}/{each.last}" for each in article.dates}),
        "stages": [
            {"stage": stage, "at": datetime.fromtimestamp(seconds, UTC)}
            for stage, seconds in row.path
        ],
        "archived_at": row.archived_at,
    }


async def _matches(store: Store, article_id: str) -> list[dict[str, Any]]:
    async with store.begin(reading=True) as connection:
        rows = await ledger_of_article(connection, article_id)
        tries = await attempts_of_article(connection, article_id)
        names = {
            wanted: row.name
            for wanted in {row.subscription_id for row in rows}
            if (row := await subscriptions.one(connection, wanted))
        }
    return [
        {
            "match_id": row.match_id,
            "subscription": names.get(row.subscription_id, row.subscription_id),
            "state": row.state,
            "reason": row.reason,
            "channel": row.channel,
            "matched_at": row.matched_at,
            "ended_at": row.ended_at,
            "attempts": [
                {"at": each.started_at, "outcome": each.outcome, "answer": each.answer}
                for each in tries
                if each.match_id == row.match_id
            ],
        }
        for row in rows
    ]


def _lines(found: dict[str, Any]) -> list[str]:
    lines = [f"article    {found['article_id']}"]
    names = ("title", "source", "url", "published_at", "language", "story", "role")
    lines += [f"{name:10} \u2068{found[name]}\u2069" for name in names if found.get(name)]
    if "confidence" in found:
        lines.append(f"confidence {found['confidence']:.2f}")
    for row in found["outbox"]:
        lines.append(f"{_time(row['seen_at'])}  seen, revision {row['revision'][:12]}")
        if row["sent_at"]:
            lines.append(f"{_time(row['sent_at'])}  sent into the pipe")
    lines += [f"{_time(step['at'])}  {step['stage']}" for step in found.get("stages", ())]
    if "archived_at" in found:
        lines.append(f"{_time(found['archived_at'])}  archived")
    else:
        lines.append("not archived yet: is the system running? see `dideban doctor`")
    for match in found["matches"]:
        why = f" ({match['reason']})" if match["reason"] else ""
        name = f"\u2068{match['subscription']}\u2069"
        lines.append(f"{_time(match['matched_at'])}  matched {name}: {match['state']}{why}")
        lines += [
            f"{_time(each['at'])}    {match['channel']}: {each['outcome']} {each['answer'] or ''}"
            for each in match["attempts"]
        ]
    if not found["matches"]:
        lines.append("no subscription matched it")
    return lines


def _time(moment: datetime | None) -> str:
    return f"{moment.astimezone():%H:%M:%S.%f}"[:-3] if moment else "            "
