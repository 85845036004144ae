import pytest

from tests.unit.text.dates.reading import Row, dates, told

ROWS: list[Row] = [
    ("17 December 2025", "17 December 2025", "2025-12-17"),
    ("December 17, 2025", "December 17, 2025", "2025-12-17"),
    ("on Dec. 17 he said", "Dec. 17", "2025-12-17"),
    ("17 Dec 2025", "17 Dec 2025", "2025-12-17"),
    ("Sept. 5", "Sept. 5", "2025-09-05"),
    ("17th December", "17th December", "2025-12-17"),
    ("the 17th of December", "the 17th of December", "2025-12-17"),
    ("the seventeenth of December", "the seventeenth of December", "2025-12-17"),
    ("twenty-first of June", "twenty-first of June", "2025-06-21"),
    ("Wednesday, December 17, 2025", "Wednesday, December 17, 2025", "2025-12-17"),
    ("Wednesday 17.12.2025", "17.12.2025", "2025-12-17"),
    ("2025-12-17", "2025-12-17", "2025-12-17"),
    ("at 2025-12-17T08:00:00Z", "2025-12-17", "2025-12-17"),
    ("17/12/2025", "17/12/2025", "2025-12-17"),
    ("12/17/2025", "12/17/2025", "2025-12-17"),
    ("05/06/2025", "05/06/2025", "2025-06-05"),
    ("May 5", "May 5", "2026-05-05"),
    ("10-12 December", "10-12 December", "2025-12-10..2025-12-12"),
    ("March 3 to 5", "March 3 to 5", "2026-03-03..2026-03-05"),
    ("29 February", "29 February", "2024-02-29"),
    ("December 17 last year", "December 17 last year", "2024-12-17"),
    ("26 Azar 1404", "26 Azar 1404", "2025-12-17"),
    ("15 Ramadan 1447", "15 Ramadan 1447", "2026-03-04"),
    ("in December 2025", "December 2025", "2025-12-01..2025-12-31"),
    ("in May", "May", "2026-05-01..2026-05-31"),
    ("in mid-March", "March", "2026-03-01..2026-03-31"),
    ("last December", "last December", "2024-12-01..2024-12-31"),
    ("in 2025", "2025", "2025-01-01..2025-12-31"),
    ("the year 2024", "year 2024", "2024-01-01..2024-12-31"),
    ("in summer 2025", "summer 2025", "2025-06-01..2025-08-31"),
    ("Today", "Today", "2025-12-17"),
    ("yesterday's vote", "yesterday's", "2025-12-16"),
    ("tomorrow", "tomorrow", "2025-12-18"),
    ("the day before yesterday", "the day before yesterday", "2025-12-15"),
    ("last Tuesday", "last Tuesday", "2025-12-16"),
    ("last Wednesday", "last Wednesday", "2025-12-10"),
    ("next Wednesday", "next Wednesday", "2025-12-24"),
    ("this Friday", "this Friday", "2025-12-19"),
    ("on Monday", "Monday", "2025-12-15"),
    ("He said on Wednesday.", "Wednesday", "2025-12-17"),
    ("They will meet on Friday", "Friday", "2025-12-19"),
    ("Rain will fall. They met on Friday", "Friday", "2025-12-12"),
    ("Monday last week", "Monday last week", "2025-12-08"),
    ("last week", "last week", "2025-12-08..2025-12-14"),
    ("next month", "next month", "2026-01-01..2026-01-31"),
    ("this year", "this year", "2025-01-01..2025-12-31"),
    ("three days ago", "three days ago", "2025-12-14"),
    ("a week ago", "a week ago", "2025-12-08..2025-12-14"),
    ("two years ago", "two years ago", "2023-01-01..2023-12-31"),
    ("40 days ago", "40 days ago", "2025-11-07"),
]
NOTHING = [
    "May I come in",
    "it may 5 times",
    "Theresa May said",
    "they march 5 miles",
    "March 15 miles",
    "Black Friday",
    "Friday prayers",
    "in 2025 people died",
    "2025",
    "1/2",
    "3.5",
    "10-12",
    "9/11",
    "version 2025.12.17.1",
    "https://example.org/2025/12/17/news",
    "call 555-12-10-2025",
    "31 November 2025",
    "December 32",
    "13/13/2025",
    "1404/9/26",
    "three days later",
    "the last three days",
    "three days before the vote",
    "Tuesdays",
    "USA Today",
    "COVID-19 May help",
    "the second half",
    "a total of 2025 votes",
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_english_says_when(row: Row) -> None:
    text, surfaces, days = row
    assert told(dates(text, "en")) == (surfaces, days)


@pytest.mark.parametrize("text", NOTHING)
def test_an_english_word_or_number_that_is_no_date_is_left_alone(text: str) -> None:
    assert dates(text, "en") == []
