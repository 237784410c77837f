"""Điểm có nguy cơ mất: tiêu chí nào, bao nhiêu điểm, vì sao, của ai, và còn bao nhiêu điểm chưa biết."""

import pandas as pd
import streamlit as st

from domain.agency.departments import department_name
from domain.said.known_part import no_loss_words
from domain.wording.formats import count, points, rate
from domain.wording.text import upper_first
from metrics.asking.state import TOTAL
from metrics.criteria.assessment import Assessment
from metrics.points.ledger import NAMES_VI
from reports.explanation import explanation
from ui.charts.heat import heat_table as draw_heat_table
from ui.charts.heat import heat_words
from ui.charts.index_risk import field_bars, loss_bars
from ui.index.index_leaf import draw_leaf, draw_rows
from ui.index.index_state import (
    LEVELS,
    assessment,
    heat_rows,
    level_words,
    points_account,
    points_words,
    risk_rows,
)
from ui.look.tables import unit_name
from ui.look.theme import MEANING_OF_LEVEL
from ui.pieces.components import (
    Column,
    Listing,
    Tile,
    card,
    figure_card,
    finding,
    grid,
    level_chip,
    nothing_to_show,
    page_head,
    tiles,
    words_download,
)
from ui.pieces.figures import read_aloud
from ui.pieces.marks import NO_SCORES, nothing_scored
from ui.points.risk_words import by_field, heat_cell, heat_title, risk_headline, risk_lead
from ui.visit.filters import choice, department_choice, segments
from ui.visit.navigation import href
from ui.visit.session import current_viewer, department

KINDS = (
    "indicator_scores",
    "shortfalls",
    "assignments",
    "hpnet_tasks",
    "work_files",
    "dossiers",
    "apologies",
)
WORST = 10
COLUMNS = {
    "code": Column("Mã", width=60),
    "name": Column("Nội dung", width=300),
    "max_score": Column("Tối đa", "points", width=70),
    "expected_score": Column("Kỳ vọng", "points", width=75, unknown="?"),
    "expected_loss": Column(NAMES_VI["at_risk"], "points", width=85, unknown="?"),
    "keepable": Column(NAMES_VI["keepable"], "points", width=95, unknown="?"),
    "level_vi": Column("Mức", width=110),
    "reason_text": Column("Lý do", width=380, unknown=""),
    "owners_vi": Column("Chủ trì", width=170),
    "basis_vi": Column("Căn cứ", width=130),
}


def draw_tiles(
    rows: pd.DataFrame, sums: dict[str, float], most: float, unknown: float, code: str | None
) -> None:
    """Lost, grave, still to be kept, unknown: each on its own."""
    grave = rows[rows["level"].isin(["high", "at_risk"])]
    nobody = rows[rows["level"] == "unknown"]
    tiles(
        [
            Tile(
                NAMES_VI["at_risk"],
                points(sums["at_risk"]),
                "phần của đơn vị" if code else f"trong {points(most - unknown)}",
                "red",
            ),
            Tile(
                "Nguy cơ trở lên",
                count(len(grave)),
                f"{points(float(grave['part'].sum()))} điểm",
                "orange",
            ),
            Tile(
                NAMES_VI["keepable"],
                points(sums["keepable"]),
                f"{points(sums['not_done'])} chưa làm",
                "blue",
                help="Phần của điểm có thể mất mà làm xong việc còn mở, hoàn thiện tiêu chí và đủ minh chứng trước hạn"
                " thì giữ lại; phần còn lại là khó lấy lại.",
            ),
            Tile(
                "Chưa biết",
                points(unknown),
                f"{count(len(nobody))} tiêu chí" if len(nobody) else "đủ căn cứ",
                help="Điểm của các tiêu chí chưa có căn cứ nào; không tính là mất, cũng không tính là giữ được.",
            ),
        ]
    )


def draw_bars(rows: pd.DataFrame, unknown: float, code: str | None) -> None:
    """The worst criteria, and what nobody knows."""
    known = rows[rows["expected_loss"].fillna(0).round(2) > 0]
    shown = known.head(WORST)
    if shown.empty:
        with card("Tiêu chí có nguy cơ"):
            known_max = float(rows.dropna(subset=["expected_loss"])["max_score"].sum())
            finding(
                upper_first(no_loss_words(known_max, unknown)),
                "Điểm tối đa trừ điểm kỳ vọng của từng tiêu chí",
            )
        return
    share = float(shown["expected_loss"].sum()) / float(rows["expected_loss"].sum()) * 100
    worst = shown.iloc[0]
    title = (
        f"{count(len(shown))} tiêu chí chiếm {rate(share)} số điểm có thể mất; lớn nhất là {worst['code']}"
    )
    whole = "; tính trọn cho cả cơ quan" if code else ""
    figure_card(
        title,
        "Điểm tối đa trừ điểm kỳ vọng, nặng nhất ở trên; cuối thanh là điểm có thể mất trên điểm tối đa"
        + whole,
        loss_bars,
        shown[["code", "name", "expected_loss", "max_score", "level", "owners_vi"]],
        unknown,
        alt=read_aloud(
            title, ((r["code"], points(r["expected_loss"])) for r in shown.head(5).to_dict("records"))
        ),
        table=shown,
        columns={
            name: COLUMNS[name]
            for name in ("code", "name", "expected_loss", "max_score", "level_vi", "owners_vi")
        },
        key="diem-co-the-mat",
        drawn=("expected_loss",),
    )


def draw_levels(rows: pd.DataFrame, code: str | None) -> None:
    """How many criteria and points stand on each level."""
    with card("Theo mức"):
        finding(
            "Số tiêu chí và điểm có thể mất theo mức",
            "Mức theo quy tắc nêu ở trang Cách tính" + ("; tính trọn cho cả cơ quan" if code else ""),
        )
        for level in LEVELS:
            own = rows[rows["level"] == level]
            if own.empty:
                continue
            with st.container(horizontal=True, gap="small", vertical_alignment="center"):
                level_chip(*MEANING_OF_LEVEL[level])
                value = own["max_score"] if level == "unknown" else own["expected_loss"]
                st.write(f"{count(len(own))} tiêu chí · {points_words(float(value.sum()))}")


def draw_heat(use_haircut: bool) -> None:
    """Field by department."""
    heat = heat_rows(use_haircut=use_haircut)
    cells = {(r["field_code"], r["department_code"]): r for r in heat.to_dict("records")}
    units = [c for f, c in cells if f == TOTAL and c != TOTAL]
    fields = [f for f, c in cells if c == TOTAL and f != TOTAL]
    names = {f: f"{f}. {cells[f, TOTAL]['field']}" for f in fields}
    with card("Lĩnh vực và đơn vị"):
        finding(
            heat_title(cells, units, fields),
            "Điểm có thể mất; việc còn mở tính cho đơn vị đang giữ việc, phần còn lại chia đều cho các đơn vị chủ trì",
        )
        title, rows = "Điểm có thể mất theo lĩnh vực và đơn vị", [names[f] for f in fields]
        columns = [unit_name(c) for c in units]
        shown = [
            [heat_cell(cells.get((f, c)), href("nguy_co", don_vi=c, linh_vuc=f) if c else "") for c in units]
            for f in fields
        ]
        draw_heat_table(rows, columns, shown, caption=title, head="Lĩnh vực")
        words_download(
            ("Lĩnh vực", *columns, "Cộng"), heat_words(rows, shown), key="nhiet-tai", file_name="linh-vuc-va-don-vi", title=title,
        )  # fmt: skip


def draw_fields(rows: pd.DataFrame, code: str | None) -> None:
    """The fields, of one department or of all."""
    table = by_field(rows)
    worst = table.iloc[0]
    figure_card(
        f"Nhiều nhất ở lĩnh vực {worst['field_code']}: {points_words(worst['loss'])}",
        "Điểm có thể mất trên điểm tối đa theo lĩnh vực" + ("; tính trọn cho cả cơ quan" if code else ""),
        field_bars,
        table[["name", "loss", "max_score"]],
        alt=read_aloud(
            "Điểm có thể mất theo lĩnh vực",
            ((r["name"], points(r["loss"])) for r in table.to_dict("records")),
        ),
        table=table,
        columns={
            "name": "Lĩnh vực",
            "loss": Column("Có thể mất", "points"),
            "unknown": Column("Chưa biết", "points"),
            "max_score": Column("Tối đa", "points"),
        },
        key="linh-vuc-mat-diem",
    )


def draw_grid(rows: pd.DataFrame, code: str | None) -> pd.DataFrame:
    """Every scored criterion; a chosen one opens below."""
    part = {"part": Column("Phần của đơn vị", "points", width=85, unknown="?")} if code else {}
    finding(
        f"{count(len(rows))} tiêu chí được chấm, {count(int((rows['expected_loss'].fillna(0).round(2) > 0).sum()))}"
        " tiêu chí có thể mất điểm",
        "Có thể mất nhiều nhất ở trên, chưa có căn cứ ở cuối",
    )
    levels = {level: level_words(level) for level in LEVELS if (rows["level"] == level).any()}
    fields = {
        row["field_code"]: row["name"] for row in by_field(rows).sort_values("field_code").to_dict("records")
    }
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        level = choice("Mức", levels, name="muc", placeholder="Mọi mức")
        field = choice("Lĩnh vực", fields, name="linh_vuc", placeholder="Mọi lĩnh vực")
    rows = rows[rows["level"] == level] if level else rows
    return grid(
        rows[rows["field_code"] == field] if field else rows,
        Listing(
            {**COLUMNS, **part},
            key=f"tieu-chi-{level or 'tat-ca'}-{field or 'tat-ca'}",
            file_name="diem-co-nguy-co-mat",
            title="Điểm có nguy cơ mất theo tiêu chí",
            placeholder="Tìm theo mã, nội dung, lý do hoặc đơn vị",
            phone=("name", "expected_loss", "level_vi", "owners_vi"),
            counted="tiêu chí",
        ),
        select="one",
    )


def draw_cell(found: Assessment, rows: pd.DataFrame, code: str) -> None:
    """The rows behind one cell of fields and units, where the address names one."""
    field, shown = st.query_params.get("linh_vuc", ""), set(rows["code"])
    leaves = [leaf for leaf in found.leaves if leaf.field_code == field and leaf.code in shown]
    if leaves:
        draw_rows(
            leaves,
            f"linh-vuc-{field}-{code}",
            f"Lĩnh vực {field}: điểm có nguy cơ mất của {department_name(code)}",
            [f"{leaf.code} {leaf.name}: có thể mất {points(leaf.expected_loss)}." for leaf in leaves],
            explanation,
        )


def draw_page(found: Assessment, code: str | None) -> None:
    """The page where something is known."""
    use_haircut = st.query_params.get("tham_dinh") != "khong"
    rows = risk_rows(use_haircut=use_haircut, department=code)
    unknown = float(rows.loc[rows["level"] == "unknown", "max_score"].sum())
    sums, heat = points_account(code, use_haircut=use_haircut), heat_rows(use_haircut=use_haircut)
    page_head(risk_headline(rows, sums, unknown, code), risk_lead(rows, sums, heat, code), kinds=KINDS)
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        department_choice()
        segments(
            "Rủi ro thẩm định",
            {"co": "Có trừ rủi ro thẩm định", "khong": "Không trừ"},
            name="tham_dinh",
        )
    if rows.empty:
        nothing_to_show("Đơn vị không chủ trì tiêu chí nào.", remedy="Bỏ lọc đơn vị để xem mọi tiêu chí.")
        return
    draw_tiles(rows, sums, float(rows["max_score"].sum()), unknown, code)
    left, right = st.columns([7, 5], gap="small")
    with left:
        draw_bars(rows, unknown, code)
    with right:
        draw_levels(rows, code)
        draw_fields(rows, code)
    if not code:
        draw_heat(use_haircut)
    asked = found.leaf(st.query_params.get("tieu_chi", ""))
    chosen = [leaf for row in draw_grid(rows, code).to_dict("records") if (leaf := found.leaf(row["code"]))]
    if code:
        draw_cell(found, rows, code)
    for leaf in chosen or ([asked] if asked else []):
        draw_leaf(leaf, explanation)


viewer = current_viewer()
state = assessment(use_haircut=st.query_params.get("tham_dinh") != "khong")
if state is None or not (state.known or state.leaves):
    page_head("Chưa có căn cứ nào để tính điểm có nguy cơ mất", kinds=KINDS)
    nothing_scored(NO_SCORES, files="bảng tự chấm, Phụ lục 1 và Phụ lục 2")
    st.stop()
draw_page(state, department())
