"""The self-score sheet of the year, in the order of the decision."""

from decimal import Decimal
from typing import Any

from domain.agency.departments import department_name
from domain.agency.office import office
from domain.sets.indicator_sets import Criterion
from domain.wording.formats import NBSP, day, is_known, points
from domain.wording.text import clean
from metrics.criteria.assessment import Assessment, assess
from metrics.criteria.score_sheets import ScoreLine, lines_of_year, score_lines
from reports.drafting import Draft, Paper, Sheet, Wanted, letterhead, subject_of_year, without_a_set
from store.builds.reader import Reader

_HEADS = {
    "code": "Mã", "name": "Lĩnh vực, tiêu chí", "max_score": "Điểm tối đa", "self_score": "Tự chấm",
    "evidence": "Tài liệu kiểm chứng", "explanation": "Giải trình",
}  # fmt: skip


def self_score_sheet(reader: Reader, wanted: Wanted) -> Draft:
    """The sheet as the decision prints it: fields, criteria and sub-criteria, scored ones with their score."""
    assessment = assess(reader, as_of=wanted.as_of)
    if assessment is None:
        return without_a_set("Bảng tự chấm điểm")
    lines = lines_of_year(score_lines(reader, as_of=wanted.as_of), assessment.year)
    leaves = _leaves(assessment, wanted.department)
    shown = [c for c in assessment.tree.criteria if c.code in leaves or _is_above(c.code, leaves, assessment)]
    rows = [_row(c, lines.get(c.code), is_leaf=c.code in leaves) for c in shown]
    scored = [lines[code].self_score for code in leaves if code in lines]
    known = [score for score in scored if score is not None]
    missing = len(leaves) - len(known)
    whose = f" do {department_name(wanted.department)} chủ trì" if wanted.department else ""
    words = (
        f"Bộ chỉ số theo Quyết định {assessment.tree.decision}; số liệu đến hết ngày{NBSP}{day(wanted.as_of)}. "
        f"{len(leaves)} tiêu chí được chấm{whose}; tổng điểm tự chấm {points(sum(known, Decimal(0)))}"
        + (f"; {missing} tiêu chí chưa tự chấm, không tính là 0." if missing else ".")
    )
    waiting = [leaf.code for leaf in assessment.leaves if leaf.code in leaves and leaf.is_rule_unconfirmed]
    if waiting:
        words += f" Quy tắc chấm chưa xác nhận ở {len(waiting)} tiêu chí có số đo: {', '.join(waiting)}."
    context = {
        **letterhead(wanted.as_of, kind="BTC"),
        "recipients": f"- Sở Nội vụ;\n- Lưu: VT, {office().gathering_unit}.",
        "subject": subject_of_year(assessment.year),
        "lines": [words],
        "criteria": rows,
        "closing": f"Bảng này có {len(leaves)} tiêu chí được chấm",
    }
    sheet = Sheet("Tự chấm", tuple(_HEADS.values()), tuple(tuple(row[key] for key in _HEADS) for row in rows))
    stem = wanted.stem("bang-tu-cham", wanted.department or "")
    return Draft((Paper("self_score_sheet", stem, wanted.department, len(leaves), context, (sheet,)),))


def _leaves(assessment: Assessment, department: str | None) -> dict[str, Criterion]:
    owned = {leaf.code for leaf in assessment.leaves if department in (None, *leaf.owners)}
    gone = {c.code for c in assessment.not_applicable} if department is None else set()
    return {c.code: c for c in assessment.tree.leaves if c.code in owned | gone}


def _is_above(code: str, leaves: dict[str, Criterion], assessment: Assessment) -> bool:
    return any(_lies_under(leaf, code, assessment) for leaf in leaves.values())


def _lies_under(criterion: Criterion, code: str, assessment: Assessment) -> bool:
    parent = criterion.parent_code
    while parent is not None:
        if parent == code:
            return True
        above = assessment.tree.by_code.get(parent)
        parent = above.parent_code if above else None
    return False


def _row(criterion: Criterion, line: ScoreLine | None, *, is_leaf: bool) -> dict[str, Any]:
    score = line.self_score if line and is_leaf else None
    if line and line.is_not_applicable:
        shown = "Không phát sinh"
    else:
        shown = points(score) if is_known(score) else ("Chưa chấm" if is_leaf else "")
    top = points(criterion.max_score) if criterion.max_score is not None else ""
    return {
        "code": criterion.shown_code,
        "name": clean(criterion.name),
        "max_score": top,
        "self_score": shown,
        "evidence": ((line.evidence if line else None) or "") if is_leaf else "",
        "explanation": ((line.explanation if line else None) or "") if is_leaf else "",
    }
