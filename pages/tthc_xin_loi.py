"""TTHC & xin lỗi: hồ sơ nào quá hạn, đã xin lỗi công khai hợp lệ chưa, và còn thiếu gì."""

from typing import Any

import pandas as pd
import streamlit as st

from domain.agency.departments import department_name, departments
from domain.agency.office import spoken
from domain.agency.working_calendar import WorkingCalendar
from domain.said.claim import Claim
from domain.wording.formats import count, is_known, percent
from metrics.asking.rows import records
from metrics.asking.state import TOTAL
from metrics.counts.apologies import apology_register
from metrics.counts.dossier_clock import clock_lines
from metrics.plan.apology_points import apology_points
from metrics.progress.completion import claims
from ui.charts.counts import count_bars
from ui.deadlines.apology_words import (
    ALONE,
    apologies_headline,
    apologies_lead,
    apology_words,
    dossier_proof_words,
    draw_proofs,
    is_of_register_alone,
    register_alone_words,
)
from ui.look.markup import escape
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
    small_table,
    tiles,
)
from ui.pieces.figures import read_aloud
from ui.visit.filters import department_choice, segments
from ui.visit.navigation import inner_link, origin_link
from ui.visit.session import answer, as_of, current_viewer, department, metric

STATES = {"missing": "Thiếu", "late": "Muộn", "invalid": "Không hợp lệ", "done": "Đủ"}
TITLES = {
    "missing": "hồ sơ quá hạn chưa có thư xin lỗi",
    "late": "hồ sơ có thư xin lỗi sau ngày hẹn trả",
    "invalid": "hồ sơ có thư xin lỗi không hợp lệ",
    "done": "hồ sơ đã xin lỗi hợp lệ, đúng lúc",
}
COLUMNS = {
    "dossier_code": Column("Mã hồ sơ", width=155),
    "due": Column("Hẹn trả", "date", width=90),
    "overdue_working_days": Column("Số ngày trễ", "number", width=90, unknown="?"),
    "procedure": Column("Thủ tục", width=230),
    "department_code": Column("Đơn vị", "department", width=165),
    "apology_number": Column("Số thư xin lỗi", width=110, unknown="Chưa có"),
    "apology_date": Column("Ngày thư", "date", width=95),
    "failed_words": Column("Điểm chưa hợp lệ", width=210, unknown=""),
    "proof": Column("Bằng chứng đăng", width=120, unknown="Chưa có"),
    "overdue_reason": Column("Lý do trễ hẹn", width=230),
    "handler": Column("Người xử lý", width=140),
}
# What a list of one state has no need to say: no apology, no words on it; in order, nothing that fails.
NEEDLESS = {
    "missing": {"apology_number", "apology_date", "failed_words", "proof"},
    "late": {"failed_words"},
    "done": {"failed_words"},
}
CHANNELS = {"direct": "trực tiếp", "online": "trực tuyến", "post": "bưu chính"}


def draw_tiles(register: pd.DataFrame, said: Claim) -> None:
    """Overdue, in order, missing, late or invalid."""
    by_status = register["status"].value_counts()
    number = {status: int(by_status.get(status, 0)) for status in STATES}
    valid = number["done"] + number["late"]
    left = number["missing"] + number["invalid"]
    tiles(
        [
            Tile("Hồ sơ quá hạn", count(len(register)), "trong năm"),
            Tile(
                "Xin lỗi hợp lệ",
                count(valid),
                (said.share if said.left == left else percent(valid, len(register)))
                + (f" · còn {count(left)}" if left else ""),
            ),
            Tile(
                "Thiếu thư xin lỗi",
                count(number["missing"]),
                "phải xin lỗi",
                "red" if number["missing"] else "gray",
            ),
            Tile(
                "Muộn / chưa đúng",
                f"{count(number['late'])} / {count(number['invalid'])}",
                "muộn vẫn tính đủ",
                help="Thư xin lỗi sau ngày hẹn trả vẫn được tính, nhưng kể riêng. Thư không hợp lệ thì không được tính.",
            ),
        ]
    )


def draw_units(register: pd.DataFrame, said: Claim) -> None:
    """Who still owes apologies."""
    lacking = register[register["status"].isin(["missing", "invalid"])]
    owed = lacking["department_code"].value_counts()
    table = pd.DataFrame(
        [
            {"name": d.short_vi, "department_code": d.code, "items": int(owed[d.code])}
            for d in departments()
            if d.code in owed.index
        ],
        columns=["name", "department_code", "items"],
    ).sort_values("items", ascending=False, kind="stable")
    if table.empty:
        with card("Theo đơn vị"):
            none = "Không đơn vị nào còn nợ thư xin lỗi"
            finding(
                "Chưa kết luận: còn dòng chưa đọc được" if said.unread else none,
                "Hồ sơ quá hạn thiếu thư hoặc thư không hợp lệ",
            )
        return
    worst = records(table)[0]
    figure_card(
        f"{worst['name']} còn nhiều nhất: {count(worst['items'])} trong {count(len(lacking))} hồ sơ",
        "Hồ sơ quá hạn thiếu thư xin lỗi hoặc thư không hợp lệ",
        count_bars,
        table[["name", "items"]],
        "hồ sơ",
        alt=read_aloud(
            "Hồ sơ còn thiếu thư xin lỗi hợp lệ",
            ((row["name"], count(row["items"])) for row in records(table)),
        ),
        table=table,
        columns={"name": "Đơn vị", "items": Column("Số hồ sơ", "number")},
        key="xin-loi-don-vi",
    )


RULE = (
    "Thời gian chờ bổ sung đếm theo giờ làm việc; hẹn trả chỉ ghi ngày thì hạn là hết ngày ấy;"
    " xong ngay trong ngày hẹn, sau giờ hẹn mà ngoài giờ làm việc, thì chưa tính là quá hạn."
)


def draw_dossier(row: dict[str, Any]) -> None:
    """One dossier: its clock, its apology, and the way back to its cells."""
    with card("Hồ sơ đang chọn"):
        finding(
            f"Hồ sơ {row['dossier_code']} · {STATES[row['status']].lower()}",
            f"{row['procedure'] or 'Chưa ghi tên thủ tục'} · {department_name(row['department_code'] or '')}"
            f" · nộp {CHANNELS.get(row['channel'], 'chưa rõ cách nộp')}",
        )
        small_table(
            pd.DataFrame(clock_lines(row, WorkingCalendar.office()), columns=["Mốc", "Thời điểm"]),
            key="dong-ho-ho-so", file_name=f"thoi-gian-ho-so-{row['dossier_code']}", title=f"Hồ sơ {row['dossier_code']}",
        )  # fmt: skip
        rule = f"Hồ sơ này {ALONE}." if is_of_register_alone(row) else RULE
        st.html(f'<p class="cc-source">{rule}</p>')
        st.write(apology_words(row))
        if is_known(row["import_id"]):
            origin_link(row)
        draw_proofs(str(row["dossier_code"]))


def state_choice(register: pd.DataFrame) -> str:
    """Which state of the apologies the list shows."""
    numbers = register["status"].value_counts()
    words = {status: f"{word} {count(int(numbers.get(status, 0)))}" for status, word in STATES.items()}
    return segments("Tình trạng thư xin lỗi", words, name="thu")


def draw_register(register: pd.DataFrame, status: str) -> None:
    """The register, one state at a time; a row opens its clock."""
    shown, proved = register[register["status"] == status], dossier_proof_words()
    shown = shown.assign(proof=shown["dossier_code"].map(proved))
    finding(
        f"{count(len(shown))} {TITLES[status]}",
        "Số ngày trễ tính theo ngày làm việc; chọn một dòng để xem đồng hồ của hồ sơ và thư xin lỗi",
    )
    if shown.empty:
        nothing_to_show("Không có hồ sơ nào ở nhóm này.")
        return
    needless = NEEDLESS.get(status, set()) | (set() if viewer.may("see_all") else {"proof"})
    phone = ("dossier_code", "procedure", "department_code", "due", "overdue_working_days")
    said = {"missing": ("overdue_reason",), "invalid": ("apology_number", "failed_words")}
    chosen = grid(
        shown,
        Listing(
            {name: column for name, column in COLUMNS.items() if name not in needless},
            key=f"so-xin-loi-{status}",
            file_name=f"ho-so-qua-han-{STATES[status].lower()}",
            title="Hồ sơ quá hạn và thư xin lỗi",
            placeholder="Tìm theo mã hồ sơ, thủ tục hoặc người xử lý",
            counted="hồ sơ",
            phone=(*phone, *said.get(status, ("apology_number", "apology_date"))),
        ),
        select="one",
    )
    for row in records(chosen):
        draw_dossier(row)


viewer = current_viewer()
code = department()
register = answer(apology_register, as_of=as_of(), department=code)
KINDS = ("dossiers", "apologies")
said = answer(claims, as_of=as_of()).get((code or TOTAL, "apology"), Claim(None, None))
if register.empty and said.unread:
    page_head(
        f"Hồ sơ quá hạn: {said.unread_words}, chưa biết có hồ sơ nào phải xin lỗi hay không", kinds=KINDS
    )
    department_choice()
    st.stop()
if register.empty:
    known = not metric("dossiers").empty
    page_head(
        "Không có hồ sơ quá hạn nào phải xin lỗi" if known else "Chưa có danh sách hồ sơ TTHC nào",
        kinds=KINDS,
    )
    nothing_to_show(
        "Không phát sinh hồ sơ quá hạn, nên không tính vào mẫu số."
        if known
        else "Chưa có danh sách hồ sơ TTHC nào.",
        remedy=""
        if known
        else spoken("{gathering_name} nạp danh sách một cửa và sổ xin lỗi tại Nhập dữ liệu."),
        page=None if known else "nhap_du_lieu",
        label="Nhập dữ liệu",
    )
    department_choice()
    st.stop()

page_head(apologies_headline(register, said.unread_words), apologies_lead(code), kinds=KINDS)
inner_link("bao_cao", "Lập phiếu xin lỗi", icon="description", van_ban="apology_slip")
department_choice()
draw_tiles(register, said)
for one in answer(apology_points, as_of=as_of()) if viewer.may("see_all") else ():
    st.html(f'<p class="cc-source">{escape(one.words)}</p>')
if alone := register_alone_words(register):
    st.html(f'<p class="cc-source">{alone}</p>')
status = state_choice(register)
left, right = st.columns([8, 4], gap="small")
with left:
    draw_register(register, status)
with right:
    draw_units(register, said)
