"""The command line for files: check, load, undo, redo, rebuild, list, watch."""

import argparse
import getpass
import sys
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from data_loaders.declared.data_files import CheckedFile, checked_files
from data_loaders.declared.declarations import kind_named
from data_loaders.declared.outcome import Choice, Options
from data_loaders.declared.rule_report import rule_report, rule_sentences
from data_loaders.intake.reading import Received
from data_loaders.intake.report import FileReport
from data_loaders.publishing import ingest
from data_loaders.publishing.ingest import Outcome
from data_loaders.publishing.last_good import take_last_good
from data_loaders.publishing.watch import watch
from domain.agency.days import day_asked, day_fault
from domain.agency.scope import command_line
from domain.program.command_line import HOME_HELP, USAGE, CommandParser, print_json, run, subcommand
from domain.program.errors import DashboardError, UnknownNameError
from domain.wording.formats import count
from store.current.pointer import current
from store.disk.failures import failure_document, told_failure
from store.disk.home import Home, resolve_home

ALL_IN, SOME_OPEN = 0, 1

# The document holds them all; beside it only the first are told.
_ERRORS_BESIDE_JSON = 5

_STATUS_VI = {
    "loaded": "đã nạp",
    "already_loaded": "đã có từ trước",
    "loadable": "nạp được",
    "refused": "bị từ chối",
    "needs_choice": "cần chọn",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the return value is the exit code."""
    given = _parser().parse_args(arguments)
    home = resolve_home(getattr(given, "home", None))
    try:
        return given.run(home, given)
    except KeyboardInterrupt:
        print("Đã dừng.", file=sys.stderr)
        return SOME_OPEN
    except BrokenPipeError:
        raise
    except Exception as problem:
        return _tell_failure(
            told_failure(home, "data_loaders", problem), as_json=given.json, is_list=given.run is _list
        )


def _tell_failure(problem: DashboardError, *, as_json: bool, is_list: bool) -> int:
    print(problem, file=sys.stderr)
    if as_json:
        held = "imports" if is_list else "files"
        print(failure_document(problem, build_id=None, **{held: []}))
    return USAGE if isinstance(problem, UnknownNameError) else SOME_OPEN


def _parser() -> CommandParser:
    parser = CommandParser(prog="python -m data_loaders", description="Nạp các tệp số liệu.")
    parser.add_argument("--home", help=HOME_HELP)
    commands = parser.add_subparsers(required=True, metavar="LỆNH", parser_class=CommandParser)
    for name, action, words in (
        ("check", _check, "đọc và báo cáo như load sẽ trả lời, không lưu gì"),
        ("load", _load, "nạp và công bố"),
    ):
        command = _command(commands, name, action, words)
        command.add_argument("files", nargs="+", metavar="TỆP")
        command.add_argument("--kind", help="loại nguồn")
        command.add_argument("--as-of", dest="as_of", type=_day, help="ngày của số liệu, dạng 2023-11-12")
        command.add_argument("--sheet", help="chỉ đọc trang tính này")
        command.add_argument(
            "--accept-effect",
            action="store_true",
            help="nạp cả khi con số đổi khác thường, sau khi đã xem các thay đổi được nêu",
        )
    for name, action, words in (
        ("undo", _undo, "gỡ một lần nạp"),
        ("redo", _redo, "đưa lại lần nạp đã gỡ"),
    ):
        _command(commands, name, action, words).add_argument("import_id", metavar="MÃ")
    _command(commands, "rebuild", _rebuild, "dựng lại kho số liệu từ các tệp gốc").add_argument(
        "--last-good",
        action="store_true",
        help="tệp gốc bị mất: dùng bản số liệu nguyên vẹn gần nhất, ghi rõ lần nạp nào chưa có trong đó",
    )
    _command(commands, "list", _list, "liệt kê các lần nạp")
    _command(
        commands, "check-data", _check_data, "kiểm tra các tệp quy định và thông tin cơ quan đang áp dụng"
    )
    reading = _command(commands, "read-rule", _read_rule, "đọc thử một quy tắc chấm điểm")
    reading.add_argument(
        "--max", required=True, type=_decimal, metavar="ĐIỂM", help="điểm tối đa của tiêu chí"
    )
    reading.add_argument("--text", required=True, metavar="CÂU", help="câu chữ của quy tắc")
    reading.add_argument(
        "--value", action="append", default=[], type=_decimal, metavar="SỐ",
        help="thử với giá trị này: phần trăm 0–100, số đếm, hoặc số thứ tự lựa chọn từ 0",
    )  # fmt: skip
    watching = _command(commands, "watch", _watch, "nạp mọi tệp xuất hiện trong một thư mục")
    watching.add_argument("folder", metavar="THƯ_MỤC")
    watching.add_argument("--once", action="store_true", help="làm một lượt rồi dừng")
    watching.add_argument("--interval", type=float, default=5.0, help="số giây giữa hai lượt")
    return parser


def _command(commands: Any, name: str, run: Any, words: str) -> argparse.ArgumentParser:
    command = subcommand(commands, name, run, words)
    command.add_argument("--by", default=None, help="tên người nạp")
    return command


def _day(text: str) -> date:
    found = day_asked(text)
    if found is None:
        raise argparse.ArgumentTypeError(f"{day_fault(text)}; ghi theo dạng 2023-11-12")
    return found


def _check(home: Home, given: argparse.Namespace) -> int:
    return _tell(ingest.check(home, _received(given), accept_effect=given.accept_effect), as_json=given.json)


def _load(home: Home, given: argparse.Namespace) -> int:
    return _tell(
        ingest.load(home, _received(given), person=_person(given), accept_effect=given.accept_effect),
        as_json=given.json,
    )


def _received(given: argparse.Namespace) -> list[Received]:
    """Every file of the command, read; a path that is not a file stops the whole command."""
    if given.kind:
        kind_named(given.kind)
    options = Options(kind=given.kind, as_of=given.as_of, sheet=given.sheet)
    files = []
    for path in given.files:
        if not Path(path).is_file():
            raise UnknownNameError("Không có tệp này", where=path, remedy="Xem lại đường dẫn.")
        files.append(Received(path, _content(path), options))
    return files


def _content(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as problem:
        raise UnknownNameError("Không mở được tệp này", where=path, remedy="Xem lại quyền đọc.") from problem


def _person(given: argparse.Namespace) -> str:
    if given.by:
        return given.by
    try:
        return f"dòng lệnh ({getpass.getuser()})"
    except (OSError, KeyError, ImportError):
        return "dòng lệnh"


def _tell(outcome: Outcome, *, as_json: bool) -> int:
    if as_json:
        print_json({"build_id": outcome.build_id, "files": [one.as_json() for one in outcome.files]})
    for one in outcome.files:
        _tell_file(one, sys.stderr if as_json else sys.stdout, most=_ERRORS_BESIDE_JSON if as_json else None)
    return ALL_IN if all(one.is_in for one in outcome.files) else SOME_OPEN


def _tell_file(report: FileReport, stream: Any, *, most: int | None = None) -> None:
    """One file in sentences; of its errors no more than *most*, and how many there are besides."""
    print(f"{report.file}: {_STATUS_VI[report.status]}", file=stream)
    if report.refusal:
        print(f"  {report.refusal.message}", file=stream)
    if report.choice:
        _tell_choice(report.choice, stream)
    if report.note:
        print(f"  {report.note}", file=stream)
    for table in report.tables:
        print(
            f"  {table.sheet}: {table.kind}, ngày {table.as_of}, {count(table.accepted_rows)} dòng nhận,"
            f" {count(table.rejected_rows)} dòng bị loại",
            file=stream,
        )
    errors = [issue.message for issue in report.issues if issue.severity == "error"]
    for message in errors[:most]:
        print(f"  {message}", file=stream)
    if most is not None and errors[most:]:
        print(f"  và {count(len(errors) - most)} lỗi nữa trong tài liệu JSON", file=stream)


def _tell_choice(choice: Choice, stream: Any) -> None:
    if choice.what != "effect":
        print(f"  Chọn {choice.what}: {', '.join(map(str, choice.options))}", file=stream)
        if choice.why:
            print(f"  {choice.why}", file=stream)
        return
    print("  Nạp tệp này làm con số đổi khác thường; xem rồi thêm --accept-effect:", file=stream)
    for words in choice.options:
        print(f"  - {words}", file=stream)


def _undo(home: Home, given: argparse.Namespace) -> int:
    ingest.undo(home, given.import_id, person=_person(given))
    return _list(home, given)


def _redo(home: Home, given: argparse.Namespace) -> int:
    ingest.redo(home, given.import_id, person=_person(given))
    return _list(home, given)


def _rebuild(home: Home, given: argparse.Namespace) -> int:
    if given.last_good:
        print(take_last_good(home, person=_person(given)).sentence, file=sys.stderr)
    else:
        ingest.rebuild(home)
    return _list(home, given)


def _list(home: Home, given: argparse.Namespace) -> int:
    now_current = current(home)
    rows = [
        {**one, "loaded_at": one["loaded_at"].isoformat()} for one in ingest.imports(home, command_line())
    ]
    if given.json:
        print_json({"build_id": now_current and now_current.build_id, "imports": rows})
        return ALL_IN
    for row in rows:
        state = "đang dùng" if row["state"] == "active" else "đã gỡ"
        print(
            f"{row['import_id']}  {row['loaded_at'][:16]}  {row['by']}  {row['file']}  {', '.join(row['kinds'])}  {state}"
        )
    return ALL_IN


def _check_data(_home: Home, given: argparse.Namespace) -> int:
    files = checked_files()
    if given.json:
        print_json({"files": [_checked_json(one) for one in files]})
    else:
        for one in files:
            print(f"{one.file}: {'có lỗi' if one.faults else 'đúng'}")
            for fault in one.faults:
                print(f"  {fault.message}")
            if one.from_program:
                print(f"  Lấy theo phần mềm: {', '.join(one.from_program)}")
    return SOME_OPEN if any(one.faults for one in files) else ALL_IN


def _checked_json(one: CheckedFile) -> dict[str, Any]:
    faults = [{"key": fault.key, "message": fault.message} for fault in one.faults]
    said: dict[str, Any] = {"file": one.file, "ok": not faults, "faults": faults}
    return {**said, "from_program": list(one.from_program)} if one.from_program else said


def _read_rule(_home: Home, given: argparse.Namespace) -> int:
    report = rule_report(given.text, given.max, given.value)
    if given.json:
        print_json(report)
        return ALL_IN
    for sentence in rule_sentences(given.text, given.max):
        print(sentence)
    for one in report["points"]:
        print(f"  {one['value']}: {'chưa xác định' if one['points'] is None else one['points']}")
    return ALL_IN


def _decimal(text: str) -> Decimal:
    try:
        number = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        raise argparse.ArgumentTypeError(f"phải là một số, không phải {text}") from None
    if not number.is_finite():
        raise argparse.ArgumentTypeError(f"phải là một số, không phải {text}")
    return number


def _watch(home: Home, given: argparse.Namespace) -> int:
    folder = Path(given.folder)
    if not folder.is_dir():
        raise UnknownNameError("Không có thư mục này", where=given.folder, remedy="Xem lại đường dẫn.")
    reports: list[FileReport] = []
    try:
        for one in watch(home, folder, person=_person(given), once=given.once, interval=given.interval):
            reports.append(one)
            if not given.json:
                _tell_file(one, sys.stdout)
    except KeyboardInterrupt:
        print("Đã dừng theo dõi.", file=sys.stderr)
    now_current = current(home)
    if given.json:
        print_json(
            {"build_id": now_current and now_current.build_id, "files": [one.as_json() for one in reports]}
        )
    return ALL_IN if all(one.is_in for one in reports) else SOME_OPEN


if __name__ == "__main__":
    run(main)
