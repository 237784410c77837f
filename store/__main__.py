"""The command line of the store: backup, restore, verify."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from domain.errors import DashboardError, UnknownNameError
from store.backup import Verdict, back_up, restore, verify
from store.failures import write_failure
from store.home import Home, resolve_home

GOOD, BROKEN, USAGE = 0, 1, 2


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(USAGE, f"Lệnh chưa đúng: {message}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the return value is the exit code."""
    given = _parser().parse_args(arguments)
    home = resolve_home(getattr(given, "home", None))
    try:
        return given.run(home, given)
    except DashboardError as problem:
        print(problem, file=sys.stderr)
        return USAGE if isinstance(problem, UnknownNameError) else BROKEN
    except Exception:
        print(
            f"Hệ thống gặp lỗi số {write_failure(home, 'store')}; báo số này cho quản trị.", file=sys.stderr
        )
        return BROKEN


def _parser() -> _Parser:
    parser = _Parser(prog="python -m store", description="Sao lưu, khôi phục, kiểm tra dữ liệu.")
    parser.add_argument("--home", help="thư mục dữ liệu của một đơn vị")
    commands = parser.add_subparsers(required=True, metavar="LỆNH", parser_class=_Parser)
    backup = _command(commands, "backup", _backup, "chép mọi thứ vào một tệp .zip")
    backup.add_argument("target", metavar="TỆP_ZIP")
    back = _command(commands, "restore", _restore, "dựng lại từ bản sao lưu vào thư mục trống")
    back.add_argument("source", metavar="TỆP_ZIP")
    check = _command(
        commands, "verify", _verify, "kiểm tra tệp gốc, kho số liệu, và dựng lại có bằng nhau không"
    )
    check.add_argument("--quick", action="store_true", help="không dựng lại")
    return parser


def _command(commands, name: str, run, words: str) -> argparse.ArgumentParser:  # type: ignore[no-untyped-def]
    command = commands.add_parser(name, help=words)
    command.set_defaults(run=run)
    command.add_argument("--home", default=argparse.SUPPRESS, help="thư mục dữ liệu của một đơn vị")
    return command


def _backup(home: Home, given: argparse.Namespace) -> int:
    print(f"Đã sao lưu vào {back_up(home, Path(given.target))}")
    return GOOD


def _restore(home: Home, given: argparse.Namespace) -> int:
    return _tell(restore(Path(given.source), home))


def _verify(home: Home, given: argparse.Namespace) -> int:
    if not home.path.is_dir():
        raise UnknownNameError("Không có thư mục dữ liệu này", where=str(home.path))
    return _tell(verify(home, with_rebuild=not given.quick))


def _tell(verdict: Verdict) -> int:
    for problem in verdict.problems:
        print(problem, file=sys.stderr)
    if verdict.problems:
        return BROKEN
    print(f"Nguyên vẹn: {verdict.snapshots} tệp gốc, kho số liệu {verdict.build_id or 'chưa có'}.")
    return GOOD


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    sys.exit(main())
