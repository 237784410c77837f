"""`python -m metrics NAME`: one metric as a table, as JSON or as CSV."""

import argparse
import json
import sys
from collections.abc import Sequence

from domain.agency.days import day_asked
from domain.agency.departments import all_codes
from domain.agency.scope import whole_office
from domain.program.command_line import HelpfulParser, listed_for_help, run
from domain.program.errors import DashboardError, SystemFailureError
from metrics.asking.answers import Answer, answer_of, cell
from metrics.asking.catalogue import CATALOGUE
from store.disk.home import work_for_named

_HELP = """Cách dùng: python -m metrics TÊN [--as-of NĂM-THÁNG-NGÀY] [--department MÃ] [--home THƯ_MỤC] [--json | --csv]

In một bảng tính từ số liệu đã công bố.
  TÊN           {names}
  --as-of       ngày tính; mặc định là ngày số liệu mới nhất
  --department  chỉ một đơn vị: {codes}
  --home        thư mục dữ liệu; mặc định theo DASHBOARD_HOME, không có thì data/var
  --json        in một tài liệu JSON; --csv: in CSV; không ghi: in bảng căn cột
"""


class _Parser(HelpfulParser):
    """Says in Vietnamese how the command is written, with what it knows in this home."""

    def format_help(self) -> str:
        return _HELP.format(names=", ".join(CATALOGUE), codes=listed_for_help(all_codes))


def main(arguments: Sequence[str] | None = None) -> int:
    """Answer one question on the command line; exit 2 when it is not one."""
    words = sys.argv[1:] if arguments is None else arguments
    work_for_named(words)
    options = _parser().parse_args(words)
    try:
        answer = ask(options.name, options.as_of, options.department, options.home)
    except Exception as problem:
        return _tell_failure(_told(options.home, problem), options)
    _FORMS[options.form](answer)
    return 0


def ask(name: str, as_of: str | None, department: str | None, home: str | None) -> Answer:
    """
    The answer over the whole office; libraries are imported once the words are known to be right.

    Raises:
        UnknownNameError: No such metric, department or day.
    """
    from store.current.reading_on import reader_on
    from store.disk.home import resolve_home

    with reader_on(resolve_home(home), day_asked(as_of or ""), whole_office()) as reader:
        return answer_of(name, as_of, department, reader)


def _told(home: str | None, problem: Exception) -> DashboardError:
    from store.disk.failures import told_failure
    from store.disk.home import resolve_home

    return told_failure(resolve_home(home), "metrics", problem)


def _tell_failure(problem: DashboardError, options: argparse.Namespace) -> int:
    """A failing home is 1, whatever was asked wrongly 2."""
    print(problem, file=sys.stderr)
    if options.form == "json":
        from store.disk.failures import failure_document

        empty = {"metric": options.name, "as_of": None, "build_id": None, "reconstructed": False}
        print(failure_document(problem, **empty, columns=[], rows=[]))
    return 1 if isinstance(problem, SystemFailureError) else 2


def _write_json(answer: Answer) -> None:
    print(json.dumps(answer.document(), ensure_ascii=False))


def _write_csv(answer: Answer) -> None:
    sys.stdout.write(answer.csv_text())


def _write_table(answer: Answer) -> None:
    """Columns aligned by the widest cell; numbers to the right."""
    lines = [answer.columns, *([cell(row[name]) for name in answer.columns] for row in answer.rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(answer.columns))]
    numeric = [any(isinstance(row[name], int | float) for row in answer.rows) for name in answer.columns]
    for line in lines:
        cells = zip(line, widths, numeric, strict=True)
        print("  ".join(c.rjust(w) if right else c.ljust(w) for c, w, right in cells).rstrip())


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
    run(main)
