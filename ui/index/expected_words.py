"""What is said of the expected score, of its tree and of the method's own record?"""

from decimal import Decimal
from typing import Any

import pandas as pd

from domain.agency.office import spoken
from domain.wording.formats import EN_DASH, NBSP, count, index_vi, interval, is_known, points, rate, signed
from metrics.criteria.assessment import Assessment
from metrics.points.backtest import Backtest
from metrics.points.index import untried_part
from metrics.points.risk_tables import waterfall_table
from ui.index.index_state import level_words, points_words


def expected_headline(found: Assessment, row: dict[str, Any]) -> str:
    """Expected points with their range, against last year, and what is unknown."""
    if row["expected"] is None:
        return f"Chưa tính được điểm năm {found.year}: chưa tiêu chí nào có căn cứ"
    said = f"Dự kiến {index_vi(row['expected'])}{NBSP}điểm ({interval(row['p10'], row['p90'])})"
    steps = waterfall_table(found)
    if len(steps):
        gap = float(row["expected"]) - steps["end"].iloc[0]
        word = "cao hơn" if gap > 0 else "thấp hơn"
        said += f", {word} năm {found.year - 1} là {points_words(abs(gap))}"
    unknown = row["unknown_points"]
    return f"{said}; {points_words(unknown)} chưa có căn cứ" if unknown else said


def expected_lead(found: Assessment, row: dict[str, Any]) -> str:
    """Points and index told apart."""
    if row["expected"] is None:
        return spoken("{gathering_name} nạp bảng tự chấm và các phụ lục để bắt đầu tính.")
    gone = sum((c.max_score or Decimal(0) for c in found.not_applicable), Decimal(0))
    why = f", sau khi bớt {points_words(gone)} không phát sinh" if gone else ""
    return (
        f"**Điểm** là tổng điểm kỳ vọng trên tối đa {points(row['max'])}{why}."
        f" **Chỉ số** là điểm chia cho điểm tối đa đã có căn cứ: **{rate(float(row['index_pct']))}**."
    )


def tried_words(tried: Backtest | None) -> str:
    """How far off the method was last year, beside the range that this puts in doubt; empty where nobody can tell."""
    if tried is None or not tried.error:
        return ""
    way = "cao hơn" if tried.error > 0 else "thấp hơn"
    return (
        f" Áp cách tính này vào năm {tried.year} thì {way} thực tế {points_words(abs(tried.error))};"
        " đọc khoảng dự kiến kèm mức lệch ấy."
    )


def width_words(found: Assessment) -> str:
    """How much of the band comes of self scores that no appraisal was ever compared with; empty without any."""
    part = untried_part(found)
    if not part.criteria:
        return ""
    return (
        f" Khoảng 80% rộng {points_words(part.width)}, trong đó {points_words(part.untried)} vì {count(part.criteria)} tiêu chí"
        " tự chấm chưa có lần thẩm định nào để so: lấy theo kinh nghiệm chung, hẹp dần khi có thêm năm."
    )


_STEPS = (
    ("recovered", "tăng", 1), ("new", "mới có điểm", 1), ("lost", "giảm", -1), ("removed", "không còn chấm", -1),
    ("unknown", "chưa có dữ liệu", -1), ("appraisal", "thẩm định có thể trừ", -1),
)  # fmt: skip


def waterfall_words(steps: pd.DataFrame, year: int) -> str:
    """Every step from the points of the year before *year* to the expected ones: what is told adds up to the way between them."""
    moved = steps.set_index("key")["points"]
    told = [
        f"{word} {points_words(sign * moved[key])}"
        for key, word, sign in _STEPS
        if round(moved.get(key, 0.0), 2)
    ]
    return f"So với năm {year - 1}: {', '.join(told)}" if told else f"Như năm {year - 1}"


def tree_to_show(rows: pd.DataFrame, found: Assessment) -> pd.DataFrame:
    """The tree with names indented and unknown told apart from what nobody may score, both rounds of the appraisal beside the claim."""
    appraised = rows["appraised_2"].fillna(rows["appraised_1"])
    struck = (appraised - rows["self_score"]).where(rows["is_leaf"])
    explained = {leaf.code: line.explanation for leaf in found.leaves if (line := leaf.evidence.line)}
    gap = (rows["measured_score"] - rows["self_score"]).where(rows["is_leaf"])
    waiting = {leaf.code for leaf in found.leaves if leaf.is_rule_unconfirmed}
    return rows.assign(
        indented=[
            f"{NBSP * 5 * (level - 1)}{name}" for level, name in zip(rows["level"], rows["name"], strict=True)
        ],
        self_words=[
            points(value) if is_known(value) else "XHH" if is_survey(found, code) else "?"
            for code, value in zip(rows["code"], rows["self_score"], strict=True)
        ],
        explanation=rows["code"].map(explained),
        struck=[signed(value) if is_known(value) else EN_DASH for value in struck],
        gap=[signed(value) if is_known(value) else EN_DASH for value in gap],
        level_words=[level_words(level) if is_known(level) else "" for level in rows["risk_level"]],
        rule_words=["Chưa xác nhận" if code in waiting else "" for code in rows["code"]],
    )


def is_survey(found: Assessment, code: str) -> bool:
    """Whether all that is scored under *code* is left to the social survey."""
    under = [leaf for leaf in found.leaves if leaf.code == code or leaf.code.startswith(f"{code}.")]
    return all(leaf.evidence.criterion.method == "survey" for leaf in under)


def backtest_title(found: Backtest) -> str:
    """How far off the method was."""
    if not found.error:
        return f"Áp vào năm {found.year}: dự báo {points(found.predicted)}, đúng bằng thực tế"
    way = "cao hơn" if found.error > 0 else "thấp hơn"
    return f"Áp vào năm {found.year}: dự báo {points(found.predicted)}, {way} thực tế {points_words(abs(found.error))}"


def backtest_words(found: Backtest) -> str:
    """On which points, whether the band held, and why it may be off."""
    low, high = found.band.p10, found.band.p90
    held = (
        f"Khoảng 80% là {interval(low, high, 2)}, thực tế {'nằm trong' if found.is_in_80 else 'nằm ngoài'}"
        if found.has_band
        else f"Chưa có lịch sử thẩm định trước năm {found.year} nên phương pháp chưa đưa ra được khoảng"
    )
    return (
        f"So trên {points_words(found.compared_max)}; bỏ ra {points_words(found.left_out_max)} một bên không có."
        f" Thực tế {points(found.actual)}. {held}."
    )
