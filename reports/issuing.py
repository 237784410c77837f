"""How a paper is drafted, written whole or not at all, recorded, and made again from its record."""

import base64
import hashlib
import shutil
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from desk.issued import Issue, audit_anchor, fill_record, issued, issued_paper, release, reserve
from desk.keeping import OLDER_STATE_VI, freezes, frozen_reader, is_answered_by_present
from domain.agency.departments import department_name
from domain.agency.scope import Viewer, not_theirs
from domain.program.errors import SystemFailureError, UnknownNameError
from domain.wording.formats import NBSP, day
from metrics.pace.freeze import is_lifted
from reports.catalogue import PAPERS, paper_kind
from reports.drafting import Draft, Issued, Made, Paper, Progress, Sheet, Wanted, plain_words, silent
from reports.form_check import check_form, faults
from reports.rendering import template_bytes, word_bytes, zipped
from reports.workbooks import workbook_bytes
from store.builds.reader import Reader
from store.disk.home import Home
from store.disk.snapshots import kept_content
from store.written.application import now
from store.written.records import Row

# What a paper recorded before a field existed said in its place, so that it can still be made again.
_AS_BEFORE = {
    "labels": {
        name: f"Phụ lục {number}"
        for name, number in zip(
            ("obligations", "units", "criteria", "moved", "skipped"),
            ("I", "II", "III", "IV", "V"),
            strict=True,
        )
    }
}


def draft(reader: Reader, name: str, wanted: Wanted) -> Draft:
    """
    Return what paper *name* would hold, without making or recording anything.

    Raises:
        UnknownNameError: There is no such paper.
    """
    return paper_kind(name).drafted(reader, wanted)


def trial(
    home: Home, viewer: Viewer, reader: Reader, name: str, wanted: Wanted, *, template: bytes | None = None,
    moment: datetime | None = None,
) -> Issued:  # fmt: skip
    """
    Make the first document of paper *name* to look at: nothing is recorded, and its footer says so.

    Raises:
        NotAllowedError: The viewer may not issue papers, or not this unit's.
        DashboardError: The paper cannot be made, or *template* asks for what it does not have.
    """
    _require(viewer, wanted)
    source, state = state_at(home, reader, wanted, moment=moment)
    drafted, is_frozen = _saying(draft(source, name, wanted), source, state), _is_itself(source, state)
    first = Draft(drafted.papers[:1], drafted.left_out)
    shown = _with_footer(first, trial_footer(wanted))
    kept = plain_words(_kept(shown, template, wanted, is_frozen, moment or now()))
    record = {
        **asdict(Issue(name, wanted.as_of, wanted.department, source.build_id, {})), "id": None,
        "parameters": {**kept, "papers_in_all": len(drafted.papers)},
    }  # fmt: skip
    return Issued(record, _documents(name, kept, silent))


def state_at(
    home: Home, reader: Reader, wanted: Wanted, *, moment: datetime | None = None
) -> tuple[Reader, Row | None]:
    """
    The reader to take the figures from, and the freeze of that day where there is one.

    While its lock is lifted the numbers in use count; when the lift has ended, those that were kept, as before.
    """
    if wanted.campaign is None:
        return reader, None
    kept = [
        row for row in freezes(home, reader.scope)
        if row["campaign"] == wanted.campaign and row["as_of"] == wanted.as_of
        and not is_lifted(row, now=moment or now())
    ]  # fmt: skip
    return (frozen_reader(home, kept[-1], reader), kept[-1]) if kept else (reader, None)


def _is_itself(source: Reader, state: Row | None) -> bool:
    return state is not None and not is_answered_by_present(state, source)


def _saying(drafted: Draft, source: Reader, state: Row | None) -> Draft:
    """*drafted* with the remark that its figures are not those that were kept, where they are not."""
    if state is None or _is_itself(source, state):
        return drafted
    remark = {"what": str(state["name"]), "why": OLDER_STATE_VI}
    return replace(drafted, left_out=(remark, *drafted.left_out))


def issue(
    home: Home, viewer: Viewer, reader: Reader, name: str, wanted: Wanted, *, template: bytes | None = None,
    moment: datetime | None = None, told_of: Progress | None = None,
) -> Issued:  # fmt: skip
    """
    Make paper *name* and record it; a paper without a single document is not recorded.

    Raises:
        NotAllowedError: The viewer may not issue papers, or not this unit's.
        DashboardError: The paper cannot be made; nothing is recorded then.
    """
    viewer.require("report")
    if archived := paper_kind(name).archived:
        return archived(home, viewer, reader, wanted, again=again, moment=moment, told_of=told_of or silent)
    _require(viewer, wanted)
    source, state = state_at(home, reader, wanted, moment=moment)
    drafted, is_frozen = _saying(draft(source, name, wanted), source, state), _is_itself(source, state)
    facts, at = Issue(name, wanted.as_of, wanted.department, source.build_id, {}), moment or now()
    if not drafted.papers:
        nothing = _kept(drafted, template, wanted, is_frozen, at)
        return Issued({**asdict(facts), "id": None, "parameters": nothing}, ())
    number = reserve(home, facts, by=viewer.name, moment=at)
    try:
        words = footer(wanted, source.build_id, number, audit_anchor(home))
        kept = plain_words(_kept(_with_footer(drafted, words), template, wanted, is_frozen, at))
        files = _files(home, name, kept, told_of or silent)
        fill_record(home, number, parameters=kept, file_name=files[0].name, sha256=_hash(files[0].content))
    except BaseException:
        release(home, number)
        raise
    return Issued({**asdict(facts), "id": number, "parameters": kept}, files)


def again(home: Home, viewer: Viewer, number: object, *, told_of: Progress | None = None) -> Issued:
    """
    Make an issued paper anew from its record alone: equal figures, whatever was loaded since.

    Raises:
        NotAllowedError: The viewer may not issue papers.
        UnknownNameError: There is no such record, it is another unit's, or it is a capsule: that is its own copy.
    """
    viewer.require("report")
    row = issued_paper(home, number, viewer.scope)
    if row["parameters"].get("capsule"):
        raise UnknownNameError(
            "Bản lưu trọn năm không làm lại được: nó chính là bản chép của lúc ấy", where=row["file_name"],
            remedy="Dùng tệp đã lập, hoặc lập bản mới.",
        )  # fmt: skip
    return Issued(row, _files(home, row["name"], row["parameters"], told_of or silent))


def issued_papers(home: Home, viewer: Viewer) -> list[Row]:
    """
    The issued papers that *viewer* may make again, newest first.

    Raises:
        NotAllowedError: The viewer may not issue papers.
    """
    viewer.require("report")
    return issued(home, viewer.scope)


def withdraw_record(home: Home, made: Issued) -> None:
    """Take back the record of a paper whose files could not be written."""
    if made.record["id"] is not None:
        release(home, made.record["id"])


def footer(wanted: Wanted, build_id: str | None, number: int, anchor: str) -> str:
    """What binds every page to its figures."""
    tail = f" · Nhật ký {anchor}" if anchor else ""
    return f"Số liệu đến hết ngày{NBSP}{day(wanted.as_of)} · Bản số liệu {build_id} · Bản phát hành {number}{tail}"


def trial_footer(wanted: Wanted) -> str:
    """What stands under a page that was made to be looked at."""
    return f"Số liệu đến hết ngày{NBSP}{day(wanted.as_of)} · Bản xem trước, chưa phát hành"


def write_files(made: Issued, out: Path) -> list[Path]:
    """
    Write every file of *made* into *out*: all of them, or after an error none.

    Raises:
        SystemFailureError: The folder cannot be written or is full.
    """
    done: list[Path] = []
    scratch: Path | None = None
    try:
        out.mkdir(parents=True, exist_ok=True)
        scratch = Path(mkdtemp(prefix=".tmp-", dir=out))
        for file in made.files:
            (scratch / file.name).write_bytes(file.content)
        for file in made.files:
            done.append((scratch / file.name).replace(out / file.name))
    except OSError as problem:
        for path in done:
            path.unlink(missing_ok=True)
        raise SystemFailureError(
            "Không ghi được văn bản, không để lại tệp nào", where=str(out),
            remedy="Kiểm tra thư mục và chỗ trống trên đĩa rồi làm lại.",
        ) from problem  # fmt: skip
    finally:
        if scratch is not None:
            shutil.rmtree(scratch, ignore_errors=True)
    return done


def told_as_json(made: Issued, out: Path) -> dict[str, Any]:
    """The one JSON document about *made*."""
    kept = made.record["parameters"]
    return {
        "report": made.record["name"],
        "as_of": made.record["as_of"].isoformat(),
        "build_id": made.record["build_id"],
        "record_id": None if made.record["id"] is None else str(made.record["id"]),
        "frozen": kept["frozen"],
        "files": [
            {
                "file": str(out / file.name), "department_code": file.department_code,
                "sha256": _hash(file.content), "rows": file.rows, "form_faults": file.form_faults,
            }
            for file in made.files
        ],
        "left_out": kept["left_out"],
    }  # fmt: skip


# --- what is kept, what is made -------------------------------------------------------------------


def _require(viewer: Viewer, wanted: Wanted) -> None:
    viewer.require("report")
    department = wanted.department
    if not (viewer.scope.is_whole_office or department in viewer.scope.departments):
        whose = department_name(department) if department else "toàn cơ quan"
        raise not_theirs(f"Văn bản của {whose}", need="văn bản này")


def _kept(drafted: Draft, own: bytes | None, wanted: Wanted, is_frozen: bool, at: datetime) -> dict[str, Any]:
    """Everything the paper needs to be made again, as plain values."""
    return {
        "papers": [asdict(paper) for paper in drafted.papers],
        "left_out": [dict(one) for one in drafted.left_out],
        "bundle": drafted.bundle,
        "enclosed": [asdict(one) for one in drafted.enclosed],
        "template": base64.b64encode(own).decode() if own else "",
        "campaign": wanted.campaign,
        "frozen": is_frozen,
        "made_at": at.isoformat(),
    }


def _made_at(kept: dict[str, Any]) -> datetime | None:
    """When the paper was issued; None in records that are older than this field, whose files stay as they were."""
    return datetime.fromisoformat(kept["made_at"]) if kept.get("made_at") else None


def _with_footer(drafted: Draft, words: str) -> Draft:
    papers = tuple(
        Paper(p.template, p.stem, p.department_code, p.rows, {**p.context, "footer": words}, p.sheets)
        for p in drafted.papers
    )
    return replace(drafted, papers=papers)


def _files(home: Home, name: str, kept: dict[str, Any], told_of: Progress) -> tuple[Made, ...]:
    files = list(_documents(name, kept, told_of))
    papers = kept["papers"]
    if kept["bundle"] and papers and not kept.get("enclosed"):
        files += _bundle(_template(name, kept), kept, files)
    if PAPERS[name].has_workbook:
        names = _distinct([paper["stem"] for paper in papers])
        files += [_workbook(paper, one, _made_at(kept)) for paper, one in zip(papers, names, strict=True)]
    if kept.get("enclosed"):
        files.append(_pack(home, kept, files))
    return tuple(files)


def _pack(home: Home, kept: dict[str, Any], files: list[Made]) -> Made:
    """The index and every enclosed file in one zip."""
    enclosed = [(one["path"], kept_content(home, one["sha256"])) for one in kept["enclosed"]]
    content = zipped([(f"000_{file.name}", file.content) for file in files] + enclosed)
    return Made(f"{kept['bundle']}.zip", content, files[0].department_code, len(enclosed), [])


def _documents(name: str, kept: dict[str, Any], told_of: Progress) -> tuple[Made, ...]:
    template, papers = _template(name, kept), kept["papers"]
    names = _distinct([paper["stem"] for paper in papers])
    files = []
    for done, (paper, stem) in enumerate(zip(papers, names, strict=True)):
        told_of(done, len(papers))
        files.append(_document(template, paper, stem, _made_at(kept)))
    return tuple(files)


def _template(name: str, kept: dict[str, Any]) -> bytes:
    return base64.b64decode(kept["template"]) if kept["template"] else template_bytes(name)


def _distinct(stems: list[str]) -> list[str]:
    """*stems* with a number behind those that would overwrite another, whatever the case of letters."""
    seen: dict[str, int] = {}
    named = []
    for stem in stems:
        key = stem.casefold()
        seen[key] = seen.get(key, 0) + 1
        named.append(stem if seen[key] == 1 else f"{stem}-{seen[key]}")
    return named


def _document(template: bytes, paper: dict[str, Any], stem: str, at: datetime | None) -> Made:
    content = word_bytes(template, {**_AS_BEFORE, **paper["context"]}, made_at=at)
    return Made(
        f"{stem}.docx", content, paper["department_code"], paper["rows"], faults(check_form(content, stem))
    )


def _bundle(template: bytes, kept: dict[str, Any], files: list[Made]) -> list[Made]:
    """All slips in one document to print, and all documents in one zip to send."""
    papers = kept["papers"]
    slips = [slip for paper in papers for slip in paper["context"]["slips"]]
    merged = {**papers[0], "context": {**papers[0]["context"], **_of_office(papers), "slips": slips}}
    codes = {paper["department_code"] for paper in papers}
    code = codes.pop() if len(codes) == 1 else None
    whole = {**merged, "department_code": code, "rows": len(slips)}
    document = _document(template, whole, f"{kept['bundle']}-tat-ca", _made_at(kept))
    archive = zipped([(file.name, file.content) for file in files])
    return [document, Made(f"{kept['bundle']}.zip", archive, code, len(slips), [])]


def _of_office(papers: list[dict[str, Any]]) -> dict[str, str]:
    """The parts of the letterhead that the slips of several units do not share."""
    recipients = {paper["context"]["recipients"] for paper in papers}
    return {} if len(recipients) == 1 else {"recipients": "- Như trên;\n- Lưu: VT."}


def _workbook(paper: dict[str, Any], stem: str, at: datetime | None) -> Made:
    sheets = tuple(
        Sheet(
            one["name"], tuple(one["headings"]), tuple(map(tuple, one["rows"])), tuple(one.get("chart", ()))
        )
        for one in paper["sheets"]
    )
    content = workbook_bytes(sheets, paper["context"]["footer"], made_at=at)
    return Made(f"{stem}.xlsx", content, paper["department_code"], paper["rows"], [])


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
