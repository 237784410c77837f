"""A correction outlives tomorrow's export, retires when the source catches up, and can be taken back."""

import sys
from datetime import date
from io import BytesIO

import openpyxl
import pytest

from data_loaders.declared.declarations import kind_named
from data_loaders.declared.outcome import Options
from data_loaders.intake.reading import Received, extract_of
from data_loaders.publishing import ingest
from desk.corrections import (
    CellFix,
    UnusableValueError,
    apply_fixes,
    make_correction,
    reverse_correction,
    with_relapses,
)
from desk.disputes import accept, contest, decline, disputes
from desk.error_workbook import SHEET, error_workbook, fixes_of_workbook
from desk.typed_values import spelled, typed
from domain.agency.departments import all_codes
from domain.agency.scope import Scope, Viewer
from domain.program.errors import BuildFailedError, DashboardError, NotAllowedError, UnknownNameError
from store.builds.build_process import REHEARSE_VARIABLE
from store.current.warehouse import open_reader
from store.disk.home import Home
from store.disk.snapshots import kept_content, sha256_of
from store.written.application import dispute
from store.written.corrections import all_corrections
from store.written.records import change
from tests.store.conftest import OFFICE, everything
from ui.intake.correction_words import relapse_words

HEADINGS = "Mã công việc;Nội dung công việc;Đơn vị xử lý;Ngày giao;Hạn xử lý;Ngày hoàn thành"
OFFICER = Viewer("van-phong", "Văn phòng", "office", "VP", Scope(all_codes(), is_whole_office=True))
CLERK = Viewer("qldt", "Chuyên viên", "department", "QLDT", Scope(("QLDT",)))
LEADER = Viewer("lanh-dao", "Lãnh đạo", "leader", None, Scope(all_codes(), is_whole_office=True))


def export(day: int, *rows: str) -> Received:
    title = f"Công việc được giao, tính đến ngày {day:02}/11/2023;;;;;"
    content = "\n".join([title, HEADINGS, *rows]) + "\n"
    return Received(f"cong-viec-2023-11-{day:02}.csv", content.encode("utf-8-sig"))


def row(code: str, due: str = "20/11/2023", done: str = "", department: str = "QLDT") -> str:
    return f"{code};Rà soát dự án;{department};01/11/2023;{due};{done}"


def load(home: Home, *files: Received) -> str:
    outcome = ingest.load(home, files, person="An")
    assert all(one.is_in for one in outcome.files), outcome
    return outcome.files[0].import_id


def seen(home: Home, column: str = "due_date") -> dict[str, list]:
    """Key to the values of *column*, one per export, oldest first."""
    rows = open_reader(home, OFFICE).records(
        f"select business_key as key, {column}::text as value from scoped.task order by as_of_date, key"
    )
    return {key: [r["value"] for r in rows if r["key"] == key] for key in {r["key"] for r in rows}}


def correct(home: Home, text: str, *, code: str = "CV-1", column: str = "due_date", viewer: Viewer = OFFICER):
    return make_correction(
        home, viewer, kind="hpnet_tasks", business_key=code, column=column, text=text, reason="gõ nhầm"
    )


def states(home: Home, column: str = "due_date") -> list[str]:
    return [one["state"] for one in all_corrections(home) if one["column_name"] == column]


def test_a_correction_holds_for_this_and_every_later_export(home):
    load(home, export(8, row("CV-1"), row("CV-2")))
    correct(home, "25/11/2023")
    load(home, export(9, row("CV-1"), row("CV-2")))

    assert seen(home) == {"CV-1": ["2023-11-25", "2023-11-25"], "CV-2": ["2023-11-20", "2023-11-20"]}
    assert states(home) == ["active"]


def test_it_retires_when_the_source_says_the_same_and_leaves_later_exports_alone(home):
    load(home, export(8, row("CV-1")))
    correct(home, "25/11/2023")
    load(home, export(9, row("CV-1", due="25/11/2023")), export(10, row("CV-1", due="28/11/2023")))

    assert seen(home)["CV-1"] == ["2023-11-25", "2023-11-25", "2023-11-28"]
    assert states(home) == ["retired"]


def test_a_source_that_is_wrong_again_after_it_was_right_is_told(home):
    load(home, export(8, row("CV-1"), row("CV-2")))
    correct(home, "25/11/2023")
    correct(home, "25/11/2023", code="CV-2")
    right = export(9, row("CV-1", due="25/11/2023"), row("CV-2", due="25/11/2023"))
    load(home, right, export(10, row("CV-1"), row("CV-2", due="28/11/2023")))

    told = with_relapses(home, OFFICER, all_corrections(home))

    again = {one["business_key"]: one["relapsed_on"] for one in told if one["column_name"] == "due_date"}
    assert again == {"CV-1": date(2023, 11, 10), "CV-2": None}  # another day is no relapse
    assert "CV-1" in relapse_words(told) and "CV-2" not in relapse_words(told)


def test_it_is_in_force_again_when_the_export_that_caught_up_is_undone(home):
    load(home, export(8, row("CV-1")))
    correct(home, "25/11/2023")
    caught = load(home, export(9, row("CV-1", due="25/11/2023")))
    ingest.undo(home, caught, person="An")

    assert states(home) == ["active"]


def test_taking_it_back_shows_the_source_again_and_gives_the_same_build(home):
    load(home, export(8, row("CV-1")))
    before, rows = open_reader(home, OFFICE).build_id, everything(home)
    correct(home, "25/11/2023")
    for one in all_corrections(home):
        reverse_correction(home, OFFICER, one["id"])

    assert open_reader(home, OFFICE).build_id == before
    assert everything(home) == rows


def test_a_department_and_a_leader_may_not_correct(home):
    load(home, export(8, row("CV-1")))

    for viewer in (CLERK, LEADER):
        with pytest.raises(NotAllowedError):
            correct(home, "25/11/2023", viewer=viewer)
    assert all_corrections(home) == []


def test_what_cannot_be_the_value_is_refused(home):
    load(home, export(8, row("CV-1")))

    for text in ("31/11/2023", "mai"):
        with pytest.raises(UnusableValueError):
            correct(home, text, column="assigned_date")
    with pytest.raises(UnusableValueError):
        correct(home, "", column="department_code")
    with pytest.raises(UnusableValueError):
        correct(home, "CV-9", column="task_code")
    with pytest.raises(UnknownNameError):
        correct(home, "25/11/2023", code="CV-404")
    assert all_corrections(home) == []


def test_a_task_moved_by_correction_is_seen_by_its_new_department_only(home):
    load(home, export(8, row("CV-1"), row("CV-2", department="VP")))
    correct(home, "Văn phòng", column="department_code")

    assert open_reader(home, Scope(("QLDT",))).records("select business_key from scoped.task") == []
    cells = open_reader(home, Scope(("VP",))).records(
        "select business_key, value_read, value_used from scoped.corrected_cell"
    )
    assert cells == [{"business_key": "CV-1", "value_read": "QLDT", "value_used": "VP"}]


# ------------------------------------------------------------ rows that could not be read


BROKEN = export(8, row("CV-1", due="31/11/2023"), row("CV-2", department="Tổ lạ"), row("CV-3"))
DAMAGED = export(8, row("1.23E+17"), row("CV-3"))


def by_grid(home: Home, import_id: str, file: Received, fixes: dict[tuple[int, str], str]) -> int:
    extract = extract_of(home, import_id)
    sheet = extract.tables[0].sheet
    wanted = [CellFix(sheet, place[0], place[1], text) for place, text in fixes.items()]
    return apply_fixes(
        home, OFFICER, sha256=sha256_of(file.content), extract=extract, fixes=wanted, reason="gọi điện"
    )


def by_workbook(
    home: Home, import_id: str, file: Received, fixes: dict[tuple[int, str], str], *, more=()
) -> int:
    digest = sha256_of(file.content)
    content, extract = kept_content(home, digest), extract_of(home, import_id)
    book = openpyxl.load_workbook(BytesIO(error_workbook(content, extract, file_name=file.file_name)))
    page = book[SHEET]
    names = {cell.value: cell.column for cell in next(r for r in page.iter_rows() if r[0].value == "#")}
    row_at = {int(r[1].value): r[0].row for r in page.iter_rows(min_row=6) if r[1].value}
    for (number, column), text in {**fixes, **dict(more)}.items():
        page.cell(row_at[number], names[column]).value = text
    filled = BytesIO()
    book.save(filled)
    found = fixes_of_workbook(filled.getvalue(), content, extract, file_name=file.file_name)
    return apply_fixes(home, OFFICER, sha256=digest, extract=extract, fixes=found, reason="gọi điện")


FIXES = {(3, "due_date"): "30/11/2023", (4, "department_code"): "P.QLĐT"}


def test_a_fixed_cell_lets_its_row_in(home):
    import_id = load(home, BROKEN)
    assert set(seen(home)) == {"CV-3"}

    assert by_grid(home, import_id, BROKEN, FIXES) == 2

    assert seen(home) == {"CV-1": ["2023-11-30"], "CV-2": ["2023-11-20"], "CV-3": ["2023-11-20"]}
    assert seen(home, "department_code")["CV-2"] == ["QLDT"]
    fixed = open_reader(home, OFFICE).records(
        "select business_key, value_read, is_before_parsing from scoped.corrected_cell order by business_key"
    )
    assert fixed == [
        {"business_key": "CV-1", "value_read": "31/11/2023", "is_before_parsing": True},
        {"business_key": "CV-2", "value_read": "Tổ lạ", "is_before_parsing": True},
    ]


def test_grid_and_error_workbook_give_identical_results(home, tmp_path):
    other = Home(tmp_path / "other")
    for place, way in ((home, by_grid), (other, by_workbook)):
        assert way(place, load(place, BROKEN), BROKEN, FIXES) == 2

    assert everything(home) == everything(other)
    assert open_reader(home, OFFICE).build_id == open_reader(other, OFFICE).build_id
    told = [
        [{k: v for k, v in one.items() if k != "made_at"} for one in all_corrections(place)]
        for place in (home, other)
    ]
    assert told[0] == told[1]


def test_the_error_workbook_tells_how_many_rows_it_has(home):
    extract = extract_of(home, load(home, BROKEN))
    page = openpyxl.load_workbook(BytesIO(error_workbook(BROKEN.content, extract, file_name="a.csv")))[SHEET]

    rows = sum(isinstance(line[1], int) for line in page.iter_rows(values_only=True))
    assert page["A1"].value == f"Các dòng cần sửa của tệp a.csv: có {rows} dòng" and rows == 2


def test_nothing_outside_the_bad_cells_can_change(home):
    import_id = load(home, BROKEN)

    by_workbook(home, import_id, BROKEN, FIXES, more={(3, "subject"): "đã sửa trộm"}.items())

    assert seen(home, "subject")["CV-1"] == ["Rà soát dự án"]
    extract = extract_of(home, import_id)
    with pytest.raises(UnknownNameError):
        apply_fixes(
            home,
            OFFICER,
            sha256=sha256_of(BROKEN.content),
            extract=extract,
            fixes=[CellFix(extract.tables[0].sheet, 5, "subject", "đã sửa trộm")],
            reason="thử",
        )


RANKED = """Kết quả chỉ số SIPAS năm 2023 của các sở, ngành, tính đến ngày 08/11/2023;;;
Cơ quan;Điểm;Thứ hạng;Tổng số cơ quan
Sở Nội vụ;90;2;21
Sở Tài chính;80;1;21
Sở Y tế;tám mươi;3;21
"""


def test_where_one_fix_would_contradict_its_row_none_is_written(home):
    file = Received("sipas-2023.csv", RANKED.encode("utf-8-sig"))
    import_id = load(home, file)

    with pytest.raises(UnusableValueError):
        by_grid(home, import_id, file, {(5, "score"): "70", (3, "rank"): "22"})

    assert all_corrections(home) == []
    assert by_grid(home, import_id, file, {(5, "score"): "70", (3, "rank"): "1"}) == 2


def test_a_fix_by_key_also_lets_tomorrows_row_in(home):
    by_grid(home, load(home, BROKEN), BROKEN, FIXES)
    load(home, export(9, row("CV-1", due="31/11/2023"), row("CV-3")))

    assert seen(home)["CV-1"] == ["2023-11-30", "2023-11-30"]
    assert states(home) == ["active"]


def test_a_fix_by_key_retires_when_tomorrows_row_is_right(home):
    by_grid(home, load(home, BROKEN), BROKEN, FIXES)
    load(home, export(9, row("CV-1", due="30/11/2023"), row("CV-3")))

    assert seen(home)["CV-1"] == ["2023-11-30", "2023-11-30"]
    assert states(home) == ["retired"]


def test_a_row_without_a_key_is_fixed_in_its_place(home):
    import_id = load(home, DAMAGED)
    extract = extract_of(home, import_id)
    (cell,) = [c for c in extract.tables_of_doubtful_cells() if c[2] == "task_code"]

    by_grid(home, import_id, DAMAGED, {(cell[1], "task_code"): "CV-7"})

    assert set(seen(home)) == {"CV-3", "CV-7"}


def test_taking_a_fix_back_rejects_the_row_again(home):
    import_id = load(home, BROKEN)
    rows = everything(home)
    by_grid(home, import_id, BROKEN, FIXES)
    for one in all_corrections(home):
        reverse_correction(home, OFFICER, one["id"])

    assert everything(home) == rows


def test_a_rebuild_keeps_every_correction(home):
    by_grid(home, load(home, BROKEN), BROKEN, FIXES)
    correct(home, "25/11/2023", code="CV-3")
    rows = everything(home)
    ingest.rebuild(home)

    assert everything(home) == rows


def test_a_formula_in_a_bad_cell_stays_text_in_the_error_workbook(home):
    hostile = export(8, row("CV-1", due='=cmd|"/c calc"!A1'), row("CV-3"))
    import_id = load(home, hostile)

    book = error_workbook(hostile.content, extract_of(home, import_id), file_name="a.csv")

    cells = [cell for r in openpyxl.load_workbook(BytesIO(book))[SHEET].iter_rows() for cell in r]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert any(str(cell.value).startswith("=cmd") for cell in cells)


def test_a_spelling_settled_once_lets_earlier_and_later_rows_in(home):
    load(home, BROKEN)

    ingest.settle_department(home, "Tổ lạ", "QLDN", person="An")
    load(home, export(9, row("CV-5", department="TỔ LẠ"), row("CV-3")))

    assert seen(home, "department_code")["CV-2"] == ["QLDN"]
    assert seen(home, "department_code")["CV-5"] == ["QLDN"]


# ------------------------------------------------------------ "Số này sai"


def dispute_it(home: Home, viewer: Viewer = CLERK, code: str = "CV-1") -> int:
    return contest(
        home,
        viewer,
        kind="hpnet_tasks",
        business_key=code,
        column="completed_date",
        claimed="07/11/2023",
        reason="Đã báo cáo bằng văn bản 12",
        proof=("vb12.pdf", b"%PDF"),
    )


def test_an_accepted_dispute_becomes_a_correction(home):
    load(home, export(8, row("CV-1")))
    number = dispute_it(home)
    assert seen(home, "completed_date")["CV-1"] == [None]

    accept(home, OFFICER, number, reason="Đúng")

    assert seen(home, "completed_date")["CV-1"] == ["2023-11-07"]
    (told,) = disputes(home, CLERK)
    assert (told["state"], told["decided_by"], told["proof_sha256"]) == (
        "accepted",
        "van-phong",
        sha256_of(b"%PDF"),
    )


def test_a_dispute_that_the_column_cannot_hold_is_refused_and_one_of_before_is_not_accepted(home):
    load(home, export(8, row("CV-1")))
    with pytest.raises(UnusableValueError):
        contest(home, CLERK, kind="hpnet_tasks", business_key="CV-1", column="is_archived", claimed="hôm qua", reason="r")  # fmt: skip
    before = everything(home)
    number = contest(home, CLERK, kind="hpnet_tasks", business_key="CV-1", column="is_archived", claimed="Có", reason="r")  # fmt: skip
    change(home, dispute, number, value_claimed="hôm qua")

    with pytest.raises(UnusableValueError):
        accept(home, OFFICER, number, reason="Đúng")

    assert disputes(home, OFFICER)[0]["state"] == "sent"
    assert all_corrections(home) == [] and everything(home) == before


ODD = [
    None, 7, 1.5, float("nan"), True, b"07/11/2023", ["07/11/2023"], {}, date(2023, 11, 7), "hôm qua", "NaN", "1e400",
    "31/02/2023", "01/01/0001", "31/12/9999", "\ud800", "\x00", "x" * 100_000,
]  # fmt: skip


def test_whatever_a_page_sends_the_services_answer_in_words_and_nothing_changes(home):
    load(home, export(8, row("CV-1", done="07/11/2023")))
    before, said = everything(home), dict(kind="hpnet_tasks", business_key="CV-1", column="completed_date")

    tries = [{"text": odd} for odd in ODD]
    tries += [{name: odd} for name in said for odd in (None, 7, b"x", ["x"], {}, "", "lạ", "\ud800")]
    tries += [{"reason": odd} for odd in (None, 7, "", "  ", "\u200b", ["x"])]
    for odd in tries:
        given = {**said, "text": "06/11/2023", "reason": "gõ nhầm", **odd}
        with pytest.raises(DashboardError):
            make_correction(home, OFFICER, **given)
        with pytest.raises(DashboardError):
            contest(
                home, CLERK, **{**{k: v for k, v in given.items() if k != "text"}, "claimed": given["text"]}
            )

    assert all_corrections(home) == [] and disputes(home, OFFICER) == [] and everything(home) == before


@pytest.mark.parametrize(
    ("kind", "column", "text"),
    [
        ("indicator_scores", "self_score", "12%"), ("indicator_scores", "self_score", "0,12345"),
        ("indicator_scores", "self_score", "5 năm"), ("hpnet_summary", "total", "5.000.000 đ"),
        ("apologies", "overdue_days", "3 giờ"), ("shortfalls", "year", "31/04/2023"), ("sipas", "rank", "X"),
        ("hpnet_tasks", "is_archived", "Không áp dụng"),
    ],
)  # fmt: skip
def test_a_text_of_which_a_column_would_keep_a_part_is_refused(kind, column, text):
    with pytest.raises(UnusableValueError):
        typed(kind_named(kind), column, text, as_of=date(2023, 11, 8))


@pytest.mark.parametrize(
    ("kind", "column", "text", "held"),
    [
        ("indicator_scores", "self_score", "1,25 điểm", "1.25"), ("hpnet_summary", "total", "1.234", "1234"),
        ("apologies", "overdue_days", "3 ngày", "3.0"), ("sipas", "score", "85,2%", "85.2"), ("sipas", "rank", "12/63", "12"),
        ("hpnet_tasks", "is_archived", "07/11/2023", "true"), ("hpnet_tasks", "is_archived", "Chưa", "false"),
    ],
)  # fmt: skip
def test_a_number_with_its_unit_and_a_day_that_says_yes_are_taken_whole(kind, column, text, held):
    assert spelled(typed(kind_named(kind), column, text, as_of=date(2023, 11, 8))[column]) == held


def shared_jobs(kind: str, headings: str, *rows: str) -> Received:
    content = "\n".join(
        [f"Phụ lục năm 2023, tính đến ngày 08/11/2023{',' * headings.count(',')}", headings, *rows]
    )
    return Received(f"{kind}.csv", content.encode("utf-8-sig"), Options(kind=kind))


def test_other_units_bring_the_first_of_them_and_none_at_all_is_an_empty_list(home):
    load(home, shared_jobs(
        "shortfalls", "Mã tiêu chí,Nội dung tồn tại,Điểm bị trừ,Phòng chịu trách nhiệm,Thời hạn,Tình trạng",
        '1.1,Tồn tại 1,"0,5",QLDT; TNMT,30/11/2023,Chưa thực hiện', '1.2,Tồn tại 2,"0,5",QLDT,30/11/2023,Chưa thực hiện',
    ))  # fmt: skip
    load(home, shared_jobs(
        "assignments", "Mã tiêu chí,Nhiệm vụ,Đơn vị chủ trì,Đơn vị phối hợp,Thời hạn,Tình trạng",
        "1.1,Việc 1,QLDT,VP,30/11/2023,Chưa thực hiện",
    ))  # fmt: skip
    every = {
        row["code"]: row["business_key"]
        for row in open_reader(home, OFFICE).records("select * from scoped.shortfall")
    }
    [job] = open_reader(home, OFFICE).records("select business_key from scoped.assignment")

    def put(kind: str, key: str, column: str, text: str) -> None:
        make_correction(home, OFFICER, kind=kind, business_key=key, column=column, text=text, reason="r")

    put("shortfalls", every["1.1"], "department_codes", "Văn phòng; QLDN")
    put("shortfalls", every["1.2"], "department_codes", "")
    put("assignments", job["business_key"], "support_codes", "")

    reader = open_reader(home, OFFICE)
    held = reader.records("select department_code, department_codes from scoped.shortfall order by code")
    assert [tuple(row.values()) for row in held] == [("VP", ["VP", "QLDN"]), (None, [])]
    assert reader.records("select support_codes from scoped.assignment") == [{"support_codes": []}]
    rows = everything(home)
    ingest.rebuild(home)
    assert everything(home) == rows


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGSEGV")
def test_a_correction_or_its_end_that_comes_into_no_build_was_never_made(home, monkeypatch):
    """It stood as in force while no figure had it, and what it replaced was gone."""
    load(home, export(8, row("CV-1")))
    numbers = correct(home, "25/11/2023")
    before = [(one["id"], one["state"]) for one in all_corrections(home)], everything(home)
    monkeypatch.setenv(REHEARSE_VARIABLE, "filled")

    with pytest.raises(BuildFailedError):
        correct(home, "26/11/2023")
    with pytest.raises(BuildFailedError):
        reverse_correction(home, OFFICER, numbers[0])
    monkeypatch.delenv(REHEARSE_VARIABLE)

    later = [(one["id"], one["state"]) for one in all_corrections(home)]
    assert (later[-len(before[0]) :], everything(home)) == before
    assert {state for _, state in later[: -len(before[0])]} == {"reversed"}
    ingest.rebuild(home)
    assert everything(home) == before[1]


def test_a_declined_dispute_changes_nothing_and_says_why(home):
    load(home, export(8, row("CV-1")))
    number = dispute_it(home)
    before = open_reader(home, OFFICE).build_id

    decline(home, OFFICER, number, reason="Văn bản ngày 09/11")

    assert open_reader(home, OFFICE).build_id == before
    assert disputes(home, CLERK)[0]["decision_reason"] == "Văn bản ngày 09/11"
    with pytest.raises(UnknownNameError):
        accept(home, OFFICER, number, reason="nhầm")


def test_a_department_contests_and_sees_its_own_rows_only(home):
    load(home, export(8, row("CV-1"), row("CV-2", department="VP")))
    dispute_it(home)

    with pytest.raises(UnknownNameError):
        dispute_it(home, code="CV-2")
    assert disputes(home, Viewer("vp2", "VP", "department", "VP", Scope(("VP",)))) == []
    with pytest.raises(NotAllowedError):
        accept(home, CLERK, 1, reason="tự duyệt")
    with pytest.raises(NotAllowedError):
        dispute_it(home, viewer=LEADER)


def test_what_a_file_does_not_hold_does_not_change_its_build(home, tmp_path):
    other = Home(tmp_path / "other")
    ingest.settle_department(other, "Phòng Khác", "QLDN", person="An")

    load(home, export(8, row("CV-1")))
    load(other, Received("a.csv", export(8, row("CV-1")).content, Options(as_of=date(2023, 11, 8))))

    assert open_reader(home, OFFICE).build_id == open_reader(other, OFFICE).build_id
