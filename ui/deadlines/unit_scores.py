"""How the scores of departments are shown: raw and adjusted side by side, ties as ties, no false rank."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from domain.agency.departments import SHORT_NAMES
from domain.wording.formats import EN_DASH, count, decimal_vi, is_known, points, rate
from domain.wording.text import lower_first, upper_first
from metrics.asking.rows import first_record, records
from metrics.progress.fair_score import fair_score_of_scope, fair_score_rules
from ui.charts.scores import score_ranges
from ui.deadlines.left_out import draw_left_out
from ui.deadlines.overview import count_word
from ui.look.markup import escape
from ui.pieces.components import (
    Cell,
    Column,
    DepartmentRow,
    Tile,
    card,
    department_table,
    department_words,
    figure_card,
    finding,
    tiles,
    words_download,
)
from ui.visit.navigation import href, inner_link
from ui.visit.session import answer, as_of, kept_answer, metric

HEADINGS = ["Điểm gốc", "Điểm điều chỉnh", "Khoảng 80%", "Thứ hạng", "Độ phủ dữ liệu", "Mức"]
TABLE = {
    "name": Column("Đơn vị", width=180),
    "raw_score": Column("Điểm gốc", "points"),
    "adjusted_score": Column("Điểm điều chỉnh", "points"),
    "range": Column("Khoảng 80%", "right"),
    "place": Column("Thứ hạng", width=240),
    "coverage_pct": Column("Độ phủ dữ liệu", "rate"),
    "items": Column("Số việc", "number"),
}


def scores_shown() -> pd.DataFrame:
    """The scores of the departments on show, raw and adjusted, the lowest first and the unranked last."""
    table = answer(fair_score_of_scope, as_of=as_of())
    if table.empty:
        return table.assign(range=[], place=[], name=[])
    ranked = table.iloc[::-1].sort_values("rank", key=lambda rank: rank.isna(), kind="stable")
    rows = records(ranked)
    return ranked.assign(
        name=[SHORT_NAMES[row["department_code"]] for row in rows],
        range=[range_words(row) for row in rows],
        place=[rank_words(row) for row in rows],
    )


def range_words(row: Mapping[str, Any]) -> str:
    """``53,4–60,6``; a dash where nothing is adjusted."""
    if not is_known(row["adjusted_score"]):
        return EN_DASH
    return f"{decimal_vi(row['low'], 1)}{EN_DASH}{decimal_vi(row['high'], 1)}"


def rank_words(row: Mapping[str, Any]) -> str:
    """``hạng 2–7, chênh lệch không đáng kể``; why there is no rank otherwise."""
    if not is_known(row["rank"]):
        return row["note"]
    first, last = int(row["rank"]), int(row["last_rank"])
    if first == last:
        return f"hạng {count(first)}"
    return f"hạng {count(first)}{EN_DASH}{count(last)}, {lower_first(row['note'])}"


def scores_finding(table: pd.DataFrame) -> str:
    """Who may be lowest and who highest; where several may be, how many."""
    ranked = [row for row in records(table) if is_known(row["rank"])]
    if not ranked:
        return "Chưa đủ số liệu để xếp hạng đơn vị nào"
    lowest = [row for row in ranked if row["last_rank"] == len(ranked)]
    highest = [row for row in ranked if row["rank"] == 1]
    if len(lowest) == len(highest) == len(ranked) > 1:
        return f"Cả {count_word(len(ranked))} đơn vị được xếp chênh lệch không đáng kể"
    low, high = _end_words(lowest, "thấp nhất"), _end_words(highest, "cao nhất")
    return f"{upper_first(low)}; {high}"


def _end_words(rows: list[dict[str, Any]], end: str) -> str:
    if len(rows) > 1:
        return f"{count_word(len(rows))} đơn vị {end} chênh lệch không đáng kể"
    return f"{rows[0]['name']} {end}: {decimal_vi(rows[0]['adjusted_score'], 1)} điểm"


@dataclass(frozen=True, slots=True)
class ScoresView:
    """
    What is said and drawn of all scores.

    Attributes:
        table: As `scores_shown` has it.
        drawn: Its rows that have both scores.
        said: Those in words.
        rows: One per department, for the table that leads to each.
    """

    table: pd.DataFrame
    drawn: pd.DataFrame
    finding: str
    said: str
    rows: tuple[DepartmentRow, ...]


def scores_view() -> ScoresView:
    """The scores of the departments on show, ready to be drawn."""
    table = scores_shown()
    bands = {row["department_code"]: row["band"] for row in records(metric("department_score"))}
    drawn = table[table["adjusted_score"].notna() & table["raw_score"].notna()].reset_index(drop=True)
    return ScoresView(
        table=table,
        drawn=drawn,
        finding=scores_finding(table),
        said="; ".join(f"{row['name']} {decimal_vi(row['adjusted_score'], 1)}" for row in records(drawn)),
        rows=tuple(score_row(row, bands.get(row["department_code"])) for row in records(table)),
    )


def draw_scores() -> None:
    """Every department's score as a figure and as a table that leads to each department."""
    view = kept_answer(scores_view)
    figure_card(
        view.finding,
        "Điểm khắc phục, thang 100, trọng số mẫu; thấp nhất ở trên. Chấm đặc: điểm điều chỉnh theo số lượng việc; "
        "vòng rỗng: điểm gốc; thanh: trong 10 lần, khoảng 8 lần điểm thật nằm trong khoảng này",
        score_ranges,
        view.drawn,
        alt=f"Điểm điều chỉnh của từng đơn vị: {view.said}.",
        table=view.table,
        columns=TABLE,
        key="diem-don-vi",
        drawn=("adjusted_score", "raw_score"),
        source=" ".join(fair_score_rules(as_of())),
    )
    draw_left_out(None)
    department_table(HEADINGS, view.rows, caption="Điểm khắc phục của từng đơn vị")
    words_download(
        ["Đơn vị", *HEADINGS], department_words(view.rows),
        key="diem-tung-don-vi", file_name="diem-tung-don-vi", title="Điểm khắc phục của từng đơn vị",
    )  # fmt: skip


def score_row(row: Mapping[str, Any], band: str | None) -> DepartmentRow:
    """One department in the table of scores."""
    values = (
        points(row["raw_score"]),
        points(row["adjusted_score"]),
        row["range"],
        row["place"],
        rate(row["coverage_pct"]),
        str(band) if is_known(band) else "Chưa xếp loại",
    )
    return DepartmentRow(
        name=row["name"],
        cells=tuple(Cell(None, value) for value in values),
        link=href("don_vi", don_vi=row["department_code"]),
    )


def score_card(code: str) -> None:
    """One department's score: raw and adjusted side by side, with coverage, rank or why there is none, and the rule."""
    own = first_record(metric("department_score", department=code))
    table = kept_answer(scores_shown)
    mine = first_record(table[table["department_code"] == code])
    with card("Điểm khắc phục"):
        if own is None or mine is None or not is_known(own["score"]):
            finding("Chưa chấm được điểm", "Đơn vị chưa có dữ liệu của yêu cầu nào")
            return
        finding(
            f"{points(own['score'])}/100 điểm khắc phục · {own['band']}",
            f"Dựa trên {rate(own['coverage_pct'])} trọng số áp dụng · trọng số mẫu",
        )
        tiles(
            [
                Tile("Điểm gốc", points(mine["raw_score"]), f"{count(mine['items'])} việc"),
                Tile(
                    "Điều chỉnh",
                    points(mine["adjusted_score"]),
                    mine["range"],
                    help="Ít việc thì điểm được kéo về tỷ lệ chung của cả cơ quan. "
                    "Trong 10 lần, khoảng 8 lần điểm thật nằm trong khoảng ghi bên dưới",
                ),
            ]
        )
        said = [own_place_words(mine, int(table["rank"].notna().sum())), *fair_score_rules(as_of())]
        st.html(f'<p class="cc-source">{escape(" ".join(filter(None, said)))}</p>')
        inner_link("cach_tinh", "Cách tính điểm", icon="function", muc="department_score")


def own_place_words(row: Mapping[str, Any], ranked: int) -> str:
    """``Xếp hạng 2–6, chênh lệch không đáng kể, trong 10 đơn vị được xếp.``"""
    if is_known(row["rank"]):
        return f"Xếp {row['place']}, trong {count(ranked)} đơn vị được xếp."
    return f"{row['place']}." if row["place"] else ""
