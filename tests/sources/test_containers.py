"""Every container gives the same table, with the numbers of its own rows."""

import base64
import gzip
import io
import quopri
import re
from datetime import date, datetime, time

import pytest
import xlsxwriter

from data_loaders.received.limits import Limits
from data_loaders.received.sheets import Sheet, Workbook, read_workbook
from domain.program.errors import RefusedFileError
from domain.wording.text import clean
from tests.sources import workbooks
from tests.sources.workbooks import CONTAINERS, TASKS, shown

LIMITS = Limits()
TEXT_ONLY = {"html", "csv"}


def read(content: bytes) -> Workbook:
    return read_workbook(content, limits=LIMITS)


def refusal_of(content: bytes, limits: Limits = LIMITS) -> RefusedFileError:
    with pytest.raises(RefusedFileError) as refusal:
        read_workbook(content, limits=limits)
    return refusal.value


def only(content: bytes) -> Sheet:
    (sheet,) = read(content).sheets
    return sheet


def filled(sheet: Sheet) -> dict[int, list]:
    """Row number to its cells, without empty cells at the end and rows without any."""
    found = {}
    for number, row in zip(sheet.row_numbers, sheet.rows, strict=True):
        cells = ["" if value is None else clean(value) if isinstance(value, str) else value for value in row]
        while cells and cells[-1] == "":
            cells.pop()
        if cells:
            found[number] = cells
    return found


def expected(rows=TASKS, *, as_text: bool = False) -> dict[int, list]:
    found = {}
    for number, row in enumerate(rows, 1):
        cells = [shown(value) if as_text else "" if value is None else value for value in row]
        while cells and cells[-1] == "":
            cells.pop()
        found[number] = cells
    return found


def written(write) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    write(book)
    book.close()
    return out.getvalue()


@pytest.mark.parametrize("container", sorted(CONTAINERS))
def test_a_table_comes_back_from_every_container(container):
    workbook = read(CONTAINERS[container]())
    assert workbook.container == container
    (sheet,) = workbook.sheets
    table = filled(sheet)
    if container == "csv":  # the record of two physical lines is the last, so numbers agree
        table[6][2] = table[6][2].replace("\r\n", "\n")
    assert table == expected(as_text=container in TEXT_ONLY)
    assert len({len(row) for row in sheet.rows}) == 1


def test_xlsx_named_xls_is_still_xlsx():
    """Nothing here ever sees the name; the bytes decide."""
    assert read(workbooks.xlsx()).container == "xlsx"


def test_macro_workbooks_are_read_without_their_macros():
    parts = workbooks.parts_of(workbooks.xlsx())
    parts["xl/vbaProject.bin"] = b"\xd0\xcf\x11\xe0" + b"\0" * 600
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    assert filled(only(workbooks.zipped(parts))) == expected()


# Sheets, rows and columns that are hidden


def test_hidden_sheets_are_read_and_said():
    content = workbooks.xlsx({"Hiện": [("a",)], "Ẩn": [("b",)]}, hidden_sheets=["Ẩn"])
    assert [(s.name, s.visibility) for s in read(content).sheets] == [("Hiện", "visible"), ("Ẩn", "hidden")]


@pytest.mark.parametrize(
    "content",
    [
        workbooks.xlsx(hidden_rows=[5], hidden_columns=["C"]),
        workbooks.xlsb(hidden_rows=[5], hidden_columns=[2]),
        workbooks.ods(hidden_rows=[5], hidden_columns=[2]),
        workbooks.xls(hidden_rows=[5], hidden_columns=[2]),
    ],
    ids=["xlsx", "xlsb", "ods", "xls"],
)
def test_hidden_rows_and_columns_are_read_and_said(content):
    sheet = only(content)
    assert (sheet.hidden_rows, sheet.hidden_columns) == ({5}, {2})
    assert filled(sheet) == expected()


def test_hidden_parts_of_the_right_sheet():
    """Sheet parts are found through the workbook's relations, not by guessing sheet1.xml."""
    content = workbooks.xlsx({"Một": [("a",), ("b",)], "Hai": [("c",), ("d",)]}, hidden_rows=[2])
    parts = workbooks.parts_of(content)
    rels = parts["xl/_rels/workbook.xml.rels"]
    rels = (
        rels.replace(b"sheet1.xml", b"tam.xml")
        .replace(b"sheet2.xml", b"sheet1.xml")
        .replace(b"tam.xml", b"sheet2.xml")
    )
    one, two = parts["xl/worksheets/sheet1.xml"], parts["xl/worksheets/sheet2.xml"]
    parts |= {
        "xl/_rels/workbook.xml.rels": rels,
        "xl/worksheets/sheet1.xml": two,
        "xl/worksheets/sheet2.xml": one,
    }
    first, second = read(workbooks.zipped(parts)).sheets
    assert (first.name, first.hidden_rows) == ("Một", {2})
    assert (second.name, second.hidden_rows) == ("Hai", frozenset())


def test_rows_marked_as_not_hidden_are_not_hidden():
    content = workbooks.with_part(
        workbooks.xlsx(), "xl/worksheets/sheet1.xml", b'<row r="2"', b'<row r="2" hidden="0"'
    )
    assert only(content).hidden_rows == frozenset()


# Merged cells


def test_merged_ranges_point_into_the_rows_that_are_there():
    sheet = only(workbooks.xlsx([(), (), ("Tiêu đề", None, "x"), (1, 2, 3)], merge=["A3:B3"]))
    ((top, left, bottom, right),) = sheet.merged
    assert sheet.rows[top][left] == "Tiêu đề" and sheet.row_numbers[top] == 3
    assert (bottom, right) == (top, left + 1)


def test_merged_ranges_of_ods():
    sheet = only(workbooks.ods([("Tiêu đề",), (1, 2, 3)], span=3))
    assert sheet.merged == ((0, 0, 0, 2),)


# Dates


def test_the_1904_calendar_gives_the_same_days():
    assert filled(only(workbooks.xlsx(date_1904=True))) == expected()


def test_times_and_moments():
    rows = [(datetime(2023, 11, 14, 8, 30), date(2023, 11, 14), time(8, 30))]
    assert filled(only(workbooks.xlsx(rows))) == {1: list(rows[0])}


def test_the_1904_calendar_of_an_old_xls():
    assert filled(only(workbooks.xls(date_1904=True))) == expected()


# Sheets that are not the size they seem


def test_a_wrong_dimension_is_not_believed():
    path = "xl/worksheets/sheet1.xml"
    small = workbooks.with_part(workbooks.xlsx(), path, b'ref="A1:H6"', b'ref="A1"')
    huge = workbooks.with_part(workbooks.xlsx(), path, b'ref="A1:H6"', b'ref="A1:XFD1048576"')
    assert filled(only(small)) == filled(only(huge)) == expected()


def test_a_stray_formatted_cell_at_the_end_of_the_sheet_costs_nothing():
    def write(book):
        sheet = book.add_worksheet()
        sheet.write(0, 0, "a")
        sheet.write_blank(1_048_575, 16_383, None, book.add_format({"bold": True}))

    sheet = only(written(write))
    assert sheet.rows == [["a"]]


def test_a_stray_value_at_the_end_of_the_sheet_is_read_without_the_space_between():
    def write(book):
        sheet = book.add_worksheet("Một")
        for row in range(300):
            sheet.write_row(row, 0, [f"dòng {row}", row])
        sheet.merge_range("A302:B303", "gộp")
        sheet.write(1_048_575, 16_383, "lạc")
        book.add_worksheet("Hai").write(0, 0, "hai")

    first, second = read(written(write)).sheets
    assert len(first.rows) == 302 and first.row_numbers[-1] == 1_048_576
    assert first.rows[7] == ["dòng 7", 7.0]
    assert first.stray == ((1_048_576, 16_383, "lạc"),)
    assert first.merged == ((300, 0, 300, 1),)
    assert second.rows == [["hai"]]


def test_a_stray_value_far_below_stays_in_its_column():
    def write(book):
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["a", "b"])
        sheet.write(1_048_575, 20, "lạc")

    sheet = only(written(write))
    assert list(sheet.row_numbers) == [1, 1_048_576]
    assert sheet.rows[1][20] == "lạc" and not sheet.stray


@pytest.mark.parametrize("container", ["xls", "xlsb", "ods", "spreadsheetml"])
def test_a_stray_value_in_the_other_containers(container):
    far_row, far_column = (65_536, 255) if container == "xls" else (1_048_576, 16_383)
    lone = ("", *[None] * (far_column - 1), "lạc")
    content = {
        "xls": lambda: workbooks.xls(TASKS, far=(far_row - 1, far_column)),
        "xlsb": lambda: workbooks.xlsb(TASKS, far=(far_row - 1, far_column)),
        "ods": lambda: workbooks.ods(TASKS, far=(far_row - 1, far_column)),
        "spreadsheetml": lambda: workbooks.spreadsheetml(
            raw_rows=f'<Row ss:Index="{far_row}"><Cell ss:Index="{far_column + 1}">'
            '<Data ss:Type="String">lạc</Data></Cell></Row>'
        ),
    }[container]()
    table = filled(only(content))
    assert table.pop(far_row) == [*lone[:1], *[""] * (far_column - 1), "lạc"]
    assert table == expected()


def test_all_columns_of_a_sheet_may_be_used():
    def write(book):
        sheet = book.add_worksheet()
        for row in range(20):
            sheet.write_row(row, 0, range(16_384))

    sheet = only(written(write))
    assert [len(row) for row in sheet.rows] == [16_384] * 20
    assert sheet.rows[19][16_383] == 16_383


def test_a_hundred_thousand_blank_formatted_rows_are_no_rows():
    def write(book):
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
        sheet.write(0, 0, "a")
        for row in range(1, 100_000):
            sheet.write_blank(row, 0, None, bold)
            sheet.write_blank(row, 7, None, bold)

    assert only(written(write)).rows == [["a"]]


# Formulas


def test_formulas_never_calculated_are_named():
    rows = [("Điểm", "Tổng"), (1, "=A2*2"), (2, "=A3*2")]
    sheet = only(workbooks.xlsx(rows))
    assert sheet.formulas_without_value == {(2, 1), (3, 1)}


def test_formulas_with_a_value_give_it():
    def write(book):
        sheet = book.add_worksheet()
        sheet.write_formula("A1", "=1+1", None, 2)
        sheet.write_formula("A2", '=IF(1,"","x")', None, "")
        sheet.write_formula("A3", '="a"&"b"', None, "ab")

    content = workbooks.with_part(
        written(write), "xl/worksheets/sheet1.xml", b'<c r="A2">', b'<c r="A2" t="str">'
    )
    sheet = only(content)
    assert filled(sheet) == {1: [2.0], 3: ["ab"]}
    assert sheet.formulas_without_value == frozenset()


def test_an_error_cell_is_its_text_not_empty():
    sheet = only(written(lambda book: book.add_worksheet().write_formula("B2", "=NA()", None, "#N/A")))
    assert filled(sheet) == {2: ["", "#N/A"]}


@pytest.mark.parametrize("container", ["xls", "xlsb", "ods"])
def test_an_error_cell_of_the_other_containers_is_its_text_too(container):
    rows = (("Mã", "Hạn"), ("a", workbooks.Error("#REF!")), (workbooks.Error("#N/A"), "b"))
    sheet = only(workbooks.CONTAINERS[container](rows))
    assert filled(sheet) == {1: ["Mã", "Hạn"], 2: ["a", "#REF!"], 3: ["#N/A", "b"]}


# HTML


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_html_in_any_unicode(encoding):
    assert filled(only(workbooks.html(encoding=encoding))) == expected(as_text=True)


def test_html_that_declares_its_old_encoding():
    page = workbooks.html([("Công việc", "Hạn"), ("Xử lý", "1")], declared="windows-1258").decode()
    assert filled(only(workbooks.as_cp1258(page))) == {1: ["Công việc", "Hạn"], 2: ["Xử lý", "1"]}


def test_html_that_declares_a_wrong_encoding_is_what_its_bytes_are():
    assert filled(only(workbooks.html(encoding="utf-16", declared="utf-8"))) == expected(as_text=True)


def test_html_spans_become_merged_ranges_with_the_value_in_the_first_cell():
    raw = (
        "<table><tr><th rowspan=2>STT</th><th colspan='2'>Hạn</th></tr><tr><th>giao</th><th>xử lý</th></tr>"
        "<tr><td>1<td>2<td>3</tr></table>"
    )
    sheet = only(workbooks.html(raw=[raw]))
    assert sheet.rows == [["STT", "Hạn", ""], ["", "giao", "xử lý"], ["1", "2", "3"]]
    assert set(sheet.merged) == {(0, 0, 1, 0), (0, 1, 0, 2)}


def test_html_cells_are_their_text():
    raw = (
        "<table><tr><td><p>Một</p><p>Hai</p></td><td><a href='x'>Tên&nbsp;<b>đậm</b></a> &lt;tag&gt;"
        "<script>alert(1)</script></td><td>a<!-- ghi chú -->b<br/>c</td></tr></table>"
    )
    assert only(workbooks.html(raw=[raw])).rows == [["Một\nHai", "Tên đậm <tag>", "ab\nc"]]


def test_html_tables_are_sheets_with_what_is_said_before_them():
    page = workbooks.html(
        [("a", "b"), (1, 2)], [("c",)], before="<h3>Thống kê đến ngày 14/11/2023</h3>Đơn vị: HEZA"
    )
    first, second = read(page).sheets
    assert (first.name, second.name) == ("Bảng 1", "Bảng 2")
    assert first.preamble == ("Thống kê đến ngày 14/11/2023", "Đơn vị: HEZA") and second.preamble == ()
    assert (list(first.row_numbers), list(second.row_numbers)) == ([1, 2], [1])


def test_a_table_inside_a_layout_table_is_a_sheet_of_its_own():
    inner = "<table><tr><td>STT</td><td>Tên</td></tr><tr><td>1</td><td>A</td></tr></table>"
    raw = f"<table><tr><td>BÁO CÁO</td></tr><tr><td>{inner}</td></tr></table>"
    outer_sheet, inner_sheet = read(workbooks.html(raw=[raw])).sheets
    assert outer_sheet.rows == [["BÁO CÁO"], [""]]
    assert inner_sheet.rows == [["STT", "Tên"], ["1", "A"]]


def test_xhtml_is_a_page_too():
    page = (
        b'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0">\n'
        + workbooks.html()
    )
    assert filled(only(page)) == expected(as_text=True)


def test_a_script_that_writes_tables_is_not_one():
    page = workbooks.html(before="<script>document.write('<table><tr>')</script><!-- <table> -->")
    assert filled(only(page)) == expected(as_text=True)


def test_a_list_with_a_password_form_beside_it_is_a_list():
    page = workbooks.html(before="<form>Đổi mật khẩu <input type='password'></form>")
    assert filled(only(page)) == expected(as_text=True)


# SpreadsheetML


def test_spreadsheetml_indexes_spans_and_hidden_rows():
    raw = (
        '<Row ss:Index="10" ss:Hidden="1"><Cell ss:Index="3" ss:MergeAcross="1" ss:MergeDown="1">'
        '<Data ss:Type="String">Gộp</Data></Cell><Cell><Data ss:Type="Number">5</Data></Cell></Row>'
        '<Row><Cell><Data ss:Type="DateTime">2023-11-14T08:30:00.000</Data></Cell>'
        '<Cell ss:Formula="=1+1"/><Cell><Data ss:Type="Error">#N/A</Data></Cell></Row>'
    )
    sheet = only(workbooks.spreadsheetml([("a",)], raw_rows=raw))
    assert filled(sheet) == {
        1: ["a"],
        10: ["", "", "Gộp", "", 5.0],
        11: [datetime(2023, 11, 14, 8, 30), "", "#N/A"],
    }
    assert sheet.merged == ((1, 2, 2, 3),)
    assert sheet.hidden_rows == {10}
    assert sheet.formulas_without_value == {(11, 1)}


def test_spreadsheetml_in_utf16():
    assert filled(only(workbooks.spreadsheetml(encoding="utf-16"))) == expected()


# CSV


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1258"])
def test_csv_in_every_encoding_with_every_separator(encoding, separator):
    sheet = only(workbooks.csv(separator=separator, encoding=encoding))
    assert filled(sheet) == expected(as_text=True)
    assert sheet.bad_rows == {}


def test_csv_rows_are_numbered_by_physical_lines():
    sheet = only('STT;Nội dung;Hạn\n1;"hai\ndòng; đây";a\n\n2;x;b\n'.encode())
    assert list(sheet.row_numbers) == [1, 2, 5]


def test_csv_decimal_commas_do_not_win_over_semicolons():
    sheet = only("STT;Điểm;Tỷ lệ\n1;0,5;85,5\n2;1,25;90,1\n3;0,75;99,9\n".encode())
    assert sheet.rows[1] == ["1", "0,5", "85,5"]


def test_csv_of_old_fonts_keeps_its_bytes_for_conversion():
    sheet = only("STT;C«ng viÖc ®­îc giao;H¹n xö lý\n1;Phßng Qu¶n lý;Qu¸ h¹n\n".encode("latin-1"))
    assert sheet.rows[0][1:] == ["C«ng viÖc ®­îc giao", "H¹n xö lý"]


def test_csv_wrong_field_counts_are_named_by_line():
    good = "".join(f"{n};x;y\n" for n in range(10))
    text = f"BÁO CÁO\nĐến ngày 14/11/2023, HEZA\na;b;c\n1;2;3\n4;5\n6;7;8;9\n10;11;12;\n{good}Người lập\n"
    assert only(text.encode()).bad_rows == {5: "wrong_field_count", 6: "wrong_field_count"}


def test_csv_quote_that_never_closes_spoils_only_its_own_line():
    lines = ["a;b;c", '1;"x;3', *(f"{n};y;z" for n in range(2, 60))]
    sheet = only("\n".join(lines).encode())
    assert len(sheet.rows) == 60 and sheet.bad_rows == {2: "wrong_field_count"}


def test_csv_two_stray_quotes_do_not_swallow_the_rows_between():
    lines = ["a;b;c", '1;"x;3', *(f"{n};y;z" for n in range(2, 30)), '30;"x;3', "31;y;z"]
    sheet = only("\n".join(lines).encode())
    assert len(sheet.rows) == 32 and set(sheet.bad_rows) == {2, 31}


def test_csv_two_stray_quotes_in_the_last_column_neither():
    lines = ["a;b;c", '1;x;"3', *(f"{n};y;z" for n in range(2, 30)), '30;x;"3', "31;y;z"]
    sheet = only("\n".join(lines).encode())
    assert len(sheet.rows) == 32 and set(sheet.bad_rows) == {2, 31}


def test_csv_illegal_characters_are_named():
    good = "".join(f"{n};Phòng Quản lý Đầu tư;Đã hoàn thành\n" for n in range(1, 30)).encode()
    sheet = only("STT;Đơn vị;Trạng thái\n".encode() + good + b"30;Ph\xffng\x01;x\n")
    assert sheet.bad_rows == {31: "illegal_character"}


def test_csv_may_name_its_separator():
    sheet = only(b"sep=|\na|b\n1|2\n3|4\n")
    assert sheet.rows == [["a", "b"], ["1", "2"], ["3", "4"]] and list(sheet.row_numbers) == [2, 3, 4]


def test_prose_is_not_a_table():
    text = "Kính gửi anh chị, hôm nay trời đẹp.\nChúng tôi xin báo cáo, như sau, mọi việc đều tốt.\nTrân trọng.\n"
    with pytest.raises(RefusedFileError) as refusal:
        read(text.encode())
    assert refusal.value.code == "not_a_spreadsheet"


# Packages that other programs lay out their own way


def shared(rows=TASKS) -> dict[str, bytes]:
    """The parts of a workbook whose texts are shared strings."""

    def write(book):
        sheet, day = book.add_worksheet("HpNet"), book.add_format({"num_format": "dd/mm/yyyy"})
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                form = [day] if isinstance(value, date) else []
                if value is not None:
                    sheet.write(number, column, value, *form)

    return workbooks.parts_of(written(write))


def without_folder(parts: dict[str, bytes]) -> dict[str, bytes]:
    bare = {name.removeprefix("xl/"): data for name, data in parts.items()}
    relations = bare.pop("_rels/.rels")
    bare = {name.replace("xl/_rels", "_rels"): data for name, data in bare.items()}
    bare["_rels/.rels"] = relations.replace(b'"xl/', b'"')
    bare["[Content_Types].xml"] = bare["[Content_Types].xml"].replace(b"/xl/", b"/")
    return bare


def with_other_names(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The shared strings, the styles and the sheet under names of the program's own."""
    names = {"sharedStrings.xml": "texts.xml", "styles.xml": "Looks.xml", "worksheets/sheet1.xml": "list.xml"}
    other = {}
    for name, data in parts.items():
        for old, new in names.items():
            name = name.replace(old, new)
            data = data.replace(old.encode(), new.encode())
        other[name] = data
    return other


def in_utf16(parts: dict[str, bytes], encoding: str = "utf-16") -> dict[str, bytes]:
    return {
        name: data.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode(encoding)
        for name, data in parts.items()
    }


def prefixed(parts: dict[str, bytes]) -> dict[str, bytes]:
    sheet = re.sub(rb"<(/?)(\w)", rb"<\1x:\2", parts["xl/worksheets/sheet1.xml"].partition(b"?>")[2].strip())
    return parts | {"xl/worksheets/sheet1.xml": sheet.replace(b"xmlns=", b"xmlns:x=", 1)}


def strict(parts: dict[str, bytes]) -> dict[str, bytes]:
    spaces = {
        b"http://schemas.openxmlformats.org/officeDocument/2006/": b"http://purl.oclc.org/ooxml/officeDocument/",
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    }
    for old, new in spaces.items():
        parts = {name: data.replace(old, new) for name, data in parts.items()}
    return parts


LAYOUTS = {
    "backslashes": lambda parts: {name.replace("/", "\\"): data for name, data in parts.items()},
    "no folder": without_folder,
    "no folder, backslashes": lambda parts: {
        name.replace("/", "\\"): data for name, data in without_folder(parts).items()
    },
    "other folder": lambda parts: {
        name.replace("xl/", "excel/"): data.replace(b'"xl/', b'"/excel/').replace(b"/xl/", b"/excel/")
        for name, data in parts.items()
    },
    "other names": with_other_names,
    "capitals": lambda parts: {
        name.replace("sharedStrings", "SharedStrings"): d for name, d in parts.items()
    },
    "utf-16": in_utf16,
    "utf-16-le without mark": lambda parts: in_utf16(parts, "utf-16-le"),
    "utf-16-be without mark": lambda parts: in_utf16(parts, "utf-16-be"),
    "prefixed": prefixed,
    "strict": strict,
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_package_laid_out_another_way_holds_the_same_table(layout):
    workbook = read(workbooks.zipped(LAYOUTS[layout](shared())))
    assert workbook.container == "xlsx"
    assert filled(workbook.sheets[0]) == expected()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_hidden_rows_percents_and_errors_are_found_in_every_layout(layout):
    def write(book):
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Tỷ lệ", "Lỗi"])
        sheet.write(1, 0, 0.5, book.add_format({"num_format": "0%"}))
        sheet.write_formula(1, 1, "=NA()", None, "#N/A")
        sheet.set_row(1, None, None, {"hidden": True})

    sheet = only(workbooks.zipped(LAYOUTS[layout](workbooks.parts_of(written(write)))))
    assert filled(sheet) == {1: ["Tỷ lệ", "Lỗi"], 2: ["50%", "#N/A"]}
    assert sheet.hidden_rows == {2}


@pytest.mark.parametrize("container", ["xlsb", "ods"])
def test_backslashes_between_folders_in_the_other_packages(container):
    parts = workbooks.parts_of(CONTAINERS[container]())
    workbook = read(workbooks.zipped({name.replace("/", "\\"): data for name, data in parts.items()}))
    assert workbook.container == container
    assert filled(workbook.sheets[0]) == expected()


def test_an_ods_in_utf16_is_read():
    parts = workbooks.parts_of(CONTAINERS["ods"]())
    text = parts["content.xml"].decode()
    parts["content.xml"] = re.sub(r"^<\?xml[^>]*\?>", '<?xml version="1.0" encoding="UTF-16"?>', text).encode(
        "utf-16"
    )
    assert filled(only(workbooks.zipped(parts))) == expected()


@pytest.mark.parametrize("layout", ["no folder", "no folder, backslashes", "other folder"])
def test_an_xlsb_laid_out_another_way(layout):
    workbook = read(workbooks.zipped(LAYOUTS[layout](workbooks.parts_of(CONTAINERS["xlsb"]()))))
    assert workbook.container == "xlsb" and filled(workbook.sheets[0]) == expected()


def test_sheets_and_charts_keep_their_order_where_the_parts_lie_elsewhere():
    def write(book):
        book.add_worksheet("Một").write(0, 0, "một")
        book.add_chartsheet("Biểu đồ").set_chart(chart := book.add_chart({"type": "line"}))
        book.add_worksheet("Hai").write(0, 0, "hai")
        chart.add_series({"values": "=Một!$A$1:$A$2"})

    sheets = read(workbooks.zipped(without_folder(workbooks.parts_of(written(write))))).sheets
    assert [(sheet.name, sheet.rows) for sheet in sheets] == [("Một", [["một"]]), ("Hai", [["hai"]])]


@pytest.mark.parametrize("keeps_the_relation", [True, False])
@pytest.mark.parametrize("layout", ["backslashes", "no folder", "strict"])
def test_a_workbook_that_lost_its_texts_is_damaged(layout, keeps_the_relation):
    parts = shared()
    del parts["xl/sharedStrings.xml"]
    if not keeps_the_relation:
        relations = parts["xl/_rels/workbook.xml.rels"]
        parts["xl/_rels/workbook.xml.rels"] = re.sub(
            rb"<Relationship [^>]*sharedStrings[^>]*/>", b"", relations
        )
    assert refusal_of(workbooks.zipped(parts)).code == "corrupted"
    assert refusal_of(workbooks.zipped(LAYOUTS[layout](parts))).code == "corrupted"


def test_a_package_in_utf16_may_declare_no_entities_either():
    parts = shared()
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"<workbook", b"<!DOCTYPE a><workbook", 1)
    assert refusal_of(workbooks.zipped(in_utf16(parts))).code == "xml_entities"


# Files in a wrapping of another kind


@pytest.mark.parametrize("container", sorted(CONTAINERS))
def test_a_file_compressed_by_gzip_is_read(container):
    workbook = read(gzip.compress(CONTAINERS[container]()))
    assert workbook.container == container and filled(workbook.sheets[0])


def test_a_gzip_file_that_is_cut_off_holds_nothing_or_too_much_is_refused():
    whole = gzip.compress(workbooks.csv())
    assert refusal_of(whole[: len(whole) // 2]).code == "corrupted"
    assert refusal_of(gzip.compress(b"")).code == "empty_file"
    assert refusal_of(gzip.compress(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3")).code == "not_a_spreadsheet"
    assert refusal_of(gzip.compress(whole)).code == "not_a_spreadsheet"
    bomb = gzip.compress(b"a;b\n" * 1_000_000)
    assert refusal_of(bomb, Limits(unpacked_mb=1)).code == "too_large_when_unpacked"


def mht(*pages: tuple[str, str], transfer: str = "quoted-printable", closed: bool = True) -> bytes:
    """Pages by their address in one file, as Excel keeps "Single File Web Page"."""
    text = "MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n"
    text += 'Content-Type: multipart/related; boundary="----=_P"\r\n\r\nThis is a page.\r\n\r\n'
    for address, page in pages:
        body = page.encode("utf-8")
        coded = quopri.encodestring(body) if transfer == "quoted-printable" else base64.encodebytes(body)
        text += f"------=_P\r\nContent-Location: file:///C:/A/{address}\r\nContent-Transfer-Encoding: {transfer}\r\n"
        text += f'Content-Type: text/html; charset="utf-8"\r\n\r\n{coded.decode()}\r\n'
    return (text + ("------=_P--\r\n" if closed else "")).encode()


@pytest.mark.parametrize("transfer", ["quoted-printable", "base64"])
def test_a_page_kept_in_one_file_is_read(transfer):
    workbook = read(mht(("bao-cao.htm", workbooks.html().decode()), transfer=transfer))
    assert workbook.container == "mhtml"
    assert filled(workbook.sheets[0]) == expected(as_text=True)


def test_the_sheets_of_a_workbook_kept_as_one_page_bear_their_names():
    frames = "".join(
        f'<x:ExcelWorksheet><x:Name>{name}</x:Name><x:WorksheetSource HRef="A_files/{page}"/></x:ExcelWorksheet>'
        for name, page in (
            ("Việc &amp; hạn", "sheet001.htm"),
            ("Trống", "sheet002.htm"),
            ("Ẩn", "sheet003.htm"),
        )
    )
    content = mht(
        ("A.htm", f"<html><head><xml>{frames}</xml></head><frameset></frameset></html>"),
        ("A_files/sheet001.htm", workbooks.html([("a", "b"), (1, 2)]).decode()),
        ("A_files/sheet002.htm", "<html><table><tr><td>&nbsp;</td></tr></table></html>"),
        (
            "A_files/sheet003.htm",
            "<x:Visible>SheetHidden</x:Visible>" + workbooks.html([("c", "d")]).decode(),
        ),
    )
    assert [(s.name, s.visibility, filled(s)[1]) for s in read(content).sheets] == [
        ("Việc & hạn", "visible", ["a", "b"]),
        ("Ẩn", "hidden", ["c", "d"]),
    ]


def test_a_page_saved_by_a_browser_is_read():
    head = (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://a.vn/x\r\n"
        b"Subject: =?utf-8?Q?B=C3=A1o=20c=C3=A1o?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"
        b'\ttype="text/html";\r\n\tboundary="----=_P"\r\n\r\n'
    )
    body = mht(("x", workbooks.html().decode())).partition(b"This is a page.\r\n\r\n")[2]
    workbook = read(b"\r\n" + head + body)
    assert workbook.container == "mhtml" and filled(workbook.sheets[0]) == expected(as_text=True)


def test_a_page_in_one_file_without_a_table_or_cut_off_is_refused():
    page = workbooks.html().decode()
    assert refusal_of(mht(("a.htm", "<html><p>Xin chào</p></html>"))).code == "not_a_spreadsheet"
    assert refusal_of(mht(("a.htm", page), closed=False)).code == "corrupted"
    assert refusal_of(mht(("a.htm", page))[:-600]).code == "corrupted"


@pytest.mark.parametrize(
    "mark", [b"\x09\0\4\0\2\0\x10\0", b"\x09\2\6\0\0\3\x10\0\0\0", b"\x09\4\6\0\0\4\x10\0\0\0"]
)
def test_a_workbook_older_than_excel_5_is_refused_with_the_way_out(mark):
    refusal = refusal_of(mark + b"\x04\0\x09\0\0\0\0\0\0\0\0\1A" + b"\x0a\0\0\0")
    assert refusal.code == "corrupted"
    assert (
        "kiểu Excel rất cũ" in refusal.what and "mở bằng excel rồi lưu thành .xlsx" in refusal.remedy.lower()
    )


def test_such_a_workbook_inside_a_compound_file_is_refused_alike():
    content = workbooks.xls()
    at = content.find(b"\x09\x08\x10\x00")
    refusal = refusal_of(content[:at] + b"\x09\x04\x08\x00" + content[at + 4 :])
    assert refusal.code == "corrupted" and "kiểu Excel rất cũ" in refusal.what


# Nothing to be seen


@pytest.mark.parametrize(
    "content",
    [
        workbooks.xlsx([]),
        workbooks.xlsx({"Một": [], "Hai": [(None, " "), ("\u00a0",), ("\u200b\ufeff",)]}),
        workbooks.xls([("\u00a0",)]),
        workbooks.ods([(" \u00a0",)]),
        workbooks.xlsb([("\u00a0",)]),
        workbooks.spreadsheetml([("\u00a0", "")]),
        "\u00a0\r\n \u00a0\r\n".encode(),
        "\u00a0\r\n".encode("utf-16"),
        "\u200b\u3000\n".encode("utf-8-sig"),
        b"\xa0\xa0\r\n\xa0\r\n",
        b"\n" * 5000 + b"\t \n",
        ";".join("\u00a0" * 9).encode() + b"\n",
        b";;;\r\n;;;\r\n",
        b",,,,\n",
    ],
    ids=[
        "no cells", "blank cells", "xls", "ods", "xlsb", "spreadsheetml", "no-break spaces", "utf-16", "invisible",
        "latin", "lines", "fields of blanks", "separators", "one line of separators",
    ],
)  # fmt: skip
def test_a_file_in_which_nothing_can_be_seen_is_empty(content):
    assert refusal_of(content).code == "empty_file"


def test_formulas_never_calculated_are_not_nothing():
    assert only(workbooks.xlsx([("=1+1",)])).formulas_without_value == {(1, 0)}
