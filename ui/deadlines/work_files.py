"""Which work files lack what Nghị định 30/2020/NĐ-CP asks for, and which must go to the archive soon?"""

from datetime import date

import pandas as pd

from domain.said.claim import Claim
from domain.wording.formats import NBSP, count, is_known
from metrics.asking.rows import records
from metrics.asking.rules import rule_in_force
from metrics.asking.state import TOTAL
from metrics.counts.work_file_quality import ARCHIVE_VI, work_file_quality
from metrics.progress.completion import claims
from store.builds.reader import Reader
from ui.pieces.components import Column, Listing, Tile, card, finding, grid, nothing_to_show, tiles
from ui.visit.filters import segments
from ui.visit.navigation import inner_link
from ui.visit.session import answer, answer_key, as_of

COLUMNS = {
    "work_file_code": Column("Số, ký hiệu hồ sơ", width=130),
    "title": Column("Tiêu đề", width=260, unknown="Thiếu"),
    "department_code": Column("Đơn vị", "department", width=150),
    "retention": Column("Bảo quản", width=85, unknown="Thiếu"),
    "creator": Column("Người lập", width=130, unknown="Thiếu"),
    "opened_date": Column("Ngày mở", "date", width=90, unknown=""),
    "closed_date": Column("Ngày đóng", "date", width=90, unknown=""),
    "documents": Column("Số văn bản", "number", width=80, unknown=""),
    "missing_fields": Column("Còn thiếu", width=190),
    "archive_vi": Column("Nộp lưu", width=165),
    "archive_due": Column("Hạn nộp lưu", "date", width=95, unknown=""),
}


def listed_files(reader: Reader, *, as_of: date, department: str | None) -> pd.DataFrame:
    """The work files, with the hand-over in words."""
    table = work_file_quality(reader, as_of=as_of, department=department)
    return table.assign(archive_vi=[ARCHIVE_VI[state] for state in table["archive_state"]])


def draw_work_files(code: str | None) -> None:
    """Both shares, what is missing by name, and what is due at the archive; nothing where no list was loaded."""
    files = answer(listed_files, as_of=as_of(), department=code)
    if files.empty:
        return
    with card("Hồ sơ công việc"):
        incomplete = int((~files["is_complete"]).sum())
        finding(
            f"{count(incomplete)} trong {count(len(files))} hồ sơ công việc chưa đủ thành phần"
            if incomplete
            else f"Cả {count(len(files))}{NBSP}hồ sơ công việc đọc được đã đủ thành phần",
            _rule_words(),
        )
        _draw_tiles(files, code)
        shown, kind = _chosen_kind(files)
        if shown.empty:
            nothing_to_show("Không có hồ sơ nào ở nhóm này.")
            return
        chosen = grid(
            shown,
            Listing(
                COLUMNS,
                key="ho-so-cong-viec",
                file_name="ho-so-cong-viec",
                title="Hồ sơ công việc theo Nghị định 30/2020/NĐ-CP",
                placeholder="Tìm theo ký hiệu, tiêu đề hoặc người lập",
                counted="hồ sơ",
                phone=("title", "work_file_code", "missing_fields", "archive_vi", "archive_due"),
            ),
            select="one",
            identity=(answer_key(listed_files, as_of=as_of(), department=code), kind),
        )
        for row in records(chosen):
            inner_link(
                "nguon_goc", "Dòng này trong tệp gốc", icon="manage_search", nap=str(row["import_id"]),
                trang=str(row["sheet"]), dong=str(int(row["source_row"])),
            )  # fmt: skip


def _rule_words() -> str:
    rule = rule_in_force("work_files", as_of())
    return (
        "Đủ thành phần: tiêu đề, ký hiệu, thời hạn bảo quản, người lập, ngày mở, có văn bản, đã kết thúc thì có ngày đóng. "
        f"Nộp lưu trong {count(rule['months'])}{NBSP}tháng từ ngày kết thúc, với hồ sơ bảo quản từ {count(rule['from_years'])}{NBSP}năm; "
        f"nhắc trước {count(rule['warn_days'])}{NBSP}ngày"
    )


def _draw_tiles(files: pd.DataFrame, code: str | None) -> None:
    """The share of tasks with a file beside the share with a complete one: never the first for the second."""
    said = answer(claims, as_of=as_of())
    has = said.get((code or TOTAL, "work_file"), Claim(None, None))
    whole = said.get((code or TOTAL, "work_file_complete"), Claim(None, None))
    states = files["archive_state"].value_counts()
    late, soon = int(states.get("overdue", 0)), int(states.get("soon", 0))
    unknown = int(states.get("unknown", 0))
    tiles(
        [
            Tile("Việc có hồ sơ", has.share if is_known(has.required) else "?", _left(has)),
            Tile("Việc đủ hồ sơ", whole.share if is_known(whole.required) else "?", _left(whole), "orange" if whole.left else "gray",
                 help="Hồ sơ của việc có đủ mọi thành phần theo Nghị định 30."),
            Tile("Quá hạn nộp lưu", count(late), f"{count(unknown)} chưa rõ hạn", "red" if late else "gray"),
            Tile("Sắp đến hạn", count(soon), "nộp lưu", "orange" if soon else "gray"),
        ]
    )  # fmt: skip


def _left(said: Claim) -> str:
    if said.left is None:
        return "chưa có dữ liệu"
    return f"còn {count(said.left)} việc" if said.left else said.unread_words or "không còn việc"


def _chosen_kind(files: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """The files of one group: what lacks something first."""
    due = files["archive_state"].isin(["overdue", "soon"])
    groups = {"thieu": files[~files["is_complete"]], "nop_luu": files[due], "tat_ca": files}
    words = {"thieu": "Chưa đủ", "nop_luu": "Đến hạn nộp lưu", "tat_ca": "Mọi hồ sơ"}
    labels = {name: f"{words[name]} {count(len(rows))}" for name, rows in groups.items()}
    kind = segments("Hồ sơ công việc", labels, name="ho_so")
    return groups[kind], kind
