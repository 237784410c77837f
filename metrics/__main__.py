"""`python -m metrics NAME`: one metric as a table, as JSON or as CSV."""

import argparse
import csv
import json
import math
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NoReturn

from domain.departments import all_codes
from domain.errors import DashboardError, SystemFailureError, UnknownNameError
from domain.scope import Scope
from metrics.asking.catalogue import CATALOGUE, Metric


@dataclass(frozen=True, slots=True)
class Answer:
    """One metric on one day, ready to be written in any form."""

    metric: str
    as_of: date | None
    build_id: str | None
    reconstructed: bool
    columns: list[str]
    rows: list[dict[str, Any]]


_HELP = """Cách dùng: python -m metrics TÊN [--as-of NĂM-THÁNG-NGÀY] [--department MÃ] [--home THƯ_MỤC] [--json | --csv]

In một bảng tính từ số liệu đã công bố.
  TÊN           {names}
  --as-of       ngày tính; mặc định là ngày số liệu mới nhất
  --department  chỉ một đơn vị: {codes}
  --home        thư mục dữ liệu; mặc định theo DASHBOARD_HOME, không có thì data/var
  --json        in một tài liệu JSON; --csv: in CSV; không ghi: in bảng căn cột
"""


class _Parser(argparse.ArgumentParser):
    """Says in Vietnamese how the command is written, and that it was written otherwise."""

    def format_help(self) -> str:
        return _HELP.format(names=", ".join(CATALOGUE), codes=", ".join(all_codes()))

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"Lệnh ghi chưa đúng.\n{self.format_help()}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Answer one question on the command line; exit 2 when it is not one."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    options = _parser().parse_args(arguments)
    try:
        answer = ask(options.name, options.as_of, options.department, options.home)
    except Exception as problem:
        return _tell_failure(_told(options.home, problem), options)
    try:
        _FORMS[options.form](answer)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads has seen enough, such as `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def ask(name: str, as_of: str | None, department: str | None, home: str | None) -> Answer:
    """
    Compute metric *name* over the whole office.

    Raises:
        UnknownNameError: No such metric, department or day.
    """
    metric, day = _metric(name), _day(as_of)
    if department is not None and department not in all_codes():
        raise UnknownNameError(
            f"Không có đơn vị nào có mã “{department}”", remedy=f"Các mã đơn vị: {', '.join(all_codes())}."
        )
    from store.home import resolve_home
    from store.warehouse import open_reader

    reader = open_reader(resolve_home(home), Scope(all_codes(), is_whole_office=True))
    day = day or reader.newest_as_of()
    if day is None:
        return Answer(name, None, reader.build_id, False, list(metric.columns), [])
    from metrics.asking.state import is_reconstructed

    table = metric.function(reader, as_of=day, department=department)
    rows = [{str(key): plain(value) for key, value in row.items()} for row in table.to_dict("records")]
    return Answer(
        name, day, reader.build_id, is_reconstructed(reader, metric.kinds, day), list(metric.columns), rows
    )


def _told(home: str | None, problem: Exception) -> DashboardError:
    from store.failures import told_failure
    from store.home import resolve_home

    return told_failure(resolve_home(home), "metrics", problem)


def _tell_failure(problem: DashboardError, options: argparse.Namespace) -> int:
    """A failing home is 1, whatever was asked wrongly 2."""
    print(problem, file=sys.stderr)
    if options.form == "json":
        from store.failures import failure_document

        empty = {"metric": options.name, "as_of": None, "build_id": None, "reconstructed": False}
        print(failure_document(problem, **empty, columns=[], rows=[]))
    return 1 if isinstance(problem, SystemFailureError) else 2


def plain(value: Any) -> Any:
    """
    *value* as JSON knows it: unknown is None, a decimal is a number, a date is ISO text.

    >>> plain(float("nan")), plain(Decimal("1.50")), plain(date(2023, 11, 12))
    (None, 1.5, '2023-11-12')
    """
    if isinstance(value, list | tuple | set):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if hasattr(value, "tolist"):  # numpy scalars and arrays
        return plain(value.tolist())
    if value is None or value != value or type(value).__name__ in {"NAType", "NaTType"}:
        return None
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return None if isinstance(value, float) and math.isinf(value) else value


def _metric(name: str) -> Metric:
    if name not in CATALOGUE:
        raise UnknownNameError(
            f"Không có chỉ số nào tên “{name}”", remedy=f"Các chỉ số: {', '.join(CATALOGUE)}."
        )
    return CATALOGUE[name]


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text is not None else None
    except ValueError as error:
        raise UnknownNameError(
            f"“{text}” không phải là ngày", remedy="Ghi ngày theo dạng năm-tháng-ngày, ví dụ 2023-11-12."
        ) from error


def _write_json(answer: Answer) -> None:
    document = {
        "metric": answer.metric,
        "as_of": plain(answer.as_of),
        "build_id": answer.build_id,
        "reconstructed": answer.reconstructed,
        "columns": answer.columns,
        "rows": answer.rows,
    }
    print(json.dumps(document, ensure_ascii=False))


def _write_csv(answer: Answer) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(answer.columns)
    writer.writerows([_cell(row[name]) for name in answer.columns] for row in answer.rows)


def _write_table(answer: Answer) -> None:
    """Columns aligned by the widest cell; numbers to the right."""
    lines = [answer.columns, *([_cell(row[name]) for name in answer.columns] for row in answer.rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(answer.columns))]
    numeric = [any(isinstance(row[name], int | float) for row in answer.rows) for name in answer.columns]
    for line in lines:
        cells = zip(line, widths, numeric, strict=True)
        print("  ".join(c.rjust(w) if right else c.ljust(w) for c, w, right in cells).rstrip())


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value)


_FORMS = {"json": _write_json, "csv": _write_csv, "table": _write_table}


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m metrics", allow_abbrev=False)
    parser.add_argument("name")
    parser.add_argument("--as-of")
    parser.add_argument("--department")
    parser.add_argument("--home")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", dest="form", action="store_const", const="json")
    form.add_argument("--csv", dest="form", action="store_const", const="csv")
    parser.set_defaults(form="table")
    return parser


if __name__ == "__main__":
    sys.exit(main())
