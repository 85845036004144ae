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
from services.gateway.problems import Problem


async def checked(query: str, field: str = "query", saved: Mapping[str, str] | None = None) -> str:
    """Return the canonical text of a query that was given in a field.

    It may use the `saved` queries of its owner, by name.

    Raises:
        Problem: it cannot be taken; points at the column and offers a query that can.
    """
    try:
        return await asyncio.to_thread(_canonical, query, pack_names(saved=saved))
    except QueryError as error:
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            f"{field}, column {error.column}: found {error.found}; expected {error.expected}",
            field=field,
            fix=error.fix,
            more={
                "column": error.column,
                "found": error.found,
                "expected": error.expected,
                "readings": list(error.readings),
            },
        ) from error


def _canonical(query: str, names: Names) -> str:
    return canonical(usable(query, names))


async def written_out(query: str, field: str, saved: Mapping[str, str]) -> str:
    """Return the canonical text of a query with the saved queries that it uses written out.

    Raises:
        Problem: it cannot be taken.
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
