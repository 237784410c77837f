"""Before publishing one sees exactly what would change; cancelling leaves nothing."""

from random import Random

import pytest

from data_loaders.declared.outcome import Options
from data_loaders.intake.reading import Received, read_together
from data_loaders.publishing import ingest
from data_loaders.publishing.preview import preview
from domain.agency.scope import command_line
from metrics.limits.changes import CHANGES, change_counts, changes_between, changes_by_department
from store.current.pointer import current
from store.current.warehouse import open_reader
from tests.store.conftest import OFFICE, day, everything
from tests.store.test_corrections import export, load, row

FIRST = export(8, row("CV-1"), row("CV-2", done="07/11/2023"), row("CV-3"), row("CV-4"), row("CV-5"))
SECOND = export(
    9,
    row("CV-1", done="09/11/2023"),
    row("CV-2"),
    row("CV-3", due="25/11/2023"),
    row("CV-5", done="03/11/2023"),
    row("CV-6", department="VP"),
)
EXPECTED = {
    ("CV-1", "closed"),
    ("CV-2", "reopened"),
    ("CV-3", "deadline_moved"),
    ("CV-4", "vanished"),
    ("CV-5", "closed"),
    ("CV-5", "back_dated"),
    ("CV-6", "new"),
}


def pairs(changes) -> set[tuple[str, str]]:
    return {(row["business_key"], row["what"]) for row in changes.to_dict("records") if row["what"] != "form"}


def test_a_preview_tells_every_kind_of_change_and_moves_nothing(home):
    load(home, FIRST)
    before, rows = current(home), everything(home)

    shown = preview(home, read_together(home, [SECOND]))

    assert pairs(shown.changes) == EXPECTED
    moved = shown.changes[shown.changes["what"] == "deadline_moved"].iloc[0]
    assert (moved["old_value"], moved["new_value"]) == ("20/11/2023", "25/11/2023")
    assert (moved["old_place"].split("!")[1], moved["new_place"].split("!")[1]) == ("5", "5")
    assert shown.reader(OFFICE).records("select count(*) as n from scoped.task") == [{"n": 10}]
    assert (current(home), everything(home)) == (before, rows)


def test_cancelling_leaves_nothing(home):
    load(home, FIRST)
    files = {path for path in home.path.rglob("*") if path.is_file()}

    preview(home, read_together(home, [SECOND])).cancel()

    assert {path for path in home.path.rglob("*") if path.is_file()} == files
    assert len(ingest.imports(home, command_line())) == 1


def test_publishing_a_preview_gives_the_build_that_was_shown(home):
    load(home, FIRST)
    shown = preview(home, read_together(home, [SECOND]))

    outcome = shown.publish(person="An")

    assert outcome.build_id == shown.build.build_id == current(home).build_id
    assert [one.status for one in outcome.files] == ["loaded"]
    assert not list(home.candidates.iterdir())


def test_what_a_preview_compares_with_stays_while_somebody_else_publishes(home):
    load(home, FIRST)
    beside = current(home).build_id
    shown = preview(home, read_together(home, [SECOND]))
    load(home, export(10, *(row(f"CV-{n}") for n in (1, 3, 4, 5, 9)), row("CV-2", done="07/11/2023")))

    assert current(home).build_id != beside
    assert shown.current_reader(OFFICE).build_id == beside
    assert shown.current_reader(OFFICE).records("select count(*) as n from scoped.task") == [{"n": 5}]
    shown.cancel()


def test_a_preview_of_files_that_cannot_be_loaded_is_none(home):
    assert preview(home, read_together(home, [FIRST.__class__("a.txt", b"?")])) is None


STEPS = "Mã công việc;Nội dung công việc;Đơn vị xử lý;Ngày giao;Hạn xử lý;Báo cáo hoàn thành;Lưu trữ;Ghi chú"


def steps(day: int, *rows: str) -> Received:
    title = f"Công việc được giao, tính đến ngày {day:02}/11/2023" + ";" * STEPS.count(";")
    return Received(f"cv-{day}.csv", "\n".join([title, STEPS, *rows]).encode("utf-8-sig"))


def step(
    code: str, *, subject="Rà soát dự án", unit="QLDT", due="20/11/2023", done="Chưa;Chưa", note=""
) -> str:
    return f"{code};{subject};{unit};01/11/2023;{due};{done};{note}"


def counted(home, *files: Received) -> dict[str, int]:
    """Things per ``what`` in the preview of *files*."""
    counts = preview(home, read_together(home, files)).counts()
    return counts.groupby("what")["keys"].sum().to_dict()


def test_things_are_counted_not_cells_and_a_step_taken_is_done(home):
    """Twenty newly archived tasks showed "Xong 0"; a task with five changed cells was five changes."""
    load(home, steps(8, *(step(f"CV-{n}") for n in range(30))))
    later = [step(f"CV-{n}", done="Có;Đã lưu", note="đã nộp") for n in range(20)]
    later += [
        step("CV-20", due="25/11/2023", note="gia hạn"),
        step("CV-21", unit="VP"),
        step("CV-22", note="nhắc"),
    ]
    later += [step("CV-23", subject="RÀ SOÁT dự án"), step("CV-24", subject="Việc khác"), step("CV-40")]
    later += [step(f"CV-{n}") for n in range(25, 29)]

    assert counted(home, steps(9, *later)) == {
        "closed": 20, "deadline_moved": 1, "moved_department": 1, "form": 2, "renamed": 1, "new": 1, "vanished": 1,
    }  # fmt: skip


def test_the_preview_and_the_page_of_changes_count_alike(home):
    load(home, steps(8, *(step(f"CV-{n}", done="Có;Chưa") for n in range(6))))
    file = steps(9, step("CV-0", done="Có;Đã lưu"), step("CV-1", due="25/11/2023"), step("CV-2", unit="VP", done="Có;Chưa"),
                 step("CV-3", subject="Việc khác", due="25/11/2023", done="Có;Chưa"), step("CV-5", note="x", done="Có;Chưa"),
                 step("CV-6"))  # fmt: skip
    shown = counted(home, file)
    load(home, file)

    page = changes_by_department(changes_between(open_reader(home, OFFICE), kind="hpnet_tasks", from_day=day("08/11"), to_day=day("09/11")))  # fmt: skip

    total = page[page["department_code"] == "TOTAL"].iloc[0]
    assert {what: int(total[what]) for what in CHANGES if total[what]} == {
        what: number for what, number in shown.items() if what in CHANGES
    }
    assert shown["form"] == shown["closed"] == shown["reopened"] == shown["vanished"] == 1
    grouped = preview(home, read_together(home, [steps(10, step("CV-3", due="26/11/2023", done="Có;Chưa"))]))
    whats = grouped.counts(grouped=True).groupby("what")["keys"].sum().to_dict()
    assert whats["changed"] == 1, "a task with another deadline and another title is one task"


HEADS = {
    "hpnet_tasks": "Mã công việc;Nội dung công việc;Đơn vị xử lý;Ngày giao;Hạn xử lý;Ngày hoàn thành;Lưu trữ;Mã hồ sơ công việc",
    "dossiers": "Mã hồ sơ;Tên thủ tục;Phòng giải quyết;Ngày tiếp nhận;Hạn trả kết quả;Ngày có kết quả;Ngày trả kết quả;Hình thức nộp",
    "apologies": "Mã hồ sơ;Phòng xử lý;Tên TTHC;Ngày hẹn trả;Số phiếu xin lỗi;Ngày xin lỗi;Ngày hẹn lại",
    "work_files": "Mã hồ sơ;Tiêu đề hồ sơ;Thời hạn bảo quản;Người lập;Phòng lập hồ sơ;Ngày mở;Ngày đóng",
    "shortfalls": "Mã tiêu chí;Nội dung tồn tại;Điểm bị trừ;Nguyên nhân;Phòng chịu trách nhiệm;Biện pháp khắc phục;Thời hạn;Tình trạng",
    "assignments": "Mã tiêu chí;Nhiệm vụ;Đơn vị chủ trì;Sản phẩm;Thời hạn;Tình trạng",
}  # fmt: skip
ROWS = {
    "hpnet_tasks": "CV-{n};Việc {n};QLDT;01/11/2023;20/11/2023;;Chưa;",
    "dossiers": "HS-{n};Thủ tục {n};QLDT;01/11/2023;20/11/2023 16:00;;;Trực tiếp",
    "apologies": "HS-{n};QLDT;Thủ tục {n};02/11/2023;{n}/PXL;04/11/2023;15/11/2023",
    "work_files": "HSCV-{n};Tiêu đề {n};5 năm;An;QLDT;01/11/2023;",
    "shortfalls": "{n}.1;Tồn tại {n};0,5;Chậm;QLDT;Làm;30/11/2023;Chưa thực hiện",
    "assignments": "{n}.1;Nhiệm vụ {n};QLDT;Báo cáo;30/11/2023;Chưa thực hiện",
}
OTHER = {
    "QLDT": ("VP", "QLDN"), "Chưa thực hiện": ("Đã hoàn thành", "Đang thực hiện"), "": ("07/11/2023", "08/11/2023 09:00"),
    "20/11/2023": ("25/11/2023", ""), "20/11/2023 16:00": ("25/11/2023 16:00", "20/11/2023 10:00"), "30/11/2023": ("15/12/2023",),
    "02/11/2023": ("01/11/2023",), "04/11/2023": ("05/11/2023", ""), "15/11/2023": ("16/11/2023",), "Trực tiếp": ("Trực tuyến",),
    "Chưa": ("Có",), "5 năm": ("10 năm",), "0,5": ("0,75",), "Chậm": ("Khác",), "Làm": ("LÀM", "Làm khác"), "An": ("Bình",),
}  # fmt: skip
TITLE = {
    "shortfalls": "Phụ lục 1: tồn tại Chỉ số CCHC năm 2022",
    "assignments": "Phụ lục 2: phân công CCHC năm 2023",
}


def of_kind(kind: str, day: int, rows: list[list[str]]) -> Received:
    title = f"{TITLE.get(kind, 'Danh sách')}, tính đến ngày {day:02}/11/2023" + ";" * HEADS[kind].count(";")
    text = "\n".join([title, HEADS[kind], *(";".join(one) for one in rows)])
    return Received(f"{kind}-{day}.csv", text.encode("utf-8-sig"), Options(kind=kind))


def moved_on(luck: Random, rows: list[list[str]], kind: str, fresh: int) -> list[list[str]]:
    """The rows of the next export: some gone, some new, some with other cells."""
    later = [one.copy() for one in rows if luck.random() > 0.15]
    for one in later:
        for place in luck.sample(range(2, len(one)), luck.choice((0, 1, 1, 2))):
            if kind != "hpnet_tasks" or place != len(one) - 1:
                one[place] = luck.choice((*OTHER.get(one[place], (one[place],)),))
    return [*later, *(ROWS[kind].format(n=n).split(";") for n in range(fresh, fresh + luck.randrange(3)))]


@pytest.mark.parametrize("kind", HEADS)
@pytest.mark.parametrize("together", [1, 2], ids=["one export", "two exports at once"])
def test_preview_and_changes_count_alike_for_every_kind(home, kind, together):
    luck = Random(f"{kind}{together}")
    rows = [ROWS[kind].format(n=n).split(";") for n in range(1, 25)]
    load(home, of_kind(kind, 8, rows))
    files = []
    for number in range(together):
        rows = moved_on(luck, rows, kind, 40 + 10 * number)
        files.append(of_kind(kind, 9 + number, rows))

    shown = counted(home, *files)
    assert all(one.is_in for one in ingest.load(home, files, person="An", accept_effect=True).files)

    until = day(f"{8 + together}/11")
    page = change_counts(open_reader(home, OFFICE), kind=kind, from_day=day("8/11"), to_day=until)
    total = page[page["department_code"] == "TOTAL"].iloc[0]
    told = {what: int(total[what]) for what in CHANGES if total[what]}
    assert told == {what: number for what, number in shown.items() if what != "form"}
    assert {"vanished", "changed"} & told.keys() and len(told) > 2


def dossiers(name: str, finished: str) -> Received:
    heads = "Mã hồ sơ;Tên thủ tục;Phòng giải quyết;Ngày tiếp nhận;Hạn trả kết quả;Ngày hoàn thành;Trạng thái"
    title = "Danh sách hồ sơ TTHC, tính đến ngày 12/11/2023" + ";" * heads.count(";")
    rows = [
        f"HS-{n};Cấp giấy phép;QLDT;01/11/2023 08:00;09/11/2023 16:00;{finished};Đã trả kết quả"
        for n in range(3)
    ]
    return Received(name, "\n".join([title, heads, *rows]).encode("utf-8-sig"))


def test_an_hour_that_changes_no_number_is_form_and_one_that_makes_late_is_not(home):
    load(home, dossiers("a.csv", "09/11/2023 09:00"))

    assert counted(home, dossiers("b.csv", "09/11/2023 09:05")) == {"form": 3}
    assert counted(home, dossiers("c.csv", "09/11/2023 17:30")) == {"changed": 3}


@pytest.mark.parametrize("kind", HEADS)
def test_what_had_vanished_and_comes_back_is_told_as_a_change(home, kind):
    rows = [ROWS[kind].format(n=n).split(";") for n in range(1, 7)]
    load(home, of_kind(kind, 8, rows))
    assert ingest.load(home, [of_kind(kind, 9, rows[1:])], person="An", accept_effect=True).files[0].is_in
    back = of_kind(kind, 10, rows)

    assert counted(home, of_kind(kind, 10, rows[1:])) == {}  # still gone: told once, when it went
    assert counted(home, back) == {"changed": 1}
    load(home, back)

    reader = open_reader(home, OFFICE)
    found = changes_between(reader, kind=kind, from_day=day("9/11"), to_day=day("10/11")).to_dict("records")
    assert [(one["type"], one["field"], one["old_value"], one["new_value"]) for one in found] == [
        ("changed", "Bản xuất", "không còn từ bản xuất 09/11/2023", "có lại từ bản xuất 10/11/2023")
    ]
    assert changes_between(reader, kind=kind, from_day=day("8/11"), to_day=day("10/11")).empty
