"""Matches with titles in six languages, for the rules of delivery."""

from datetime import UTC, datetime, timedelta

from dideban.messages.notice import Notice, NoticeKind
from schemas.articles import StoryRef, StoryRole
from schemas.matches import Clause, Highlight, Match, ThinArticle
from services.delivery.channel import Outgoing

SEEN = datetime(2025, 12, 17, 8, 30, 5, tzinfo=UTC)
TITLES = {
    "fa": ("صادرات گاز ایران به ترکیه از سر گرفته می‌شود", ("گاز", "ترکیه")),
    "ar": ("استئناف ضخ الغاز عبر الخط الجنوبي بعد أعمال الصيانة", ("الغاز",)),
    "ru": ("Поставки газа по новому маршруту начнутся весной", ("газа",)),
    "en": ("Gas flows resume through the southern line", ("Gas",)),
    "tr": ("Doğal gaz sevkiyatı güney hattından yeniden başladı", ("Doğal gaz",)),
    "az": ("Cənub xətti ilə qaz nəqli bərpa olundu", ("qaz",)),
}
SOURCES = {
    "fa": "خبرگزاری آزمون",
    "ar": "وكالة التجربة",
    "ru": "Пробное агентство",
    "en": "Sample Wire",
    "tr": "Örnek Ajansı",
    "az": "Nümunə Agentliyi",
}


def sample(language: str = "fa", role: StoryRole = "first") -> Match:
    title, words = TITLES[language]
    return titled(title, words, language=language, source=SOURCES[language], role=role)


def titled(
    title: str,
    words: tuple[str, ...] = (),
    *,
    language: str = "fa",
    source: str = "خبرگزاری آزمون",
    snippet: str = "",
    role: StoryRole = "first",
) -> Match:
    return Match(
        match_id=f"m-{language}",
        subscription_id="sub_1",
        subscription_version=1,
        article=ThinArticle(
            article_id=f"a-{language}",
            revision="r1",
            source=source,
            title=title,
            snippet=snippet,
            language=language,
        ),
        highlights=tuple(
            Highlight(field="title", start=0, end=len(word), text=word) for word in words
        ),
        clauses=(Clause(text="گاز OR gas", pack="gas-transfer"),),
        story=StoryRef(story_id="s1", role=role),
        seen_at=SEEN,
        matched_at=SEEN + timedelta(milliseconds=40),
    )


def outgoing(*matches: Match, kind: NoticeKind = "alert", target: str = "") -> Outgoing:
    return Outgoing(
        message_id=matches[0].match_id if matches else "t1",
        subscription_id="sub_1",
        target=target,
        secret=None,
        notice=Notice(kind=kind, subscription="انتقال گاز", matches=matches),
        now=SEEN + timedelta(seconds=1),
    )
