"""Small warehouses by hand: a test says only the values it is about."""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import duckdb
import pytest

from domain.agency.departments import all_codes
from domain.agency.scope import Scope, whole_office
from domain.program.places import office_of
from store.builds.kinds import KINDS
from store.builds.office_time import write_sessions
from store.builds.reader import Reader
from store.builds.schema_text import SCHEMA
from store.current.pointer import Current, build_file, point_to
from store.current.warehouse import open_reader
from store.disk.home import Home
from tests.store.conftest import one_of_each_required

AS_OF = date(2023, 11, 12)
FOREVER = date(1, 1, 1)

KIND_OF = {own.table: kind for kind, own in KINDS.items()} | {"index_result": "par_results"}

_DEFAULTS: dict[str, dict[str, Any]] = {
    "task": {"department_code": "QLDT"},
    "hpnet_summary": {"department_code": "QLDT"},
    "work_file": {"department_code": "QLDT"},
    "outgoing_document": {"department_code": "QLDT"},
    "dossier": {"department_code": "QLDT"},
    "dossier_count": {"procedure": "Cấp phép", "received": 0},
    "apology": {
        "has_reason_column": True,
        "has_rescheduled_column": True,
        "has_signer_column": False,
        "has_published_column": False,
        "has_place_column": False,
    },
    "indicator": {"decision": "3078/QĐ-UBND", "code": "1"},
    "indicator_score": {"year": 2023, "round": "self", "code": "1"},
    "shortfall": {"year": 2022, "code": "1"},
    "assignment": {"year": 2023, "task": "Việc", "lead_codes": ["QLDT"], "support_codes": []},
    "index_result": {"index_name": "CCHC", "year": 2022, "agency": "HEZA", "component": ""},
}
# Tables whose key is a code that other tables refer to: the code doubles as the business key.
_KEY_COLUMN = {
    "task": "task_code",
    "work_file": "work_file_code",
    "dossier": "dossier_code",
    "apology": "dossier_code",
}


class Warehouse:
    """A build, in memory unless told otherwise, that tests fill row by row."""

    def __init__(self, database: str = ":memory:") -> None:
        self.connection = duckdb.connect(database)
        self.connection.execute(SCHEMA.read_text(encoding="utf-8"))
        self._number = count(1)
        self._imports: set[str] = set()

    def reader(self, *codes: str) -> Reader:
        """A reader of the departments *codes*, or of the whole office without any."""
        scope = Scope(codes) if codes else Scope(all_codes(), is_whole_office=True)
        return Reader(self.connection, scope, "build")

    def insert(self, table: str, values: dict[str, Any]) -> None:
        """Insert one row into ``core.<table>``."""
        columns = ", ".join(values)
        marks = ", ".join("?" for _ in values)
        self.connection.execute(
            f"insert into core.{table} ({columns}) values ({marks})", list(values.values())
        )

    def add_import(
        self, kind: str, *, as_of: date = AS_OF, departments: tuple[str, ...] | None = None, **columns: Any
    ) -> str:
        """Record an active import and the departments it speaks for (all where none is named)."""
        import_id = columns.pop("import_id", f"{kind}-{as_of}")
        if import_id in self._imports:
            return import_id
        self._imports.add(import_id)
        self.insert("import_table", {
            "import_id": import_id, "kind": kind, "sheet": "Trang 1", "as_of_date": as_of,
            "table_number": 1, "load_rank": len(self._imports), "says_whole_office": departments is None, "header_rows": [1], "columns_json": "{}",
            "data_rows": 0, "accepted_rows": 0, "rejected_rows": 0, **columns,
        })  # fmt: skip
        for code in departments or all_codes():
            self.insert("coverage", {
                "import_id": import_id, "sheet": "Trang 1", "kind": kind, "as_of_date": as_of,
                "department_code": code, "is_whole_office": departments is None,
                "evidence": "office" if departments is None else "unit",
            })  # fmt: skip
        return import_id

    def add(self, table: str, **columns: Any) -> dict[str, Any]:
        """Add one row as a single export would stand in the store; returns the values inserted."""
        number = next(self._number)
        kind = columns.get("kind", KIND_OF[table])
        as_of = columns.get("as_of_date", AS_OF)
        key = _KEY_COLUMN.get(table)
        values = {
            "import_id": columns.get("import_id") or self.add_import(kind, as_of=as_of),
            "sheet": "Trang 1", "source_row": number, "as_of_date": as_of, "state_from": FOREVER,
            **({key: f"{table}-{number}"} if key else {}),
            **({"kind": kind} if table == "index_result" else {}),
            **(_DEFAULTS.get(table) or {"department_code": "QLDT", **one_of_each_required(kind)}), **columns,
        }  # fmt: skip
        if table == "shortfall" and "department_codes" not in values:
            code = values.get("department_code")
            values["department_codes"] = [code] if code else []
        values.setdefault("business_key", str(values[key]) if key else f"{table}-{number}")
        self.insert(table, values)
        if table == "dossier":
            write_sessions(self.connection)
        return values


@pytest.fixture
def warehouse() -> Iterator[Warehouse]:
    """An empty build."""
    built = Warehouse()
    yield built
    built.connection.close()


@pytest.fixture
def home(tmp_path: Path) -> Iterator[tuple[Path, Warehouse]]:
    """A home on disk whose current build the test fills; close the connection before reading it."""
    place = Home(tmp_path / "home")
    place.builds.mkdir(parents=True)
    built = Warehouse(str(build_file(place, "build")))
    point_to(place, Current("build", ()))
    yield place.path, built
    built.connection.close()


@pytest.fixture
def reader(warehouse: Warehouse) -> Reader:
    """A reader of the whole office."""
    return warehouse.reader()


@pytest.fixture
def reader_for(warehouse: Warehouse) -> Callable[..., Reader]:
    """Readers of named departments."""
    return warehouse.reader


@pytest.fixture
def add(warehouse: Warehouse) -> Callable[..., dict[str, Any]]:
    """Add a row to any table: ``add("indicator", code="1.1")``."""
    return warehouse.add


@pytest.fixture
def add_import(warehouse: Warehouse) -> Callable[..., str]:
    """Record an import with no rows, or one that speaks for some departments only."""
    return warehouse.add_import


@pytest.fixture
def add_score(warehouse: Warehouse) -> Callable[..., dict[str, Any]]:
    """Add a line of a score sheet: ``add_score("1.1", self_score=1)``."""
    return lambda code, **columns: warehouse.add("indicator_score", code=code, **columns)


def _adder(table: str) -> Any:
    @pytest.fixture
    def add_row(warehouse: Warehouse) -> Callable[..., dict[str, Any]]:
        return lambda **columns: warehouse.add(table, **columns)

    return add_row


add_task = _adder("task")
add_summary = _adder("hpnet_summary")
add_work_file = _adder("work_file")
add_document = _adder("outgoing_document")
add_dossier = _adder("dossier")
add_dossier_count = _adder("dossier_count")
add_apology = _adder("apology")
add_shortfall = _adder("shortfall")
add_assignment = _adder("assignment")


@pytest.fixture(scope="module", params=["sample_home", "second_home"])
def either_office(request: pytest.FixtureRequest) -> Iterator[tuple[str, Path]]:
    """The name and the home of either sample office, while the program works for it."""
    home = request.getfixturevalue(request.param)
    with office_of(home):
        yield request.param, home


@pytest.fixture(scope="module")
def reader_of(either_office: tuple[str, Path]) -> Callable[..., Reader]:
    """``reader_of()`` sees the whole office, ``reader_of("QLDT")`` one unit."""
    return lambda *codes: open_reader(Home(either_office[1]), Scope(codes) if codes else whole_office())


@pytest.fixture
def row_of() -> Callable[..., dict[str, Any]]:
    """``row_of(frame, "QLDT", obligation="apology")``: the one such row, None for unknown."""
    return _row_of


def _row_of(frame: Any, department: str, **more: Any) -> dict[str, Any]:
    wanted = {"department_code": department, **more}
    records = frame.astype(object).where(frame.notna(), None).to_dict("records")
    chosen = [record for record in records if wanted.items() <= record.items()]
    assert len(chosen) == 1, chosen
    return chosen[0]
