"""Made-up news in six languages: every article another story, half of them about one subject."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

PARAGRAPH_SENTENCES: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """How one language tells news: {s} subject, {a} {b} {c} names nobody bears, {n} a number."""

    language: str
    wanted: str
    others: tuple[str, ...]
    syllables: str
    titles: tuple[str, ...]
    sentences: tuple[str, ...]


ENGLISH: Final = Voice(
    language="en",
    wanted="gas transit",
    others=("wheat harvest", "school repairs", "river ferries", "museum tickets"),
    syllables="ka bre lo min da stor vel ti ran ho gru sel pa ner mo dis",
    titles=("{a} and {b} disagree on {s} near {c}", "{s}: {a} offers {b} {n} million for {c}"),
    sentences=(
        "Talks between {a} and {b} about {s} opened in {c} with {n} delegates.",
        "Minister {a} told reporters that {b} would spend {n} million on {c}.",
        "Engineers from {a} inspected {b} on Monday, {n} days after {c} asked.",
        "According to {a}, neither {b} nor {c} had signed the {n} page agreement.",
        "Residents of {a} blocked the road to {b} for {n} hours because of {c}.",
        "The company {a}, owned by {b}, employs {n} people in {c}.",
    ),
)
PERSIAN: Final = Voice(
    language="fa",
    wanted="انتقال گاز",
    others=("برداشت گندم", "تعمیر مدرسه", "قایق رودخانه", "بلیت موزه"),
    syllables="کا بر لو مین دا ستا ول تی ران هو گر سل پا نر مو دیس",
    titles=("{a} و {b} درباره {s} در {c} گفتگو کردند", "{s}؛ {a} به {b} برای {c} {n} میلیون داد"),
    sentences=(
        "گفتگوی {a} با {b} درباره {s} در شهر {c} با {n} نماینده آغاز شد.",
        "وزیر {a} به خبرنگاران گفت که {b} مبلغ {n} میلیون در {c} هزینه می‌کند.",
        "مهندسان {a} روز دوشنبه از {b} بازدید کردند، {n} روز پس از {c}.",
        "به گفته {a} نه {b} و نه {c} توافق {n} صفحه‌ای را امضا نکرده‌اند.",
        "ساکنان {a} راه {b} را {n} ساعت به دلیل {c} بستند.",
        "شرکت {a} که از آن {b} است {n} کارمند در {c} دارد.",
    ),
)
ARABIC: Final = Voice(
    language="ar",
    wanted="عبور الغاز",
    others=("حصاد القمح", "ترميم المدارس", "قوارب النهر", "تذاكر المتحف"),
    syllables="كا بر لو مين دا ستا ول تي ران هو غر سل با نر مو ديس",
    titles=("{a} و {b} يختلفان حول {s} قرب {c}", "{s}: {a} يعرض على {b} {n} مليون من أجل {c}"),
    sentences=(
        "بدأت المحادثات بين {a} و {b} حول {s} في {c} بحضور {n} مندوبا.",
        "قال الوزير {a} للصحفيين إن {b} ستنفق {n} مليون على {c}.",
        "فحص مهندسون من {a} منشأة {b} يوم الاثنين بعد {n} أيام من طلب {c}.",
        "وفقا لما ذكره {a} لم يوقع {b} ولا {c} الاتفاق المؤلف من {n} صفحة.",
        "أغلق سكان {a} الطريق إلى {b} مدة {n} ساعات بسبب {c}.",
        "تشغل شركة {a} المملوكة من {b} نحو {n} شخصا في {c}.",
    ),
)
RUSSIAN: Final = Voice(
    language="ru",
    wanted="транзит газа",
    others=("уборка пшеницы", "ремонт школы", "речной паром", "билеты музея"),
    syllables="ка бре ло мин да стор вел ти ран хо гру сел па нер мо дис",
    titles=("{a} и {b} спорят о теме {s} у города {c}", "{s}: {a} даёт {b} {n} миллионов за {c}"),
    sentences=(
        "Переговоры {a} и {b} на тему «{s}» начались в городе {c}, приехали {n} делегатов.",
        "Министр {a} сказал журналистам, что {b} потратит {n} миллионов на {c}.",
        "Инженеры {a} осмотрели {b} в понедельник, через {n} дней после просьбы {c}.",
        "По словам {a}, ни {b}, ни {c} не подписали соглашение на {n} страницах.",
        "Жители {a} перекрыли дорогу к {b} на {n} часов из-за {c}.",
        "В компании {a}, которой владеет {b}, работают {n} человек в {c}.",
    ),
)
TURKISH: Final = Voice(
    language="tr",
    wanted="gaz taşıma",
    others=("buğday hasadı", "okul onarımı", "nehir vapuru", "müze bileti"),
    syllables="ka bür lo min da stö vel ti ran ho gür sel pa ner mo dış",
    titles=(
        "{a} ile {b} {c} yakınında {s} konusunu görüştü",
        "{s}: {a} {b} için {c} adına {n} verdi",
    ),
    sentences=(
        "{a} ile {b} arasında {s} görüşmeleri {c} kentinde {n} temsilciyle başladı.",
        "Bakan {a} gazetecilere {b} kurumunun {c} için {n} milyon harcayacağını söyledi.",
        "{a} mühendisleri pazartesi günü {b} tesisini {c} isteğinden {n} gün sonra inceledi.",
        "{a} tarafına göre ne {b} ne de {c} {n} sayfalık anlaşmayı imzaladı.",
        "{a} sakinleri {b} yolunu {c} yüzünden {n} saat kapattı.",
        "{b} sahipliğindeki {a} şirketi {c} bölgesinde {n} kişi çalıştırıyor.",
    ),
)
AZERBAIJANI: Final = Voice(
    language="az",
    wanted="qaz tranziti",
    others=("buğda biçini", "məktəb təmiri", "çay bərəsi", "muzey bileti"),
    syllables="ka bür lo min də stö vel ti ran ho qür sel pa nər mo dış",
    titles=(
        "{a} və {b} {c} yaxınlığında {s} barədə danışdı",
        "{s}: {a} {b} üçün {c} adına {n} verdi",
    ),
    sentences=(
        "{a} və {b} arasında {s} danışıqları {c} şəhərində {n} nümayəndə ilə başladı.",
        "Nazir {a} jurnalistlərə dedi ki, {b} idarəsi {c} üçün {n} milyon xərcləyəcək.",
        "{a} mühəndisləri bazar ertəsi {b} qurğusuna {c} xahişindən {n} gün sonra baxdılar.",
        "{a} tərəfinin sözlərinə görə nə {b}, nə də {c} {n} səhifəlik sazişi imzalayıb.",
        "{a} sakinləri {b} yolunu {c} səbəbindən {n} saat bağladılar.",
        "{b} məxsus olan {a} şirkəti {c} bölgəsində {n} nəfər işlədir.",
    ),
)
VOICES: Final = (ENGLISH, PERSIAN, ARABIC, RUSSIAN, TURKISH, AZERBAIJANI)
QUERY: Final = " OR ".join(f'"{voice.wanted}"' for voice in VOICES)
"""Finds what is about the subject, in every language, and nothing else made here."""


def article(seed: int, number: int, *, wanted: bool, paragraphs: int) -> dict[str, str]:
    """Return the article as a line of `dideban ingest`; the same for the same seed and number."""
    draw = random.Random(f"{seed}/{number}")  # noqa: S311  made-up news
    voice = VOICES[number % len(VOICES)]
    subject = voice.wanted if wanted else draw.choice(voice.others)
    sentences = (_sentence(draw, voice, subject) for _ in range(paragraphs * PARAGRAPH_SENTENCES))
    return {
        "id": f"made-up-{seed}-{number}",
        "url": f"https://news.example/{seed}/{number}",
        "title": _filled(draw, voice, draw.choice(voice.titles), subject),
        "text": "\n".join(_paragraphs(list(sentences))),
        "language": voice.language,
        "published_at": datetime.now(UTC).isoformat(),
        "source": f"{voice.language} made-up news",
    }


def _paragraphs(sentences: Sequence[str]) -> Iterator[str]:
    for start in range(0, len(sentences), PARAGRAPH_SENTENCES):
        yield " ".join(sentences[start : start + PARAGRAPH_SENTENCES])


def _sentence(draw: random.Random, voice: Voice, subject: str) -> str:
    return _filled(draw, voice, draw.choice(voice.sentences), subject)


def _filled(draw: random.Random, voice: Voice, template: str, subject: str) -> str:
    names = {slot: f"{_name(draw, voice)} {_name(draw, voice)}" for slot in "abc"}
    return template.format(s=subject, n=draw.randint(2, 900), **names)


def _name(draw: random.Random, voice: Voice) -> str:
    return "".join(draw.choices(voice.syllables.split(), k=draw.randint(2, 4))).capitalize()
