"""The command line of the store: backup, restore, verify, rehearse, doctor, prune."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from domain.program.command_line import HOME_HELP, USAGE, CommandParser, print_json, run, subcommand
from domain.program.errors import DashboardError, UnknownNameError
from store.disk.failures import failure_document, told_failure
from store.disk.home import Home, require_folder, resolve_home
from store.upkeep.backup import back_up, named_copy, rehearse, restore
from store.upkeep.doctor import delete_spare, findings, may_go
from store.upkeep.verify import Verdict, verify

GOOD, BROKEN = 0, 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the return value is the exit code."""
    given = _parser().parse_args(arguments)
    home = resolve_home(getattr(given, "home", None))
    try:
        document, sentences, code = given.run(home, given)
    except Exception as problem:
        return _tell_failure(told_failure(home, "store", problem), as_json=given.json)
    if given.json:
        print_json(document)
    for sentence in sentences:
        print(sentence, file=sys.stderr if given.json or code else sys.stdout)
    return code


def _tell_failure(problem: DashboardError, *, as_json: bool) -> int:
    print(problem, file=sys.stderr)
    if as_json:
        print(failure_document(problem))
    return USAGE if isinstance(problem, UnknownNameError) else BROKEN


def _parser() -> CommandParser:
    parser = CommandParser(prog="python -m store", description="Sao lưu, khôi phục, kiểm tra dữ liệu.")
    parser.add_argument("--home", help=HOME_HELP)
    commands = parser.add_subparsers(required=True, metavar="LỆNH", parser_class=CommandParser)
    backup = subcommand(commands, "backup", _backup, "chép mọi thứ vào một tệp .zip")
    where = backup.add_mutually_exclusive_group(required=True)
    where.add_argument("target", metavar="TỆP_ZIP", nargs="?")
    where.add_argument("--to", metavar="THƯ_MỤC", help="thư mục nhận; tên tệp theo giờ sao lưu")
    back = subcommand(commands, "restore", _restore, "dựng lại từ bản sao lưu vào thư mục trống")
    back.add_argument("source", metavar="TỆP_ZIP")
    back.add_argument("--set-aside", action="store_true", help="dời dữ liệu hiện có sang bên cạnh")
    check = subcommand(
        commands,
        "verify",
        _verify,
        "kiểm tra thư mục dữ liệu hoặc một bản sao lưu, và dựng lại có bằng nhau không",
    )
    check.add_argument("source", metavar="TỆP_ZIP", nargs="?")
    check.add_argument("--quick", action="store_true", help="không dựng lại")
    trial = subcommand(
        commands,
        "rehearse",
        _rehearse,
        "khôi phục thử vào thư mục tạm rồi so từng dòng, điểm và mã bản số liệu",
    )
    trial.add_argument("source", metavar="TỆP_ZIP")
    subcommand(commands, "doctor", _doctor, "máy và dữ liệu có gì hỏng, chữa thế nào")
    clear = subcommand(commands, "prune", _prune, "xóa bản số liệu cũ và tệp tạm còn sót")
    clear.add_argument("--dry-run", action="store_true", help="chỉ liệt kê")
    return parser


_Told = tuple[dict[str, Any], list[str], int]


def _backup(home: Home, given: argparse.Namespace) -> _Told:
    target = back_up(home, Path(given.target) if given.target else named_copy(home, Path(given.to)))
    return {"file": str(target), "bytes": target.stat().st_size}, [f"Đã sao lưu vào {target}"], GOOD


def _restore(home: Home, given: argparse.Namespace) -> _Told:
    return _told(restore(Path(given.source), home, sets_aside=given.set_aside))


def _verify(home: Home, given: argparse.Namespace) -> _Told:
    if given.source:
        return _told(rehearse(Path(given.source), with_rebuild=False))
    require_folder(home)
    return _told(verify(home, with_rebuild=not given.quick))


def _rehearse(_home: Home, given: argparse.Namespace) -> _Told:
    return _told(rehearse(Path(given.source)))


def _told(verdict: Verdict) -> _Told:
    document = {
        "ok": not verdict.problems,
        "build_id": verdict.build_id,
        "snapshots": verdict.snapshots,
        "problems": verdict.problems,
    }
    whole = f"Nguyên vẹn: {verdict.snapshots} tệp gốc, kho số liệu {verdict.build_id or 'chưa có'}."
    return document, verdict.problems or [whole], BROKEN if verdict.problems else GOOD


def _doctor(home: Home, _given: argparse.Namespace) -> _Told:
    found = findings(home)
    document = {
        "ok": not found,
        "findings": [{"code": f.code, "what": f.what, "cure": f.cure} for f in found],
    }
    sentences = [f"{f.what} Cách chữa: {f.cure}" for f in found] or ["Không thấy gì hỏng."]
    return document, sentences, BROKEN if found else GOOD


def _prune(home: Home, given: argparse.Namespace) -> _Told:
    require_folder(home)
    gone = may_go(home) if given.dry_run else delete_spare(home)
    names = [path.relative_to(home.path).as_posix() for path in gone]
    said = f"{'Xóa được' if given.dry_run else 'Đã xóa'} {len(names)} tệp."
    return {"dry_run": given.dry_run, "files": names}, [said, *names], GOOD


if __name__ == "__main__":
    run(main)
