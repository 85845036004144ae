"""A morning of alerts in six languages, written for the pictures and tests of the page."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from schemas.articles import StoryRef, StoryRole
from schemas.matches import Clause, Highlight, Match, ThinArticle

GAS, CORRIDOR = "gas-transfer", "north-south-corridor"


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One article; `words` are those that matched, each as it stands in title or snippet."""

    language: str
    source: str
    title: str
    snippet: str
    words: tuple[str, ...]
    clause: str
    pack: str = GAS
    minutes_ago: int
    role: StoryRole = "first"
    sources: int = 1
    copies: int = 0
    changes: tuple[str, ...] = ()


MORNING = (
    News(
        language="tr",
        source="Örnek Ajansı",
        title="İran üzerinden gelecek Türkmen gazının fiyatında anlaşma sağlandı",
        snippet="Taraflar, doğal gaz takası için yıllık "
        "iki milyar metreküplük ilk dilimde uzlaştı.",
        words=("Türkmen", "gazının", "gaz", "takası"),
        clause="(gaz OR doğalgaz) NEAR/6 (taka OR transit OR ihracat)",
        minutes_ago=201,
        sources=3,
        copies=5,
    ),
    News(
        language="az",
        source="Nümunə Agentliyi",
        title="“Şimal–Cənub” dəhlizində yükdaşıma on ayda 11 faiz artıb",
        snippet="Dəmir yolu idarəsinin məlumatına görə, "
        "artımın yarısı konteyner qatarlarının payına düşür.",
        words=("Şimal", "Cənub", "dəhlizində"),
        clause='"Şimal Cənub" NEAR/3 dəhliz',
        pack=CORRIDOR,
        minutes_ago=158,
        role="follow-up",
        sources=2,
        changes=("8% → 11%",),
    ),
    News(
        language="en",
        source="Example Wire",
        title="Pipeline operator says winter gas deliveries through Astara will resume on Monday",
        snippet="Maintenance on the compressor ended early, so "
        "gas transit returns to its contracted "
        "volume a week ahead of schedule.",
        words=("gas", "deliveries", "transit"),
        clause="gas NEAR/8 (transfer OR transit OR deliveries)",
        minutes_ago=131,
        sources=2,
        copies=9,
    ),
    News(
        language="ar",
        source="وكالة المثال",
        title="بغداد تعلن استئناف ضخ الغاز المستورد بعد توقف دام أسبوعين",
        snippet="بلغ حجم إمدادات الغاز ٢٥ مليون متر مكعب "
        "يومياً وفق بيان الوزارة، وستزداد مع بدء الشتاء.",
        words=("ضخ", "الغاز", "إمدادات"),
        clause="(ضخ OR إمدادات OR نقل) ONEAR/3 الغاز",
        minutes_ago=76,
        sources=2,
        copies=9,
    ),
    News(
        language="ru",
        source="Агентство «Пример»",
        title="Первый поезд с контейнерами прошёл по западной ветке коридора «Север — Юг»",
        snippet="От Астрахани до Решта состав шёл шесть "
        "дней; перевозчик обещает, что транзит станет "
        "втрое дешевле морского.",
        words=("коридора", "Север", "Юг", "транзит"),
        clause='коридор NEAR/4 "Север Юг"',
        pack=CORRIDOR,
        minutes_ago=33,
    ),
    News(
        language="fa",
        source="خبرگزاری نمونه",
        title="وزیران نفت دو کشور: حجم انتقال گاز از مسیر آستارا سال آینده دو برابر می‌شود",
        snippet="وزیر نفت پس از دیدار با همتای خود گفت برنامهٔ "
        "انتقال گاز به ۱۱۰ میلیون متر مکعب در روز "
        "نهایی شده و شرکت SOCAR در هزینهٔ ساخت شریک است.",
        words=("انتقال", "گاز"),
        clause='"انتقال گاز" OR "گاز انتقال"',
        minutes_ago=11,
        sources=4,
        copies=27,
    ),
)

LATE = News(
    language="fa",
    source="روزنامه فرضی",
    title="نخستین قطار ترانزیتی کریدور شمال جنوب از مرز اینچه‌برون گذشت",
    snippet="این قطار با ۶۲ واگن از راه سرخس به بندرعباس می‌رود و بار آن به هند فرستاده می‌شود.",
    words=("کریدور", "شمال", "جنوب"),
    clause='"کریدور شمال جنوب"',
    pack=CORRIDOR,
    minutes_ago=0,
)


def match_of(news: News, number: int, subscription_id: str, now: datetime) -> Match:
    """Return the match of an article, its highlights found in the title."""
    seen = (now - timedelta(minutes=news.minutes_ago)).astimezone(UTC)
    found = sorted((news.title.index(word), word) for word in news.words if word in news.title)
    highlights = [
        Highlight(field="title", start=start, end=start + len(word), text=word)
        for start, word in found
    ]
    highlights += [
        Highlight(field="summary", start=0, end=len(word), text=word)
        for word in news.words
        if word not in news.title
    ]
    return Match(
        match_id=f"news-{number}",
        subscription_id=subscription_id,
        subscription_version=1,
        article=ThinArticle(
            article_id=f"article-{number}",
            revision="r1",
            source=news.source,
            url=f"https://news.example/{news.language}/{number}",
            title=news.title,
            snippet=news.snippet,
            language=news.language,
            published_at=seen - timedelta(minutes=3),
        ),
        highlights=tuple(highlights),
        clauses=(Clause(text=news.clause, pack=news.pack),),
        story=StoryRef(
            story_id=f"story-{number}",
            role=news.role,
            sources=news.sources,
            copies=news.copies,
            changes=news.changes,
        ),
        seen_at=seen,
        matched_at=seen + timedelta(seconds=1),
    )
