"""Lists are found without accents, shown in words, and written to Excel as they stand."""

import csv
from datetime import date
from io import BytesIO, StringIO
from zipfile import ZipFile

import openpyxl
import pandas as pd
import pytest

from ui.look.tables import EMPTY, Column, as_shown, as_text, chart_of, csv_bytes, empty_word, excel, matching

ROWS = pd.DataFrame(
    {
        "subject": ["Báo cáo quý III", "=1+1", None],
        "department_code": ["QLDT", "QLLD", "VP"],
        "due_date": [date(2023, 11, 16), None, date(2023, 11, 1)],
        "points": [0.85, None, 1.5],
    }
)
COLUMNS = {
    "subject": "Trích yếu",
    "department_code": Column("Đơn vị", "department"),
    "due_date": Column("Hạn", "date", unknown="Không có hạn"),
    "points": Column("Điểm", "points"),
}


def test_a_search_needs_no_accents_and_finds_names_of_departments():
    assert list(matching(ROWS, "bao cao", list(COLUMNS)).index) == [0]
    assert list(matching(ROWS, "quan ly lao dong", list(COLUMNS)).index) == [1]
    assert len(matching(ROWS, "  ", list(COLUMNS))) == 3


def test_the_unknown_has_its_word_and_numbers_their_comma():
    shown = as_shown(ROWS, COLUMNS)

    assert list(shown["Điểm"]) == ["0,85", "Chưa có dữ liệu", "1,50"]
    assert list(shown["Trích yếu"])[2] == "Chưa có dữ liệu"


def test_excel_runs_no_formula_of_a_stranger():
    book = openpyxl.load_workbook(BytesIO(excel(ROWS, COLUMNS, title="Việc", as_of=date(2023, 11, 12))))
    sheet = book.active

    assert sheet["A2"].value == "Số liệu đến hết ngày 12/11/2023"
    assert [cell.value for cell in sheet[4]] == ["Trích yếu", "Đơn vị", "Hạn", "Điểm"]
    assert sheet["A6"].value == "=1+1"
    assert sheet["A6"].data_type == "s"
    assert sheet["C6"].value == "Không có hạn"
    assert sheet["D5"].value == 0.85


def test_excel_tells_how_many_rows_it_has_and_keeps_their_heading_in_sight():
    for rows in (ROWS, ROWS.iloc[:0]):
        book = openpyxl.load_workbook(BytesIO(excel(rows, COLUMNS, title="Việc", as_of=date(2023, 11, 12))))
        sheet = book.active

        assert sheet["A3"].value == f"{len(rows)} dòng"
        assert len([row for row in sheet.iter_rows(min_row=5, values_only=True) if any(row)]) == len(rows)
        assert sheet.freeze_panes == "A5" and sheet.auto_filter.ref.startswith("A4:D")
    sheet = openpyxl.load_workbook(
        BytesIO(excel(ROWS, COLUMNS, title="Việc", as_of=date(2023, 11, 12)))
    ).active
    assert sheet["D5"].number_format == "#,##0.00" and sheet["C5"].number_format == "dd/mm/yyyy"


@pytest.mark.parametrize(
    ("columns", "kind"),
    [
        ({"department_code": Column("Đơn vị", "department"), "points": Column("Điểm", "points")}, "barChart"),
        ({"due_date": Column("Hạn", "date"), "points": Column("Điểm", "points")}, "lineChart"),
        ({"subject": "Trích yếu", "due_date": Column("Hạn", "date")}, None),
    ],
)
def test_the_chart_of_a_table_is_one_that_excel_can_edit(columns, kind):
    drawn = chart_of(ROWS, columns, title="Điểm")
    with ZipFile(BytesIO(excel(ROWS, columns, title="Điểm", as_of=date(2023, 11, 12), chart=drawn))) as book:
        charts = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/charts/chart")]

    assert len(charts) == (kind is not None)
    assert all(f"<c:{kind}>" in one and "'Biểu đồ'!$" in one for one in charts)


def test_the_figures_of_a_chart_stand_on_its_own_sheet_and_the_unknown_is_no_zero():
    drawn = chart_of(
        ROWS.drop(columns="due_date"), {n: c for n, c in COLUMNS.items() if n != "due_date"}, title="Việc"
    )
    content = excel(ROWS, COLUMNS, title="Việc", as_of=date(2023, 11, 12), chart=drawn)
    rows, chart = openpyxl.load_workbook(BytesIO(content)).worksheets

    assert rows["A3"].value == "3 dòng" and rows.max_row == 7
    assert [[cell.value for cell in line] for line in chart["A1:B4"]] == [
        ["Trích yếu", "Điểm"], ["Báo cáo quý III", 0.85], ["=1+1", None], ["Chưa có dữ liệu", 1.5],
    ]  # fmt: skip
    assert chart["A3"].data_type == "s" and len(chart._charts) == 1
    with ZipFile(BytesIO(content)) as archive:
        said = archive.read("xl/charts/chart1.xml").decode()
    assert 'dispBlanksAs val="zero"' not in said and "'Biểu đồ'!$B$2:$B$4" in said
    nothing = excel(
        ROWS, COLUMNS, title="", as_of=date(2023, 11, 12), chart=chart_of(ROWS.iloc[:0], COLUMNS, title="")
    )
    assert len(openpyxl.load_workbook(BytesIO(nothing)).worksheets) == 1


def test_a_csv_has_its_mark_every_row_and_no_formula():
    content = csv_bytes(ROWS, COLUMNS)
    lines = list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))

    assert content.startswith(b"\xef\xbb\xbf")
    assert lines[0] == ["Trích yếu", "Đơn vị", "Hạn", "Điểm"] and len(lines) == 1 + len(ROWS)
    assert lines[1] == ["Báo cáo quý III", "Quản lý Đầu tư", "2023-11-16", "0.85"]
    assert lines[2] == ["'=1+1", "Quản lý Lao động", "", ""]
    for sign in "=+-@\t\r":
        told = csv_bytes(pd.DataFrame({"subject": [f"{sign}cmd"]}), {"subject": "Trích yếu"}).decode(
            "utf-8-sig"
        )
        assert list(csv.reader(StringIO(told, newline="")))[1][0].startswith("'")


def test_every_value_has_words_for_a_phone():
    words = as_text(ROWS, COLUMNS, ["subject", "due_date", "points"]).to_dict("records")

    assert words[0] == {"subject": "Báo cáo quý III", "due_date": "16/11/2023", "points": "0,85"}
    assert words[1]["due_date"] == "Không có hạn"
    assert words[2]["subject"] == "Chưa có dữ liệu"


def test_a_missing_day_in_a_grid_has_a_vietnamese_word():
    assert empty_word(COLUMNS) == "Không có hạn"
    assert empty_word({"day": Column("Ngày", "date"), "left": Column("Còn", "number", unknown="–")}) == EMPTY
    assert empty_word({"name": "Tên"}) == EMPTY
