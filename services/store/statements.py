"""Statements that SQLite and PostgreSQL spell alike but SQLAlchemy keeps in their dialects."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Column, ColumnElement, String, Table, and_, column, false, values
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection


def _insert(connection: AsyncConnection, table: Table) -> Any:  # noqa: ANN401  two dialects' own
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)


async def insert_new(
    connection: AsyncConnection, table: Table, rows: Sequence[Mapping[str, Any]]
) -> list[int]:
    """Insert each row that conflicts with no other; return the positions of those inserted.

    Every row has the same columns; of two with one primary key the first is inserted.
    """
    keys = [column.name for column in table.primary_key]
    first: dict[tuple[Any, ...], int] = {}
    for position, row in enumerate(rows):
        first.setdefault(tuple(row[key] for key in keys), position)
    if not first:
        return []
    statement = _insert(connection, table).on_conflict_do_nothing().returning(*table.primary_key)
    result = await connection.execute(statement, [dict(rows[place]) for place in first.values()])
    return sorted(first[tuple(row)] for row in result)


async def add_new(
    connection: AsyncConnection, table: Table, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Insert each row that conflicts with no other; cheaper than `insert_new`, and says nothing.

    Every row has the same columns, and there is at least one.
    """
    statement = _insert(connection, table).on_conflict_do_nothing()
    await connection.execute(statement, [dict(row) for row in rows])


async def upsert(
    connection: AsyncConnection, table: Table, keys: Sequence[str], row: Mapping[str, Any]
) -> None:
    """Insert the row, or replace the one with the same keys."""
    statement = _insert(connection, table).values(**row)
    others = {name: statement.excluded[name] for name in row if name not in keys}
    await connection.execute(
        statement.on_conflict_do_update(index_elements=list(keys), set_=others)
    )


def is_one_of(
    columns: Sequence[Column[str]], keys: Collection[tuple[str, ...]]
) -> ColumnElement[bool]:
    """Return the condition that a row's columns, in their order, hold one of the keys.

    For `(a, b) IN (...)` SQLite reads the whole table; this takes an index on (a, b) once a key.
    """
    if not keys:
        return false()
    spelled = (column(each.name, String) for each in columns)
    wanted = values(*spelled, name="wanted").data([*dict.fromkeys(keys)]).cte("wanted")
    return and_(*(each == wanted.c[each.name] for each in columns))
