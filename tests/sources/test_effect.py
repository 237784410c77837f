"""Is a load that would do something out of the ordinary to the figures looked at before it is done?"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data_loaders.__main__ import main
from metrics.__main__ import main as metrics
from tests.sources import workbooks
from tests.sources.all_done import UNITS

HEAD = ["Mã công việc", "Nội dung công việc", "Đơn vị xử lý", "Ngày giao", "Hạn xử lý", "Ngày hoàn thành"]
Load = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def load(tmp_path: Path, capfd) -> Load:
    """Load rows as one file; gives the exit code and its report."""

    def run(
        name: str, rows: list[list[Any]], *options: str, command: str = "load"
    ) -> tuple[int, dict[str, Any]]:
        path = tmp_path / name
        path.write_bytes(workbooks.xlsx({"Sheet1": rows}))
        code = main([command, str(path), "--home", str(tmp_path / "home"), "--json", *options])
        return code, json.loads(capfd.readouterr().out)["files"][0]

    return run


def tasks(
    day: str, *numbers: int, done: int = 0, unit: str = "Văn phòng", given: str = "01/10/2023"
) -> list[list[Any]]:
    """An export of the tasks *numbers*; the first *done* of them are completed."""
    rows = [
        [f"CV-{n:03}", f"Việc {n}", unit, given, "30/11/2023", "05/11/2023" if place < done else None]
        for place, n in enumerate(numbers)
    ]
    return [[f"THỐNG KÊ CÔNG VIỆC ĐƯỢC GIAO TRÊN HPNET ĐẾN NGÀY {day}"], HEAD, *rows]


def scores(
    day: str, points: float, *, title: str = "BẢNG TỰ CHẤM ĐIỂM CHỈ SỐ CCHC NĂM 2023"
) -> list[list[Any]]:
    rows = [["1", "A", 60, points], ["1.1", "Kế hoạch", 30, points / 2], ["1.2", "Báo cáo", 30, points / 2]]
    return [[f"{title} ĐẾN NGÀY {day}"], ["STT", "Tiêu chí", "Điểm tối đa", "Điểm tự chấm"], *rows]


SET = [
    ["BỘ CHỈ SỐ CẢI CÁCH HÀNH CHÍNH (Kèm theo Quyết định số 900/QĐ-UBND ngày 15/01/2023)"],
    ["STT", "Tiêu chí", "Điểm tối đa", "Cách tính điểm"],
    ["1", "A", 60, ""],
    ["1.1", "Kế hoạch", 30, "Đủ: 30 điểm; thiếu: 0 điểm"],
    ["1.2", "Báo cáo", 30, "Đủ: 30 điểm; thiếu: 0 điểm"],
]

TWENTY = range(1, 21)
SECOND: dict[str, tuple[list[list[Any]], str]] = {
    "rows_that_vanish": (tasks("10/11/2023", *range(1, 11), done=8), "10 trong 20 dòng"),
    "rows_of_the_past_that_appear": (tasks("10/11/2023", *range(1, 61), done=8), "thêm 40 dòng"),
    "completions_taken_back": (tasks("10/11/2023", *TWENTY, done=2), "giảm từ 8 xuống 2"),
    "a_day_after_today": (tasks("10/11/2093", *TWENTY, done=8), "ở sau hôm nay"),
    "a_day_far_from_the_rows": (tasks("10/05/2024", *TWENTY, done=8), "cách ngày mới nhất"),
}


def of_every_unit(day: str, *numbers: int) -> list[list[Any]]:
    """The same, the tasks spread over all units."""
    rows = tasks(day, *numbers)
    return [
        *rows[:2],
        *([*row[:2], UNITS[n % len(UNITS)], *row[3:]] for n, row in zip(numbers, rows[2:], strict=True)),
    ]


def test_a_few_rows_of_every_unit_that_vanish_are_looked_at_together(load: Load):
    assert load("mot.xlsx", of_every_unit("06/11/2023", *range(1, 41)))[0] == 0

    code, held = load("hai.xlsx", of_every_unit("10/11/2023", *range(1, 21)))

    assert (code, held["choice"]["what"]) == (1, "effect")
    assert held["choice"]["options"] == [
        "Công việc được giao trên HpNet, cả cơ quan: 20 trong 40 dòng đã biết không còn trong bảng mới"
    ]
    assert load("ba.xlsx", of_every_unit("10/11/2023", *range(1, 37)))[0] == 0


@pytest.mark.parametrize("name", SECOND)
def test_a_load_out_of_the_ordinary_waits_for_a_look(load: Load, name: str):
    rows, words = SECOND[name]
    assert load("mot.xlsx", tasks("06/11/2023", *TWENTY, done=8))[0] == 0

    code, held = load("hai.xlsx", rows)

    assert (code, held["status"], held["choice"]["what"], held["refusal"]) == (
        1,
        "needs_choice",
        "effect",
        None,
    )
    assert any(words in said for said in held["choice"]["options"]), held["choice"]
    assert all(isinstance(said, str) for said in held["choice"]["options"])
    code, report = load("hai.xlsx", rows, "--accept-effect")
    assert (code, report["status"], report["choice"]) == (0, "loaded", None)


@pytest.mark.parametrize("name", SECOND)
def test_a_check_says_what_the_load_would_say_and_stores_nothing(load: Load, tmp_path: Path, name: str):
    rows, _ = SECOND[name]
    load("mot.xlsx", tasks("06/11/2023", *TWENTY, done=8))

    def kept() -> list[Path]:
        folders = [tmp_path / "home" / name for name in ("builds", "candidates", "received")]
        return sorted(path for folder in folders for path in folder.rglob("*"))

    before = kept()

    code, checked = load("hai.xlsx", rows, command="check")

    assert (code, checked["status"], checked["choice"]["what"]) == (1, "needs_choice", "effect")
    assert load("hai.xlsx", rows, "--accept-effect", command="check")[1]["status"] == "loadable"
    assert kept() == before
    assert load("hai.xlsx", rows)[1]["choice"] == checked["choice"]


def test_an_ordinary_next_export_is_loadable(load: Load):
    load("mot.xlsx", tasks("06/11/2023", *TWENTY, done=8))

    code, checked = load("hai.xlsx", ORDINARY["more_are_done"], command="check")

    assert (code, checked["status"], checked["choice"]) == (0, "loadable", None)


def test_nothing_is_published_while_it_waits(load: Load, tmp_path: Path, capfd):
    _, first = load("mot.xlsx", tasks("06/11/2023", *TWENTY, done=8))
    load("hai.xlsx", SECOND["rows_that_vanish"][0])

    main(["list", "--home", str(tmp_path / "home"), "--json"])

    (only,) = json.loads(capfd.readouterr().out)["imports"]
    assert only["import_id"] == first["import_id"]
    assert not list((tmp_path / "home" / "candidates").glob("*.duckdb"))


ORDINARY = {
    "the_same_tasks": tasks("10/11/2023", *TWENTY, done=8),
    "more_are_done": tasks("10/11/2023", *TWENTY, done=15),
    "one_is_gone": tasks("10/11/2023", *range(1, 20), done=8),
    "one_is_open_again": tasks("10/11/2023", *TWENTY, done=7),
    "a_few_of_the_past_come_late": tasks("10/11/2023", *range(1, 26), done=8),
    "another_unit_for_the_first_time": tasks("10/11/2023", *range(100, 160), unit="Phòng Quản lý Lao động"),
}


@pytest.mark.parametrize("name", ORDINARY)
def test_an_ordinary_next_export_asks_nothing(load: Load, name: str):
    load("mot.xlsx", tasks("06/11/2023", *TWENTY, done=8))

    code, report = load("hai.xlsx", ORDINARY[name])

    assert (code, report["status"]) == (0, "loaded"), report["choice"]


def test_many_new_tasks_since_the_last_export_are_ordinary(load: Load):
    load("mot.xlsx", tasks("06/11/2023", *TWENTY, done=8))
    rows = tasks("10/11/2023", *TWENTY, done=8) + tasks("", *range(100, 200), given="08/11/2023")[2:]

    assert load("hai.xlsx", rows)[0] == 0


def test_the_first_load_of_a_home_asks_nothing_about_its_effect(load: Load):
    assert load("mot.xlsx", tasks("10/05/2024", *range(1, 80), done=60))[0] == 0


def test_the_others_of_one_load_are_not_stopped(load: Load, tmp_path: Path, capfd):
    load("mot.xlsx", tasks("06/11/2023", *TWENTY, done=8))
    paths = []
    for name, rows in (
        ("a.xlsx", tasks("08/11/2023", *TWENTY, done=9)),
        ("b.xlsx", tasks("10/11/2023", 1, 2, done=2)),
    ):
        paths.append(str(tmp_path / name))
        Path(paths[-1]).write_bytes(workbooks.xlsx({"Sheet1": rows}))

    code = main(["load", *paths, "--home", str(tmp_path / "home"), "--json"])

    assert code == 1
    assert [one["status"] for one in json.loads(capfd.readouterr().out)["files"]] == [
        "loaded",
        "needs_choice",
    ]


def test_an_index_that_jumps_is_held(load: Load):
    load("bo.xlsx", SET)
    load("mot.xlsx", scores("06/11/2023", 30))

    _, held = load("hai.xlsx", scores("10/11/2023", 54))

    assert held["status"] == "needs_choice" and "30" in held["choice"]["options"][0]
    assert load("hai.xlsx", scores("10/11/2023", 54), "--accept-effect")[1]["status"] == "loaded"
    assert load("ba.xlsx", scores("12/11/2023", 56))[1]["status"] == "loaded"


def test_points_above_those_of_the_set_are_never_published(load: Load):
    load("bo.xlsx", SET)
    rows = scores("06/11/2023", 50)
    rows[1], rows[2:] = (
        ["STT", "Tiêu chí", "Điểm tự chấm"],
        [["1", "A", 70], ["1.1", "Kế hoạch", 40], ["1.2", "Báo cáo", 30]],
    )

    for options in ((), ("--accept-effect",), ("--kind", "indicator_scores", "--accept-effect")):
        code, held = load("diem.xlsx", rows, *options)
        assert (code, held["status"]) == (1, "needs_choice")
        assert any("lớn hơn điểm tối đa" in said for said in held["choice"]["options"])


CLAUSES = [
    ["Mã tiêu chí", "Hình thức", "Tiêu chí", "Điểm tối đa", "Cách tính điểm"],
    ["1.2", "Sửa đổi", "Báo cáo", 30, "Đúng hạn: 30 điểm; chậm: 10 điểm; không: 0 điểm"],
]


def test_an_amendment_under_the_number_of_its_own_set_is_never_published(load: Load, tmp_path: Path, capfd):
    load("bo.xlsx", SET)
    title = [["PHỤ LỤC SỬA ĐỔI, BỔ SUNG"], ["(Kèm theo Quyết định số 900/QĐ-UBND ngày 15/01/2023)"]]

    for options in ((), ("--accept-effect",)):
        code, held = load("sua-doi.xlsx", [*title, *CLAUSES], *options, "--as-of", "2023-06-01")
        assert (code, held["status"]) == (1, "needs_choice")
        assert "mang số 900/QĐ-UBND của chính bộ chỉ số" in held["choice"]["options"][0]

    assert metrics(["index", "--json", "--home", str(tmp_path / "home")]) == 0
    assert json.loads(capfd.readouterr().out)["rows"][0]["max"] == 60


def test_an_amendment_that_names_its_set_only_is_loaded_under_another_name_and_says_so(load: Load):
    load("bo.xlsx", SET)
    title = ["SỬA ĐỔI, BỔ SUNG BỘ CHỈ SỐ BAN HÀNH KÈM THEO QUYẾT ĐỊNH SỐ 900/QĐ-UBND NGÀY 15/01/2023"]

    code, file = load("sua-doi.xlsx", [title, *CLAUSES], "--as-of", "2023-06-01")

    assert (code, file["status"]) == (0, "loaded")
    assert "decision_not_stated" in [issue["code"] for issue in file["issues"]]


def set_with(*outside: tuple[Any, ...], field: float = 100) -> list[list[Any]]:
    return [
        ["BỘ CHỈ SỐ CẢI CÁCH HÀNH CHÍNH"],
        ["(Kèm theo Quyết định số 11/QĐ-UBND ngày 05/01/2023)"],
        ["STT", "Tiêu chí", "Điểm tối đa", "Quy tắc chấm điểm"],
        ["I", "Chỉ đạo, điều hành", field, f"Có: {field:g} điểm; không: 0 điểm"],
        *map(list, outside),
    ]


ODD_GROUPS = {
    "no cap": (set_with(("II", "Điểm thưởng", None)), "không ghi mức tối đa"),
    "inside the hundred": (set_with(("II", "Điểm thưởng", 5), field=95), "(II)"),
    "bonus or penalty": (set_with(("II", "Điểm thưởng, điểm trừ", 5)), "không nói rõ"),
}


@pytest.mark.parametrize("name", ODD_GROUPS)
def test_a_bonus_or_a_penalty_that_is_not_clearly_beside_the_points_waits(load: Load, name: str):
    rows, said = ODD_GROUPS[name]

    code, file = load("bo chi so.xlsx", rows)

    assert (code, file["status"], file["choice"]["what"]) == (1, "needs_choice", "effect")
    assert said in file["choice"]["options"][0]
    assert load("bo chi so.xlsx", rows, "--accept-effect")[1]["status"] == "loaded"


@pytest.mark.parametrize("penalty", [("III", "Điểm trừ", -5), ("III", "Điểm trừ không quá 5 điểm", None)])
def test_bonus_and_penalty_are_counted_beside_the_points_each_within_its_cap(
    load: Load, tmp_path: Path, capfd, penalty: tuple[Any, ...]
):
    groups = [
        ("II", "Điểm thưởng (tối đa 2 điểm)", None),
        ("1", "Có sáng kiến", 1.5),
        ("2", "Được khen thưởng", 1.5),
        penalty,
        ("1", "Chậm báo cáo", None),
    ]
    assert load("bo chi so.xlsx", set_with(*groups))[1]["status"] == "loaded"
    sheet = [
        ["BẢNG TỰ CHẤM ĐIỂM CHỈ SỐ CCHC NĂM 2023 ĐẾN NGÀY 10/11/2023"],
        ["STT", "Tiêu chí", "Điểm tối đa", "Điểm tự chấm"],
        ["I", "Chỉ đạo, điều hành", 100, 90],
        ["II", "Điểm thưởng", 2, 2],
        ["1", "Có sáng kiến", 1.5, 1.5],
        ["2", "Được khen thưởng", 1.5, 1],
        ["III", "Điểm trừ", -5, -5],
        ["1", "Chậm báo cáo", None, -7],
        ["", "Tổng cộng", 100, 90],
    ]

    file = load("tu cham.xlsx", sheet)[1]

    assert (file["status"], file["issues"]) == ("loaded", [])
    metrics(["index", "--home", str(tmp_path / "home"), "--as-of", "2023-11-12", "--json"])
    (row,) = json.loads(capfd.readouterr().out)["rows"]
    assert (row["max"], row["bonus"], row["penalty"]) == (100, 2, 5)
    assert row["expected"] <= 90 and row["known_max"] == 100
    metrics(["scores", "--home", str(tmp_path / "home"), "--as-of", "2023-11-12", "--json"])
    total = json.loads(capfd.readouterr().out)["rows"][-1]
    assert (total["criteria"], total["max"], total["self_score"]) == (1, 100, 90)


SEVERAL_LINES = {
    "a level to a column": [
        *set_with()[:2],
        ["STT", "Lĩnh vực", "Tiêu chí", "Tiêu chí thành phần", "Điểm tối đa"],
        ["1", "Chỉ đạo", "Kế hoạch", "Ban hành", 60],
        ["2", "", "", "Hoàn thành", 40],
        ["", "Tổng cộng", "", "", 100],
    ],
    "a year to a column": [
        ["KẾT QUẢ CHỈ SỐ CẢI CÁCH HÀNH CHÍNH CÁC SỞ NĂM 2021 - 2022"],
        ["STT", "Đơn vị", "Năm 2021", "Năm 2022"],
        ["1", "Sở Xây dựng", 85.5, 88.25],
        ["2", "Sở Tư pháp", 84.5, 87.25],
    ],
}


@pytest.mark.parametrize("name", SEVERAL_LINES)
def test_rows_that_state_several_lines_each_are_published_whole(load: Load, name: str):
    _, file = load("bang.xlsx", SEVERAL_LINES[name], "--as-of", "2023-11-01")

    assert (file["status"], file["tables"][0]["accepted_rows"]) == ("loaded", 2), file["choice"]


MERGED = """code,name_vi,short_vi,kind,aliases,valid_from,valid_until,successors
VP,Văn phòng,Văn phòng,office,,,,
AA,Phòng A,A,specialised,,,2023-11-09,AB
BB,Phòng B,B,specialised,,,2023-11-09,AB
AB,Phòng AB,AB,specialised,,2023-11-10,,
"""


def test_new_rows_of_a_unit_that_ended_are_asked_about(load, tmp_path):
    codes = tmp_path / "home" / "office" / "codes"
    codes.mkdir(parents=True)
    (codes / "departments.csv").write_text(MERGED, "utf-8")
    (codes / "department_heads.csv").write_text("code,title_vi,email\n", "utf-8")
    old = [*tasks("01/11/2023", 1, 2, unit="Phòng A"), *tasks("", 3, unit="Văn phòng")[2:]]
    assert load("old.xlsx", old)[1]["status"] == "loaded"

    same = [*tasks("12/11/2023", 1, 2, unit="Phòng A"), *tasks("", 3, unit="Văn phòng")[2:]]
    assert load("same.xlsx", same)[1]["status"] == "loaded", "what the unit left stays where it was"
    code, asked = load("more.xlsx", [*tasks("13/11/2023", 1, 2, 4, unit="Phòng A"), *tasks("", 3)[2:]])

    assert (code, asked["choice"]["what"]) == (1, "effect")
    (words,) = asked["choice"]["options"]
    assert "Phòng A: bảng ngày 13/11/2023 ghi 1 dòng mới" in words
    assert "tuy từ 10/11/2023 Phòng A, Phòng B nhập thành Phòng AB" in words
    new = load("new.xlsx", [*tasks("13/11/2023", 1, 2, 4, unit="Phòng AB"), *tasks("", 3)[2:]])
    assert new[1]["status"] == "loaded"
