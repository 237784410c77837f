"""A random table in a random layout with random dirt is read back exactly."""

import unicodedata
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_loaders.declared.outcome import Options
from data_loaders.extracts.extract import extract
from data_loaders.received.sheets import Sheet, Workbook

UNITS = {
    "VP": ["Văn phòng", "VP/BQL", "VĂN PHÒNG", "Văn phòng Ban"],
    "QLDT": ["P.QLĐT", "Phòng Quản lý Đầu tư", "phong quan ly dau tu", "QLĐT"],
    "TNMT": ["TN&MT", "Phòng Tài nguyên và Môi trường", "P.TN-MT"],
}
HEADINGS = {
    "task_code": ["Mã công việc", "Mã CV", "MÃ VIỆC", "Ma cong viec"],
    "subject": ["Nội dung", "Trích yếu", "Nội dung công việc", "TRÍCH YẾU NỘI DUNG"],
    "department_code": ["Đơn vị xử lý", "Phòng xử lý", "Phòng", "Đơn vị\nchủ trì"],
    "assigned_date": ["Ngày giao", "Ngày giao việc", "Giao ngày"],
    "due_date": ["Hạn xử lý", "Hạn XL", "Deadline", "Thời hạn"],
    "completed_date": ["Ngày hoàn thành", "Ngày HT", "Hoàn thành ngày"],
    "is_reported": ["Báo cáo hoàn thành", "BCHT", "BC hoàn thành"],
}
YES, NO = ["x", "Có", "có ", "Đã báo cáo", True, 1.0], ["Chưa", "không", "-", None, "", 0.0]
WORDS = [
    "Báo cáo",
    "Tổng hợp",
    "Rà soát",
    "Cộng tác viên",
    "hồ sơ",
    "quý III",
    "Người lập biểu",
    "kế hoạch",
    "Ghi chú",
    "2023",
]


@st.composite
def tasks(draw):
    start = date(2023, 9, 1)
    rows = []
    for n in range(draw(st.integers(1, 12))):
        assigned = start + timedelta(days=draw(st.integers(0, 60)))
        done = draw(st.booleans())
        rows.append(
            {
                "task_code": f"CV-{n + 1:03}",
                "subject": " ".join(draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=5))),
                "department_code": draw(st.sampled_from(list(UNITS))),
                "assigned_date": assigned,
                "due_date": draw(
                    st.none() | st.integers(0, 40).map(lambda d, a=assigned: a + timedelta(days=d))
                ),
                "completed_date": min(assigned + timedelta(days=draw(st.integers(0, 30))), date(2023, 11, 12))
                if done
                else None,
                "is_reported": draw(st.booleans()),
            }
        )
    return rows


def dirty_text(draw, text):
    style = draw(st.integers(0, 5))
    if style == 1:
        return unicodedata.normalize("NFD", text)
    if style == 2:
        return f"  {text} \u200b"
    if style == 3:
        return text.replace(" ", "\u00a0")
    return text.replace(" ", "  ", 1) if style == 4 else text


def dirty_date(draw, day):
    if day is None:
        return draw(st.sampled_from([None, "", "-"]))
    form = draw(
        st.sampled_from(
            [
                "%d/%m/%Y",
                "%d-%m-%Y",
                "%d.%m.%Y",
                "%Y-%m-%d",
                "%d/%m/%Y 08:30",
                "ngày %d tháng %m năm %Y",
                "serial",
            ]
        )
    )
    return float((day - date(1899, 12, 30)).days) if form == "serial" else f"{day:{form}}"


@st.composite
def sheets(draw):
    """Rows as written, and the tasks that are in them."""
    wanted = draw(tasks())
    order = draw(st.permutations(list(HEADINGS)))
    titles = [["BAN QUẢN LÝ KHU KINH TẾ", None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]] * draw(
        st.integers(0, 2)
    )
    header = ["STT", *(dirty_text(draw, draw(st.sampled_from(HEADINGS[name]))) for name in order)]
    rows = [
        *titles,
        ["THỐNG KÊ CÔNG VIỆC"],
        ["Tính đến ngày 12/11/2023"],
        [None] * draw(st.integers(0, 1)),
        header,
    ]
    if draw(st.booleans()):
        rows.append([f"({n})" for n in range(1, len(header) + 1)])
    group = None
    for n, task in enumerate(wanted, 1):
        if draw(st.integers(0, 4)) == 0:
            group = task["department_code"]
            rows.append([draw(st.sampled_from(["I", "II", "III"])), draw(st.sampled_from(UNITS[group]))])
        if draw(st.integers(0, 6)) == 0:
            rows.append(header)
        if draw(st.integers(0, 6)) == 0:
            rows.append([None] * len(header))
        rows.append([float(n), *(cell(draw, task, name, group) for name in order)])
    if draw(st.booleans()):
        rows.append(["Tổng cộng", None, None, float(len(wanted))])
    if draw(st.booleans()):
        rows += [
            ["Người lập biểu", None, None, "KT. TRƯỞNG BAN"],
            [None],
            ["Nguyễn Văn Mẫu", None, None, "Trần Thị Thử"],
        ]
    width = max(map(len, rows))
    return [[*row, *[None] * (width - len(row))] for row in rows], wanted


def cell(draw, task, name, group):
    value = task[name]
    if name == "department_code":
        if group == value and draw(st.integers(0, 3)) == 0:
            return None
        return dirty_text(draw, draw(st.sampled_from(UNITS[value])))
    if name.endswith("_date"):
        return dirty_date(draw, value)
    if name == "is_reported":
        return draw(st.sampled_from(YES if value else NO))
    return dirty_text(draw, value) if name == "subject" else value


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(sheets())
def test_a_random_table_with_random_dirt_is_read_back(made):
    rows, wanted = made
    sheet = Sheet("HpNet", rows, range(1, len(rows) + 1))

    result = extract(Workbook("xlsx", [sheet]), file_name="bang.xlsx", options=Options())

    [table] = result.tables
    assert (table.accepted_rows, table.rejected_rows) == (len(wanted), 0), table.issues
    for name in HEADINGS:
        assert table.frame[name] == [task[name] for task in wanted], name
    filled = {n for n, row in enumerate(rows, 1) if any(v is not None and str(v).strip() for v in row)}
    assert {row for row, _ in table.skipped} | set(table.frame["source_row"]) == filled


@settings(max_examples=200, suppress_health_check=list(HealthCheck))
@given(sheets(), st.data())
def test_whatever_is_overwritten_no_row_gets_lost(made, data):
    rows, _ = made
    first = next(n for n, row in enumerate(rows) if row[0] == "STT") + 1
    for _ in range(data.draw(st.integers(1, 6))):
        row = rows[data.draw(st.integers(first, len(rows) - 1))]
        row[data.draw(st.integers(0, len(row) - 1))] = data.draw(
            st.sampled_from(
                [
                    None,
                    "Tổng cộng",
                    "Cộng",
                    "I",
                    "KT. TRƯỞNG BAN",
                    "31/02/2023",
                    -1.0,
                    "x",
                    "Ghi chú: a",
                    "P. Lạ",
                    1e18,
                    "STT",
                    "Văn phòng",
                ]
            )
        )
    sheet = Sheet("HpNet", rows, range(1, len(rows) + 1))

    result = extract(Workbook("xlsx", [sheet]), file_name="bang.xlsx", options=Options(kind="hpnet_tasks"))

    filled = {n for n, row in enumerate(rows, 1) if any(v is not None and str(v).strip() for v in row)}
    listed = [row for table in result.tables for row, _ in table.skipped]
    taken = [
        row
        for table in result.tables
        for row in [*table.frame["source_row"], *(one.row for one in table.rejected)]
    ]
    assert sorted(listed + taken) == sorted(filled)
    for table in result.tables:
        errors = {issue.row for issue in table.issues if issue.severity == "error"}
        assert {one.row for one in table.rejected} == errors
