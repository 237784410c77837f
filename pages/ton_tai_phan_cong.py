"""Tồn tại & Phân công: điểm mất năm trước đã lấy lại được bao nhiêu, tồn tại nào chưa ai được giao, ai mất lại."""

import pandas as pd
import streamlit as st

from domain.agency.departments import UNASSIGNED_VI, short_name
from domain.agency.office import office, spoken
from domain.wording.formats import NBSP, count, is_known, rate
from metrics.counts.assignments import assignment_items
from metrics.points.losses_over_years import losses_over_years
from metrics.points.shortfall_links import recovery, repeat_losers
from ui.index.index_state import assessment, points_words, shortfall_rows
from ui.pieces.components import (
    Column,
    Listing,
    Tile,
    banner,
    card,
    finding,
    grid,
    level_chip,
    nothing_to_show,
    page_head,
    tiles,
)
from ui.points.shortfall_words import (
    job_rows,
    rows_of_unit,
    shortfalls_headline,
    shortfalls_lead,
    shortfalls_to_show,
    stated_fixed,
    who_answers,
)
from ui.visit.filters import department_choice, segments
from ui.visit.navigation import inner_link
from ui.visit.session import answer, as_of, current_viewer, department, metric

KINDS = ("shortfalls", "assignments", "indicator_scores")
MOST_BANNERS = 3
SHORTFALLS = {
    "code": Column("Mã", width=55),
    "name": Column("Nội dung", width=185),
    "lost": Column("Bị trừ", "points", width=60, unknown="?"),
    "assigned_words": Column("Phân công", width=120),
    "recovered": Column("Dự kiến lấy lại", "points", width=105, unknown="?"),
    "departments_words": Column("Đơn vị", width=150),
    "cause": Column("Nguyên nhân", width=240, unknown=""),
    "measure": Column("Biện pháp", width=240, unknown=""),
}
JOBS = {
    "criterion": Column("Mã", width=50),
    "task": Column("Nhiệm vụ", width=190),
    "state": Column("Tình trạng", width=110),
    "due": Column("Hạn", width=90),
    "leads": Column("Chủ trì", width=150),
    "product": Column("Sản phẩm, minh chứng", width=180, unknown=""),
}


def draw_tiles(
    found: dict[str, float | int | None], fixed: dict[str, float], jobs: pd.DataFrame, none: int
) -> None:
    """Share won back, unassigned, lost again, jobs open."""
    open_jobs = int((~jobs["is_done"]).sum())
    tiles(
        [
            Tile(
                "Đã khắc phục",
                rate(fixed["recovered"] * 100 / fixed["lost"]) if fixed and fixed["lost"] else "?",
                f"còn {count(fixed['open'])} tồn tại" if fixed else "chưa có Phụ lục 1",
                help="Phần điểm đã mất của các tồn tại được ghi là đã khắc phục.",
            ),
            Tile(UNASSIGNED_VI, count(none), "tồn tại", "orange" if none else "gray"),
            Tile(
                "Tiếp tục bị trừ", count(found["repeats"]), "tiêu chí", "red" if found["repeats"] else "gray"
            ),
            Tile("Nhiệm vụ còn mở", count(open_jobs), f"trên {count(len(jobs))}", "gray"),
        ]
    )


def draw_shortfalls(rows: pd.DataFrame) -> list[str]:
    """Phụ lục 1, unassigned first; returns the codes chosen."""
    kinds = {
        "phu_luc": f"Nêu ở Phụ lục 1 ({count(int(rows['in_appendix'].sum()))})",
        "tat_ca": f"Mọi tiêu chí mất điểm ({count(len(rows))})",
    }
    finding("Phụ lục 1: tồn tại của năm trước", "Chọn một dòng để lọc nhiệm vụ ở bên cạnh")
    shown = shortfalls_to_show(rows)
    if segments("Tồn tại", kinds, name="ton_tai") == "phu_luc":
        shown = shown[shown["in_appendix"].astype(bool)]
    draw_unassigned(shown[shown["is_unassigned"].astype(bool)])
    chosen = grid(
        shown,
        Listing(
            SHORTFALLS,
            key="ton-tai",
            file_name="ton-tai-nam-truoc",
            title="Tồn tại của năm trước và việc đã giao năm nay",
            placeholder="Tìm theo mã, nội dung, đơn vị",
            phone=("name", "lost", "assigned_words", "departments_words"),
            counted="tồn tại",
        ),
        select="one",
    )
    return list(chosen["code"])


def draw_unassigned(rows: pd.DataFrame) -> None:
    """The rust rows on top: what nobody was given."""
    for row in rows.head(MOST_BANNERS).to_dict("records"):
        banner(
            f"{UNASSIGNED_VI}: {row['code']} {row['name']} · mất {points_words(row['lost'])} · {row['departments_words']}",
            "at_risk",
        )
    if len(rows) > MOST_BANNERS:
        st.write(f"và {count(len(rows) - MOST_BANNERS)} tồn tại khác chưa phân công, ở đầu danh sách")


def draw_jobs(jobs: pd.DataFrame, rows: pd.DataFrame, codes: list[str]) -> None:
    """Phụ lục 2, all or those of the shortfall chosen."""
    if not codes:
        left = int((~jobs["is_done"]).sum())
        finding(
            "Phụ lục 2: nhiệm vụ của năm nay", f"{count(left)} trên {count(len(jobs))} nhiệm vụ chưa xong"
        )
        grid_of_jobs(jobs, "moi")
        return
    row = rows[rows["code"] == codes[0]].iloc[0]
    linked = jobs[jobs["task"].isin(row["tasks"])]
    finding(
        f"{count(len(linked))} nhiệm vụ cho {row['code']} {row['name']}",
        who_answers(row.to_dict()),
    )
    if row["is_unassigned"]:
        level_chip("at_risk", UNASSIGNED_VI)
        st.write(
            f"Năm trước mất {points_words(row['lost'])}, năm nay chưa có nhiệm vụ nào."
            f" {office().gathering_name} bổ sung vào Phụ lục 2 rồi nạp lại."
        )
    elif not row["jobs"]:
        nothing_to_show("Điểm này do điều tra xã hội học quyết định, không giao thành nhiệm vụ.")
    elif linked.empty:
        nothing_to_show("Nhiệm vụ của tồn tại này do đơn vị khác chủ trì.")
    else:
        grid_of_jobs(linked, codes[0])
    inner_link("nguy_co", "Lý do và căn cứ của tiêu chí", icon="error", tieu_chi=row["code"])


def grid_of_jobs(jobs: pd.DataFrame, key: str) -> None:
    """The jobs; a chosen one leads to its row of the file."""
    chosen = grid(
        jobs,
        Listing(
            JOBS,
            key=f"nhiem-vu-{key}",
            file_name="phan-cong-nhiem-vu",
            title="Nhiệm vụ phân công",
            placeholder="Tìm theo nhiệm vụ, đơn vị, tình trạng",
            phone=("task", "state", "due", "leads"),
            counted="nhiệm vụ",
        ),
        select="one",
    )
    for import_id, sheet, row in chosen["place"]:
        if is_known(import_id):
            inner_link(
                "nguon_goc", "Dòng này trong tệp gốc", icon="manage_search", nap=str(import_id), trang=str(sheet),
                dong=str(int(row)),
            )  # fmt: skip


def draw_repeats(rows: pd.DataFrame, code: str | None) -> None:
    """Per unit: what was lost, and what is again below the maximum."""
    table = repeat_losers(rows)
    table = table[table["department_code"] == code] if code else table
    table = table[table["lost_criteria"] > 0]
    with card("Tiếp tục bị trừ theo đơn vị"):
        if table.empty:
            finding("Không đơn vị nào có tiêu chí mất điểm năm trước")
            return
        worst = table.iloc[0]
        finding(
            f"{short_name(worst['department_code'])}: {count(worst['repeat_criteria'])} tiêu chí tiếp tục dưới tối đa,"
            f" {points_words(worst['still_lost'])}"
            if worst["repeat_criteria"]
            else "Chưa tiêu chí nào mất điểm lại",
            "Theo điểm đã có của năm nay, tính trọn tiêu chí cho mọi đơn vị có tồn tại, nên lớn hơn phần của đơn vị ở trang"
            " Điểm có nguy cơ mất (theo điểm dự kiến, chia theo phần việc)",
        )
        grid(
            table.assign(codes_words=[", ".join(codes) for codes in table["codes"]]),
            Listing(
                {
                    "department_code": Column("Đơn vị", "department", width=170),
                    "lost_criteria": Column("Mất điểm năm trước", "number", width=130),
                    "lost": Column("Điểm đã mất", "points", width=100),
                    "repeat_criteria": Column("Tiếp tục bị trừ", "number", width=115),
                    "still_lost": Column("Điểm còn thiếu", "points", width=110),
                    "codes_words": Column("Tiêu chí", width=320, unknown=""),
                },
                key="mat-lai",
                file_name="tieu-chi-tiep-tuc-bi-tru",
                title="Tiêu chí tiếp tục bị trừ theo đơn vị",
                search=False,
                counted="đơn vị",
            ),
        )


def draw_years() -> None:
    """What every year lost, criterion by criterion, where more than one year is known."""
    every = answer(losses_over_years, as_of=as_of())
    years = sorted({year for one in every for year in one.lost})
    if len(years) < 2:
        return
    again = sum(one.is_repeat for one in every)
    back = sum(one.is_recovered for one in every)
    with card("Qua các năm"):
        finding(
            f"{count(again)} tiêu chí mất điểm nhiều năm liền; {count(back)} tiêu chí đã lấy lại",
            "Theo Phụ lục 1, chưa có thì theo kết quả thẩm định, công bố của năm đó; “?” là năm chưa có số liệu",
        )
        rows = [
            {
                "code": one.code,
                "name": one.name,
                "words": one.words,
                **{str(y): one.in_year(y) for y in years},
            }
            for one in every
        ]
        grid(pd.DataFrame(rows), Listing({
                "code": Column("Mã", width=60), "name": Column("Tiêu chí", width=260),
                **{str(year): Column(str(year), "points", width=75, unknown="?") for year in years},
                "words": Column("Diễn biến", width=220),
            }, key="qua-cac-nam", file_name="diem-mat-qua-cac-nam", title="Điểm mất qua các năm", search=False, phone=("name", "words"), counted="tiêu chí"))  # fmt: skip


viewer = current_viewer()
code = department()
rows = rows_of_unit(shortfall_rows(), code)
jobs = job_rows(answer(assignment_items, as_of=as_of()), code, as_of=as_of())
if assessment() is None or (rows.empty and jobs.empty):
    page_head("Chưa có Phụ lục 1, Phụ lục 2 hay bảng điểm năm trước", kinds=KINDS)
    nothing_to_show(
        "Không có tồn tại hay nhiệm vụ nào để hiện.",
        remedy=spoken("{gathering_name} nạp Phụ lục 1 và Phụ lục 2 tại Nhập dữ liệu."),
        page="nhap_du_lieu",
        label="Nhập dữ liệu",
    )
    department_choice()
    st.stop()
if rows.empty:
    page_head(f"Không mất điểm năm trước; {count(len(jobs))}{NBSP}nhiệm vụ được giao năm nay", kinds=KINDS)
    department_choice()
    grid_of_jobs(jobs, "moi")
    st.stop()
listed = rows[rows["in_appendix"].astype(bool)]
counted = listed if len(listed) else rows
shortfalls = metric("shortfalls", department=code) if code else metric("shortfalls")
summary, fixed = recovery(counted), stated_fixed(shortfalls, code)
unassigned = int(counted["is_unassigned"].sum())
page_head(
    shortfalls_headline(fixed, unassigned),
    shortfalls_lead(summary, jobs, rows[~rows["in_appendix"].astype(bool)], code),
    kinds=KINDS,
)
department_choice()
draw_tiles(summary, fixed, jobs, unassigned)
left, right = st.columns(2, gap="small")
with left, card("Phụ lục 1"):
    picked = draw_shortfalls(rows)
with right, card("Phụ lục 2"):
    draw_jobs(jobs, rows, picked)
draw_repeats(rows, code)
draw_years()
