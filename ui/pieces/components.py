"""
The pieces that pages are made of, each in the one form of the house.

A page reads::

    page_head("Còn 151 việc chưa lưu trữ, 36 việc ở Quản lý Đầu tư", "Gần hạn nhất: …", kinds=("hpnet_tasks",))
    tiles([Tile("Quá hạn", "12"), Tile("Đủ", "9", "75,0%", "green")])
    with card("Thay đổi"):                     # an error inside stays inside, with its number in the log
        figure_card("{subject, number, meaning}", "{what is counted}", age_bars, table, alt="…", table=table)
    grid(frame, Listing({"subject": "Trích yếu", "due_date": Column("Hạn", "date")}, key="viec", file_name="viec"))
    nothing_to_show("Chưa có bản xuất HpNet nào.", page="nhap_du_lieu", label="Nhập dữ liệu")

Texts given as ``text`` are escaped; ``**bold**`` is the only markup they may hold.
"""

from ui.look.tables import Column
from ui.pieces.deadline_cards import CallLine, DeadlineCard, DeadlineRow, calls_list, deadline_cards
from ui.pieces.figures import figure, figure_card
from ui.pieces.head import page_head, source_line
from ui.pieces.lists import Listing, edited_table, grid, small_table, table_download, words_download
from ui.pieces.marks import banner, card, finding, level_chip, no_export_yet, nothing_to_show
from ui.pieces.tables import Cell, DepartmentRow, department_table, department_words, plain_table
from ui.pieces.tiles import Tile, tiles

__all__ = [
    "CallLine",
    "Cell",
    "Column",
    "DeadlineCard",
    "DeadlineRow",
    "DepartmentRow",
    "Listing",
    "Tile",
    "banner",
    "calls_list",
    "card",
    "deadline_cards",
    "department_table",
    "department_words",
    "edited_table",
    "figure",
    "figure_card",
    "finding",
    "grid",
    "level_chip",
    "no_export_yet",
    "nothing_to_show",
    "page_head",
    "plain_table",
    "small_table",
    "source_line",
    "table_download",
    "tiles",
    "words_download",
]
