"""An article of an earthquake and one of its aftershocks may give other magnitudes."""

import pytest
from story_articles import print_of

from dideban.stories.contradictions import contradict
from dideban.stories.marks import Marks

MAIN = {
    "fa": "زمین‌لرزه‌ای به بزرگی ۶٫۱ ریشتر بامداد امروز کاشمر را لرزاند و خانه‌ها را ویران کرد.",
    "ar": "ضرب زلزال بقوة 6.1 درجات مدينة كاشمر فجر اليوم ودمر عشرات المنازل.",
    "ru": "Землетрясение магнитудой 6,1 произошло на рассвете в городе Кашмер, разрушены дома.",
    "tr": "Kaşmer kentinde sabaha karşı 6,1 büyüklüğünde deprem oldu, onlarca ev yıkıldı.",
    "az": "Kaşmər şəhərində səhərə yaxın 6,1 maqnitudalı zəlzələ olub, onlarla ev dağılıb.",
    "en": "A magnitude 6.1 earthquake struck Kashmar at dawn and ruined dozens of homes.",
}
AFTERSHOCKS = {
    "fa": "در پی زلزله کاشمر ده‌ها پس‌لرزه ثبت شد که بزرگ‌ترین آن‌ها ۴٫۸ ریشتر بود.",
    "ar": "بعد زلزال كاشمر سُجلت عشرات الهزات الارتدادية بلغت قوة أشدها 4.8 درجات.",
    "ru": "После землетрясения в Кашмере отмечены десятки афтершоков, сильнейший магнитудой 4,8.",
    "tr": "Kaşmer'deki depremin ardından en büyüğü 4,8 olan onlarca artçı sarsıntı kaydedildi.",
    "az": "Kaşmərdəki zəlzələdən sonra ən güclüsü 4,8 olan onlarla afterşok qeydə alınıb.",
    "en": "Dozens of aftershocks, the strongest of them 4.8, followed the earthquake in Kashmar.",
}
ELSEWHERE = "A magnitude 5.9 earthquake struck Dorud in the west on Friday and did no damage."
OTHER = "A magnitude 4.8 earthquake was felt in the city of Dorud in the west and did no damage."


def marks(text: str, language: str) -> Marks:
    return print_of("", text, language).marks


@pytest.mark.parametrize("language", AFTERSHOCKS)
def test_an_aftershock_is_a_concept_beside_the_earthquake(language: str) -> None:
    found = marks(AFTERSHOCKS[language], language)
    assert {"quake", "aftershock"} <= found.concepts
    assert "4.8" in found.numbers


@pytest.mark.parametrize("language", AFTERSHOCKS)
def test_the_magnitude_of_an_aftershock_does_not_contradict_that_of_its_earthquake(
    language: str,
) -> None:
    main, after = marks(MAIN[language], language), marks(AFTERSHOCKS[language], language)
    assert not contradict(main, after)
    assert not contradict(after, main)
    assert not contradict(marks(MAIN["en"], "en"), after)


@pytest.mark.parametrize("language", MAIN)
def test_another_magnitude_is_another_earthquake_where_none_tells_aftershocks(
    language: str,
) -> None:
    assert contradict(marks(MAIN[language], language), marks(OTHER, "en"))


@pytest.mark.parametrize("language", AFTERSHOCKS)
def test_aftershocks_of_one_earthquake_do_not_join_it_with_one_elsewhere(language: str) -> None:
    assert contradict(marks(AFTERSHOCKS[language], language), marks(ELSEWHERE, "en"))
