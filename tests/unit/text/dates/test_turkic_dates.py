import pytest

from tests.unit.text.dates.reading import Row, dates, told

TURKISH: list[Row] = [
    ("yirmi beş Kasım", "yirmi beş Kasım", "2025-11-25"),
    ("2024'teki seçim", "2024'teki", "2024-01-01..2024-12-31"),
    ("Ekim 2024, ekim ayı", "Ekim 2024|ekim ayı", "2024-10-01..2024-10-31|2025-10-01..2025-10-31"),
    ("ekim ayında", "ekim ayında", "2025-10-01..2025-10-31"),
    ("Ocak-Kasım döneminde", "Ocak-Kasım", "2025-01-01..2025-11-30"),
    ("29 Ekim'de, pazar akşamı", "29 Ekim'de", "2025-10-29"),
    ("bu ayın 5'inde", "bu ayın 5'inde", "2025-12-05"),
    ("Ocak-Kasım 2025 döneminde", "Ocak-Kasım 2025", "2025-01-01..2025-11-30"),
    ("3 Ocak'tan 5 Şubat'a kadar", "3 Ocak'tan|5 Şubat'a", "2026-01-03|2026-02-05"),
    ("17 Aralık 2025", "17 Aralık 2025", "2025-12-17"),
    ("17 Aralık'ta", "17 Aralık'ta", "2025-12-17"),
    ("17 ARALIK 2025", "17 ARALIK 2025", "2025-12-17"),
    ("17 Aralık 2025 Çarşamba günü", "17 Aralık 2025 Çarşamba günü", "2025-12-17"),
    ("Çarşamba günü (17 Aralık)", "Çarşamba günü (17 Aralık)", "2025-12-17"),
    ("10-12 Aralık", "10-12 Aralık", "2025-12-10..2025-12-12"),
    ("5 Ekim", "5 Ekim", "2025-10-05"),
    ("19 mayıs 2025", "19 mayıs 2025", "2025-05-19"),
    ("1 Mart", "1 Mart", "2026-03-01"),
    ("Aralık’ın 17’sinde", "Aralık’ın 17’sinde", "2025-12-17"),
    ("17.12.2025", "17.12.2025", "2025-12-17"),
    ("Aralık ayında", "Aralık ayında", "2025-12-01..2025-12-31"),
    ("2025 yılının Aralık ayında", "2025 yılının Aralık ayında", "2025-12-01..2025-12-31"),
    ("2025'in Mayıs ayı", "2025'in Mayıs ayı", "2025-05-01..2025-05-31"),
    ("Mayıs 2025'te", "Mayıs 2025'te", "2025-05-01..2025-05-31"),
    ("geçen yıl Mayıs ayında", "geçen yıl Mayıs ayında", "2024-05-01..2024-05-31"),
    ("kasımda", "kasımda", "2025-11-01..2025-11-30"),
    ("2025 yılında", "2025 yılında", "2025-01-01..2025-12-31"),
    ("2025'te", "2025'te", "2025-01-01..2025-12-31"),
    ("dün", "dün", "2025-12-16"),
    ("Bugün", "Bugün", "2025-12-17"),
    ("yarın", "yarın", "2025-12-18"),
    ("evvelsi gün", "evvelsi gün", "2025-12-15"),
    ("geçen salı", "geçen salı", "2025-12-16"),
    ("geçen hafta salı günü", "geçen hafta salı günü", "2025-12-09"),
    ("salı günü", "salı günü", "2025-12-16"),
    ("cuma günü yapılacak", "cuma günü", "2025-12-19"),
    ("gelecek pazartesi", "gelecek pazartesi", "2025-12-22"),
    ("geçen hafta", "geçen hafta", "2025-12-08..2025-12-14"),
    ("gelecek ay", "gelecek ay", "2026-01-01..2026-01-31"),
    ("bu yıl", "bu yıl", "2025-01-01..2025-12-31"),
    ("üç gün önce", "üç gün önce", "2025-12-14"),
    ("iki yıl önce", "iki yıl önce", "2023-01-01..2023-12-31"),
]
AZERBAIJANI: list[Row] = [
    (
        "on yeddi dekabr, cari ilin",
        "on yeddi dekabr|cari ilin",
        "2025-12-17|2025-01-01..2025-12-31",
    ),
    ("noyabrın 8-i", "noyabrın 8-i", "2025-11-08"),
    (
        "27 sentyabr, 2020-ci il noyabrın 10-da",
        "27 sentyabr|2020-ci il noyabrın 10-da",
        "2025-09-27|2020-11-10",
    ),
    ("bu ilin dekabr ayının 5-də", "bu ilin dekabr ayının 5-də", "2025-12-05"),
    ("ayın 5-də", "ayın 5-də", "2025-12-05"),
    (
        "2025-ci ilin yanvar-noyabr aylarında",
        "2025-ci ilin yanvar-noyabr",
        "2025-01-01..2025-11-30",
    ),
    ("ötən ilin dekabrında", "ötən ilin dekabrında", "2024-12-01..2024-12-31"),
    ("17 dekabr 2025-ci il", "17 dekabr 2025-ci il", "2025-12-17"),
    ("2025-ci il dekabrın 17-də", "2025-ci il dekabrın 17-də", "2025-12-17"),
    ("2025-ci il 17 dekabr", "2025-ci il 17 dekabr", "2025-12-17"),
    ("17 dekabrda", "17 dekabrda", "2025-12-17"),
    ("dekabrın 17-si", "dekabrın 17-si", "2025-12-17"),
    ("mayın 9-da", "mayın 9-da", "2026-05-09"),
    ("8 may", "8 may", "2026-05-08"),
    ("2025-ci ilin dekabrında", "2025-ci ilin dekabrında", "2025-12-01..2025-12-31"),
    ("dekabrda", "dekabrda", "2025-12-01..2025-12-31"),
    ("mart ayında", "mart ayında", "2026-03-01..2026-03-31"),
    ("2025-ci ildə", "2025-ci ildə", "2025-01-01..2025-12-31"),
    ("17.12.2025", "17.12.2025", "2025-12-17"),
    ("bu gün", "bu gün", "2025-12-17"),
    ("dünən", "dünən", "2025-12-16"),
    ("sabah", "sabah", "2025-12-18"),
    ("keçən çərşənbə axşamı", "keçən çərşənbə axşamı", "2025-12-16"),
    ("çərşənbə axşamı günü", "çərşənbə axşamı günü", "2025-12-16"),
    ("gələn cümə günü", "gələn cümə günü", "2025-12-19"),
    ("ötən həftə", "ötən həftə", "2025-12-08..2025-12-14"),
    ("gələn ay", "gələn ay", "2026-01-01..2026-01-31"),
    ("keçən il", "keçən il", "2024-01-01..2024-12-31"),
    ("üç gün əvvəl", "üç gün əvvəl", "2025-12-14"),
]
NO_TURKISH = [
    "2000'e yakın asker",
    "2000'den fazla",
    "2000'in üzerinde",
    "saat 14.30",
    "önceki yönetim",
    "ekim dikim",
    "ocak",
    "buğday ekim alanı",
    "10 ekim makinesi",
    "2 ocak yandı",
    "aralık kapı",
    "Ocak Medya",
    "Mayıs Hanım",
    "Mart",
    "Pazar yeri",
    "Salı",
    "Cuma Bey",
    "seçimden üç gün önce",
    "31 Nisan",
    "2025 kişi",
    "maç 2-1 bitti",
    "yüzde 3,5",
    "10.12.2025.1",
]
NO_AZERBAIJANI = [
    "17 mayın təmizlənib",
    "may",
    "mart",
    "bazar iqtisadiyyatı",
    "2025 nəfər",
    "hesab 1:2",
    "seçkidən üç gün əvvəl",
]


@pytest.mark.parametrize("row", TURKISH, ids=lambda row: row[0])
def test_turkish_says_when(row: Row) -> None:
    text, surfaces, days = row
    assert told(dates(text, "tr")) == (surfaces, days)


@pytest.mark.parametrize("row", AZERBAIJANI, ids=lambda row: row[0])
def test_azerbaijani_says_when(row: Row) -> None:
    text, surfaces, days = row
    assert told(dates(text, "az")) == (surfaces, days)


@pytest.mark.parametrize("text", NO_TURKISH)
def test_a_turkish_word_or_number_that_is_no_date_is_left_alone(text: str) -> None:
    assert dates(text, "tr") == []


@pytest.mark.parametrize("text", NO_AZERBAIJANI)
def test_an_azerbaijani_word_or_number_that_is_no_date_is_left_alone(text: str) -> None:
    assert dates(text, "az") == []
