"""Where do the office's own dossiers and the national portal's counts (766) differ, and what is still unexplained?"""

import pandas as pd

from domain.agency.office import office, spoken
from domain.wording.formats import NBSP, count, day, is_known, signed
from metrics.asking.rows import records
from metrics.counts.dossier_counts import (
    COUNTS,
    EXPLAINED,
    NationalTable,
    dossiers_of_procedure,
    national_table,
    reconciliation,
)
from ui.pieces.components import Column, Listing, card, finding, grid, nothing_to_show
from ui.visit.filters import segments
from ui.visit.navigation import origin_link
from ui.visit.session import answer, as_of, current_viewer

COUNT_WORDS = {
    "received": "tiếp nhận",
    "resolved": "đã giải quyết",
    "on_time": "đúng hạn",
    "resolved_late": "trễ hạn",
    "pending": "đang giải quyết",
    "pending_overdue": "đang quá hạn",
}
REASONS = {
    "same": "Khớp",
    "not_accepted": "Cổng có thể tính cả {not_accepted} hồ sơ bị từ chối hoặc mới đăng ký",
    "vanished": "{vanished} hồ sơ không còn trong danh sách mới của một cửa",
    "only_ours": "Cổng không có thủ tục tên này",
    "only_theirs": "Một cửa không có thủ tục tên này",
    "unexplained": "Chưa rõ vì sao",
}
GROUPS = {"open": "Chưa rõ", "explained": "Đã rõ", "same": "Khớp"}
TITLES = {
    "open": "thủ tục lệch mà chưa rõ vì sao",
    "explained": "thủ tục lệch do cách tính",
    "same": "thủ tục có số khớp nhau",
}
COLUMNS = {
    "procedure": Column("Thủ tục", width=330, unknown="Không ghi tên"),
    "why": Column("Vì sao lệch", width=230),
    "received": Column("Tiếp nhận", "right", width=105),
    "resolved": Column("Đã giải quyết", "right", width=105),
    "on_time": Column("Đúng hạn", "right", width=105),
    "late": Column("Quá hạn", "right", width=105),
}
DOSSIER_COLUMNS = {
    "dossier_code": Column("Mã hồ sơ", width=160),
    "counted_as": Column("Tính là", width=150),
    "received_at": Column("Tiếp nhận", "moment", width=130),
    "due_at": Column("Hạn trả", "moment", width=130),
    "ended_at": Column("Xong", "moment", width=130),
    "status_text": Column("Trạng thái", width=180, unknown=""),
    "department_code": Column("Đơn vị", "department", width=160),
}


def draw_national_counts() -> None:
    """
    The comparison by procedure; says what is missing where it cannot be made.

    A department for which the portal's table has no line of its own is shown nothing: the whole office's counts are
    neither its own nor comparable with them.
    """
    table = answer(national_table, as_of=as_of())
    if table is None and current_viewer().role == "department":
        return
    rows = answer(reconciliation, as_of=as_of())
    if rows.empty:
        _say_why_not(table)
        return
    assert table is not None
    shown = _in_words(rows)
    numbers = shown["group"].value_counts().to_dict()
    apart = len(shown) - numbers.get("same", 0)
    finding(
        f"{count(apart)} trong {count(len(shown))} thủ tục lệch với Cổng Dịch vụ công quốc gia,"
        f" {count(numbers.get('open', 0))} chưa rõ vì sao"
        if apart
        else f"Cả {count(len(shown))} thủ tục khớp với Cổng Dịch vụ công quốc gia",
        f"Số hồ sơ từ đầu năm đến hết ngày{NBSP}{day(table.on)}, ngày của bảng trên Cổng (Bộ chỉ số theo Quyết định"
        " 766/QĐ-TTg); ô ghi hai số là một cửa → Cổng, cùng tính đến ngày ấy; quá hạn gồm cả hồ sơ chưa xong",
    )
    words = {name: f"{word} {count(numbers.get(name, 0))}" for name, word in GROUPS.items()}
    group = segments("Kết quả đối chiếu", words, name="doi_chieu")
    for row in records(_draw_rows(shown[shown["group"] == group], group)):
        _draw_dossiers(row, table)


def _say_why_not(table: NationalTable | None) -> None:
    """The sentence in place of the comparison: which of the two sides is not there."""
    if table is None:
        finding("Chưa đối chiếu được số hồ sơ với Cổng Dịch vụ công quốc gia")
        nothing_to_show(
            f"Chưa có bảng số hồ sơ theo thủ tục của Cổng (Quyết định 766/QĐ-TTg) đến ngày{NBSP}{day(as_of())}.",
            remedy=spoken("{gathering_name} tải bảng đó từ Cổng rồi nạp tại Nhập dữ liệu."),
        )
    elif not table.is_of_the_year and table.begins is not None:
        finding("Chưa đối chiếu được số hồ sơ với Cổng Dịch vụ công quốc gia")
        nothing_to_show(
            f"Bảng của Cổng tính từ ngày{NBSP}{day(table.begins)}, còn số của {office().short_name} tính từ đầu năm.",
            remedy="Tải bảng tính từ ngày 01/01 rồi nạp lại.",
        )
    else:
        finding("Chưa đối chiếu được số hồ sơ với Cổng Dịch vụ công quốc gia")
        nothing_to_show("Chưa có danh sách hồ sơ của hệ thống một cửa.")


def _in_words(rows: pd.DataFrame) -> pd.DataFrame:
    """The comparison with both counts of a cell, each difference and its reason in words."""
    late = {
        f"late_{side}": rows[f"resolved_late_{side}"] + rows[f"pending_overdue_{side}"]
        for side in ("ours", "theirs")
    }
    listed = records(rows.assign(**late))
    return rows.assign(
        **{
            name: [both_words(row, name) for row in listed]
            for name in ("received", "resolved", "on_time", "late")
        },
        why=[REASONS[row["reason"]].format(**row) for row in listed],
        difference=[difference_words(row) for row in listed],
        group=[
            "same" if row["reason"] == "same" else "explained" if row["reason"] in EXPLAINED else "open"
            for row in listed
        ],
    )


def both_words(row: dict, name: str) -> str:
    """The count of both sides, once where they agree: "644 → 638"; "?" for what a side does not say."""
    ours, theirs = (row[f"{name}_{side}"] for side in ("ours", "theirs"))
    said = [count(int(value)) if is_known(value) else "?" for value in (ours, theirs)]
    return said[0] if said[0] == said[1] else " → ".join(said)


def difference_words(row: dict) -> str:
    """What the portal has more or less of: "tiếp nhận +9, đúng hạn +9"; nothing where it says nothing."""
    found = [(COUNT_WORDS[name], row[f"{name}_difference"]) for name in COUNTS]
    return ", ".join(f"{word} {signed(int(by), 0)}" for word, by in found if is_known(by) and by)


def _draw_rows(shown: pd.DataFrame, group: str) -> pd.DataFrame:
    if shown.empty:
        nothing_to_show("Không có thủ tục nào ở nhóm này.")
        return shown
    return grid(
        shown,
        Listing(
            COLUMNS,
            key=f"doi-chieu-766-{group}",
            file_name=f"doi-chieu-cong-quoc-gia-{GROUPS[group].lower()}",
            title=f"{count(len(shown))} {TITLES[group]}",
            placeholder="Tìm theo tên thủ tục",
            counted="thủ tục",
            phone=("procedure", "why", "received", "resolved", "on_time", "late"),
        ),
        select="one",
    )


def _draw_dossiers(row: dict, table: NationalTable) -> None:
    """Our own dossiers of the procedure, to be held against the portal one by one; no name of a citizen."""
    found = answer(dossiers_of_procedure, as_of=table.on, procedure=row["procedure"])
    with card("Hồ sơ của thủ tục"):
        finding(
            f"{row['procedure'] or 'Không ghi tên thủ tục'}: một cửa có {count(len(found))} hồ sơ",
            f"{row['why']}{NBSP}· Cổng so với một cửa: {row['difference']}"
            if row["difference"]
            else row["why"],
        )
        if is_known(row["source_row"]):
            origin_link(row, "Dòng của Cổng trong tệp gốc")
        if found.empty:
            return
        chosen = grid(
            found.assign(counted_as=[counted_words(one) for one in records(found)]),
            Listing(
                DOSSIER_COLUMNS,
                key="ho-so-cua-thu-tuc",
                file_name="ho-so-cua-thu-tuc",
                title=f"Hồ sơ: {row['procedure']}",
                placeholder="Tìm theo mã hồ sơ hoặc trạng thái",
                counted="hồ sơ",
                phone=("dossier_code", "counted_as", "received_at", "due_at", "ended_at"),
            ),
            select="one",
        )
        for one in records(chosen):
            origin_link(one)


def counted_words(dossier: dict) -> str:
    """How one of our dossiers enters the counts."""
    if not dossier["is_counted"]:
        return "Không tính"
    if dossier["is_open"]:
        return "Đang quá hạn" if dossier["is_late"] else "Đang giải quyết"
    return "Trễ hạn" if dossier["is_late"] else "Đúng hạn"
