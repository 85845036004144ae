"""Stories in lines for people: each story, and its articles with what they add."""

from collections.abc import Sequence
from typing import Final

from dideban.stories.changes import in_words
from dideban.text.one_line import isolated, plain, shortened
from schemas.articles import StoryRef
from services.cli.text_rows import Row

_TITLE_CHARS: Final = 100
_SILENT: Final = frozenset({"title", "text"})


def told(placed: Sequence[tuple[Row, StoryRef]]) -> str:
    """Return the stories in the order in which they were opened, the articles of each below it."""
    stories: dict[str, list[tuple[Row, StoryRef]]] = {}
    for row, reference in placed:
        stories.setdefault(reference.story_id, []).append((row, reference))
    head = f"{_many(len(placed), 'article')} in {_many(len(stories), 'story', 'stories')}"
    return "\n".join([head, *("\n" + _story(members) for members in stories.values())])


def _story(members: Sequence[tuple[Row, StoryRef]]) -> str:
    last = members[-1][1]
    counts = [_many(len(members), "article"), _many(last.sources, "independent source")]
    if last.copies:
        counts.append(_many(last.copies, "copy", "copies"))
    return "\n".join([", ".join(counts), *(_line(row, reference) for row, reference in members)])


def _line(row: Row, reference: StoryRef) -> str:
    title = plain(row.string("title")) or plain(row.text)
    source = isolated(plain(row.string("source")) or "unknown")
    line = f"  {reference.role:11}  {source}  {isolated(shortened(title, _TITLE_CHARS))}"
    news = [in_words(change) for change in reference.changes if change not in _SILENT]
    return f"{line}\n{'':15}{'; '.join(news)}" if news else line


def _many(count: int, one: str, many: str | None = None) -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"
