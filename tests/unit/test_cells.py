"""What one cell says, form by form."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_loaders.declared.departments_in_files import DepartmentResolver
from data_loaders.declared.encodings import legacy_encoding, to_unicode
from data_loaders.values import cells
from data_loaders.values.as_of import day_of_name, day_of_titles, letterhead_day
from data_loaders.values.criterion_codes import criterion_codes
from data_loaders.values.date_order import doubtful_dates
from data_loaders.values.deadlines import read_deadline
from domain.agency.departments import scored_codes
from domain.program.places import office_of

DAY = date(2023, 11, 9)


@pytest.mark.parametrize(
    "cell",
    [
        "9/11/2023", "09/11/2023", "9/11/23", "09-11-2023", "09.11.2023", "2023-11-09", "2023/11/09", "20231109",
        "ngày 09 tháng 11 năm 2023", "Ngày 9 tháng 11 năm 2023", "ngày 9/11/2023", "Thứ Năm, 09/11/2023",
        "09/11/2023 (Thứ Năm)", "Thứ 5, ngày 09/11/2023", "9-Nov-2023", "09-thg 11-2023", " 09/11/2023 ", "09/11/2023.",
        "9 / 11 / 2023", "2023-11-09T00:00:00", "45239", 45239, 45239.0, 20231109, DAY, datetime(2023, 11, 9),
        "09\u00a0/11/2023", "09/11/2023 17:30", "17:30 09/11/2023", "09/11/2023 17:30:15", "2023-11-09T17:30:00",
        "2023-11-08T17:00:00Z", "2023-11-08T18:00:00.000Z", "2023-11-09T01:00:00+07:00", "/Date(1699488000000)/",
        "\\/Date(1699488000000+0700)\\/", "9/11/2023 5:00 PM", "9/11/2023 5:00:00 CH", "17h00 ngày 09/11/2023", "45239,75",
    ],
)  # fmt: skip
def test_a_date_is_read_in_every_usual_form(cell):
    assert cells.read_date(cell) == (DAY, None)


@pytest.mark.parametrize("cell", ["31/02/2023", "00/11/2023", "32/01/2023", "11/25/2023", "09/11/2023 25:00", "09/11", "tháng 11", "sớm", "2023", "1e5", True, 12, "29/02/2023"])  # fmt: skip
def test_what_is_no_date_is_said(cell):
    assert cells.read_date(cell) == (None, "invalid_date")


@pytest.mark.parametrize("cell", [None, "", "  ", "-", "–", "...", "chưa", "Chưa hoàn thành", "không"])
def test_a_blank_or_not_yet_is_no_date_and_no_issue(cell):
    assert cells.read_date(cell) == (None, None)


def test_a_moment_keeps_its_time_and_a_day_may_mean_its_end():
    assert cells.read_time("07/11/2023 17:00") == (datetime(2023, 11, 7, 17), None)
    assert cells.read_time("07/11/2023") == (datetime(2023, 11, 7), None)
    assert cells.read_time("07/11/2023", at_end=True) == (datetime(2023, 11, 7, 23, 59, 59), None)
    assert cells.read_time("2023-11-07T10:00:00Z") == (datetime(2023, 11, 7, 17), None)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("0,5", "0.5"), ("1.234,5", "1234.5"), ("1.234", "1234"), ("1.234.567", "1234567"), ("95%", "95"), ("85,5 %", "85.5"),
        (" 12 ", "12"), ("-3", "-3"), ("−3", "-3"), ("12 ngày", "12"), (3, "3"), (0.1 + 0.2, "0.3"), (1e3, "1000"),
        ("1 234", "1234"), ("0.75", "0.75"), ("12.5", "12.5"), ("0", "0"), ("+1,5", "1.5"), ("1,25 điểm", "1.25"),
    ],
)  # fmt: skip
def test_a_number_is_read_the_vietnamese_way(cell, number):
    value, code = cells.read_number(cell)

    assert (value, code) == (Decimal(number), None)


@pytest.mark.parametrize(
    "cell", ["1,234.5", "1.2.3", "12a", "nhiều", "1,2,3", "1.23,4.5", True, date(2023, 1, 2), "=1+1", "#N/A"]
)
def test_what_is_no_number_is_said(cell):
    assert cells.read_number(cell) == (None, "invalid_number")


@pytest.mark.parametrize(
    "cell",
    [
        "x",
        "X",
        "Có",
        "có",
        "đã",
        "Đã lưu",
        "rồi",
        "✓",
        1,
        1.0,
        "1",
        True,
        "TRUE",
        "Đã báo cáo",
        "Có (12/11/2023)",
    ],
)
def test_yes_is_said_in_many_ways(cell):
    assert cells.read_flag(cell)[0] is True


@pytest.mark.parametrize(
    "cell", ["", None, "chưa", "Chưa lưu", "không", "-", 0, 0.0, "0", False, "Chưa báo cáo", "đang làm"]
)
def test_no_is_said_in_many_ways(cell):
    assert cells.read_flag(cell)[0] is False


def test_a_day_for_a_flag_is_yes_on_that_day_and_an_unknown_word_is_said():
    assert cells.read_flag("12/11/2023") == (True, date(2023, 11, 12), None)
    assert cells.read_flag(date(2023, 11, 12)) == (True, date(2023, 11, 12), None)
    assert cells.read_flag("lung tung") == (None, None, "invalid_value")


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("CV-001", "CV-001"),
        (12.0, "12"),
        (12, "12"),
        ("0012", "0012"),
        ("12 / TB – BQL", "12/TB-BQL"),
        (None, None),
        ("-", None),
        ("1.10", "1.10"),
    ],
)
def test_an_id_stays_text(cell, text):
    assert cells.read_id(cell) == (text, None)


@pytest.mark.parametrize("cell", [1.23e17, "1,23E+17", "1.23E+17", date(2023, 11, 3)])
def test_an_id_that_excel_has_damaged_is_said(cell):
    assert cells.read_id(cell) == (None, "code_damaged_by_excel")


@pytest.mark.parametrize("text", ["=cmd|'/c calc'!A1", "<script>alert(1)</script>", "+84 225", "@nội bộ"])
def test_dangerous_text_is_text_for_ever(text):
    assert cells.read_text(text) == (text, None)


def test_control_characters_are_an_issue():
    assert cells.read_text("a\x01b") == (None, "illegal_character")
    assert cells.read_text("a\ufffdb") == (None, "illegal_character")


@pytest.mark.parametrize(
    ("words", "due", "recurrence"),
    [
        ("Trước ngày 14/11/2023", date(2023, 11, 13), None), ("17/11/2023 (Thứ Sáu)", date(2023, 11, 17), None),
        ("Quý IV/2023", date(2023, 12, 31), None), ("Tháng 11/2023", date(2023, 11, 30), None), ("Trước 30/11", date(2023, 11, 29), None),
        ("Thường xuyên", None, "regular"), ("Hằng tháng, trước ngày 20", None, "monthly"), ("Hàng quý", None, "quarterly"),
        ("Trong tháng 11", date(2023, 11, 30), None), ("Trước tháng 12/2023", date(2023, 11, 30), None),
        ("Chậm nhất ngày 16/11/2023", date(2023, 11, 16), None), ("Trước 17h ngày 16/11/2023", date(2023, 11, 16), None),
        ("Quý 4", date(2023, 12, 31), None), ("Năm 2023", date(2023, 12, 31), None), ("Không có thời hạn", None, None), (None, None, None),
        (date(2023, 11, 17), date(2023, 11, 17), None), (45247, date(2023, 11, 17), None), ("15 tháng 12", date(2023, 12, 15), None),
    ],
)  # fmt: skip
def test_a_deadline_in_words_becomes_its_last_good_day(words, due, recurrence):
    deadline = read_deadline(words, year=2023)

    assert (deadline.due, deadline.recurrence, deadline.understood, deadline.code) == (
        due,
        recurrence,
        True,
        None,
    )


def test_a_deadline_not_understood_is_kept_and_one_that_cannot_be_is_an_error():
    assert read_deadline("khi nào xong thì xong", year=2023).understood is False
    assert read_deadline("Trước 31/11", year=2023).code == "invalid_date"


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("Tính đến ngày 12/11/2023", date(2023, 11, 12)), ("đến hết ngày 12 tháng 11 năm 2023", date(2023, 11, 12)),
        ("Từ ngày 01/11/2023 đến ngày 12/11/2023", date(2023, 11, 12)), ("Từ 01/11 đến 12/11/2023", date(2023, 11, 12)),
        ("Từ ngày 01/10/2023 đến ngày 31/10/2023 (số liệu đến 12/11/2023)", date(2023, 11, 12)),
        ("ngày 12 tháng 11 năm 2023", date(2023, 11, 12)), ("Tháng 11/2023", None), ("Năm 2023", None),
        ("Phục vụ họp giao ban ngày 14/11/2023", None), ("So với cùng kỳ ngày 12/11/2022", None),
        ("Hạn báo cáo trước ngày 14/11/2023", None), ("Thời hạn đến ngày 30/11/2023", None), ("BÁO CÁO ngày 13/11/2023", None),
        ("Trình lãnh đạo Ban ngày 13/11/2023", None), ("Hội nghị sơ kết ngày 15/11/2023", None), ("Ký ngày 13/11/2023", None),
        ("Số liệu đến 12/11/2023 phục vụ họp ngày 14/11/2023", date(2023, 11, 12)),
        ("Phục vụ giao ban, số liệu đến ngày 12/11/2023", date(2023, 11, 12)),
        ("Thống kê công việc ngày 12/11/2023", date(2023, 11, 12)), ("Cập nhật 17h00 ngày 12/11/2023", date(2023, 11, 12)),
        ("Kèm theo Thông báo số 12/TB-BQL ngày 13/11/2023", None), ("Hải Phòng, ngày 12 tháng 11 năm 2023", None),
    ],
)  # fmt: skip
def test_the_day_of_a_title(title, day):
    assert day_of_titles([title]).day == day


def test_a_title_with_two_days_offers_both_and_the_letterhead_is_asked_last():
    assert day_of_titles(["Tính đến ngày 12/11/2023", "Tính đến ngày 11/11/2023"]).options == (
        date(2023, 11, 11),
        date(2023, 11, 12),
    )
    assert letterhead_day(["Hải Phòng, ngày 12 tháng 11 năm 2023"]).day == date(2023, 11, 12)


@pytest.mark.parametrize(
    "name",
    [
        "a_2023-11-12.xlsx",
        "12-11-2023.csv",
        "cv 12.11.2023.xls",
        "x20231112.xlsx",
        "x_12112023.ods",
        "2023_11_12",
        "cv 12-11 nam 2023",
    ],
)
def test_the_day_of_a_file_name(name):
    assert day_of_name(name).day == date(2023, 11, 12)


def test_an_american_column_makes_its_texts_doubtful_and_an_office_one_does_not():
    assert doubtful_dates(["03/04/2023", "11/25/2023"], as_of=None, is_past=True) == {"03/04/2023"}
    assert doubtful_dates(["03/04/2023", "25/11/2023"], as_of=None, is_past=True) == set()


@pytest.mark.parametrize(
    ("raw", "codes"),
    [
        (["1.8", 1.9, 1.1, "1.11"], ["1.8", "1.9", "1.10", "1.11"]),
        ([1.0, 1.1, 1.2], ["1", "1.1", "1.2"]),
        ([3, "3.10", date(2023, 11, 3)], ["3", "3.10", "3.11"]),
        (["3.4.1", date(2002, 4, 3)], ["3.4.1", "3.4.2"]),
        (["1.2. Thực hiện báo cáo", "Tiêu chí 7.2.1"], ["1.2", "7.2.1"]),
        ([date(2023, 5, 9)], [None]),
    ],
)
def test_criterion_codes_are_recovered_from_their_neighbours_or_not_at_all(raw, codes):
    assert [code for code, _ in criterion_codes(raw)] == codes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("P.QLĐT", "QLDT"), ("qldt", "QLDT"), ("Phòng QL Đầu tư", "QLDT"), ("phong quan ly dau tu", "QLDT"), ("P. QLLĐ", "QLLD"),
        ("VP/BQL", "VP"), ("VĂN PHÒNG", "VP"), ("VPĐD", "VPDD"), ("TN&MT", "TNMT"), ("Phòng Quy hoạch và Xây dựng", "QHXD"),
        ("QLĐN", None), ("P. QLĐ", None), ("Phòng", None), ("Ban", None), ("", None),
    ],
)  # fmt: skip
def test_a_department_is_found_or_refused(text, code):
    assert DepartmentResolver().one(text) == code


def test_what_an_office_calls_all_its_units_is_every_scored_one(tmp_path):
    own = tmp_path / "office.toml"
    own.write_text(
        'units_words = "các ban, trung tâm"\nwhole_words = "Toàn huyện"\nshort_name = "Huyện"\n',
        encoding="utf-8",
    )
    every = list(scored_codes())
    assert DepartmentResolver().every("Toàn huyện") == ([], ["Toàn huyện"])

    with office_of(tmp_path, tried=tmp_path):
        for text in (
            "Các ban, trung tâm",
            "Tất cả các ban, trung tâm",
            "Các ban, trung tâm thuộc Huyện",
            "Toàn huyện",
        ):
            assert DepartmentResolver().every(text) == (every, []), text
        assert DepartmentResolver().every("Các phòng, đơn vị") == (every, [])


def test_all_units_are_those_of_the_day_of_the_file(tmp_path):
    (tmp_path / "codes").mkdir()
    (tmp_path / "codes" / "departments.csv").write_text(
        "code,name_vi,short_vi,kind,aliases,valid_from,valid_until,successors\n"
        "TH,Phòng Tổng hợp,Tổng hợp,office,,,,\nCU,Phòng Cũ,Cũ,specialised,,,2027-04-23,MOI\nMOI,Phòng Mới,Mới,specialised,,2027-04-24,,\n",
        encoding="utf-8",
    )
    with office_of(tmp_path, tried=tmp_path):
        find = DepartmentResolver().every
        assert find("Các phòng, đơn vị", date(2027, 4, 23)) == (["TH", "CU"], [])
        assert find("Phòng Tổng hợp; Tất cả các phòng", date(2027, 4, 24)) == (["TH", "MOI"], [])
        assert find("Phòng Cũ", date(2027, 4, 24)) == (["CU"], []), "who is named is meant"


@given(
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.sampled_from(
        [
            "%d/%m/%Y",
            "%d-%m-%Y",
            "%d.%m.%Y",
            "%Y-%m-%d",
            "%d/%m/%Y %H:%M",
            "%Y%m%d",
            "ngày %d tháng %m năm %Y",
            "%d/%m/%y",
        ]
    ),
)
def test_every_day_is_read_back_from_every_form(day, form):
    assert cells.read_date(f"{day:{form}}") == (day, None)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_every_number_is_read_back_from_vietnamese_print(number):
    printed = f"{number:,.2f}".translate(str.maketrans(",.", ".,"))

    assert cells.read_number(printed) == (number, None)


@given(st.one_of(st.text(), st.integers(), st.floats(), st.booleans(), st.dates(), st.none()))
def test_no_cell_brings_a_parser_down(cell):
    for read in (
        cells.read_date,
        cells.read_time,
        cells.read_number,
        cells.read_count,
        cells.read_id,
        cells.read_code,
        cells.read_text,
    ):
        assert len(read(cell)) == 2
    assert len(cells.read_flag(cell)) == 3
    read_deadline(cell, year=2023)


@given(
    st.text(
        alphabet="aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ bcghklmnpqrstvx",
        max_size=40,
    )
)
def test_unicode_vietnamese_is_never_taken_for_an_old_encoding(text):
    encoding = legacy_encoding([text])

    assert encoding is None or to_unicode(text, encoding) == text
