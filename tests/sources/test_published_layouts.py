"""Is the index of a published table the percent, of the right index, year and agency, in every usual layout?"""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from data_loaders.declared.outcome import Options
from data_loaders.extracts.extract import extract
from data_loaders.received.limits import Limits
from data_loaders.received.sheets import read_workbook
from tests.sources import workbooks

OWN = "Ban Quản lý Khu kinh tế Hải Phòng"
TITLE = ("KẾT QUẢ CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM 2022",)
COLUMNS = ("index_name", "year", "agency", "component", "score", "points", "rank", "of_agencies")


def read(rows: Any, merge: tuple[str, ...] = ()):
    book = read_workbook(workbooks.xlsx({"Bang": rows}, merge=merge), limits=Limits())
    return extract(book, file_name="bang.xlsx", options=Options(as_of=date(2023, 11, 12)))


def results(rows: Any, merge: tuple[str, ...] = ()) -> list[tuple[Any, ...]]:
    result = read(rows, merge)
    assert result.choice is None, result.choice
    (table,) = result.tables
    assert table.rejected_rows == 0, table.issues
    size = len(table.frame["source_row"])
    columns = [table.frame.get(name) or [None] * size for name in COLUMNS]
    return [tuple(map(_plain, row)) for row in zip(*columns, strict=True)]


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value


def result(index, agency, score, points=None, rank=None, of=None, *, year=2022, component=""):
    return (index, year, agency, component, score, points, rank, of)


ONE_ROW_AN_AGENCY = {
    "points_before_the_percent": (
        ("STT", "Đơn vị", "Điểm đạt", "Chỉ số (%)", "Xếp hạng"),
        (1, OWN, "83,1/100", "85,4", "19/20"),
        result("PAR_SO", OWN, 85.4, 83.1, 19, 20),
    ),
    "percent_before_the_points": (
        ("STT", "Đơn vị", "Tỷ lệ (%)", "Tổng điểm", "Xếp hạng"),
        (1, OWN, 85.4, 83.1, 19),
        result("PAR_SO", OWN, 85.4, 83.1, 19),
    ),
    "maximum_points_and_percent": (
        ("STT", "Cơ quan, đơn vị", "Điểm tối đa", "Điểm đạt được", "Tỷ lệ % đạt được", "Xếp thứ"),
        (1, OWN, 95, 80.75, 85, 19),
        result("PAR_SO", OWN, 85, 80.75, 19),
    ),
    "appraised_surveyed_total_and_index": (
        ("STT", "Cơ quan, đơn vị", "Điểm thẩm định", "Điểm điều tra XHH", "Tổng điểm", "Chỉ số CCHC (%)", "Xếp hạng"),
        (1, OWN, 55, 25.75, 80.75, 85, 19),
        result("PAR_SO", OWN, 85, 80.75, 19),
    ),
    "points_of_a_hundred": (
        ("STT", "Đơn vị", "Điểm đạt", "Xếp hạng"),
        (1, OWN, "83,1/100", "19/20"),
        result("PAR_SO", OWN, 83.1, None, 19, 20),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ONE_ROW_AN_AGENCY)
def test_the_index_is_the_percent_and_the_points_are_kept(name):
    head, row, expected = ONE_ROW_AN_AGENCY[name]

    assert results([TITLE, head, row]) == [expected]


def test_points_out_of_another_maximum_are_turned_into_a_share_and_said():
    rows = [TITLE, ("STT", "Đơn vị", "Điểm đạt", "Xếp hạng"), (1, OWN, "41,5/50", 19)]

    assert results(rows) == [result("PAR_SO", OWN, 83.0, 41.5, 19)]
    assert [issue.code for issue in read(rows).tables[0].issues] == ["index_from_points"]


LEVELS = {
    "PAR_PROVINCE": ("CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM 2022 CỦA CÁC TỈNH, THÀNH PHỐ", "Tỉnh, thành phố", "Cao Bằng"),
    "SIPAS_PROVINCE": ("CHỈ SỐ HÀI LÒNG SIPAS NĂM 2022, 63 TỈNH, THÀNH PHỐ", "Địa phương", "Cao Bằng"),
    "PAR_DISTRICT": ("CHỈ SỐ CCHC NĂM 2022 CỦA UBND CÁC QUẬN, HUYỆN", "Quận, huyện", "Huyện An Dương"),
    "DDCI_DISTRICT": ("KẾT QUẢ DDCI NĂM 2022 KHỐI ĐỊA PHƯƠNG", "Đơn vị", "UBND quận Ngô Quyền"),
    "PAR_SO": ("CHỈ SỐ CCHC NĂM 2022 CỦA CÁC SỞ, BAN, NGÀNH THÀNH PHỐ HẢI PHÒNG", "Cơ quan", "Sở Nội vụ"),
}  # fmt: skip


@pytest.mark.parametrize("index", LEVELS)
def test_a_list_of_another_level_is_another_index(index):
    title, heading, agency = LEVELS[index]

    found = results([(title,), ("STT", heading, "Chỉ số", "Xếp hạng"), (1, agency, "77,1", "62/63")])

    assert found == [result(index, agency, 77.1, None, 62, 63)]


def test_departments_and_districts_in_one_list_are_told_apart_by_their_names():
    rows = [
        ("CHỈ SỐ CCHC NĂM 2022 CỦA CÁC SỞ, BAN, NGÀNH VÀ UBND CÁC QUẬN, HUYỆN",),
        ("STT", "Đơn vị", "Chỉ số", "Xếp hạng"),
        (1, "Sở Nội vụ", 92.5, 1),
        (2, "UBND quận Hồng Bàng", 90, 1),
    ]

    assert [row[0] for row in results(rows)] == ["PAR_SO", "PAR_DISTRICT"]


def test_regions_are_groups_or_a_column_beside_the_provinces():
    title = ("KẾT QUẢ PAR INDEX NĂM 2022 CÁC TỈNH, THÀNH PHỐ",)
    grouped = [title, ("STT", "Tỉnh, thành phố", "PAR INDEX (%)", "Xếp hạng"),
               ("I", "Đồng bằng sông Hồng", "86,9", None), (1, "Quảng Ninh", "90,1", 1)]  # fmt: skip
    beside = [title, ("STT", "Vùng", "Tỉnh, thành phố", "PAR INDEX (%)", "Xếp hạng"),
              (1, "Đồng bằng sông Hồng", "Quảng Ninh", "90,1", 1)]  # fmt: skip

    expected = [result("PAR_PROVINCE", "Quảng Ninh", 90.1, None, 1)]
    assert results(grouped) == results(beside) == expected


def test_components_with_points_and_percent_each():
    rows = [
        TITLE,
        ("STT", "Cơ quan", "Chỉ đạo điều hành", None, "Thể chế", None, "Chỉ số CCHC (%)", "Xếp hạng"),
        (None, None, "Điểm", "%", "Điểm", "%"),
        (1, OWN, 12, 80, 8, 88, 85.4, 19),
    ]
    merge = ("A2:A3", "B2:B3", "C2:D2", "E2:F2", "G2:G3", "H2:H3")

    assert results(rows, merge) == [
        result("PAR_SO", OWN, 80, 12, component="Chỉ đạo điều hành"),
        result("PAR_SO", OWN, 88, 8, component="Thể chế"),
        result("PAR_SO", OWN, 85.4, None, 19),
    ]


def test_several_years_with_points_percent_and_rank_each():
    rows = [
        ("CHỈ SỐ CCHC CÁC SỞ, BAN, NGÀNH GIAI ĐOẠN 2021-2022",),
        ("STT", "Cơ quan", "Năm 2021", None, None, "Năm 2022"),
        (None, None, "Điểm", "Tỷ lệ %", "Hạng", "Điểm", "Tỷ lệ %", "Hạng"),
        (1, OWN, 80, 81, "20/21", 84, 85.4, "19/21"),
    ]
    merge = ("A2:A3", "B2:B3", "C2:E2", "F2:H2")

    assert results(rows, merge) == [
        result("PAR_SO", OWN, 81, 80, 20, 21, year=2021),
        result("PAR_SO", OWN, 85.4, 84, 19, 21),
    ]


@pytest.mark.parametrize("is_two_rows", [True, False], ids=["two_header_rows", "one_header_row"])
def test_several_indices_in_columns_are_never_mixed(is_two_rows):
    title = ("TỔNG HỢP CÁC CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM 2022",)
    if is_two_rows:
        rows = [title, ("STT", "Cơ quan", "PAR INDEX", None, "SIPAS", None, "DDCI"),
                (None, None, "Điểm", "Hạng", "Điểm", "Hạng", "Điểm", "Hạng"),
                (1, OWN, 81, 20, 85.4, 19, 77.39, 5)]  # fmt: skip
        found = results(rows, ("A2:A3", "B2:B3", "C2:D2", "E2:F2", "G2:H2"))
    else:
        rows = [title, ("STT", "Cơ quan", "Chỉ số CCHC", "Xếp hạng CCHC", "Chỉ số hài lòng (SIPAS)",
                        "Xếp hạng SIPAS", "DDCI", "Xếp hạng DDCI"),
                (1, OWN, 81, 20, 85.4, 19, 77.39, 5)]  # fmt: skip
        found = results(rows)

    assert found == [
        result("PAR_SO", OWN, 81, None, 20),
        result("SIPAS", OWN, 85.4, None, 19),
        result("DDCI", OWN, 77.39, None, 5),
    ]


def test_the_agency_may_stand_in_the_title_alone():
    components = [
        ("KẾT QUẢ CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM 2022 CỦA BAN QUẢN LÝ KHU KINH TẾ HẢI PHÒNG",),
        ("STT", "Lĩnh vực", "Điểm tối đa", "Điểm đạt", "Tỷ lệ (%)"),
        (1, "Cải cách thể chế", 10, 9, 90),
        (None, "Tổng cộng", 25, 21, 84),
    ]
    years = [("CHỈ SỐ CCHC CỦA BAN QUẢN LÝ KHU KINH TẾ HẢI PHÒNG QUA CÁC NĂM",),
             ("Năm", "Chỉ số (%)", "Xếp hạng"), (2021, 83.4, "18/21")]  # fmt: skip
    indices = [("CÁC CHỈ SỐ CỦA SỞ NỘI VỤ NĂM 2022",), ("STT", "Chỉ số", "Điểm", "Xếp hạng"),
               (1, "PAR INDEX", 81, "20/21"), (2, "SIPAS", 85, "19/21")]  # fmt: skip

    assert results(components) == [
        result("PAR_SO", OWN, 90, 9, component="Cải cách thể chế"),
        result("PAR_SO", OWN, 84, 21),
    ]
    assert results(years) == [result("PAR_SO", OWN, 83.4, None, 18, 21, year=2021)]
    assert results(indices) == [
        result("PAR_SO", "SỞ NỘI VỤ", 81, None, 20, 21),
        result("SIPAS", "SỞ NỘI VỤ", 85, None, 19, 21),
    ]


def test_a_rank_against_the_scores_is_remarked_on():
    heads = ("STT", "Đơn vị", "Chỉ số (%)", "Xếp hạng")
    rows = [
        ("Sở A", 92.5, 1),
        ("Sở B", 90.1, 3),
        (OWN, 91, 2),
        ("Sở C", 85, 4),
        ("Sở D", 89, 5),
        ("Sở E", 85, 5),
    ]
    groups = [("Sở A", 92.5, 1), ("Sở B", 90.1, 2), ("Ban A", 95, 1), ("Ban B", 93, 2)]

    def remarks(listed):
        (table,) = read([TITLE, heads, *((n, *one) for n, one in enumerate(listed, start=1))]).tables
        return [(issue.code, issue.row) for issue in table.issues]

    assert remarks(rows) == [("rank_against_score", 7)]
    assert remarks(rows[:4]) == [] and remarks(groups) == []


def test_components_that_add_up_to_the_index_are_points_of_an_unknown_maximum():
    heads = ("STT", "Đơn vị", "Thể chế", "TTHC", "Công vụ", "Chỉ số (%)", "Xếp hạng")
    rows = [TITLE, heads, (1, "Sở A", 40.25, 30.5, 20, 90.75, 1), (2, OWN, 38, 29, 19.67, 86.67, 2)]
    percents = [TITLE, heads, (1, "Sở A", 95, 90, 88, 90.75, 1), (2, OWN, 38, 29, 19.67, 86.67, 2)]

    assert [issue.code for issue in read(rows).tables[0].issues] == ["components_in_points"]
    assert result("PAR_SO", OWN, None, 29, component="TTHC") in results(rows)
    assert result("PAR_SO", OWN, 29, None, component="TTHC") in results(percents)


def test_our_agency_under_two_names_counts_once_and_loudly():
    rows = [TITLE, ("STT", "Đơn vị", "Chỉ số (%)", "Xếp hạng"), (1, "Sở A", 92.5, 1), (2, OWN, 91, 2)]
    (table,) = read([*rows, (3, "BQL KKT Hải Phòng", 90, 3)]).tables

    assert [(issue.code, issue.row) for issue in table.issues] == [("duplicate_key", 5)]
    assert list(map(float, table.frame["score"])) == [92.5, 91]


def test_a_year_that_is_nowhere_said_is_remarked_on():
    rows = [("KẾT QUẢ CHỈ SỐ CẢI CÁCH HÀNH CHÍNH",), ("STT", "Đơn vị", "Điểm", "Xếp hạng"), (1, OWN, 81, 20)]

    assert [issue.code for issue in read(rows).tables[0].issues] == ["year_not_stated"]


def test_result_beside_the_other_parts_of_satisfaction_is_the_part_and_the_column_that_says_so_is_the_index():
    rows = [
        ("KẾT QUẢ ĐO LƯỜNG SỰ HÀI LÒNG (SIPAS) NĂM 2022",),
        ("TT", "Đơn vị", "Tiếp cận dịch vụ", "TTHC", "Công chức", "Kết quả", "Chung", "Xếp hạng"),
        (1, OWN, 84.1, 85.2, 86.3, 87.4, 85.75, 3),
    ]

    found = {row[3]: (row[4], row[6]) for row in results(rows)}

    assert found == {
        "": (85.75, 3), "Tiếp cận dịch vụ": (84.1, None), "TTHC": (85.2, None), "Công chức": (86.3, None),
        "Kết quả": (87.4, None),
    }  # fmt: skip


def test_regions_are_groups_of_their_provinces():
    rows = [
        ("CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM 2022 CỦA CÁC TỈNH, THÀNH PHỐ",),
        ("STT", "Vùng/Tỉnh, thành phố", "Chỉ số PAR INDEX", "Thứ hạng"),
        ("I", "Đồng bằng sông Hồng", 86.5, None),
        (1, "Hải Phòng", 90.09, 2),
        (2, "Quảng Ninh", 90.1, 1),
        ("II", "Đông Nam Bộ", 85.2, None),
        (3, "Bà Rịa - Vũng Tàu", 88, 3),
    ]

    found = results(rows)

    assert [(row[2], row[4], row[6]) for row in found] == [
        ("Hải Phòng", 90.09, 2),
        ("Quảng Ninh", 90.1, 1),
        ("Bà Rịa - Vũng Tàu", 88.0, 3),
    ]


def test_one_column_of_ranks_beside_two_years_is_of_the_year_that_the_title_names():
    rows = [
        ("BẢNG XẾP HẠNG CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM 2022",),
        ("Hạng", "Cơ quan", "Năm 2022", "Năm 2021"),
        (1, "Sở Thử Nghiệm", 91.2, 90.1),
        (2, OWN, 86.8, 88),
    ]

    found = [(row[1], row[2], row[4], row[6]) for row in results(rows)]

    assert found == [
        (2022, "Sở Thử Nghiệm", 91.2, 1),
        (2021, "Sở Thử Nghiệm", 90.1, None),
        (2022, OWN, 86.8, 2),
        (2021, OWN, 88.0, None),
    ]


def test_the_row_of_the_whole_is_the_index_and_no_part():
    rows = [
        ("CHỈ SỐ HÀI LÒNG (SIPAS) NĂM 2022 CỦA BAN QUẢN LÝ KHU KINH TẾ HẢI PHÒNG",),
        ("TT", "Yếu tố", "Tỷ lệ hài lòng (%)"),
        (1, "Tiếp cận dịch vụ", 84.1),
        (2, "Thủ tục hành chính", "85,2%"),
        (None, "Chung", 85.0),
    ]

    assert [(row[3], row[4]) for row in results(rows)] == [
        ("Tiếp cận dịch vụ", 84.1),
        ("Thủ tục hành chính", 85.2),
        ("", 85.0),
    ]


@pytest.mark.parametrize(
    "place", ["Hạng nhì", "Thứ hai", "II", "2 (đồng hạng)", "Hạng hai (đồng hạng)", "2/20"]
)
def test_a_place_may_stand_in_words(place):
    rows = [TITLE, ("STT", "Đơn vị", "Chỉ số (%)", "Xếp hạng"), (1, OWN, "85.375", place)]

    assert results(rows)[0][4:7] == (85.375, None, 2)


@pytest.mark.parametrize("scores", [(0.925, 0.854), ("0,925", "0,854"), ("0.925", "0.854")])
def test_parts_of_one_are_percents_and_it_is_said(scores):
    rows = [
        TITLE,
        ("STT", "Đơn vị", "Chỉ số", "Hạng"),
        (1, "Sở Nội vụ", scores[0], 1),
        (2, OWN, scores[1], 2),
    ]

    (table,) = read(rows).tables
    assert [float(one) for one in table.frame["score"]] == [92.5, 85.4]
    assert [issue.code for issue in table.issues] == ["index_from_fraction"]


def test_the_best_and_the_maxima_are_no_agencies():
    rows = [
        TITLE,
        ("STT", "Đơn vị", "Thể chế", "Thủ tục hành chính", "Tổng điểm", "Chỉ số (%)", "Hạng"),
        (None, "Điểm tối đa", 20, 80, 100),
        (1, OWN, 15, 60, 75, 75, 2),
        (None, "Cao nhất", 18, 70, 88, 88),
    ]

    (table,) = read(rows).tables
    assert set(table.frame["agency"]) == {OWN}
    parts = zip(*(table.frame[of] for of in ("component", "score", "points")), strict=True)
    assert sorted((part, float(score), float(points)) for part, score, points in parts) == [
        ("", 75, 75), ("Thể chế", 75, 15), ("Thủ tục hành chính", 75, 60),
    ]  # fmt: skip


def test_the_results_of_another_year_below_are_another_table():
    one_year = (("STT", "Đơn vị", "Chỉ số", "Hạng"), (1, "Sở Nội vụ", 92.5, 1), (2, OWN, 85.4, 2))
    rows = [(f"KẾT QUẢ CHỈ SỐ CCHC NĂM {year}",) for year in (2021, 2022)]
    tables = read([rows[0], *one_year, (), rows[1], *one_year]).tables

    assert [(table.frame["year"], table.rejected_rows) for table in tables] == [
        ([2021] * 2, 0),
        ([2022] * 2, 0),
    ]


def test_provinces_under_a_title_without_a_level_are_results_of_provinces():
    rows = [
        ("CHỈ SỐ PAR INDEX 2022",),
        ("TT", "Vùng/Tỉnh", "Chỉ số", "Hạng"),
        ("I", "Đồng bằng sông Hồng", 88.1),
        (1, "Hải Phòng", 90.09, "3/63"),
        (2, "TP. Hồ Chí Minh", 85.5, "36/63"),
    ]

    assert results(rows) == [
        result("PAR_PROVINCE", "Hải Phòng", 90.09, None, 3, 63),
        result("PAR_PROVINCE", "TP. Hồ Chí Minh", 85.5, None, 36, 63),
    ]


def test_years_over_pairs_of_columns_need_no_merged_cells():
    rows = [
        ("CHỈ SỐ CẢI CÁCH HÀNH CHÍNH CÁC TỈNH, THÀNH PHỐ",),
        ("TT", "Tỉnh/Thành phố", "Năm 2021", None, "Năm 2022"),
        (None, None, "Chỉ số", "Xếp hạng", "Chỉ số", "Xếp hạng"),
        (1, "Hải Phòng", 91.8, 1, 90.09, 3),
    ]

    assert results(rows) == [
        result("PAR_PROVINCE", "Hải Phòng", 91.8, None, 1, year=2021),
        result("PAR_PROVINCE", "Hải Phòng", 90.09, None, 3, year=2022),
    ]


@pytest.mark.parametrize("cell", [0.89, "0,89", 1])
def test_a_part_of_one_among_percents_is_not_guessed(cell):
    """A cell that lost its percent format stands between others that kept it."""
    rows = [[1, "Sở Thử Nghiệm", "92,15%"], [2, "Sở Mẫu", 90.02], [3, "Sở Ba", cell], [4, "Sở Bốn", 88.5]]
    (table,) = read([TITLE, ("STT", "Đơn vị", "Chỉ số (%)"), *rows]).tables

    assert (table.accepted_rows, [(i.code, i.row) for i in table.issues]) == (
        3,
        [("fraction_among_percents", 5)],
    )
