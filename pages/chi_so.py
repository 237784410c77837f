"""Chỉ số CCHC: dự kiến bao nhiêu điểm, chắc đến đâu, từ năm trước đến nay được mất gì, từng tiêu chí ra sao."""

from decimal import Decimal
from typing import Any

import pandas as pd
import streamlit as st

from domain.agency.departments import department_name
from domain.agency.office import spoken
from domain.agency.scope import Viewer
from domain.wording.formats import EN_DASH, count, index_vi, interval, points, rate, signed
from metrics.criteria.assessment import Assessment
from metrics.criteria.indicator_sets import decisions_in_use
from metrics.points.backtest import backtest
from metrics.points.index import index_row, sources_of_uncertainty
from metrics.points.ledger import Points, total
from metrics.points.risk_tables import waterfall_table
from reports.explanation import explanation
from ui.charts.index_risk import source_bars
from ui.charts.index_waterfall import waterfall
from ui.index.expected_words import (
    backtest_title,
    backtest_words,
    expected_headline,
    expected_lead,
    tree_to_show,
    tried_words,
    waterfall_words,
    width_words,
)
from ui.index.index_leaf import draw_leaf
from ui.index.index_state import (
    METHODS,
    assessment,
    points_words,
    tree_rows,
)
from ui.index.index_words import COVERAGE_HELP
from ui.index.ledger_words import at_risk_words
from ui.index.year_basis import draw_year_basis
from ui.pieces.components import (
    Column,
    Listing,
    Tile,
    card,
    figure_card,
    finding,
    grid,
    nothing_to_show,
    page_head,
    tiles,
    words_download,
)
from ui.pieces.figures import read_aloud
from ui.pieces.marks import NO_SET, nothing_scored
from ui.points.hand_score import draw_override
from ui.visit.filters import choice, segments
from ui.visit.navigation import inner_link
from ui.visit.session import answer, as_of, current_viewer

KINDS = (
    "indicator_scores",
    "indicator_set",
    "shortfalls",
    "assignments",
    "hpnet_tasks",
    "work_files",
    "dossiers",
    "apologies",
)
TONES = {
    "last_year": "total",
    "removed": "lost",
    "lost": "lost",
    "recovered": "recovered",
    "new": "recovered",
    "appraisal": "appraisal",
    "unknown": "unknown",
    "expected": "total",
}
TREE = {
    "code": Column("Mã", width=60),
    "indented": Column("Lĩnh vực, tiêu chí, tiêu chí thành phần", width=265),
    "max_score": Column("Tối đa", "points", width=65),
    "self_words": Column("Tự chấm", "right", width=75),
    "appraised_1": Column("Thẩm định 1", "points", width=90, unknown=EN_DASH),
    "explanation": Column("Giải trình", width=95, unknown=""),
    "appraised_2": Column("Thẩm định 2", "points", width=90, unknown=EN_DASH),
    "expected": Column("Kỳ vọng", "points", width=70, unknown="?"),
    "expected_loss": Column("Có thể mất", "points", width=85, unknown="?"),
    "level_words": Column("Mức", width=100),
    "struck": Column("Thẩm định − tự chấm", "right", width=135),
    "measured_score": Column("Đo được", "points", width=75, unknown=EN_DASH),
    "gap": Column("Đo được − tự chấm", "right", width=125),
    "final_score": Column("Công bố", "points", width=75, unknown=EN_DASH),
    "rule_words": Column("Quy tắc", width=115),
}


def draw_tiles(row: dict[str, Any]) -> None:
    """Points, index, coverage, bonus and penalty."""
    known = row["expected"] is not None
    share = float(row["known_max"] / row["max"] * 100) if row["max"] else None
    outside = (row["bonus"] or Decimal(0)) - (row["penalty"] or Decimal(0))
    tiles(
        [
            Tile(
                "Điểm dự kiến",
                index_vi(row["expected"]) if known else "?",
                f"80%: {interval(row['p10'], row['p90'])}" if known else "chưa có căn cứ",
                help="Trong 10 lần, khoảng 8 lần kết quả nằm trong khoảng này",
            ),
            Tile(
                "Chỉ số dự kiến",
                rate(float(row["index_pct"])) if known else "?",
                f"trên {points(row['known_max'])}" if known else "chưa có căn cứ",
                help="Điểm dự kiến chia cho điểm tối đa đã có căn cứ",
            ),
            Tile(
                "Độ phủ",
                rate(share),
                f"thiếu {points(row['unknown_points'])}" if row["unknown_points"] else "đủ căn cứ",
                help=COVERAGE_HELP,
            ),
            Tile(
                "Thưởng, trừ",
                signed(outside) if row["bonus"] is not None else "?",
                "ngoài thang điểm",
                help="Điểm thưởng và điểm trừ kể riêng, không cộng vào điểm dự kiến.",
            ),
        ]
    )


def draw_no_year_before(found: Assessment) -> None:
    """What is missing for a comparison with last year."""
    with card("Từ năm trước đến dự kiến"):
        finding(f"Cần điểm năm {found.year - 1} để so sánh", "Bảng điểm thẩm định hoặc công bố của năm trước")
        inner_link("nhap_du_lieu", "Nhập dữ liệu")


def draw_waterfall(found: Assessment, row: dict[str, Any], steps: pd.DataFrame) -> None:
    """From last year to the expected score."""
    figure_card(
        waterfall_words(steps, found.year),
        f"Từ điểm năm {found.year - 1} đến điểm dự kiến năm {found.year}; vạch ngang là khoảng 80%",
        waterfall,
        steps.assign(
            tone=steps["key"].map(TONES),
            label=steps["label"].where(steps["key"] != "new", f"Mới so với {found.year - 1}"),
        ),
        row["p10"],
        row["p90"],
        alt=f"Điểm {found.year - 1} {index_vi(steps['end'].iloc[0])}; dự kiến {index_vi(row['expected'])},"
        f" khoảng 80% {interval(row['p10'], row['p90'])}.",
        table=steps,
        columns={
            "label": "Bước",
            "points": Column("Điểm", "points"),
            "end": Column("Cộng dồn", "points"),
            "criteria": Column("Số tiêu chí", "number"),
        },
        key="tu-nam-truoc",
        drawn=("points",),
        links=(("nguy_co", "Điểm có nguy cơ mất"),),
    )


def draw_sources(found: Assessment) -> None:
    """Why the expected score is not the maximum."""
    sources = sources_of_uncertainty(found)
    table = pd.DataFrame(
        [
            {"key": s.name, "name": s.name_vi, "points": float(s.points), "meaning": s.meaning_vi}
            for s in sources
        ]
    )
    gap = float(table["points"].sum())
    worst = table.iloc[int(table["points"].argmax())]
    figure_card(
        f"Còn cách điểm tối đa {points_words(gap)}, nhiều nhất vì {worst['name'].lower()}",
        "Thiếu dữ liệu, chưa làm, rủi ro thẩm định và phần khó lấy lại; cộng lại đúng bằng khoảng cách",
        source_bars,
        table,
        alt=read_aloud(
            "Khoảng cách đến điểm tối đa",
            ((r["name"].lower(), points(r["points"])) for r in table.to_dict("records")),
        ),
        table=table,
        columns={"name": "Nguồn", "points": Column("Điểm", "points"), "meaning": "Nghĩa là"},
        key="nguon-khong-chac",
        source=f"**Chưa làm** và **rủi ro thẩm định** cộng lại là {points_words(total(found).keepable)} còn giữ được đến hạn:"
        " làm xong thì giữ được phần trước, đủ tài liệu kiểm chứng thì giữ được phần sau."
        + width_words(found),
    )


def draw_tree(found: Assessment, decision: str | None) -> pd.DataFrame:
    """Fields, criteria and sub-criteria; returns the chosen one."""
    rows = tree_to_show(tree_rows(decision), found)
    fields = {r["code"]: f"{r['code']}. {r['name']}" for r in rows.to_dict("records") if r["level"] == 1}
    finding(
        f"{count(int(rows['is_leaf'].sum()))} tiêu chí được chấm, tối đa {points_words(float(found.max_score))}",
        "XHH: điều tra xã hội học, đơn vị không tự chấm. Thẩm định − tự chấm lấy lần thẩm định sau cùng. Điểm của mục cha cộng từ mục con đã có điểm.",
    )
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        field = choice("Lĩnh vực", fields, name="linh_vuc", placeholder="Mọi lĩnh vực")
        depth = segments(
            "Mức chi tiết", {"gon": "Lĩnh vực và tiêu chí", "het": "Đến tiêu chí thành phần"}, name="muc_cay"
        )
    if field:
        rows = rows[(rows["code"] == field) | rows["code"].str.startswith(f"{field}.")]
    if depth == "gon" and not field:
        rows = rows[rows["level"] <= 2]
    return grid(
        rows,
        Listing(
            TREE,
            key=f"cay-{field or 'tat-ca'}-{depth}",
            file_name="chi-so-cchc-theo-tieu-chi",
            title="Chỉ số CCHC theo tiêu chí",
            placeholder="Tìm theo mã hoặc nội dung",
            counted="mục",
        ),
        select="one",
    )


def set_choice() -> str | None:
    """Under which decision the year is scored; with the badge of a sample set."""
    known = answer(decisions_in_use, as_of=as_of())
    if len(known) < 2:
        return None
    usual = assessment()
    numbers = sorted((d.number for d in known), key=lambda n: usual is None or n != usual.tree.decision)
    picked = segments("Bộ chỉ số", {n: f"Chấm theo {n}" for n in numbers}, name="bo")
    return None if usual is not None and picked == usual.tree.decision else picked


def draw_badge(found: Assessment) -> None:
    """Sample or official, and what amended it."""
    amended = f", sửa đổi bởi {', '.join(found.tree.amended_by)}" if found.tree.amended_by else ""
    base = f"Bộ chỉ số {found.tree.base}{amended}"
    if found.tree.is_sample:
        st.write(
            f":orange-badge[:material/warning: Mẫu] {base}: trọng số giả định, chưa phải bộ chỉ số chính thức."
        )
    else:
        st.write(f"{base}.")


def draw_backtest(year: int) -> None:
    """What the method would have said of last year."""
    found = answer(backtest, as_of=as_of(), year=year)
    with card("Phương pháp đúng đến đâu"):
        if found is None:
            finding(f"Chưa có kết quả năm {year} để kiểm tra phương pháp", "Cần điểm thẩm định hoặc công bố")
            return
        finding(backtest_title(found), backtest_words(found))
        with st.expander("Tiêu chí lệch nhiều nhất"):
            st.table(
                pd.DataFrame(
                    {
                        "Tiêu chí": [
                            f"{r['code']} {r['name']}" for r in found.table.head(8).to_dict("records")
                        ],
                        "Dự báo": [points(v) for v in found.table["predicted"].head(8)],
                        "Thực tế": [points(v) for v in found.table["actual"].head(8)],
                        "Lệch": [signed(v) for v in found.table["error"].head(8)],
                    }
                ).set_index("Tiêu chí")
            )
            rows = found.table.to_dict("records")
            words_download(
                ("Mã", "Tiêu chí", "Dự báo", "Thực tế", "Lệch"),
                [
                    (r["code"], r["name"], points(r["predicted"]), points(r["actual"]), signed(r["error"]))
                    for r in rows
                ],
                key="lech",
                file_name=f"du-bao-va-thuc-te-{found.year}",
                title=f"Dự báo và thực tế năm {found.year}",
            )


def draw_department(found: Assessment, viewer: Viewer) -> None:
    """A department: its own criteria; the index belongs to the whole office."""
    name = ", ".join(map(department_name, viewer.units))
    own = sum((total(found, code) for code in viewer.units), Points())
    page_head(
        f"{name}: {at_risk_words(own.at_risk)}, còn giữ được đến hạn {points_words(own.keepable)}",
        f"{count(len(found.leaves))} tiêu chí đơn vị chủ trì hoặc đang giữ việc, tối đa {points_words(found.max_score)},"
        f" có thể mất {points_words(found.expected_loss)} tính trọn cho cả cơ quan."
        + spoken(" Điểm dự kiến là của cả {short_name}."),
        kinds=KINDS,
    )
    draw_badge(found)
    draw_chosen(viewer, found, draw_tree(found, None))


def draw_chosen(viewer: Viewer, found: Assessment, chosen: pd.DataFrame) -> None:
    """The criterion chosen in the tree, or named by the address."""
    codes = [str(code) for code in chosen["code"]] or [st.query_params.get("tieu_chi", "")]
    for code in codes:
        leaf = found.leaf(code)
        if leaf is None:
            if code in found.tree.children:
                nothing_to_show(
                    f"{code} {found.tree.by_code[code].name}: điểm cộng từ các mục con.",
                    remedy="Chọn một tiêu chí thành phần để xem cách chấm, lý do và căn cứ.",
                )
            continue
        draw_leaf(leaf, explanation)
        st.caption(f"Cách chấm: {METHODS.get(leaf.evidence.criterion.method or '', 'theo bộ chỉ số')}.")
        draw_override(viewer, leaf, found.year)


def draw_office(viewer: Viewer) -> None:
    """The whole index."""
    usual = assessment()
    decision = st.query_params.get("bo")
    known = {d.number for d in answer(decisions_in_use, as_of=as_of())}
    found = (assessment(decision=decision) if decision in known else None) or usual
    assert found is not None
    row = index_row(found)
    tried = answer(backtest, as_of=as_of(), year=found.year - 1)
    page_head(expected_headline(found, row), expected_lead(found, row) + tried_words(tried), kinds=KINDS)
    inner_link("bao_cao", "Lập bảng tự chấm", icon="description", van_ban="self_score_sheet")
    decision = set_choice()
    draw_badge(found)
    draw_tiles(row)
    steps = waterfall_table(found)
    if (
        steps.empty or row["expected"] is None
    ):  # nothing to compare with: a sentence, no half of the page left empty
        draw_sources(found)
        draw_no_year_before(found)
    else:
        left, right = st.columns([8, 4], gap="small")
        with left:
            draw_waterfall(found, row, steps)
        with right:
            draw_sources(found)
    draw_chosen(viewer, found, draw_tree(found, decision))
    draw_backtest(found.year - 1)
    draw_year_basis()


viewer = current_viewer()
state = assessment()
if state is None or not state.leaves:
    page_head("Chưa có căn cứ nào để tính Chỉ số CCHC", kinds=KINDS)
    nothing_scored(NO_SET)
elif viewer.role == "department":
    draw_department(state, viewer)
else:
    draw_office(viewer)
