"""Articles and fingerprints for the tests of stories."""

from datetime import UTC, datetime, timedelta

from dideban.entities.dates import dates_of
from dideban.entities.tagger import tag_article
from dideban.stories.decide import Member, decide
from dideban.stories.fingerprint import Fingerprint, fingerprint_of
from dideban.text.normalizer import normalize
from schemas.articles import RawArticle, StoryRef
from services.demo.catalogue import Catalogue, Sample, load_catalogue

START = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
CATALOGUE: Catalogue = load_catalogue()


def print_of(  # noqa: PLR0913  an article has that many parts
    title: str,
    body: str,
    language: str,
    *,
    article_id: str = "a",
    revision: str = "1",
    source: str = "one",
    summary: str = "",
    at: datetime = START,
) -> Fingerprint:
    raw = RawArticle(
        article_id=article_id,
        revision=revision,
        feed_id=source,
        source=source,
        title=title,
        summary=summary,
        body=body,
        fetched_at=at,
    )
    text = normalize(title, summary, body, language)
    entities, _ = tag_article(raw, text, language, unknown_names=False)
    return fingerprint_of(raw, text, language, entities, dates_of(raw, text, language))


def sample_print(
    sample: Sample, *, article_id: str | None = None, source: str = "other"
) -> Fingerprint:
    return print_of(
        sample.title,
        "\n\n".join(sample.paragraphs),
        CATALOGUE.language_of(sample),
        article_id=article_id or sample.id,
        source=sample.source if article_id is None else source,
    )


class Desk:
    """Places articles one after another, as the stage does, a minute apart."""

    def __init__(self) -> None:
        self.members: list[Member] = []
        self.now = START

    def place(self, fingerprint: Fingerprint, after: timedelta = timedelta(minutes=1)) -> StoryRef:
        self.now += after
        ref = decide(fingerprint, self.members, self.now)
        self.members.append(Member(fingerprint=fingerprint, ref=ref, seen_at=self.now))
        return ref
