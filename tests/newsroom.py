"""A morning of alerts in six languages, written for the pictures and tests of the page.

Why each article matched is not written down here: the rule of the alerts service says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from dideban.packs.loader import pack_names
from dideban.text.normalizer import normalize
from schemas.articles import Article, Language, RawArticle, StoryRef, StoryRole
from schemas.matches import Match
from schemas.subscriptions import Subscription
from services.alerts.index import Index
from services.alerts.rule import matched
from tests.archived import article

GAS, CORRIDOR = "gas-transfer", "north-south-corridor"


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One article, the topic pack it fits and its place in its story."""

    language: str
    source: str
    title: str
    snippet: str
    pack: str = GAS
    minutes_ago: int
    role: StoryRole = "first"
    sources: int = 1
    copies: int = 0
    changes: tuple[str, ...] = ()


MORNING = (
    News(
        language="tr",
        source="Varsayım Haber",
        title="Sınıra yeni ölçüm istasyonu: Bulgaristan’a gaz ihracatı ocakta ikiye katlanacak",
        snippet="İşletmeci, günlük doğal gaz sevkiyatının dört milyon metreküpe çıkacağını ve "
        "kapasitenin şimdiden kiralandığını bildirdi.",
        minutes_ago=193,
        sources=2,
        copies=4,
    ),
    News(
        language="az",
        source="Misal Xəbər",
        title="“Şimal–Cənub” dəhlizi üçün lokomotiv sifarişi qırxa çatdırıldı",
        snippet="İlk müqavilədə otuz iki lokomotiv vardı; yeniləri Yalama ilə Astara arasında "
        "yük qatarlarını çəkəcək.",
        pack=CORRIDOR,
        minutes_ago=146,
        role="follow-up",
        sources=3,
        changes=("number-added:40", "number-removed:32", "country:KZ"),
    ),
    News(
        language="en",
        source="Example Wire",
        title="Cold snap halves spot cargoes, but gas deliveries through Astara hold steady",
        snippet="The grid operator booked spare capacity in October, so gas transit from "
        "Turkmenistan keeps to its contracted volume.",
        minutes_ago=118,
        sources=2,
        copies=6,
    ),
    News(
        language="ar",
        source="وكالة الافتراض",
        title="عمّان والقاهرة تمددان عقد نقل الغاز عبر خط العقبة عشر سنوات",
        snippet="يرتفع ضخ الغاز بموجب الملحق الجديد إلى ٣٠٠ مليون قدم مكعبة في اليوم، "
        "ويبدأ العمل به في آذار.",
        minutes_ago=84,
        sources=3,
        copies=7,
    ),
    News(
        language="ru",
        source="Агентство «Допустим»",
        title="Порт Оля открыл линию на Энзели: коридор «Север — Юг» получит паром для вагонов",
        snippet="Паром берёт на борт сорок вагонов; оператор обещает два рейса в неделю и единый "
        "тариф на транзит до Индии.",
        pack=CORRIDOR,
        minutes_ago=41,
    ),
    News(
        language="fa",
        source="روزنامه فرضی",
        title="آزمون فشار در ایستگاه تازهٔ خلخال پایان یافت؛ آغاز انتقال گاز از شنبه",
        snippet="به گفتهٔ مدیر طرح، هر روز ۱۸ میلیون متر مکعب گاز از این خط به ارمنستان "
        "می‌رود و شمارنده‌ها را شرکت Nordmeter ساخته است.",
        minutes_ago=14,
        sources=5,
        copies=19,
    ),
)

LATE = News(
    language="fa",
    source="روزنامه فرضی",
    title="نخستین قطار ترانزیتی کریدور شمال جنوب از مرز اینچه‌برون گذشت",
    snippet="این قطار با ۶۲ واگن از راه سرخس به بندرعباس می‌رود و بار آن به هند فرستاده می‌شود.",
    pack=CORRIDOR,
    minutes_ago=0,
)


def match_of(news: News, number: int, subscription_id: str, now: datetime) -> Match:
    """Return the match the alerts service gives for an article and a subscription to its pack.

    Raises:
        ValueError: the article does not fit the pack.
    """
    index = Index(pack_names())
    index.apply(
        Subscription(
            subscription_id=subscription_id,
            revision=1,
            owner="local",
            name=news.pack,
            query=f"topic:{news.pack}",
        )
    )
    seen = (now - timedelta(minutes=news.minutes_ago)).astimezone(UTC)
    emitted = matched(_article(news, number, seen), index=index, now=seen + timedelta(seconds=1))
    of_the_article, _receipt = emitted.outs
    match: Match = of_the_article.record
    return match


def _article(news: News, number: int, seen: datetime) -> Article:
    return Article(
        raw=RawArticle(
            article_id=f"article-{number}",
            revision="r1",
            feed_id=news.language,
            source=news.source,
            url=f"https://news.example/{news.language}/{number}",
            title=news.title,
            summary=news.snippet,
            published_at=seen - timedelta(minutes=3),
            fetched_at=seen,
        ),
        language=Language(tag=news.language, confidence=1.0),
        text=normalize(news.title, news.snippet, "", news.language),
        story=StoryRef(
            story_id=f"story-{number}",
            role=news.role,
            sources=news.sources,
            copies=news.copies,
            changes=news.changes,
        ),
    )


def read_articles(news: Iterable[tuple[News, datetime]]) -> list[Article]:
    """Return the news as articles that were published and read at these times."""
    return [
        article(
            f"article-{number}",
            each.snippet,
            title=each.title,
            source=each.source,
            url=f"https://news.example/{number}",
            language_hint=each.language,
            fetched_at=at,
            published_at=at,
        )
        for number, (each, at) in enumerate(news)
    ]
