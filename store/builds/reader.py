"""The one way to read a build: one cursor, one scope, SQL from files."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from domain.agency.scope import Scope, whole_office
from domain.program.errors import HomeDamagedError, SystemFailureError
from domain.program.places import counts_for
from store.builds.schema_text import schema_key, sql_text
from store.disk.home import Home
from store.disk.trouble import REBUILD

_NEWEST = "select max(as_of_date), min(as_of_date) from scoped.import_table where list_contains($kinds, kind)"
_KINDS = "select distinct kind from scoped.import_table order by kind"
_MADE_BY = "select schema_key from core.build"


def is_of_another_schema(cursor: duckdb.DuckDBPyConnection) -> bool:
    """Tell whether the build behind *cursor* was made by another schema than the program's own."""
    return any(key != schema_key() for (key,) in cursor.execute(_MADE_BY).fetchall())


class Reader:
    """
    A read-only view of one build, limited to one scope.

    Metric SQL names tables in schema ``scoped``; those views drop every row outside
    *scope*, so a query cannot forget to filter.

    Args:
        connection: A connection to the build; the reader takes a cursor of its own.
        scope: What may be seen; the empty scope sees nothing.
        build_id: Hash of everything that went into the build; None for an empty home.
        home: Where the build belongs; what people typed there, such as scores set by hand, goes with it.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        scope: Scope,
        build_id: str | None = None,
        home: Home | None = None,
    ) -> None:
        # A DuckDB connection is not safe across threads and Streamlit runs one
        # thread per session: each reader takes its own cursor.
        self._cursor = connection.cursor()
        self._cursor.execute("set variable departments = $d::text[]", {"d": list(scope.departments)})
        self._cursor.execute("set variable whole_office = $w::boolean", {"w": scope.is_whole_office})
        self.scope = scope
        self.build_id = build_id
        self.home = home
        # Where somebody keeps answers: question, arguments and how to find out; see metrics.asking.remembered.
        self.memory: Callable[[Callable[..., Any], Mapping[str, Any], Callable[[], Any]], Any] | None = None

    def of_whole_office(self) -> "Reader":
        """
        A reader of the same build without limits.

        For what is counted over the whole office and then cut down to this reader's scope, such as the
        points of a criterion; whoever asks for it does the cutting.
        """
        return Reader(self._cursor, whole_office(), self.build_id, self.home)

    def query(self, sql_file: Path, **parameters: Any) -> pd.DataFrame:
        """Run the one SELECT in *sql_file* with named *parameters* and return its rows."""
        self._same_office()
        return self._asked(sql_text(sql_file), parameters).df()

    def rows(self, sql_file: Path, **parameters: Any) -> list[dict[str, Any]]:
        """Run the one SELECT in *sql_file* and return its rows as dictionaries (None for null)."""
        return self.records(sql_text(sql_file), **parameters)

    def records(self, sql: str, **parameters: Any) -> list[dict[str, Any]]:
        """Run one SELECT of the store's own; metrics keep theirs in files."""
        self._same_office()
        result = self._asked(sql, parameters)
        names = [column[0] for column in result.description or []]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def _asked(self, sql: str, parameters: Mapping[str, Any]) -> duckdb.DuckDBPyConnection:
        """The cursor after *sql*; a build that another version of the program made may lack what it asks for."""
        try:
            return self._cursor.execute(sql, dict(parameters) or None)
        except (duckdb.CatalogException, duckdb.BinderException) as problem:
            if not is_of_another_schema(self._cursor):
                raise
            raise HomeDamagedError(
                "build_outdated", "Kho số liệu do bản khác của phần mềm dựng nên chưa trả lời được câu hỏi này",
                remedy=REBUILD,
            ) from problem  # fmt: skip

    def _same_office(self) -> None:
        """Rows of one office under the units and rules of another would be a wrong figure without a word."""
        if self.home is not None and not counts_for(self.home.path):
            raise SystemFailureError(
                "Số liệu và danh mục không cùng một cơ quan",
                where=str(self.home.path),
                remedy="Chạy lại lệnh với đúng thư mục dữ liệu (--home).",
            )

    def frame(self, sql: str, **parameters: Any) -> pd.DataFrame:
        """Run one SELECT of the store's own and return its rows as a table."""
        return self._asked(sql, parameters).df()

    def as_of_range(self, *kinds: str) -> tuple[date | None, date | None]:
        """First and newest as-of day among active imports of *kinds* (all kinds if none is given)."""
        wanted: Iterable[str] = kinds or self.kinds()
        row = self._cursor.execute(_NEWEST, {"kinds": list(wanted)}).fetchone()
        newest, first = row or (None, None)
        return first, newest

    def newest_as_of(self, *kinds: str) -> date | None:
        """Newest as-of day among active imports of *kinds* (all kinds if none is given)."""
        return self.as_of_range(*kinds)[1]

    def kinds(self) -> tuple[str, ...]:
        """Kinds of source that have an active import."""
        return tuple(kind for (kind,) in self._cursor.execute(_KINDS).fetchall())
