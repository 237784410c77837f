"""The planner: a plan, what is ticked, scenarios that touch nothing, empty, and as a department."""

import re

import pytest

from desk.scenarios import delete_scenario, save_scenario, scenarios
from domain.agency.scope import Scope, Viewer
from domain.program.errors import DashboardError, NotAllowedError
from store.disk.home import resolve_home

OFFICE = Viewer("van-phong", "Văn phòng", "office", "VP", Scope(("VP", "QLDT"), is_whole_office=True))
OWN = Viewer("qldt", "Phòng Quản lý Đầu tư", "department", "QLDT", Scope(("QLDT",)))
OTHER = Viewer("qlld", "Phòng Quản lý Lao động", "department", "QLLD", Scope(("QLLD",)))


def work(app):
    return next(frame.value for frame in app.dataframe if "Làm" in frame.value)


def test_the_headline_tells_the_least_work_for_the_points_asked(loaded_home, visit, said):
    app = visit("ke_hoach", diem="1", den="2023-11-16")

    assert not app.exception
    assert app.title[0].value.startswith("Cần ít nhất")
    assert "16/11/2023" in app.title[0].value


def test_more_than_can_be_done_is_said_not_promised(loaded_home, visit, said):
    app = visit("ke_hoach", diem="50", den="2023-11-16")

    assert app.title[0].value.startswith("Chưa đủ sức đạt mục tiêu")
    assert "còn thiếu" in app.title[0].value


def test_the_plan_is_ticked_and_flat_parts_are_said(loaded_home, visit, said):
    rows = work(visit("ke_hoach", diem="1", den="2023-11-16"))

    assert rows["Làm"].any() and not rows["Làm"].all()
    assert rows["Bậc điểm"].str.contains("chưa thêm điểm").any()


def test_a_scenario_is_saved_and_the_numbers_stay(own_home, visit, said):
    before = visit("ke_hoach", diem="1", den="2023-11-16")
    build = (own_home.path / "current.json").read_bytes()
    app = visit("ke_hoach", diem="1", den="2023-11-16")
    next(box for box in app.text_input if box.label == "Tên phương án").set_value("Ưu tiên xin lỗi")
    next(b for b in app.button if b.label == "Lưu phương án").click().run()

    assert not app.exception
    assert "1 phương án đã lưu" in said(app)
    assert app.title[0].value == before.title[0].value
    assert (own_home.path / "current.json").read_bytes() == build


def test_a_department_plans_with_its_own_work_only(loaded_home, visit, said):
    app = visit("ke_hoach", vai="QLDT")

    assert not app.exception
    assert set(work(app)["Đơn vị"]) == {"Quản lý Đầu tư"}


def test_says_what_to_do_when_nothing_was_loaded(empty_home, visit, said):
    app = visit("ke_hoach")

    assert not app.exception
    assert "Chưa có căn cứ nào" in app.title[0].value


def test_a_department_sees_and_deletes_its_own_scenarios_only(tmp_path):
    home = resolve_home(tmp_path)
    number = save_scenario(home, OWN, name="Của phòng", as_of=_day(), build_id=None, choices={"items": {}})
    save_scenario(home, OFFICE, name="Của Ban", as_of=_day(), build_id=None, choices={"items": {}})

    assert [row["name"] for row in scenarios(home, OWN)] == ["Của phòng"]
    assert [row["name"] for row in scenarios(home, OTHER)] == []
    assert len(scenarios(home, OFFICE)) == 2
    with pytest.raises(DashboardError):
        delete_scenario(home, OTHER, number)
    with pytest.raises(NotAllowedError):
        delete_scenario(home, OFFICE, number)
    delete_scenario(home, OWN, number)
    assert scenarios(home, OWN) == []


def test_a_scenario_needs_a_name_of_its_own(tmp_path):
    home = resolve_home(tmp_path)
    save_scenario(home, OFFICE, name="Một", as_of=_day(), build_id=None, choices={})

    for name in ("", "  ", "Một"):
        with pytest.raises(DashboardError):
            save_scenario(home, OFFICE, name=name, as_of=_day(), build_id=None, choices={})


def _day():
    from datetime import date

    return date(2023, 11, 12)


@pytest.mark.parametrize("unit", ["", "KHTH"])
def test_the_items_of_the_plan_and_what_no_list_holds_add_up_to_the_headline(loaded_home, visit, said, unit):
    app = visit("ke_hoach", **({"vai": unit, "don_vi": unit} if unit else {}))

    (whole,) = re.findall(r"(\d+)\xa0việc ở", app.title[0].value)
    listed = next(frame.value for frame in app.dataframe if "Yêu cầu" in frame.value)
    more = re.findall(r"gồm thêm (\d+) việc không có danh sách riêng", said(app))
    assert len(listed) + sum(map(int, more)) == int(whole) and more
