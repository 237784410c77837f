"""Are days, numbers and keys of the small files read as a person reads them, loaded as an office loads them?"""

import io
import json
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table as OdfTable
from odf.table import TableCell, TableRow

from data_loaders.__main__ import main as load_main
from data_loaders.declared.declarations import kind_named, kinds
from data_loaders.declared.departments_in_files import DepartmentResolver
from data_loaders.declared.outcome import ColumnMatch, Options
from data_loaders.extracts.extract import extract
from data_loaders.received.limits import Limits
from data_loaders.received.sheets import read_workbook
from data_loaders.values.typed import Settled, Table, type_column
from metrics.__main__ import main as metric_main
from tests.sources import workbooks

CASES = Path(__file__).resolve().parents[1] / "cases"
HEAD = ("STT", "Mã công việc", "Trích yếu", "Ngày giao việc", "Đơn vị xử lý", "Hạn hoàn thành", "Ngày hoàn thành", "Báo cáo hoàn thành")  # fmt: skip
TITLE = ("THỐNG KÊ CÔNG VIỆC ĐƯỢC GIAO TRÊN HPNET (số liệu đến ngày 12/11/2023)",)
DATED = ("date", "time", "due")


class Office:
    """A home of its own that files are loaded into by the command line and that is asked by it."""

    def __init__(self, home: Path, captured: Any) -> None:
        self._home, self._captured = home, captured

    def load(self, *files: str | tuple[str, bytes], options: tuple[str, ...] = ()) -> dict[str, Any]:
        """The report of the last of *files*: names of the cases, or a name and its bytes."""
        paths = [str(CASES / one) if isinstance(one, str) else self._written(*one) for one in files]
        load_main(["load", *paths, "--home", str(self._home / "home"), "--json", *options])
        return json.loads(self._captured.readouterr().out)["files"][-1]

    def metric(self, name: str, unit: str = "TOTAL") -> dict[str, Any]:
        """The row of one unit."""
        metric_main([name, "--home", str(self._home / "home"), "--json"])
        rows = json.loads(self._captured.readouterr().out)["rows"]
        return next(row for row in rows if row["department_code"] == unit)

    def published(self) -> dict[tuple[str, str], float]:
        """Scores of published indices by year and component."""
        metric_main(["published", "--home", str(self._home / "home"), "--json"])
        rows = json.loads(self._captured.readouterr().out)["rows"]
        sipas = [row for row in rows if row["index"] == "SIPAS" and row["agency"].startswith("Ban Quản lý")]
        return {(str(row["year"]), row["component"]): row["score"] for row in sipas}

    def _written(self, name: str, content: bytes) -> str:
        path = self._home / name
        path.write_bytes(content)
        return str(path)


@pytest.fixture
def office(tmp_path, capfdbinary) -> Office:
    return Office(tmp_path, capfdbinary)


def codes(report: dict[str, Any]) -> list[str]:
    return [issue["code"] for issue in report["issues"]]


def tasks(*rows: tuple[Any, ...]) -> tuple[str, bytes]:
    return "viec.xlsx", workbooks.xlsx((TITLE, HEAD, *rows))


def task(n: int, *, code: Any = None, given: Any = date(2023, 11, 1), due: Any = date(2023, 11, 20), done: Any = None, reported: Any = None) -> tuple[Any, ...]:  # fmt: skip
    code = code or f"CV-{n:03}"
    return (n, code, f"Việc thử số {n}", given, "Phòng Quản lý Đầu tư", due, done, reported)


def typed(kind: str, column: str, *cells: Any) -> Table:
    """The cells of one column of a kind, typed."""
    table = Table(
        kind_named(kind), "Trang", list(range(1, len(cells) + 1)), {column: ColumnMatch("A", "Cột", "exact", leaf="Cột")},
        {column: list(cells)}, date(2023, 11, 12), 2023,
    )  # fmt: skip
    type_column(table, table.kind.columns[column], Settled(DepartmentResolver({})))
    return table


def columns_of(*types: str) -> list[tuple[str, str]]:
    """Every column of every kind that has one of *types*."""
    return [(kind.name, name) for kind in kinds().values() for name, column in kind.columns.items() if column.type.split(":")[0] in types]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "metric", "figures"),
    [
        ("03-year-one-dates.xlsx", "tasks", {"total": 12, "completed": 4, "open": 8}),
        ("04-date-zero.xlsx", "tasks", {"total": 6, "completed": 1, "open": 5}),
        ("05a-exact-days.xlsx", "tasks", {"total": 3, "completed_on_time": 2, "open_overdue": 0}),
        ("05b-thirty-seconds-early.xlsx", "tasks", {"total": 3, "completed_on_time": 2, "open_overdue": 0}),
        ("05c-dossier-thirty-seconds-early.xlsx", "dossiers", {"resolved_on_time": 1, "resolved_late": 0, "pending_overdue": 0}),
    ],
)  # fmt: skip
def test_no_row_is_lost_and_no_day_moves(office, name, metric, figures):
    report = office.load(name)

    assert report["status"] == "loaded"
    assert [issue for issue in report["issues"] if issue["severity"] == "error"] == []
    assert figures.items() <= office.metric(metric).items()


SIGNS = [
    "01/01/0001", "0001-01-01", "0001-01-01T00:00:00", "01/01/0001 00:00:00", "0000-00-00", "00/00/0000", "30/12/1899",
    "1899-12-31", "01/01/1900", "00/01/1900", "01/01/1970", "1970-01-01T07:00:00", "1/1/1753", "31/12/9999", "NaT",
    "NULL", "Invalid date", "__/__/____", "  /  /    ", "........", ".../.../20...", "ngày … tháng … năm …", "dd/mm/yyyy",
    "/Date(-62135596800000)/", date(1, 1, 1), datetime(1900, 1, 1), date(1899, 12, 31), 0, 0.0, timedelta(0),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "column"), columns_of(*DATED))
def test_a_sign_for_no_day_is_none_in_every_date_column_and_is_counted_once(kind, column):
    table = typed(kind, column, *SIGNS, None, "")

    assert table.values[column] == [None] * (len(SIGNS) + 2)
    assert [(issue.code, issue.row) for _, issue in table.issues] == [("no_day_sign", None)]
    assert table.issues[0][1].value.startswith(f"{len(SIGNS)} ô")


@pytest.mark.parametrize("sign", ["01/01/0001", date(1900, 1, 1), "NaT", "__/__/____"])
def test_a_sign_for_no_day_is_no_report_of_a_task(sign):
    assert typed("hpnet_tasks", "is_reported", sign, "x").values["is_reported"] == [False, True]


def test_a_wrong_year_stays_an_error():
    table = typed("hpnet_tasks", "assigned_date", "01/11/1923", date(1971, 1, 1))

    assert [issue.code for _, issue in table.issues] == ["implausible_year"] * 2


@pytest.mark.parametrize(
    "text",
    [
        "09–11–2023", "09‑11‑2023", "09−11−2023", "09/11/2023 24:00", "24h00 ngày 09/11/2023", "09/11/2023 - 17:00",
        "17 giờ 00 ngày 09/11/2023", "17 giờ 00 phút, ngày 09/11/2023", "17 giờ ngày 09 tháng 11 năm 2023",
        "9 tháng mười một năm 2023", "November 9, 2023", "9 November 2023", "Thursday, November 9, 2023", "Nov-09-2023",
        "Thu Nov 09 2023 07:00:00 GMT+0700 (Indochina Time)", "mùng 9/11/2023", "sáng 09/11/2023", "chiều ngày 09/11/2023",
        "09.11.2023 17h", "09/11/2023; 17:00", "2023-11-09 17:00:00+07", "2023-11-09 17:00:00 +0700", "2023_11_09",
        "09\\11\\2023", "09 11 2023", "09,11,2023", "T5 09/11/2023", "09/XI/2023", "09/11/'23", "Ngày 09/11/2023 lúc 17:00",
        "lúc 17 giờ ngày 09/11/2023", "09/11/2023 - 17h00", "09 Th11 2023", "09 thg 11, 2023", "(09/11/2023)",
        "'09/11/2023", '="09/11/2023"', "20231109T170000", "2023-11-09-17.00.00", "12:00:00 SA 09/11/2023", "０９/１１/２０２３",
        "09/11/2023 (Thứ Năm) 17:00", "17h30' ngày 09/11/2023", "09/11/2023 17.30", "năm 2023 tháng 11 ngày 9",
        "hồi 17h00’ ngày 09/11/2023", "09-Nov-23 5.00 PM", "2023. 11. 9.", "Ngày: 09/11/2023", "09/11/2023 lúc 5 giờ chiều",
    ],
)  # fmt: skip
def test_a_date_printed_for_people_is_read(text):
    table = typed("hpnet_tasks", "completed_date", text, "09/11/2023")

    assert (table.values["completed_date"], table.issues) == ([date(2023, 11, 9)] * 2, [])


@pytest.mark.parametrize(
    "text",
    [
        "09/11/2023 và 10/11/2023", "31/02/2023", "09/11", "trước 09/11/2023", "09/11/2023 25:00", "09/11/2023 - 12/11/2023",
        "Số 12/TB-BQL ngày 09/11/2023", "11/25/2023", "123/11/2023", "09/11/20234", "sau 09/11/2023", "khoảng 09/11/2023",
    ],
)  # fmt: skip
def test_what_says_more_than_one_day_is_no_date(text):
    table = typed("hpnet_tasks", "completed_date", text)

    assert [issue.code for _, issue in table.issues] == ["invalid_date"]


@pytest.mark.parametrize("seconds", [1.5, 20, 30, 40, 58])
@pytest.mark.parametrize("kind", ["hpnet_tasks", "work_files", "outgoing_documents", "dossiers", "apologies", "assignments"])  # fmt: skip
def test_days_some_seconds_early_are_whole_days_with_a_remark(kind, seconds):
    days = [date(2023, 11, n) for n in (1, 2, 3)]
    early = [datetime(2023, 11, n) - timedelta(seconds=seconds) for n in (1, 2, 3)]
    for column in [name for of_kind, name in columns_of(*DATED) if of_kind == kind]:
        table = typed(kind, column, *early)

        assert table.values[column] == typed(kind, column, *days).values[column]
        assert [(issue.code, issue.row) for _, issue in table.issues] == [("day_rounded_up", None)]


def test_a_text_of_another_zone_some_seconds_early_is_a_whole_day():
    table = typed("hpnet_tasks", "completed_date", "2023-10-31T16:59:30Z", "2023-11-01T16:59:30Z")

    assert table.values["completed_date"] == [date(2023, 11, 1), date(2023, 11, 2)]


@pytest.mark.parametrize(
    "moment",
    ["23:59:59", "23:59:00", "17:00:00", "10:14:05"],
    ids=["last second", "last minute", "close", "day"],
)
def test_an_hour_that_can_be_meant_for_a_deadline_is_never_rounded(moment):
    at = datetime.fromisoformat(f"2023-11-08 {moment}")
    table = typed("hpnet_tasks", "due_date", at, at + timedelta(days=1))

    assert (table.values["due_date"], table.issues) == ([date(2023, 11, 8), date(2023, 11, 9)], [])


def test_real_hours_of_which_one_is_late_at_night_stay_as_they_are():
    hours = [datetime(2023, 11, n, n, 7 * n, 5 * n) for n in range(1, 8)]
    table = typed("dossiers", "received_at", *hours, datetime(2023, 11, 8, 23, 59, 41))

    assert table.values["received_at"][-1] == datetime(2023, 11, 8, 23, 59, 41)
    assert table.issues == []


@pytest.mark.parametrize("clock", ["17:00:00", "16:59:30", "23:59:59"])
def test_days_of_another_time_zone_are_asked_about(office, clock):
    at = datetime.fromisoformat(f"2023-10-31 {clock}")
    rows = [task(n, given=at + timedelta(days=n), due=at + timedelta(days=9 + n)) for n in (1, 2, 3)]

    report = office.load(tasks(*rows, task(4, given=None)))

    assert report["tables"][0]["rejected_rows"] == 3
    assert {issue["code"] for issue in report["issues"]} == {"ambiguous_date"}
    assert "múi giờ" in report["issues"][0]["message"]


def test_texts_without_padding_are_read_month_first_where_another_cell_settles_it():
    table = typed("hpnet_tasks", "completed_date", "11/25/2023", "3/12/2023")

    assert table.values["completed_date"] == [date(2023, 11, 25), date(2023, 3, 12)]
    assert [issue.code for _, issue in table.issues] == ["month_first"]


@pytest.mark.parametrize(
    ("text", "number"),
    [("(0,25)", -0.25), ("'1", 1), ("−0,5", -0.5), ("1 điểm", 1), ("0,5đ", 0.5), ("'0,125", 0.125), ("１,５", 1.5), ("– 0,5", -0.5)],
)  # fmt: skip
@pytest.mark.parametrize(("kind", "column"), columns_of("score", "number"))
def test_points_are_read_as_an_office_writes_them(kind, column, text, number):
    assert [float(value) for value in typed(kind, column, text).values[column]] == [number]


@pytest.mark.parametrize("text", ["1.234", "1,234", "1 234", "1 234", "'1234", "1.234 hồ sơ", "1,234 việc"])
@pytest.mark.parametrize(("kind", "column"), columns_of("count"))
def test_counts_are_read_with_any_sign_of_thousands(kind, column, text):
    assert typed(kind, column, text).values[column] == [1234]


@pytest.mark.parametrize(
    ("text", "rank"), [("3/24", 3), ("hạng 5", 5), ("Hạng 5/21", 5), ("xếp thứ 7", 7), ("5 / 21", 5), ("Thứ hạng: 9", 9), ("Hạng thứ 4 trên 21 đơn vị", 4)]
)  # fmt: skip
@pytest.mark.parametrize(("kind", "column"), columns_of("rank"))
def test_ranks_are_read_with_their_words(kind, column, text, rank):
    assert typed(kind, column, text).values[column] == [rank]


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("completed_date", "11/25/2023", "25/11/2023, viết tháng trước ngày"), ("completed_date", "31/02/2023", "chỉ có 28 ngày"),
        ("completed_date", "09/11", "Thiếu năm"), ("completed_date", "tháng 11/2023", "Thiếu ngày"),
        ("completed_date", "09/11/2023 và 10/11/2023", "nhiều ngày"), ("completed_date", 17, "một số, không phải ngày"),
    ],
)  # fmt: skip
def test_what_was_not_read_says_what_it_could_be(column, value, said):
    (_, issue), *_ = typed("hpnet_tasks", column, value).issues

    assert said in issue.message


MARKS = [
    '="{}"', "'{}", '"{}"', "“{}”", "{}‎", "‏{}", "⁦{}⁩", "⁨{}⁩", "{}️", "​{}", "‪{}‬", "{}‍",
]  # fmt: skip


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize(("kind", "column"), columns_of("id", "code"))
def test_a_mark_that_nobody_sees_makes_no_second_id(kind, column, mark):
    plain, marked = typed(kind, column, "CV-001"), typed(kind, column, mark.format("CV-001"))

    assert marked.values[column] == plain.values[column]
    assert marked.issues == []


@pytest.mark.parametrize(
    "code", ["'CV-001", "CV-001‎", "⁦CV-001⁩", "ＣＶ-001", "CV‒001", "cv–001", "CV－００１", "”CV-001”", "CV­-001"]
)  # fmt: skip
def test_the_next_export_of_a_task_meets_it_again(office, code):
    later = (TITLE[0].replace("12/11", "13/11"),)
    next_day = "viec-sau.xlsx", workbooks.xlsx((later, HEAD, task(1, code=code)))

    report = office.load(tasks(task(1)), next_day)

    assert report["status"] == "loaded"
    assert office.metric("tasks")["total"] == 1


def test_letters_of_another_alphabet_are_a_remark_and_no_second_task(office):
    later = (TITLE[0].replace("12/11", "13/11"),)
    next_day = "viec-sau.xlsx", workbooks.xlsx((later, HEAD, task(1, code="СV-001"), task(2, code="ΜV-002")))

    report = office.load(tasks(task(1), task(2, code="MV-002")), next_day)

    assert codes(report) == ["lookalike_letters"] * 2
    assert report["issues"][0]["value"] == "СV-001"
    assert office.metric("tasks")["total"] == 2


@pytest.mark.parametrize(
    ("base", "name", "total"),
    [
        ("06a-base.xlsx", "06b-key-as-text-formula.csv", 6),
        ("07a-base.xlsx", "07-key-with-direction-mark.xlsx", 1),
    ],
)
def test_keys_that_are_one_count_once(office, base, name, total):
    office.load(base, name)

    assert office.metric("tasks")["total"] == total


def test_a_list_and_a_sheet_for_each_unit_count_once_without_an_error(office):
    rows = [task(n, done=date(2023, 11, 9), reported="x") for n in (1, 2, 3)]
    content = workbooks.xlsx({"Tổng hợp": (TITLE, HEAD, *rows), "QLDT": (TITLE, HEAD, *rows[:2])})

    report = office.load(("viec.xlsx", content))

    assert codes(report) == ["identical_copy"] * 2
    assert office.metric("tasks") | {"total": 3, "completed": 3} == office.metric("tasks")
    reported = office.metric("completion")
    assert (reported["obligation"], reported["rate_pct"]) == ("task_reported", 100)


def test_a_second_row_that_says_something_else_is_a_duplicate(office):
    report = office.load(tasks(task(1), task(1, done=date(2023, 11, 9))))

    assert codes(report) == ["duplicate_key"]


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("15-period-of-the-whole-year.xlsx", ["2023-11-10", "2023-12-31"]),
        ("16-day-of-a-meeting.xlsx", ["2023-11-10"]),
    ],
)
def test_a_day_that_no_words_of_the_data_give_is_asked_for(office, name, options):
    report = office.load(name)

    assert report["status"] == "needs_choice"
    assert report["choice"] == {"what": "as_of", "options": options}
    assert office.load(name, options=("--as-of", "2023-11-10"))["status"] == "loaded"
    assert office.metric("tasks")["open_overdue"] == 0


@pytest.mark.parametrize(
    ("title", "options"),
    [
        ("Từ ngày 01/10/2023 đến ngày 31/10/2023", ["2023-11-09", "2023-10-31"]),
        ("Kỳ báo cáo: 01/01/2023 - 31/12/2023", ["2023-11-09", "2023-12-31"]),
        ("Hải Phòng, ngày 13 tháng 11 năm 2023", ["2023-11-09", "2023-11-13"]),
        ("So với cùng kỳ ngày 12/11/2022", ["2023-11-09"]),
        ("Hạn báo cáo trước ngày 14/11/2023", ["2023-11-09"]),
        ("Tính đến 11/11/2023; tính đến 12/11/2023", ["2023-11-09", "2023-11-11", "2023-11-12"]),
    ],
)
def test_a_question_for_the_day_offers_the_newest_inside_first(office, title, options):
    rows = (("THỐNG KÊ CÔNG VIỆC TRÊN HPNET",), (title,), HEAD, task(1, done=date(2023, 11, 9)), task(2))

    report = office.load(("viec.xlsx", workbooks.xlsx(rows)))

    assert report["choice"] == {"what": "as_of", "options": options}


def test_a_period_whose_end_the_rows_reach_gives_the_day(office):
    rows = (("THỐNG KÊ CÔNG VIỆC TRÊN HPNET",), ("Từ ngày 01/11/2023 đến ngày 12/11/2023",), HEAD, task(1, done=date(2023, 11, 9)))  # fmt: skip

    report = office.load(("viec.xlsx", workbooks.xlsx(rows)))

    assert (report["status"], report["tables"][0]["as_of"]) == ("loaded", "2023-11-12")


PERCENTS = (("Tên", "Tỷ lệ", "Số"), ("a", 0.8364, 3), ("b", 0.07, 4), ("c", 1.0, 5))


def percent_book(number_format: str) -> bytes:
    """A workbook whose second column has that number format."""
    book = openpyxl.Workbook()
    for row in PERCENTS:
        book.active.append(row)
    for (cell,) in book.active["B2:B4"]:
        cell.number_format = number_format
    return saved(book)


def percent_xls(number_format: str) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Trang")
    style = xlwt.easyxf(num_format_str=number_format)
    for r, row in enumerate(PERCENTS):
        for c, value in enumerate(row):
            sheet.write(r, c, value, style if c == 1 and r else xlwt.Style.default_style)
    return saved(book)


def percent_xml(number_format: str) -> bytes:
    cells = "".join(
        f'<Row><Cell><Data ss:Type="String">{a}</Data></Cell><Cell ss:StyleID="p"><Data ss:Type="Number">{b}</Data></Cell>'
        f'<Cell><Data ss:Type="Number">{c}</Data></Cell></Row>'
        for a, b, c in PERCENTS[1:]
    )
    return (
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles><Style ss:ID="p">'
        f'<NumberFormat ss:Format="{number_format}"/></Style></Styles><Worksheet ss:Name="Trang"><Table>{cells}</Table></Worksheet></Workbook>'
    ).encode()


def percent_ods(number_format: str) -> bytes:
    del number_format
    book = OpenDocumentSpreadsheet()
    table = OdfTable(name="Trang")
    for name, share, number in PERCENTS[1:]:
        row = TableRow()
        row.addElement(TableCell(valuetype="string", stringvalue=name))
        row.addElement(TableCell(valuetype="percentage", value=share))
        row.addElement(TableCell(valuetype="float", value=number))
        table.addElement(row)
    book.spreadsheet.addElement(table)
    return saved(book)


def saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("write", [percent_book, percent_xls, percent_xml, percent_ods])
@pytest.mark.parametrize("number_format", ["0%", "0.00%", "0.0 %"])
def test_a_cell_with_a_percent_format_says_what_it_shows(write, number_format):
    sheet = read_workbook(write(number_format), limits=Limits()).sheets[0]

    assert [row[1] for row in sheet.rows[-3:]] == ["83,64%", "7%", "100%"]
    assert [row[2] for row in sheet.rows[-3:]] == [3, 4, 5]


@pytest.mark.parametrize("number_format", ['0.00"%"', "0.00", "General", '"100%" 0'])
def test_a_percent_sign_that_is_only_written_beside_the_number_changes_nothing(number_format):
    sheet = read_workbook(percent_book(number_format), limits=Limits()).sheets[0]

    assert [row[1] for row in sheet.rows[-3:]] == [0.8364, 0.07, 1.0]


@pytest.mark.parametrize(("kind", "column"), columns_of("score", "number"))
def test_a_share_is_read_as_its_percentage_in_every_column(kind, column):
    assert [float(v) for v in typed(kind, column, "83,64%", "100%").values[column]] == [83.64, 100]


@pytest.mark.parametrize(("kind", "column"), columns_of("count"))
def test_a_share_is_no_count(kind, column):
    assert [issue.code for _, issue in typed(kind, column, "50%").issues] == ["invalid_number"]


def test_shares_of_a_workbook_are_published_as_percentages(office):
    assert office.load("08-percent-cells.xlsx")["status"] == "loaded"

    assert office.published() == {
        ("2022", ""): 83.64,
        ("2021", ""): 82.1,
        ("2022", "Tiếp cận dịch vụ"): 100,
    }


def test_points_that_are_not_given_yet_are_unknown():
    table = typed(
        "indicator_scores", "self_score", "Chưa có căn cứ", "chưa chấm", "(chờ thẩm định)", "XHH", 0
    )

    assert table.values["self_score"] == [None, None, None, None, 0]
    assert table.issues == []


@pytest.mark.parametrize("sign", ["-0,5", "(0,5)", "−0,5", "0,5"])
def test_points_taken_off_are_a_loss_with_or_without_their_sign(sign):
    rows = [
        ("TỒN TẠI, HẠN CHẾ CCHC NĂM 2022",),
        (
            "TT",
            "Mã tiêu chí",
            "Tiêu chí",
            "Điểm tối đa",
            "Điểm đạt",
            "Điểm mất",
            "Nguyên nhân",
            "Đơn vị chủ trì",
        ),
        (1, "1.1.2", "Kế hoạch", 2, 1.5, sign, "x", "Văn phòng"),
    ]
    book = read_workbook(workbooks.xlsx({"Phu luc 1": rows}), limits=Limits())
    (table,) = extract(book, file_name="Phu luc 1.xlsx", options=Options(as_of=date(2023, 11, 12))).tables

    assert table.frame["lost_points"] == [Decimal("0.5")]
    assert table.issues == []


@pytest.mark.parametrize(
    ("column", "text"), [("score", "12/11"), ("score", "12/2023"), ("rank", "12/2023"), ("rank", "5/3")]
)
def test_a_day_or_a_month_is_no_score_and_no_rank(column, text):
    table = typed("par_results", column, text, "5/21")

    assert table.values[column] == [None, 5]
    assert [issue.code for _, issue in table.issues] == ["invalid_number"]
