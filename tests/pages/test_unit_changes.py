"""Units that merge, split, are renamed or end on a day: history stays, comparisons say so, people follow."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from access.viewers import trial_viewer, viewer_of
from data_loaders.declared.data_files import checked_files
from data_loaders.declared.office_files import UNIT_COLUMNS, rows_of_file
from desk.setting.changes import apply, present, proposal
from desk.setting.papers import CHANGE_COLUMNS, changed_units, table_file
from domain.agency.departments import scored_codes
from domain.agency.office import office
from domain.agency.scope import whole_office
from domain.agency.unit_changes import followed, unit_changes, unit_changes_between
from domain.program.places import office_of
from metrics.counts.tasks import tasks
from metrics.progress.department_score import department_score
from store.current.warehouse import open_reader
from store.disk.home import Home
from tests.pages.conftest import use

BEGINS, BEFORE, AFTER = date(2025, 12, 4), date(2025, 12, 3), date(2025, 12, 5)


@pytest.fixture
def home(tmp_path) -> Home:
    """An office without any data yet."""
    home = Home(tmp_path / "home")
    shutil.copytree(Path(__file__).parents[2] / "data" / "offices" / "so" / "office", home.own_data)
    return home


def change(home: Home, ended: list[str], names: str) -> bytes:
    rows = rows_of_file(present(home, "codes/departments.csv"))
    changed = changed_units(rows, ended=ended, begins=BEGINS, names=names)
    assert faults_of(home, changed) == []
    return present(home, "codes/departments.csv")


def faults_of(home: Home, units: list[dict[str, str]]) -> list[str]:
    """What is wrong with the list once it is the office's, one sentence per file."""
    content = table_file((*UNIT_COLUMNS, *CHANGE_COLUMNS), units)
    (home.own_data / "codes" / "departments.csv").write_bytes(content)
    with office_of(home.path):
        return [fault.message for one in checked_files() for fault in one.faults]


WAYS = [
    (["DSVH", "GD"], "Phòng Di sản và Gia đình", "Phòng Di sản văn hóa, Phòng Xây dựng nếp sống và Gia đình nhập thành Phòng Di sản và Gia đình"),
    (["GD"], "Phòng Gia đình và Trẻ em", "Phòng Xây dựng nếp sống và Gia đình chuyển thành Phòng Gia đình và Trẻ em"),
    (["GD"], "Phòng Nếp sống\nPhòng Hôn nhân", "Phòng Xây dựng nếp sống và Gia đình tách thành Phòng Nếp sống, Phòng Hôn nhân"),
    (["GD"], "Thanh tra Sở", "Phòng Xây dựng nếp sống và Gia đình chuyển thành Thanh tra Sở"),
    (["GD"], "", "Phòng Xây dựng nếp sống và Gia đình không còn"),
]  # fmt: skip


@pytest.mark.parametrize(("ended", "names", "words"), WAYS)
def test_each_way_of_changing_is_said_in_words_and_by_day(home, ended, names, words):
    change(home, ended, names)

    with office_of(home.path):
        assert [one.words for one in unit_changes()] == [f"Từ 04/12/2025 {words}"]
        assert len(unit_changes_between(BEFORE, AFTER)) == 1
        assert unit_changes_between(BEGINS, AFTER) == () == unit_changes_between(date(2025, 1, 1), BEFORE)
        assert set(ended) <= set(scored_codes(BEFORE)) and not set(ended) & set(scored_codes(BEGINS))


def account(*units: str) -> dict:
    return {
        "account": "a",
        "name": "A",
        "role": "department",
        "departments": list(units),
        "department_code": None,
        "also_role": None,
    }


def test_people_follow_a_merger_and_keep_what_their_unit_left(home):
    change(home, ["DSVH", "GD"], "Phòng Di sản và Gia đình")

    with office_of(home.path):
        assert followed(("GD",), BEFORE) == ("GD",)
        assert followed(("GD",), AFTER) == ("DSGD", "GD", "DSVH"), (
            "the new unit first, with all that it took over"
        )
        assert followed(("QLVH",), AFTER) == ("QLVH",)
        seen = viewer_of(account("GD"))
    assert (seen.department_code, seen.scope.departments) == ("DSGD", ("DSGD", "GD", "DSVH"))


def test_nobody_is_shown_a_part_of_a_split_unit_by_guess(home):
    change(home, ["GD"], "Phòng Nếp sống\nPhòng Hôn nhân")

    with office_of(home.path):
        assert followed(("GD",), AFTER) == ("GD",)
        assert followed(("NS",), AFTER) == ("NS",), "what the whole unit left is not one part's"


def test_the_unit_that_gathers_may_be_renamed(home):
    change(home, ["TH"], "Văn phòng Sở")

    with office_of(home.path):
        assert (office().gathering_unit, office().gathering_name) == ("VPS", "Văn phòng Sở")


BAD = [
    ({"valid_until": "2025-13-01"}, "không phải ngày"),
    ({"valid_from": "2025-12-05", "valid_until": "2025-12-01"}, "trước ngày bắt đầu"),
    ({"valid_until": "2025-12-01", "successors": "LA"}, "không có trong danh sách"),
    ({"valid_until": "2025-12-01", "successors": "GD"}, "chính đơn vị này"),
    ({"successors": "TH"}, "chưa ghi ngày cuối"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "words"), BAD)
def test_a_change_that_cannot_be_is_a_sentence(home, said, words):
    rows = rows_of_file(present(home, "codes/departments.csv"))
    rows = [{**row, **said} if row["code"] == "GD" else row for row in rows]

    assert any(words in fault for fault in faults_of(home, rows))


def test_history_stays_with_the_unit_of_its_time(second_home, tmp_path, visit, said, monkeypatch):
    home = Home(Path(shutil.copytree(second_home, tmp_path / "loaded")))
    with office_of(home.path):
        before = tasks(open_reader(home, whole_office()), as_of=BEFORE).to_dict("records")
        officer = trial_viewer("van-phong")
    rows = rows_of_file(present(home, "codes/departments.csv"))
    changed = changed_units(rows, ended=["DSVH", "GD"], begins=BEGINS, names="Phòng Di sản và Gia đình")
    content = table_file((*UNIT_COLUMNS, *CHANGE_COLUMNS), changed)
    apply(home, officer, proposal(home, officer, {"codes/departments.csv": content}, "Sáp nhập"))

    with office_of(home.path):
        reader = open_reader(home, whole_office())
        assert tasks(reader, as_of=BEFORE).to_dict("records") == before
        counted = set(tasks(reader, as_of=AFTER)["department_code"])
        scored = set(department_score(reader, as_of=AFTER)["department_code"])
    assert "DSGD" in counted and "GD" in counted, "the new unit has its row, the old one where it has tasks"
    assert "GD" not in scored and "GD" in {row["department_code"] for row in before}
    use(home.path, monkeypatch)
    assert "nhập thành Phòng Di sản và Gia đình" in said(visit(vai="lanh-dao"))
    assert "nhập thành" not in said(visit(vai="lanh-dao", ngay="2025-12-03"))
