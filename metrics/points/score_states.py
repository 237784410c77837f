"""How far did the scoring of each criterion get, and what did every round change?"""

from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from domain.formats import count
from domain.formats import points as in_words
from metrics.asking.state import no_rows
from metrics.criteria.assessment import Assessment, LeafRisk
from metrics.criteria.score_sheets import ScoreLine, score_lines
from store.reader import Reader

COLUMNS = (
    "code", "name", "max_score", "self_score", "appraised_1", "explanation", "appraised_2", "survey_score",
    "final_score", "bonus_points", "penalty_points", "first_change", "second_change", "state", "state_vi",
    "is_above_maximum", "is_unknown_code", "department_code",
)  # fmt: skip
STATES_VI = {
    "draft": "Tự chấm",
    "self_locked": "Chốt tự chấm",
    "appraised_1": "Thẩm định lần 1",
    "explained": "Đã giải trình",
    "appraised_2": "Thẩm định lần 2",
    "announced": "Công bố",
}
_POINTS = ("max_score", *COLUMNS[3:5], *COLUMNS[6:13])


def score_states(
    reader: Reader, assessment: Assessment, *, as_of: date, year: int | None = None
) -> pd.DataFrame:
    """
    Every line of the score sheets of *year* (of the assessment when None), all rounds side by side.

    ``first_change`` is appraised_1 − self_score, ``second_change`` appraised_2 − appraised_1; survey scores
    and bonus or penalty points stand in columns of their own.

    Returns:
        One row per line in sheet order with ``COLUMNS``, points as floats, what no sheet says NaN.
    """
    wanted = assessment.year if year is None else year
    lines = [line for (of, _), line in score_lines(reader, as_of=as_of).items() if of == wanted]
    if not lines:
        return no_rows(COLUMNS)
    rows = [_row(line, assessment) for line in lines]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(dict.fromkeys(_POINTS, float))


def _row(line: ScoreLine, assessment: Assessment) -> dict[str, Any]:
    clause = assessment.tree.by_code.get(line.code)
    top = line.max_score if line.max_score is not None else (clause.max_score if clause else None)
    stated = {name: getattr(line, name) for name in COLUMNS if hasattr(line, name)}
    return {
        **stated,
        "name": line.name or (clause.name if clause else ""),
        "max_score": top,
        "first_change": _minus(line.appraised_1, line.self_score),
        "second_change": _minus(line.appraised_2, line.appraised_1),
        "state_vi": STATES_VI[line.state],
        "is_above_maximum": _is_above(line, top),
        "is_unknown_code": clause is None,
    }


def _minus(later: Decimal | None, earlier: Decimal | None) -> Decimal | None:
    return None if later is None or earlier is None else later - earlier


def _is_above(line: ScoreLine, top: Decimal | None) -> bool:
    given = (line.self_score, line.appraised_1, line.appraised_2, line.survey_score, line.final_score)
    return top is not None and any(score is not None and score > top for score in given)


def explanation(leaf: LeafRisk) -> list[tuple[str, str]]:
    """
    How the expected score of one criterion came about: pairs of what (Vietnamese) and value, for screen and paper.

    The last pairs name file (import id), sheet and row of the score line and of each job.
    """
    seen = leaf.evidence
    pairs = [
        ("Tiêu chí", f"{leaf.code} {leaf.name}"),
        ("Quy tắc chấm", seen.criterion.rule_text or "Chấm tay"),
        ("Quy định tại", seen.criterion.place),
        ("Điểm tối đa", in_words(leaf.max_score)),
        ("Điểm kỳ vọng", in_words(leaf.expected)),
    ]
    pairs += [("Lý do", reason.text) for reason in leaf.reasons]
    measure = seen.measure
    if measure is not None and measure.required is not None:
        pairs.append(("Số đo", f"{count(measure.done)}/{count(measure.required)}"))
    if seen.line is not None and seen.line.place is not None:
        pairs.append(("Bảng chấm điểm", _place(*seen.line.place)))
    pairs += [("Nhiệm vụ", f"{job['task']} ({_place(*_row_of(job))})") for job in seen.jobs]
    return pairs


def _row_of(job: Any) -> tuple[str, str, int]:
    return job.get("import_id", ""), job.get("sheet", ""), job.get("source_row", 0)


def _place(import_id: str, sheet: str, row: int) -> str:
    return f"lần nạp {import_id}, {sheet}, dòng {row}"
