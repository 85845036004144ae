"""A wave: one event told three hundred times in four languages by forty sources."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from dideban.entities.dates import dates_of
from dideban.entities.tagger import tag_article
from dideban.stories.fingerprint import Fingerprint
from dideban.stories.reading import fingerprint_read
from dideban.text.normalizer import normalize
from schemas.articles import Language, RawArticle, TaggedArticle

START = datetime(2026, 3, 2, 6, tzinfo=UTC)
ARTICLES = 300
AGENCIES = {"fa": "irna.ir", "ar": "ina.iq", "ru": "tass.ru", "en": "reuters.example"}
IDS = {"fa": "dideban:irna", "ar": "dideban:ina", "ru": "dideban:tass", "en": "dideban:reuters"}
TEXTS = {
    "fa": (
        "انفجار در پالایشگاه تبریز ۱۲ زخمی بر جا گذاشت",
        "انفجار مخزن در پالایشگاه تبریز صبح دوشنبه ۱۲ کارگر را زخمی کرد و ۳۴۰ نفر تخلیه شدند.",
        "به گزارش ایرنا، ",
    ),
    "ar": (
        "انفجار في مصفاة تبريز يصيب 12 عاملاً",
        "أصيب 12 عاملاً في انفجار خزان بمصفاة تبريز الإيرانية صباح الاثنين، وتم إخلاء 340 شخصاً.",
        "نقلا عن وكالة الأنباء العراقية، ",
    ),
    "ru": (
        "Взрыв на НПЗ в Тебризе: 12 пострадавших",
        "При взрыве на НПЗ в Тебризе в понедельник ранены 12 рабочих, 340 человек эвакуированы.",
        "По сообщению ТАСС, ",
    ),
    "en": (
        "Blast at Tabriz refinery injures 12",
        "A tank at Tabriz refinery blew up on Monday. Twelve were injured, 340 evacuated.",
        "According to Reuters, ",
    ),
}
OWN_WORDS = {
    "fa": "خبرنگار ما از محل می‌گوید دود تا ظهر بر فراز شهر دیده می‌شد و راه دسترسی بسته است.",
    "ar": "وقال مراسلنا في المكان إن الدخان شوهد فوق المدينة حتى الظهر وإن الطريق مغلق.",
    "ru": "Наш корреспондент передаёт, что дым над городом видели до полудня, а подъезд закрыт.",
    "en": "Our reporter saw smoke above the town until noon, and the road there remained shut.",
}
OWN, PASSING, COPYING = "own", "passing", "copying"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who publishes, in which language, and whether in their own words."""

    name: str
    language: str
    kind: str


def sources() -> list[Source]:
    """Return forty: an agency a language, three who write, two who cite it, four who copy."""
    kinds = [OWN] * 3 + [PASSING] * 2 + [COPYING] * 4
    found = [Source(name=AGENCIES[tag], language=tag, kind=COPYING) for tag in TEXTS]
    return found + [
        Source(name=f"{kind}-{number}.{tag}.example", language=tag, kind=kind)
        for number, kind in enumerate(kinds)
        for tag in TEXTS
    ]


INDEPENDENT = {*IDS.values(), *(each.name for each in sources() if each.kind == OWN)}


def wave() -> Iterator[tuple[datetime, Fingerprint]]:
    """Yield the fingerprints of the articles in the order in which they come."""
    for moment, raw, language in raw_wave():
        yield moment, fingerprint_read(raw, language)


def raw_wave() -> Iterator[tuple[datetime, RawArticle, str]]:
    """Yield the articles and their languages in the order in which they come, agencies' first."""
    everyone = sources()
    for number in range(ARTICLES):
        source = everyone[number % len(everyone)]
        title, text, cites = TEXTS[source.language]
        if source.kind == OWN:
            text = f"{text} {OWN_WORDS[source.language]} {source.name} {number // len(everyone)}."
        elif source.kind == PASSING:
            text = cites + text
        moment = START + timedelta(minutes=number)
        raw = RawArticle(
            article_id=f"wave-{number}",
            revision="1",
            feed_id=source.name,
            source=source.name,
            title=title,
            body=text,
            published_at=moment,
            published_quality="given",
            fetched_at=moment,
        )
        yield moment, raw, source.language


def tagged_wave() -> Iterator[tuple[datetime, TaggedArticle]]:
    """Yield the articles as the stories stage reads them."""
    for moment, raw, language in raw_wave():
        text = normalize(raw.title, raw.summary, raw.body, language)
        entities, quantities = tag_article(raw, text, language, unknown_names=False)
        yield (
            moment,
            TaggedArticle(
                raw=raw,
                language=Language(tag=language),
                text=text,
                entities=entities,
                quantities=quantities,
                dates=dates_of(raw, text, language),
            ),
        )


def independent_until(article_id: str) -> int:
    """Return how many told the event in their own words when this article had come.

    Counted by who publishes, not by the rules: whoever copies an agency or cites it is that agency.
    """
    told: set[str] = set()
    everyone = sources()
    for number in range(int(article_id.removeprefix("wave-")) + 1):
        source = everyone[number % len(everyone)]
        told.add(source.name if source.kind == OWN else IDS[source.language])
    return len(told)
