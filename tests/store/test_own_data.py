"""What an office sets lies in its home: two homes are two offices, a change has a version before it and comes back."""

import json
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from data_loaders.declared.data_files import checked_files
from domain.agency.departments import all_codes, department_name
from domain.agency.office import office, spoken
from domain.agency.scope import whole_office
from domain.program.errors import DashboardError, SystemFailureError, UnknownNameError
from domain.program.places import ROOT, held, office_of
from metrics.asking.rules import rule_in_force
from metrics.limits.campaigns import campaigns
from store.current.warehouse import build_id_of, open_reader
from store.disk.home import Home
from store.upkeep.backup import back_up, restore
from store.written.instance import mark_trial, standing_of, takes_samples
from store.written.own_data import finish_saving, own_files, return_to, save, start_from, versions

DAY = date(2025, 1, 1)
PLANNER = """
[[rule]]
in_force_from = 2024-01-01
authority = "Quy định của cơ quan"
items_per_day = 9
"""


@pytest.fixture
def second(tmp_path: Path) -> Home:
    home = Home(tmp_path / "second")
    start_from(home, "so", person="An")
    return home


@pytest.fixture
def first(tmp_path: Path) -> Home:
    return Home(tmp_path / "first")


def test_two_homes_in_one_process_are_two_offices(first, second):
    seen = []
    for home in (first, second, first):
        with office_of(home.path):
            seen.append((office().short_name, all_codes()[0], len(campaigns()), spoken("{e_office}")))

    assert seen == [
        ("Ban Quản lý", "VP", 2, "HpNet"),
        ("Sở", "TH", 1, "iDesk"),
        ("Ban Quản lý", "VP", 2, "HpNet"),
    ]


def test_what_an_office_sets_is_part_of_the_build_id(first, second):
    with office_of(first.path):
        shipped = build_id_of([], [])
    with office_of(second.path):
        before = build_id_of([], [])
        save(
            second,
            own_files(second) | {"codes/office_hours.toml": b'sessions = [["08:00", "12:00"]]\n'},
            person="An",
            what="x",
        )
        after = build_id_of([], [])

    assert len({shipped, before, after}) == 3


def test_rows_of_one_home_are_not_read_under_the_data_of_another(first, second):
    with office_of(first.path):
        reader = open_reader(second, whole_office())

        with pytest.raises(SystemFailureError, match="không cùng một cơ quan"):
            reader.records("select 1")


def test_a_file_of_the_office_counts_as_soon_as_it_is_changed(second):
    path = second.own_data / "codes" / "departments.csv"
    with office_of(second.path):
        assert department_name("TH") == "Phòng Tổng hợp"
        path.write_text(path.read_text("utf-8").replace("Phòng Tổng hợp,", "Phòng Hành chính,"), "utf-8")
        assert department_name("TH") == "Phòng Hành chính"


def test_within_one_page_the_data_stay_as_they_were(second):
    path = second.own_data / "office.toml"
    with office_of(second.path), held():
        assert office().head_title == "Giám đốc"
        path.write_text(path.read_text("utf-8").replace('"Giám đốc"', '"Chủ tịch"'), "utf-8")
        assert office().head_title == "Giám đốc"
    with office_of(second.path):
        assert office().head_title == "Chủ tịch"


def test_a_key_the_office_lacks_says_what_the_program_says_and_is_listed(first):
    own = {"office.toml": b'name = "Chi c\xe1\xbb\xa5c X"\n', "rules/planner.toml": PLANNER.encode()}
    save(first, own, person="An", what="thử")

    with office_of(first.path):
        listed = {one.file: one.from_program for one in checked_files() if one.from_program}
        assert office().name == "Chi cục X"
        assert rule_in_force("planner", as_of=DAY)["items_per_day"] == 9
        assert rule_in_force("planner", as_of=DAY)["effort"]["apology"] == 2

    assert "rule[1].effort" in listed["office/rules/planner.toml"]
    assert "e_office" in listed["office/office.toml"]


def test_no_campaign_of_the_program_comes_into_an_office_without_any(first):
    save(first, {"rules/campaigns.toml": "# chưa có đợt nào\n".encode()}, person="An", what="thử")

    with office_of(first.path):
        assert campaigns() == ()
        assert [one.file for one in checked_files() if one.faults] == []


def test_every_change_keeps_the_state_before_and_can_be_taken_back(second):
    shipped = own_files(second)
    save(
        second,
        {**shipped, "codes/departments.csv": b"code,name_vi,short_vi,kind,aliases\nA1,A,A,office,\n"},
        person="An",
        what="Sửa",
    )

    return_to(second, 1, person="Bình")

    assert own_files(second) == shipped
    assert [(one.number, one.person) for one in versions(second)] == [(3, "Bình"), (2, "An"), (1, "An")]
    with pytest.raises(UnknownNameError):
        return_to(second, 9, person="An")


def test_what_was_changed_by_hand_is_kept_before_the_next_change(second):
    (second.own_data / "office.toml").write_text('name = "Sửa tay"\n', "utf-8")

    save(second, {}, person="An", what="Bỏ hết")

    assert not second.own_data.exists()
    by_hand = versions(second)[1]
    assert by_hand.what == "Sửa tệp ngoài phần mềm"
    return_to(second, by_hand.number, person="An")
    assert own_files(second)["office.toml"].decode() == 'name = "Sửa tay"\n'


def test_a_change_that_was_cut_off_is_completed(second):
    wanted = own_files(second)
    (second.own_data / "office.toml").unlink()
    (second.own_versions / "pending").write_text("1")

    finish_saving(second)

    assert own_files(second) == wanted
    assert not (second.own_versions / "pending").exists()


def test_an_office_is_started_once_and_from_a_known_one(second, first):
    with pytest.raises(DashboardError, match="đã có thông tin riêng"):
        start_from(second, "so", person="An")
    with pytest.raises(UnknownNameError, match="cơ quan mẫu"):
        start_from(first, "khac", person="An")


def test_samples_of_the_first_office_never_enter_a_home_with_data_of_its_own(second):
    mark_trial(second)

    assert standing_of(second).kind == "trial"
    assert not takes_samples(second)


def test_a_backup_brings_the_offices_own_data_back(second, tmp_path):
    other = Home(tmp_path / "other")

    restore(back_up(second, tmp_path / "backup.zip"), other)

    assert own_files(other) == own_files(second)
    assert versions(other) == versions(second)


UNIT_FAULTS = [
    ("codes/departments.csv", "QLVH,", "TH,", "mã TH đã có ở dòng 2"),
    (
        "codes/departments.csv",
        ",Quản lý Văn hóa,specialised,",
        ",Quản lý Văn hóa,office,",
        "2 đơn vị tổng hợp",
    ),
    ("codes/departments.csv", "P.QLDL|", "P.QLVH|", "trùng với QLVH"),
    ("codes/departments.csv", "BTT,Bảo tàng tỉnh", "btt,Bảo tàng tỉnh", "chữ in hoa không dấu"),
    ("codes/department_heads.csv", "TVT,", "TVX,", "không có đơn vị mang mã này"),
    ("codes/calendar_overrides.csv", "2025-05-02,off", "2025-05-32,off", "không phải ngày"),
    ("codes/office_hours.toml", "years = [2025]", "years = [2024]", "chưa có năm 2025"),
    ("rules/campaigns.toml", 'owner = "TH"', 'owner = "VP"', "không có đơn vị mang mã “VP”"),
    ("rules/campaigns.toml", "starts_on = 2025-11-17", "starts_on = 2025-12-17", "sau thời hạn"),
    (
        "indicator_sets/125-2025/set.toml",
        "in_force_from = 2025-01-15",
        "in_force_from = 2025",
        "khoá in_force_from: ghi 2025",
    ),
    (
        "indicator_sets/125-2025/set.toml",
        'total = "40"',
        'total = "bốn mươi"',
        "cần tổng điểm trong ngoặc kép",
    ),
    ("indicator_sets/125-2025/set.toml", "is_sample = true", 'is_sampel = "có"', "không có khoá này"),
    ("indicator_sets/125-2025/criteria.csv", "code,parent_code", "ma,parent_code", "Thiếu cột code"),
    ("indicator_sets/125-2025/criteria.csv", ",self,", ",tu cham,", "Cột method: ghi “tu cham”"),
    ("reference/own_agency.csv", "name", "ten", "Thiếu cột name"),
    ("office.toml", 'place = "Nam Thịnh"', "place = 3", "ghi 3"),
]


@pytest.mark.parametrize(("file", "right", "typed", "words"), UNIT_FAULTS)
def test_check_data_names_what_does_not_fit(second, file, right, typed, words):
    path = second.own_data / file
    text = path.read_text("utf-8")
    assert right in text
    path.write_text(text.replace(right, typed, 1), "utf-8")

    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "data_loaders", "check-data", "--home", str(second.path), "--json"],
        cwd=ROOT, capture_output=True, encoding="utf-8",
    )  # fmt: skip
    faults = {one["file"]: one["faults"] for one in json.loads(done.stdout)["files"] if not one["ok"]}

    assert done.returncode == 1
    assert any(words in fault["message"] for found in faults.values() for fault in found), faults


def test_words_of_states_that_cannot_be_read_are_a_fault_and_no_crash(second):
    path = second.own_data / "codes" / "status_words.csv"
    for content, words in (
        (b"abc", "Thiếu cột list"),
        ("list,words_vi\n".encode("utf-16"), "UTF-8"),
        ("list,words_vi,match,status\ntask,Xong rồi,dau,completd\n".encode(), "cách so “dau”"),
    ):
        path.write_bytes(content)
        with office_of(second.path):
            faults = [fault.message for one in checked_files() for fault in one.faults]

        assert any(words in one for one in faults), faults


def test_two_base_sets_of_one_year_are_refused(second):
    sets = second.own_data / "indicator_sets"
    shutil.copytree(sets / "125-2025", sets / "126-2025")
    path = sets / "126-2025" / "set.toml"
    path.write_text(path.read_text("utf-8").replace("125/QĐ-UBND", "126/QĐ-UBND"), "utf-8")

    with office_of(second.path):
        faults = [fault.message for one in checked_files() for fault in one.faults]

    assert any("Năm 2025 đã có bộ chỉ số" in words for words in faults)
