"""Articles that share much and tell different news are kept apart; short ones that share little
of their words and tell the same are joined."""

from datetime import timedelta

import pytest
from story_articles import Desk, print_of

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
type Text = tuple[str, str, str]

JOINED: dict[str, tuple[Text, Text]] = {
    "a short report and a rewrite": (
        (
            "fa",
            "تصادف در آزادراه",
            "برخورد اتوبوس با کامیون در آزادراه ساوه ۸ کشته و ۲۳ زخمی داشت.",
        ),
        (
            "fa",
            "۸ نفر جان باختند",
            "اورژانس از ۸ کشته و ۲۳ مصدوم در حادثه اتوبوس و کامیون خبر داد.",
        ),
    ),
    "another agency's words": (
        (
            "tr",
            "Vinç devrildi: 2 yaralı",
            "Mersin'de liman vinci rüzgarda devrildi, 2 işçi yaralandı.",
        ),
        (
            "tr",
            "Mersin'de kaza",
            "Mersin'deki konteyner terminalinde vinç kazasında 2 kişi yaralandı.",
        ),
    ),
    "a match": (
        ("ru", "«Карабах» победил", "В футбольном матче «Карабах» обыграл «Нефтчи» со счётом 3:2."),
        ("az", "«Qarabağ» qalib gəldi", "«Qarabağ» futbol matçında «Neftçi»ni 3:2 məğlub edib."),
    ),
    "the toll has risen": (
        ("ar", "حريق مستشفى في بغداد", "قتل سبعة وأصيب 19 في حريق مستشفى الكندي ببغداد."),
        ("ar", "ارتفاع ضحايا الحريق", "ارتفع ضحايا حريق مستشفى الكندي في بغداد إلى تسعة قتلى."),
    ),
}

APART: dict[str, tuple[Text, Text, timedelta]] = {
    "two earthquakes in a day": (
        ("fa", "زلزله طبس", "زمین‌لرزه ۵٫۴ ریشتری صبح امروز طبس را لرزاند و خسارتی نداشت."),
        ("fa", "زلزله دورود", "زمین‌لرزه ۴٫۱ ریشتری ظهر امروز دورود را لرزاند و خسارتی نداشت."),
        6 * HOUR,
    ),
    "two earthquakes in two languages": (
        ("ru", "Землетрясение в Иране", "Землетрясение магнитудой 5,4 произошло на востоке Ирана."),
        ("en", "Tremor in Iran", "A magnitude 4.1 earthquake was felt in the west of Iran."),
        6 * HOUR,
    ),
    "the rate of two days": (
        ("ru", "Курс доллара", "Банк России установил официальный курс доллара: 81,46 рубля."),
        ("ru", "Курс доллара", "Банк России установил официальный курс доллара: 80,97 рубля."),
        DAY,
    ),
    "the price of gold on two days": (
        (
            "fa",
            "قیمت سکه امروز",
            "قیمت هر سکه در بازار تهران امروز به ۸۴ میلیون و ۳۰۰ هزار تومان رسید.",
        ),
        (
            "fa",
            "قیمت سکه امروز",
            "قیمت هر سکه در بازار تهران امروز به ۸۳ میلیون و ۷۰۰ هزار تومان رسید.",
        ),
        DAY,
    ),
    "the weather of two days": (
        (
            "tr",
            "Ankara'da hava",
            "Bugün Ankara'da hava durumu: parçalı bulutlu, en yüksek sıcaklık 9.",
        ),
        (
            "tr",
            "Ankara'da hava",
            "Bugün Ankara'da hava durumu: parçalı bulutlu, en yüksek sıcaklık 7.",
        ),
        DAY,
    ),
    "two matches of a day": (
        ("az", "«Qarabağ» qalib gəldi", "«Qarabağ» futbol matçında «Neftçi»ni 3:2 məğlub edib."),
        ("az", "«Sabah» qalib gəldi", "«Sabah» futbol matçında «Zirə»ni 1:0 məğlub edib."),
        HOUR,
    ),
    "a minister on two subjects": (
        (
            "ar",
            "وزير الخارجية في أنقرة",
            "بحث وزير الخارجية العراقي في أنقرة ملف المياه وأنبوب النفط.",
        ),
        (
            "ar",
            "قنصليات جديدة",
            "أعلن وزير الخارجية العراقي افتتاح ثلاث قنصليات في الهند والبرازيل.",
        ),
        DAY,
    ),
    "two floods": (
        (
            "tr",
            "Rize'de sel",
            "Rize'nin Çayeli ilçesinde sel bir köprüyü yıktı, 25 kişi tahliye edildi.",
        ),
        (
            "en",
            "Flood in Gilan",
            "A flash flood in Iran's Gilan destroyed three bridges near Talesh.",
        ),
        2 * HOUR,
    ),
}


def place(desk: Desk, text: Text, name: str, after: timedelta) -> str:
    language, title, body = text
    at = desk.now + after
    fingerprint = print_of(title, body, language, article_id=name, source=name, at=at)
    return desk.place(fingerprint, after=after).story_id


@pytest.mark.parametrize("name", JOINED)
def test_news_told_twice_is_one_story(name: str) -> None:
    one, other = JOINED[name]
    desk = Desk()
    assert place(desk, one, "one", HOUR) == place(desk, other, "other", HOUR)


@pytest.mark.parametrize("name", APART)
def test_news_that_only_looks_alike_is_two_stories(name: str) -> None:
    one, other, apart = APART[name]
    desk = Desk()
    assert place(desk, one, "one", HOUR) != place(desk, other, "other", apart)


def test_a_regular_report_is_another_story_the_next_day_only() -> None:
    desk = Desk()
    (language, title, first), (_, _, second), _ = APART["the price of gold on two days"]
    place(desk, (language, title, first), "one", HOUR)
    edited = print_of(title, second, language, article_id="one", revision="2", source="one")
    assert desk.place(edited, after=HOUR).role == "edit"
