"""Articles given as lines of JSON, to try a query on."""

from collections.abc import Iterable, Iterator

import msgspec

from dideban.query.document import Document, document_from_text
from schemas.articles import Field, UtcTime


class Row(msgspec.Struct, frozen=True):
    """One line to try a query on; `lang` is a BCP 47 hint."""

    id: str | int
    title: str = ""
    text: str = ""
    lang: str | None = None
    source: str = ""
    url: str | None = None
    authors: tuple[str, ...] = ()
    published_at: UtcTime | None = None

    def document(self, *, entities: bool) -> Document:
        """Return the row read as the running stages read an article.

        Things of the knowledge base are looked for where `entities` says so.
        """
        return document_from_text(
            article_id=str(self.id),
            title=self.title,
            text=self.text,
            language=self.lang,
            source=self.source,
            url=self.url,
            authors=self.authors,
            published_at=self.published_at,
            entities=entities,
        )

    @property
    def originals(self) -> dict[Field, str]:
        """The texts that spans cut words out of."""
        return {"title": self.title, "body": self.text}


class RowError(ValueError):
    """A line that is no row; `line` counts from 1."""

    def __init__(self, line: int, reason: str) -> None:
        self.line = line
        super().__init__(f"line {line}: {reason}")


def rows(lines: Iterable[str]) -> Iterator[Row]:
    """Yield the row of each line; blank lines are passed over.

    Raises:
        RowError: a line that is no JSON object with an `id`.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield msgspec.json.decode(line, type=Row)
        except (msgspec.DecodeError, UnicodeEncodeError) as error:
            raise RowError(number, str(error)) from error
