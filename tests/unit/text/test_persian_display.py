"""Persian for reading: letters, digits and quotation marks, with nothing left out."""

import pytest

from dideban.text import offsets, persian


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("كشورهاي", "کشورهای"),
        ("موسى", "موسی"),
        ("26 آذر 1404", "۲۶ آذر ۱۴۰۴"),
        ("٢٥٪", "۲۵٪"),
        ("25%", "۲۵٪"),
        ('"انتقال گاز"', "«انتقال گاز»"),
        ("“انتقال گاز”", "«انتقال گاز»"),
        ("ﮔﺎﺯ ﻻله", "گاز لاله"),
        ("کتاب¬ها", "کتاب‌ها"),
        ("کتاب\u00adها", "کتاب‌ها"),
        ("کتاب\u200bها", "کتاب‌ها"),
        ("رؤسای هیأت", "رؤسای هیأت"),
        ("خانۀ ما", "خانۀ ما"),
        ("متقابلاً", "متقابلاً"),
        ("مـسیر...", "مـسیر..."),
        ('او "گفت', 'او "گفت'),
        ("10.5 درصد", "۱۰.۵ درصد"),
        ("بوئینگ B737-800", "بوئینگ B737-800"),
    ],
)
def test_display_text_is_what_a_careful_editor_prints(written: str, shown: str) -> None:
    assert persian.display(written).text == shown


def test_a_ligature_leads_back_to_its_one_character() -> None:
    display = persian.display("ﷲ می رود")
    assert display.text == "الله می‌رود"
    assert [offsets.to_original(display.map, i) for i in (0, 4, 5, 7, 8, 11)] == [0, 1, 2, 4, 5, 8]
