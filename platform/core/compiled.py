"""Queries that are put together once per process: later only their values change.

For the few reads that nearly every page makes. Django's compiler takes several times as long to write such a
query as PostgreSQL takes to answer it.
"""

import copy
from collections.abc import Callable, Hashable, Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.expressions import Expression

SHAPES = 64  # kept per query: standings of viewers, not viewers


class Slot(Expression):
    """Stands in a query for a value that is known only when it is asked."""

    def __init__(self, name: str, field: models.Field) -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", [self]


class Compiled:
    """Called with values by name, it asks the database and returns the rows as a list.

    Anything else is handed on to the builder and is part of the query's shape: one query is kept for each.
    """

    def __init__(self, build: Callable[..., models.QuerySet], fields: dict[str, models.Field]) -> None:
        self._fields = fields
        self._build = build
        self._written = lru_cache(maxsize=SHAPES)(self._write)

    def __call__(self, *shape: Hashable, **values: Any) -> list:
        written = self._written(*shape)
        if written is None:
            return []
        connection = connections[DEFAULT_DB_ALIAS]
        given = {
            name: field.get_db_prep_value(values[name], connection) for name, field in self._fields.items()
        }
        params = [given[param.name] if isinstance(param, Slot) else param for param in written.params]
        return written.ask(connection, params)

    def _write(self, *shape: Hashable) -> "Written | None":
        rows = self._build(*shape, **{name: Slot(name, field) for name, field in self._fields.items()})
        compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            return None
        converters = compiler.get_converters([column for column, *_rest in compiler.select])
        return Written(rows, compiler, sql, params, converters)


class Written(NamedTuple):
    """A queryset with its compiler after it has written the SQL: Django goes on from there."""

    rows: models.QuerySet
    compiler: Any
    sql: str
    params: tuple
    converters: dict

    def ask(self, connection: Any, params: list) -> list:
        compiler, query = copy.copy(self.compiler), copy.copy(self.rows.query)
        compiler.connection = connection  # of this thread
        compiler.as_sql = lambda *args, **kwargs: (self.sql, params)
        compiler.get_converters = lambda columns: self.converters
        query.get_compiler = lambda *args, **kwargs: compiler  # type: ignore[method-assign]
        asked = self.rows.__class__(model=self.rows.model, query=query, using=DEFAULT_DB_ALIAS)
        rows: Iterable = self.rows._iterable_class(asked)  # type: ignore[attr-defined,assignment]
        return list(rows)


def compiled(**fields: models.Field) -> Callable[[Callable[..., models.QuerySet]], Compiled]:
    """Write a query once: the decorated function makes a queryset out of slots, named with their types.

    It must not depend on anything but its arguments, and may not prefetch.
    """

    def keep(build: Callable[..., models.QuerySet]) -> Compiled:
        return Compiled(build, fields)

    return keep
