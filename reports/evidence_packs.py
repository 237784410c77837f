"""The documents behind the self score, packed for the appraiser: a folder per criterion and an index of all."""

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from desk.evidence.ledger import kept_evidence
from domain.agency.departments import department_name
from domain.agency.office import office
from domain.wording.formats import NBSP, count, day
from domain.wording.text import clean, fold
from metrics.criteria.assessment import Assessment, assess
from metrics.criteria.documents import Item, Sufficiency
from reports.drafting import (
    Draft,
    Enclosed,
    Paper,
    Sheet,
    Wanted,
    letterhead,
    shortened,
    subject_of_year,
    without_a_set,
)
from store.builds.reader import Reader

_LONGEST_NAME = 60
_HEADS = {
    "code": "Mã", "name": "Tiêu chí", "item": "Tài liệu phải có", "number": "Số, ký hiệu", "issued": "Ngày ban hành",
    "author": "Nơi ban hành", "signed": "Chữ ký số", "file": "Tệp", "note": "Ghi chú",
}  # fmt: skip


def evidence_pack(reader: Reader, wanted: Wanted) -> Draft:
    """Every kept document in folders numbered by criterion, the index in Word and Excel; what is missing is named."""
    assessment = assess(reader, as_of=wanted.as_of)
    if assessment is None:
        return without_a_set("Gói tài liệu kiểm chứng")
    rows = kept_evidence(reader, year=assessment.year)
    standing = _standing(assessment, rows, wanted.department)
    lines = list(_lines(standing))
    enclosed = tuple(Enclosed(line["file"], line.pop("sha256")) for line in lines if line["file"])
    short = [
        {"what": f"{one.criterion.code} {clean(one.criterion.name)}", "why": one.words}
        for one in standing
        if one.missing
    ]
    if not enclosed:
        return Draft((), tuple(short))
    stem = wanted.stem("goi-tai-lieu", wanted.department or "")
    context = _context(assessment, wanted, standing, lines, len(enclosed))
    sheet = Sheet(
        "Mục lục", tuple(_HEADS.values()), tuple(tuple(one[key] for key in _HEADS) for one in lines)
    )
    paper = Paper("evidence_pack", f"muc-luc-{stem}", wanted.department, len(lines), context, (sheet,))
    return Draft((paper,), tuple(short), bundle=stem, enclosed=enclosed)


def _standing(assessment: Assessment, rows: list[Any], department: str | None) -> list[Sufficiency]:
    """The criteria that the page of evidence lists; of one unit those it leads."""
    standing = assessment.documents(rows)
    owned = {leaf.code for leaf in assessment.leaves if department in leaf.owners}
    return [one for one in standing if department is None or one.criterion.code in owned]


def _context(
    assessment: Assessment,
    wanted: Wanted,
    standing: list[Sufficiency],
    lines: list[dict[str, Any]],
    files: int,
) -> dict[str, Any]:
    short = sum(bool(one.missing) for one in standing)
    needing = sum(not one.nothing_arose for one in standing)
    whose = f" do {department_name(wanted.department)} chủ trì" if wanted.department else ""
    return {
        **letterhead(wanted.as_of, kind="ML"),
        "recipients": f"- Sở Nội vụ;\n- Lưu: VT, {office().gathering_unit}.",
        "subject": subject_of_year(assessment.year),
        "lines": [
            f"Bộ chỉ số theo Quyết định {assessment.tree.decision}; số liệu đến hết ngày{NBSP}{day(wanted.as_of)}, tài liệu đang có lúc lập gói. "
            f"{count(needing)} tiêu chí cần tài liệu{whose}; {count(files)} tệp trong gói"
            + (f"; {count(short)} tiêu chí còn thiếu tài liệu." if short else ".")
        ],
        "documents": lines,
        "closing": f"Gói này có {count(files)} tệp, xếp theo mã tiêu chí",
    }


def _lines(standing: list[Sufficiency]) -> Iterator[dict[str, Any]]:
    """One line per file, one for each document that is missing."""
    for place, one in enumerate(standing, start=1):
        folder, taken = f"{place:03}_{_safe(one.criterion.code)}", 0
        for item in (*one.items, one.more):
            for line in _of_item(one, item):
                if line["file"]:
                    taken += 1
                    line["file"] = f"{folder}/{taken:02}_{_file_name(line['file'])}"
                yield line


def _of_item(one: Sufficiency, item: Item) -> list[dict[str, Any]]:
    about = {"code": one.criterion.code, "name": clean(one.criterion.name), "item": shortened(item.name)}
    if not item.files:
        blank = dict.fromkeys(("number", "issued", "author", "signed", "file"), "")
        note = "Không phát sinh" if one.nothing_arose else "Còn thiếu"
        return [] if item is one.more else [{**about, **blank, "note": note}]
    return [
        {
            **about, "number": row["document_number"], "issued": day(row["issued_on"]) if row["issued_on"] else "",
            "author": shortened(row["author"]), "signed": _signed(row), "file": row["file_name"],
            "sha256": row["sha256"], "note": "; ".join(faults),
        }
        for row, faults in zip(item.files, item.faults, strict=True)
    ]  # fmt: skip


def _signed(row: dict[str, Any] | Any) -> str:
    return "; ".join(one["signer"] or "Không đọc được người ký" for one in row["signatures"])


def _file_name(name: str) -> str:
    """A name that every system can write, with its ending."""
    path = PurePath(name)
    return f"{_safe(path.stem)[:_LONGEST_NAME] or 'tep'}{path.suffix.lower()}"


def _safe(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9.]+", "-", fold(text)).strip("-.")
