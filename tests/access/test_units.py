"""An account of several units sees all of them, one at a time, and no other; nothing is written for a foreign unit."""

from datetime import date

import pytest

from desk import disputes, keeping, scenarios
from domain.agency.departments import departments
from domain.agency.scope import NOTHING, Scope, Viewer, whole_office
from domain.program.errors import DashboardError, NotAllowedError, UnknownNameError
from store.disk.home import Home
from tests.access.conftest import TWO
from tests.access.visiting import open_page, session
from tests.pages.small_office import FIRST, export, loaded, task

# Pages that show the rows of one unit at a time.
UNIT_PAGES = (
    "don_vi",
    "hpnet",
    "tien_do",
    "tthc_xin_loi",
    "ky_so",
    "ton_tai_phan_cong",
    "nguon_goc",
    "nguy_co",
    "ke_hoach",
)
BOTH = Viewer("hai", "Hai đơn vị", "department", "QLDT", Scope(("QLDT", "QLLD")))
OTHER = Viewer("qhxd", "Một đơn vị", "department", "QHXD", Scope(("QHXD",)))
LEADER = Viewer("ld", "Lãnh đạo", "leader", None, whole_office())
ADMIN = Viewer("qt", "Quản trị", "admin", None, NOTHING)


@pytest.mark.parametrize("page", UNIT_PAGES)
def test_each_of_its_units_shows_as_its_own_account_sees_it(office_server, sample_office, page):
    both = session(sample_office, "hai.don.vi")
    for unit in TWO:
        own = open_page(office_server, session(sample_office, unit.lower()), page)
        seen = open_page(office_server, both, page, f"don_vi={unit}")
        assert not own.errors and not seen.errors
        if page not in ("nguy_co", "ke_hoach"):  # criteria that both units lead count in both
            assert seen.titles[0] == own.titles[0]
        assert seen.titles


@pytest.mark.parametrize("page", UNIT_PAGES)
def test_a_foreign_unit_in_the_address_is_not_shown(office_server, sample_office, page):
    both = session(sample_office, "hai.don.vi")
    foreign = [d for d in departments() if d.code not in (*TWO, "VP", "LDB")]

    seen = open_page(office_server, both, page, "don_vi=QHXD")

    assert not seen.errors
    assert seen.titles[0] == open_page(office_server, both, page).titles[0]
    # The code alone comes back in links, for the visitor typed it.
    assert [d.code for d in foreign if seen.holds(d.name_vi) or seen.holds(d.short_vi)] == []


@pytest.fixture
def home(tmp_path) -> Home:
    return loaded(tmp_path / "home", FIRST, export(11, task("CV-9", unit="QHXD")))


def contested(home: Home, who: Viewer, key: str) -> int:
    return disputes.contest(
        home,
        who,
        kind="hpnet_tasks",
        business_key=key,
        column="completed_date",
        claimed="09/11/2023",
        reason="Đã xong",
    )


def test_it_contests_the_rows_of_all_its_units_and_reads_the_answers(home):
    for key in ("CV-1", "CV-3"):
        contested(home, BOTH, key)
    with pytest.raises(UnknownNameError):
        contested(home, BOTH, "CV-9")

    assert {row["department_code"] for row in disputes.disputes(home, BOTH)} == {"QLDT", "QLLD"}
    assert disputes.disputes(home, OTHER) == []
    assert disputes.disputes(home, ADMIN) == []


def test_it_promises_for_all_its_units_only(home):
    def promise(who: Viewer, unit: str) -> int:
        return keeping.note_promise(
            home, who, department=unit, campaign="2023-11-17", obligation=None, promised_date=date(2099, 1, 1),
            promised_by="Trưởng phòng",
        )  # fmt: skip

    numbers = [promise(BOTH, unit) for unit in ("QLDT", "QLLD")]
    with pytest.raises(NotAllowedError):
        promise(BOTH, "QHXD")
    with pytest.raises(NotAllowedError):
        keeping.withdraw_promise(home, OTHER, numbers[1])
    keeping.withdraw_promise(home, BOTH, numbers[1])

    states = {row["department_code"]: row["state"] for row in keeping.standing_promises(home, BOTH.scope)}
    assert states == {"QLDT": "open", "QLLD": "withdrawn"}


def test_plans_belong_to_a_unit_or_to_the_office_and_nobody_without_either_sees_any(home):
    def saved(who: Viewer, name: str, unit: str | None = None) -> int:
        return scenarios.save_scenario(
            home, who, name=name, as_of=date(2023, 11, 10), build_id=None, choices={}, department=unit
        )

    of_office, of_second = saved(LEADER, "Chung"), saved(BOTH, "Đơn vị thứ hai", "QLLD")
    with pytest.raises(NotAllowedError):
        saved(BOTH, "Của đơn vị khác", "QHXD")
    with pytest.raises(NotAllowedError):
        saved(ADMIN, "Không có quyền")

    assert [row["id"] for row in scenarios.scenarios(home, BOTH)] == [of_second]
    assert {row["id"] for row in scenarios.scenarios(home, LEADER)} == {of_office, of_second}
    assert scenarios.scenarios(home, OTHER) == scenarios.scenarios(home, ADMIN) == []
    for who, number in ((BOTH, of_office), (OTHER, of_second), (LEADER, of_second)):
        with pytest.raises(DashboardError):
            scenarios.delete_scenario(home, who, number)
    scenarios.delete_scenario(home, BOTH, of_second)


def test_states_kept_at_a_limit_are_nobody_s_without_figures(home):
    assert keeping.freezes(home, NOTHING) == []
