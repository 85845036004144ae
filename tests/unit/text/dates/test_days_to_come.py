"""So many days from now: told from today only where the clause speaks of the future."""

from datetime import UTC, datetime

import pytest

from dideban.text import dates

NOW = datetime(2025, 12, 17, 9, tzinfo=UTC)
TOLD = [
    # language, text, what is told in it, first day, last day
    ("ru", "Встреча состоится через три дня.", "через три дня", "2025-12-20", "2025-12-20"),
    ("ru", "Через неделю начнутся переговоры", "Через неделю", "2025-12-22", "2025-12-28"),
    ("en", "Talks will resume in three days.", "in three days", "2025-12-20", "2025-12-20"),
    ("en", "The plant is scheduled to open in 2 weeks", "in 2 weeks", "2025-12-29", "2026-01-04"),
    ("ar", "ستعقد الجولة المقبلة بعد ثلاثة أيام", "بعد ثلاثة أيام", "2025-12-20", "2025-12-20"),
    ("ar", "من المقرر أن يصل الوفد بعد يومين", "بعد يومين", "2025-12-19", "2025-12-19"),
    ("tr", "Toplantı 3 gün sonra yapılacak", "3 gün sonra", "2025-12-20", "2025-12-20"),
    ("az", "Görüş iki gündən sonra keçiriləcək", "iki gündən sonra", "2025-12-19", "2025-12-19"),
    ("fa", "نشست سه روز دیگر برگزار می‌شود", "سه روز دیگر", "2025-12-20", "2025-12-20"),
]
NOT_TOLD = [
    ("ru", "Через три дня он уехал."),
    ("en", "He died in three days."),
    ("en", "During three days it will rain"),
    ("ar", "وصل بعد يومين"),
    ("tr", "üç gün sonra öldü"),
    ("az", "üç gün sonra öldü"),
    ("tr", "Yemin töreni seçimden üç gün sonra yapılacak"),
    ("az", "Görüş seçkilərdən iki həftə sonra keçiriləcək"),
    ("ru", "Встреча состоится через три дня после выборов"),
    ("ar", "ستعقد الجلسة بعد يومين من الانتخابات"),
    ("en", "It will end in three days of talks"),
]


@pytest.mark.parametrize(("language", "text", "surface", "first", "last"), TOLD)
def test_so_many_days_from_now_are_counted(
    language: str, text: str, surface: str, first: str, last: str
) -> None:
    (found,) = dates.find(text, language, published_at=NOW)
    assert found.surface == surface
    assert (str(found.first), str(found.last)) == (first, last)
    assert found.relative


@pytest.mark.parametrize(("language", "text"), NOT_TOLD)
def test_days_after_something_else_are_left_alone(language: str, text: str) -> None:
    assert dates.find(text, language, published_at=NOW) == []
