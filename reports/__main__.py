"""`python -m reports NAME`: one paper, or one made again, checked or listed."""

import argparse
import getpass
import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from domain.agency.days import day_named
from domain.agency.departments import all_codes, refuse_unknown
from domain.agency.office import office
from domain.agency.scope import Viewer, whole_office
from domain.program.command_line import HelpfulParser, listed_for_help, run
from domain.program.errors import DashboardError, RefusedFileError, SystemFailureError, UnknownNameError
from metrics.limits.campaigns import campaign_by_id, campaigns
from store.disk.home import work_for_named

_HELP = """Cách dùng: python -m reports TÊN --as-of NĂM-THÁNG-NGÀY --out THƯ_MỤC [--campaign ĐỢT] [--department MÃ]
                          [--template TỆP.docx] [--home THƯ_MỤC] [--json]
           python -m reports again SỐ --out THƯ_MỤC     làm lại văn bản đã phát hành, đúng con số lúc phát hành
           python -m reports check-form TỆP.docx        kiểm tra thể thức theo Nghị định 30/2020/NĐ-CP
           python -m reports list                       các văn bản đã phát hành

  TÊN           {names}
  --campaign    chỉ một đợt: {campaigns}
  --department  chỉ một đơn vị: {codes}
  --template    mẫu Word của đơn vị thay cho mẫu kèm phần mềm
"""


class _Parser(HelpfulParser):
    """Says in Vietnamese how the command is written, with what it knows in this home."""

    def format_help(self) -> str:
        from reports.catalogue import PAPERS

        known = listed_for_help(lambda: (campaign.id for campaign in campaigns()))
        return _HELP.format(names=", ".join(PAPERS), codes=listed_for_help(all_codes), campaigns=known)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 done, 1 not done, 2 not understood."""
    words = sys.argv[1:] if arguments is None else arguments
    work_for_named(words)
    options = _parser().parse_args(words)
    try:
        return _run(options)
    except (RefusedFileError, SystemFailureError) as error:
        return _failed(options, str(error), 1)
    except DashboardError as error:
        return _failed(options, str(error), 2)
    except Exception as error:
        return _failed(options, _told(options.home, error), 1)


def _run(options: argparse.Namespace) -> int:
    if options.name == "check-form":
        return _check_form(options)
    if options.name == "list":
        return _list(options)
    if options.out is None or (options.name != "again" and options.as_of is None):
        raise UnknownNameError("Lệnh thiếu --out hoặc --as-of", remedy="Xem python -m reports --help.")
    return _again(options) if options.name == "again" else _issue(options)


def _issue(options: argparse.Namespace) -> int:
    from reports.catalogue import paper_kind

    if options.object is not None:
        raise UnknownNameError(
            "Lệnh ghi thừa", where=options.object, remedy="Xem cách ghi bằng python -m reports --help."
        )
    paper_kind(options.name)
    as_of = day_named(options.as_of)
    refuse_unknown(options.department)
    if options.campaign is not None:
        campaign_by_id(options.campaign)
    own = _existing(options.template) if options.template else None
    from reports.drafting import Wanted
    from reports.issuing import issue, told_as_json, withdraw_record, write_files
    from reports.rendering import template_bytes
    from store.current.reading_on import reader_on
    from store.disk.home import resolve_home

    home, out = resolve_home(options.home), Path(options.out)
    wanted = Wanted(as_of, options.campaign, options.department)
    with reader_on(home, as_of, whole_office()) as reader:
        if reader.build_id is None or reader.newest_as_of() is None:
            return _empty(options, as_of)
        template = template_bytes(options.name, own) if own else None
        made = issue(home, _viewer(), reader, options.name, wanted, template=template)
    try:
        write_files(made, out)
    except BaseException:
        withdraw_record(home, made)
        raise
    return _tell(options, told_as_json(made, out))


def _again(options: argparse.Namespace) -> int:
    from desk.issued import SEE_NUMBERS

    if options.object is None:
        raise UnknownNameError("Chưa ghi số văn bản", remedy=SEE_NUMBERS)
    from reports.issuing import again, told_as_json, write_files
    from store.disk.home import resolve_home

    out = Path(options.out)
    made = again(resolve_home(options.home), _viewer(), options.object)
    write_files(made, out)
    return _tell(options, told_as_json(made, out))


def _check_form(options: argparse.Namespace) -> int:
    if options.object is None:
        raise UnknownNameError(
            "Chưa ghi tệp cần kiểm tra", remedy="Ví dụ: python -m reports check-form TỆP.docx."
        )
    path = _existing(options.object)
    from reports.form_check import check_form

    points = check_form(path.read_bytes(), path.name)
    rows = [{"code": p.code, "ok": p.ok, "where": p.where, "message": p.message} for p in points]
    if options.json:
        _print({"file": options.object, "points": rows})
    else:
        for row in rows:
            print(f"{'Đạt ' if row['ok'] else 'CHƯA'}  {row['where']}: {row['message']}")
    return 0 if all(point.ok for point in points) else 1


def _list(options: argparse.Namespace) -> int:
    from reports.issuing import issued_papers
    from store.disk.home import resolve_home

    rows = [
        {
            "record_id": str(row["id"]), "report": row["name"], "as_of": row["as_of"].isoformat(),
            "department_code": row["department_code"], "build_id": row["build_id"],
            "frozen": row["parameters"]["frozen"], "file": row["file_name"], "sha256": row["sha256"],
            "files": len(row["parameters"]["papers"]), "issued_by": row["issued_by"],
            "issued_at": row["issued_at"].isoformat(),
        }
        for row in reversed(issued_papers(resolve_home(options.home), _viewer()))
    ]  # fmt: skip
    if options.json:
        _print({"reports": rows})
    else:
        for row in rows:
            print(
                f"{row['record_id']:>5}  {row['as_of']}  {row['report']}  {row['file']}  {row['issued_by']}"
            )
    return 0


def _tell(options: argparse.Namespace, document: dict[str, Any]) -> int:
    if options.json:
        _print(document)
    else:
        for file in document["files"]:
            print(file["file"])
    for one in document["left_out"]:
        print(f"Không có trong văn bản: {one['what']}. {one['why']}.", file=sys.stderr)
    return 0


def _empty(options: argparse.Namespace, as_of: date) -> int:
    words = "Chưa có số liệu nên chưa lập được văn bản. Nạp bản xuất trước bằng python -m data_loaders load."
    print(words, file=sys.stderr)
    if options.json:
        left = [{"what": options.name, "why": "Chưa có số liệu nào được nạp"}]
        _print(
            {
                "report": options.name, "as_of": as_of.isoformat(), "build_id": None, "record_id": None,
                "frozen": False, "files": [], "left_out": left,
            }
        )  # fmt: skip
    return 1


def _failed(options: argparse.Namespace, words: str, code: int) -> int:
    print(words, file=sys.stderr)
    if options.json:
        _print({"error": {"message": words}})
    return code


def _print(document: dict[str, Any]) -> None:
    print(json.dumps(document, ensure_ascii=False))


def _existing(text: str) -> Path:
    path = Path(text)
    if not path.is_file():
        raise UnknownNameError("Không có tệp này", where=text, remedy="Kiểm tra đường dẫn.")
    return path


def _viewer() -> Viewer:
    """The command line sees the whole office and does what the gathering unit does."""
    person = _person()
    return Viewer(person, person, "office", office().gathering_unit, whole_office())


def _person() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "dòng lệnh"


def _told(home: str | None, problem: Exception) -> str:
    """The cause of *problem* where it is known, else the number under which the log of *home* has it."""
    from store.disk.failures import told_failure
    from store.disk.home import resolve_home

    return str(told_failure(resolve_home(home), "reports", problem))


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m reports", allow_abbrev=False)
    parser.add_argument("name")
    parser.add_argument("object", nargs="?")
    for option in ("--as-of", "--out", "--campaign", "--department", "--template", "--home"):
        parser.add_argument(option)
    parser.add_argument("--json", action="store_true")
    return parser


if __name__ == "__main__":
    run(main)
