"""Statements that SQLite and PostgreSQL spell alike but SQLAlchemy keeps in their dialects."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Self

import orjson
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ColumnElement,
    Dialect,
    String,
    Table,
    TypeDecorator,
    bindparam,
    column,
    literal,
    select,
    tuple_,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.operators import OperatorType
from sqlalchemy.types import TypeEngine


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


class _Elements(FunctionElement[Any]):
    """The elements of a JSON array: rows with one column, `value`."""

    name = "elements"
    inherit_cache = True


@compiles(_Elements, "sqlite")
def _of_sqlite(elements: _Elements, compiler: SQLCompiler, **given: Any) -> str:  # noqa: ANN401  its own
    return f"json_each({compiler.process(elements.clauses, **given)})"


@compiles(_Elements, "postgresql")
def _of_postgresql(elements: _Elements, compiler: SQLCompiler, **given: Any) -> str:  # noqa: ANN401  its own
    return f"json_array_elements(CAST({compiler.process(elements.clauses, **given)} AS JSON))"


def is_one_of(
    columns: Sequence[Column[str]], keys: Collection[tuple[str, ...]]
) -> ColumnElement[bool]:
    """Return the condition that a row's columns, in their order, hold one of the keys.

    The keys are one parameter, so that the statement is the same for any number of them: SQLAlchemy
    compiles it once, the driver prepares it once, and both databases take an index once a key. For
    `(a, b) IN ((...), (...))` SQLite reads the whole table.
    """
    spelled = orjson.dumps([*dict.fromkeys(keys)]).decode()
    key = _Elements(literal(spelled, String)).table_valued(column("value", JSON)).c.value
    parts = [key[position].as_string() for position in range(len(columns))]
    return tuple_(*columns).in_(select(*parts))


class _Values(TypeDecorator[Collection[Any]]):
    """Any number of values as one parameter: an array where there are arrays, else JSON."""

    impl = String
    cache_ok = True

    def __init__(self, each: TypeEngine[Any]) -> None:
        """Take the type of each value: texts or integers."""
        super().__init__()
        self.each = each

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return postgresql.ARRAY(self.each) if dialect.name == "postgresql" else String()

    def process_bind_param(
        self, value: Collection[Any] | None, dialect: Dialect
    ) -> list[Any] | str | None:
        values = [*dict.fromkeys(value or ())]
        return values if dialect.name == "postgresql" else orjson.dumps(values).decode()


class _AnyOf(FunctionElement[bool]):
    """Whether its first clause is among the values of its second."""

    name = "any_of"
    type = Boolean()
    inherit_cache = True

    def self_group(self, against: OperatorType | None = None) -> Self:  # noqa: ARG002  its own
        """Return itself: SQLAlchemy's own would write `= 1` behind it for SQLite."""
        return self


@compiles(_AnyOf, "sqlite")
def _any_of_sqlite(condition: _AnyOf, compiler: SQLCompiler, **given: Any) -> str:  # noqa: ANN401  its own
    key, values = (compiler.process(clause, **given) for clause in condition.clauses)
    return f"{key} IN (SELECT value FROM json_each({values}))"  # noqa: S608  SQLAlchemy's own text


@compiles(_AnyOf, "postgresql")
def _any_of_postgresql(condition: _AnyOf, compiler: SQLCompiler, **given: Any) -> str:  # noqa: ANN401  its own
    key, values = (compiler.process(clause, **given) for clause in condition.clauses)
    return f"{key} = ANY ({values})"


def is_any_of[V: (str, int)](key: Column[V], values: Collection[V]) -> ColumnElement[bool]:
    """Return the condition that a row's column holds one of the values, as `is_one_of` does.

    As an array PostgreSQL knows how many they are; of a JSON it assumes a hundred, and for those it
    preferred to read all that waits.
    """
    return _AnyOf(key, literal(values, _Values(key.type)))


def is_any_given(key: Column[Any], name: str) -> ColumnElement[bool]:
    """Return the condition of `is_any_of` for values that come with the statement by this name."""
    return _AnyOf(key, bindparam(name, type_=_Values(key.type)))
