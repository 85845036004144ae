"""Queries that people type, checked by the query language itself.

Whoever names a topic pack first waits until it is parsed, a third of a second or so. That is done
in a thread, so that nobody else does.
"""

import asyncio
from collections.abc import Mapping
from http import HTTPStatus

from dideban.packs.loader import pack_names
from dideban.packs.shipped import shipped
from dideban.query.errors import QueryError
from dideban.query.names import Names
from dideban.query.parser import canonical
from dideban.query.saved import inlined, usable
from dideban.text.sentence_tables import MessageLanguage
from services.gateway.problems import Problem


class QueryProblem(Problem):
    """A query that cannot be taken; a page tells it in its language, the API in English."""

    def __init__(self, error: QueryError, field: str) -> None:
        super().__init__(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            f"{field}, {error.told('en')}",
            field=field,
            fix=error.fix,
            more={
                "column": error.column,
                "found": error.found,
                "expected": error.expected,
                "readings": list(error.readings),
            },
        )
        self._error = error

    def told(self, language: MessageLanguage) -> str:
        """Return what a page in a language says beside the field."""
        return super().told(language) if language == "en" else self._error.told(language)


async def checked(query: str, field: str = "query", saved: Mapping[str, str] | None = None) -> str:
    """Return the canonical text of a query that was given in a field.

    It may use the `saved` queries of its owner, by name.

    Raises:
        QueryProblem: it cannot be taken; points at the column and offers a query that can.
    """
    try:
        return await asyncio.to_thread(_canonical, query, pack_names(saved=saved))
    except QueryError as error:
        raise QueryProblem(error, field) from error


def _canonical(query: str, names: Names) -> str:
    return canonical(usable(query, names))


async def written_out(query: str, field: str, saved: Mapping[str, str]) -> str:
    """Return the canonical text of a query with the saved queries that it uses written out.

    Raises:
        QueryProblem: it cannot be taken.
    """
    text = await checked(query, field, saved)
    return await asyncio.to_thread(inlined, text, pack_names(saved=saved))


def of_pack(name: str) -> str:
    """Return the query that asks for a topic pack.

    Raises:
        Problem: there is no such pack.
    """
    if name not in shipped():
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            f"pack: there is no pack {name!r}",
            field="pack",
            fix=f"choose one of {', '.join(shipped())}",
        )
    return f"topic:{name}"
