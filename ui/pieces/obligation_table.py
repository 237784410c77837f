"""How did what was left of each obligation become what is left? One table for the preview and for Thay đổi."""

from datetime import date

import pandas as pd

from domain.wording.formats import count, day_month
from metrics.asking.state import TOTAL
from metrics.limits.campaigns import LABEL_VI
from metrics.progress.obligation_moves import obligation_moves_words
from ui.pieces.components import finding, plain_table

_MOVED = {
    "new": "Thêm",
    "done": "Xong",
    "reopened": "Mở lại",
    "gone": "Bớt",
    "moved_in": "Chuyển đến",
    "moved_out": "Chuyển đi",
}
_HANDED = ("moved_in", "moved_out")


def draw_obligation_moves(
    moves: pd.DataFrame, *, from_day: date, to_day: date, department: str | None = None
) -> None:
    """The sentence on what moved, and a row for each obligation of which anything did."""
    own = moves[moves["department_code"] == (department or TOTAL)]
    moved = own[own[list(_MOVED)].sum(axis=1) > 0]
    said = obligation_moves_words(moves, from_day=from_day, to_day=to_day, department=department)
    finding(
        said.rstrip(".") or "Không nghĩa vụ nào có thay đổi giữa hai ngày",
        "Mỗi nghĩa vụ đếm theo bước, kể mọi nguồn số liệu; còn lúc sau = còn lúc đầu + thêm + mở lại + chuyển đến − xong − bớt − chuyển đi",
    )
    if moved.empty:
        return
    names = [name for name in _MOVED if name not in _HANDED or moved[name].any()]
    sides = [f"Còn ngày {day_month(on)}" for on in (from_day, to_day)]
    before, after = sides if from_day != to_day else ("Còn trước khi nạp", "Còn sau khi nạp")
    shown = ("left_before", *names, "left_after")
    plain_table(
        (
            "Nghĩa vụ",
            before,
            *(_MOVED[name] for name in names),
            after,
        ),
        [
            (LABEL_VI[row["obligation"]], *(count(row[name]) for name in shown))
            for row in moved.to_dict("records")
        ],
        caption="Thay đổi theo nghĩa vụ",
        file_name="thay-doi-theo-nghia-vu",
        numbers=True,
    )
