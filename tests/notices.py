"""Notices in six languages for the tests of messages: own writing, plain, mixed and hostile."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from dideban.messages.notice import Links, MessageLanguage, Notice, NoticeKind
from schemas.articles import Field, StoryRef
from schemas.matches import Clause, Highlight, Match, ThinArticle

SEEN: Final = datetime(2025, 12, 17, 8, 30, 5, tzinfo=UTC)
ZONES: Final = {
    "fa": ZoneInfo("Asia/Tehran"),
    "ar": ZoneInfo("Asia/Baghdad"),
    "ru": ZoneInfo("Europe/Moscow"),
    "tr": ZoneInfo("Europe/Istanbul"),
    "az": ZoneInfo("Asia/Baku"),
    "en": UTC,
}
NAMES: Final = {
    "fa": "انتقال گاز و Nord Stream",
    "ar": "نقل الغاز",
    "ru": "Транзит газа",
    "tr": "Doğal gaz aktarımı",
    "az": "Qazın nəqli",
    "en": "Gas transfer",
}
LINKS: Final = Links(
    desk="https://desk.example/", unsubscribe="https://desk.example/stop/k7?of=sub_1"
)
ALONE: Final = StoryRef(story_id="", role="first")


def highlights(text: str, field: Field, *words: str) -> tuple[Highlight, ...]:
    """Return a highlight of the first place of each word."""
    return tuple(
        Highlight(field=field, start=at, end=at + len(word), text=word)
        for word in words
        if (at := text.find(word)) >= 0
    )


def match(
    language: str,
    title: str,
    *words: str,
    snippet: str = "",
    source: str = "Sample Wire",
    clause: str = "gas NEAR/8 transit",
    story: StoryRef = ALONE,
    number: int = 1,
) -> Match:
    """Return a match on an article whose title or snippet holds the words."""
    seen = SEEN + timedelta(minutes=number)
    return Match(
        match_id=f"m-{language}-{number}",
        subscription_id="sub_1",
        subscription_version=1,
        article=ThinArticle(
            article_id=f"a-{language}-{number}",
            revision="r1",
            source=source,
            url=f"https://news.example/{language}/{number}?a=1&b=2",
            title=title,
            snippet=snippet,
            language=language,
            published_at=seen - timedelta(minutes=4),
        ),
        highlights=(*highlights(title, "title", *words), *highlights(snippet, "summary", *words)),
        clauses=(Clause(text=clause, pack="gas-transfer"), Clause(text=f"title:({clause})")),
        story=replace(story, story_id=f"s{number}"),
        seen_at=seen,
        matched_at=seen + timedelta(milliseconds=40),
    )


FIRST: Final = {
    "fa": match(
        "fa",
        "NATO از ایران خواست بهای گاز ترانزیتی را با ۲۸ کشور بازگو کند",
        "گاز",
        "ترانزیتی",
        snippet="سخن‌گوی طرح می‌گوید انتقال گاز از خط Nordmeter-2 تا ۱۸ میلیون متر مکعب در روز "
        "می‌رسد و گاز آن از آستارا می‌گذرد.",
        source="روزنامهٔ فرضی",
        clause="گاز NEAR/8 (ترانزیت OR انتقال)",
    ),
    "ar": match(
        "ar",
        "شركة TransGulf توقّع عقدًا لنقل الغاز إلى العقبة حتى 2031",
        "الغاز",
        snippet="يبدأ ضخ الغاز في آذار، وتبلغ السعة 300 مليون قدم مكعبة في اليوم.",
        source="وكالة الافتراض",
        clause="غاز NEAR/8 نقل",
        story=replace(ALONE, sources=2, copies=1),
    ),
    "ru": match(
        "ru",
        "«Условный трубопровод» начнёт транзит газа через Астару с 1 марта",
        "транзит газа",
        snippet="Оператор обещает 4 млн кубометров в сутки; тариф на транзит газа не изменится.",
        source="Агентство «Допустим»",
        story=replace(ALONE, sources=3, copies=12),
    ),
    "tr": match(
        "tr",
        "Sınırdaki yeni istasyonla doğal gaz ihracatı ocakta ikiye katlanacak",
        "doğal gaz",
        snippet="İşletmeci, günlük sevkiyatın dört milyon metreküpe çıkacağını bildirdi.",
        source="Varsayım Haber",
        story=replace(ALONE, sources=5, copies=21),
    ),
    "az": match(
        "az",
        "Astara stansiyası işə düşdü: qaz nəqli üçün yeni tarif təsdiqləndi",
        "qaz nəqli",
        snippet="Şirkət deyir ki, tarif iki il dəyişməyəcək və həcm iki dəfə artacaq.",
        source="Misal Xəbər",
        clause="qaz NEAR/8 nəql*",
    ),
    "en": match(
        "en",
        "Gas transit through Astara holds steady as «خط دوم» nears its test",
        "Gas transit",
        snippet="The grid operator booked spare capacity in October, so gas keeps flowing 🇦🇿🇮🇷.",
        source="Example Wire",
        story=replace(ALONE, sources=2, copies=6),
    ),
}
MOVED_ON: Final = match(
    "fa",
    "صادرات گاز به ۱۲ میلیون متر مکعب رسید؛ شرکت ملی تکذیب کرد",
    "گاز",
    source="خبرگزاری آزمون",
    story=StoryRef(
        story_id="",
        role="follow-up",
        changes=(
            "title",
            "text",
            "number-added:12",
            "number-added:3.5",
            "number-removed:10",
            "official-source",
            "denial",
            "country:IR",
            "country:TR",
            "language:ru",
            "source:Агентство «Допустим»",
            "weather:rain",
        ),
        sources=3,
        copies=12,
    ),
    number=2,
)
LONG: Final = match(
    "ru",
    "Оператор газопровода рассказал о том, как в течение ближайших двенадцати месяцев будет "
    "перестроена вся система измерительных станций, насосных узлов и подземных хранилищ, чтобы "
    "транзит газа не прерывался ни зимой, ни во время весеннего ремонта, и назвал подрядчиков, "
    "сроки, объёмы, тарифы и страны, которых это коснётся прежде всего",
    "транзит газа",
    source="Агентство «Допустим»",
    number=3,
)
UNTITLED: Final = match(
    "az", "", "qaz", snippet="Başlıqsız xəbər: qaz həcmi artıb.", source="Misal Xəbər", number=4
)
EMOJI: Final = match(
    "tr",
    "Doğal gaz 👨‍👩‍👧‍👦 evlerde ucuzluyor 🇹🇷🇦🇿 ⚡️",
    "Doğal gaz",
    source="Varsayım Haber",
    number=5,
)
HOSTILE: Final = match(
    "en",
    "Gas\r\nBcc: all@example.org\x00 <script>alert('gas')</script> \u202eexe.cod\u2066 & "
    '<b>bold</b>\ud83d\u2069\u2069 "quoted" \u2028end\x1b[2J',
    "Gas",
    "<b>bold</b>",
    source='<img src=x onerror="x()">',
    clause='"<b>" OR gas',
    snippet="‹gas› </p></html> gas & gas",
    story=replace(
        ALONE,
        changes=(
            "number-added:<i>",
            "source:\u202e\ud800<a href='x'>",
            "country:<b>",
            "language:\x00",
        ),
    ),
    number=6,
)
MIXED: Final = (FIRST["fa"], FIRST["en"], LONG, UNTITLED, EMOJI, HOSTILE, FIRST["ar"])
KINDS: Final[dict[NoticeKind, tuple[Match, ...]]] = {
    "alert": (),
    "follow-up": (MOVED_ON,),
    "digest": MIXED,
    "test": (),
}


def notice(kind: NoticeKind, language: MessageLanguage, *matches: Match) -> Notice:
    """Return a message to a reader of a language; an alert tells an article in that language."""
    usual = (FIRST[language],) if kind == "alert" else KINDS[kind]
    return Notice(
        kind=kind,
        subscription=NAMES[language],
        matches=matches or usual,
        language=language,
        zone=ZONES[language],
        links=LINKS,
    )
