"""A number on paper says what the page says: formula, rows with their places, files with who loaded them when."""

import io
from datetime import date, datetime

import pytest
from docx import Document

from domain.said.explained import Explained, FileLine, RowBehind
from reports.explanation import MOST_ROWS, explanation


def row(number: int) -> RowBehind:
    return RowBehind(
        "HpNet", f"{number}/BQL", "Rà soát <hồ sơ> & báo cáo", "Phòng QLĐT", "Chưa", f"HpNet!{number}"
    )


def words(rows: int) -> tuple[str, list[list[list[str]]]]:
    told = Explained(
        "Lưu trữ công việc: 80% = 4 / 5 việc đã lưu trữ",
        ["**Tử số**: việc đã lưu trữ.", "**Mẫu số**: công việc được giao."],
        [row(number) for number in range(1, rows + 1)],
        [FileLine("HpNet 12.11.xlsx", "Văn phòng", datetime(2023, 11, 12, 8, 5), "abc123", rows)],
        date(2023, 11, 12),
        "build-7",
    )
    document = Document(io.BytesIO(explanation(told)))
    footer = "".join(one.text for one in document.sections[0].first_page_footer.paragraphs)
    text = "\n".join([*(one.text for one in document.paragraphs), footer]).replace("\u00a0", " ")
    return text, [[[cell.text for cell in line.cells] for line in table.rows] for table in document.tables]


def test_everything_told_is_printed():
    text, (rows, files) = words(3)

    assert "Lưu trữ công việc: 80% = 4 / 5 việc đã lưu trữ" in text
    assert "Tử số: việc đã lưu trữ." in text and "**" not in text
    assert "Dòng số liệu (3 dòng)" in text
    assert "Số liệu đến hết ngày 12/11/2023 · Bản công bố build-7" in text
    assert rows[1] == ["1", "HpNet", "1/BQL", "Rà soát <hồ sơ> & báo cáo", "Phòng QLĐT", "Chưa", "HpNet!1"]
    assert len(rows) == 4
    assert files[1][1:3] == ["HpNet 12.11.xlsx", "Văn phòng"] and files[1][4:] == ["abc123", "3"]


@pytest.mark.parametrize(("rows", "printed"), [(MOST_ROWS, MOST_ROWS), (MOST_ROWS + 7, MOST_ROWS)])
def test_what_is_not_printed_is_counted(rows, printed):
    text, (table, _) = words(rows)

    assert len(table) == printed + 1
    assert ("còn 7 dòng trong tệp Excel" in text) == (rows > printed)


def test_a_number_without_rows_prints_its_formula_alone():
    text, tables = words(0)

    assert "Mẫu số" in text and len(tables) == 1
