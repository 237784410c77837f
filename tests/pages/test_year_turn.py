"""The year turns: the next one opens in one step, the old one stays, only to look at, and answers as it did."""

import json
from datetime import date

import pytest

from data_loaders.declared.outcome import Options
from data_loaders.intake.reading import Received
from data_loaders.publishing.ingest import check, load
from desk.setting.changes import NotFittingError, apply, present, proposal
from desk.setting.year_turn import carry_shortfalls, next_year_proposal, open_next_year, open_year
from domain.agency.departments import department_name
from domain.agency.scope import whole_office
from domain.program.errors import NotAllowedError
from domain.program.places import office_of
from metrics.asking.answers import answer_of
from metrics.asking.catalogue import CATALOGUE
from metrics.counts.shortfalls import shortfall_items
from metrics.criteria.indicator_sets import decisions_in_use
from metrics.limits.campaigns import campaigns
from metrics.points.losses_over_years import losses_over_years
from store.current.pointer import build_file
from store.current.reading_on import reader_on
from store.current.warehouse import open_reader
from store.current.years import closed_years
from store.disk.home import Home
from store.upkeep.backup import back_up, restore
from store.written.audit import audit_entries
from store.written.own_data import own_files
from tests.pages.conftest import use

DAYS = (date(2025, 11, 28), date(2025, 12, 5), date(2025, 12, 31))
SHEET = """Kết quả thẩm định chỉ số cải cách hành chính năm {year}
Mã tiêu chí,Tên tiêu chí,Điểm tối đa,Điểm tự chấm,Điểm thẩm định,Giải trình,Đơn vị chủ trì
A,Chỉ đạo điều hành,8,,,,
A.1.1,Ban hành kế hoạch đúng hạn,2,2,{kept},,Phòng Tổng hợp
A.2,"Khắc phục tồn tại, hạn chế của năm trước",4,4,"{lost}",Báo cáo chậm,Phòng Quản lý Du lịch
"""
TASKS = "Mã công việc,Nội dung,Đơn vị xử lý,Ngày giao,Hạn xử lý,Ngày hoàn thành,Trạng thái\n"
TASK_OF_2026 = TASKS + "M-1,Việc năm mới,Phòng Quản lý Du lịch,05/01/2026,20/01/2026,,Đang xử lý\n"


@pytest.fixture
def home(own_second_home) -> Home:
    return own_second_home


def answers(home: Home) -> dict[tuple[str, date], str]:
    """Every metric on every day of the old year, as a command prints it; the build it is taken from included."""
    found = {}
    with office_of(home.path):
        for day in DAYS:
            with reader_on(home, day, whole_office()) as reader:
                for name in CATALOGUE:
                    said = answer_of(name, day.isoformat(), None, reader).document()
                    found[name, day] = json.dumps(said, ensure_ascii=False, default=str)
    return found


def sheet(home: Home, year: int, *, kept: str, lost: str, as_of: date) -> None:
    content = SHEET.format(year=year, kept=kept, lost=lost).encode("utf-8-sig")
    sent = Received(f"tham-dinh-{year}.csv", content, Options(kind="indicator_scores", as_of=as_of))
    with office_of(home.path):
        [report] = load(home, [sent], person="An", accept_effect=True).files
    assert report.status == "loaded", report


def turn(home: Home, officer) -> None:
    with office_of(home.path):
        open_next_year(home, officer, next_year_proposal(home, officer))


def test_the_old_year_answers_as_it_did_whatever_changes_afterwards(home, officer):
    before = answers(home)
    turn(home, officer)
    assert answers(home) == before

    rules = present(home, "rules/department_score.toml").decode()
    units = present(home, "codes/departments.csv").decode()
    changed = {
        "rules/department_score.toml": rules.replace(
            "shortfall          = 15", "shortfall          = 95"
        ).encode(),
        "codes/departments.csv": units.replace("Phòng Quản lý Du lịch", "Phòng Du lịch tỉnh").encode(),
        "rules/campaigns.toml": b"",
    }
    apply(home, officer, proposal(home, officer, changed, "Năm mới"))
    late = Received("muon.csv", (TASKS + "M-0,Việc muộn,Thư viện tỉnh,01/12/2025,04/12/2025,,\n").encode(), Options(kind="hpnet_tasks", as_of=date(2025, 12, 4)))  # fmt: skip
    with office_of(home.path):
        load(home, [late], person="An", accept_effect=True)

    assert answers(home) == before
    with office_of(home.path):
        assert department_name("QLDL") == "Phòng Du lịch tỉnh"
        fresh = answer_of("tasks", "2025-12-05", None, open_reader(home, whole_office())).rows
    assert json.loads(before["tasks", DAYS[1]])["rows"] != fresh, "the change would have shown"


def test_what_the_next_year_starts_with(home, officer):
    with office_of(home.path):
        reader = open_reader(home, whole_office())
        before = [one.number for one in decisions_in_use(reader, as_of=date(2025, 12, 31))]
        notes = next_year_proposal(home, officer).notes
    turn(home, officer)

    assert "1 đợt chép thành dự thảo" in " ".join(notes) and "125/QĐ-UBND" in " ".join(notes)
    with office_of(home.path):
        reader = open_reader(home, whole_office())
        assert open_year(home, reader) == 2026
        assert [one.number for one in decisions_in_use(reader, as_of=date(2026, 1, 1))] == before
        assert [one.id for one in campaigns()] == ["2025-12-15"], "a draft binds nobody"
    text = present(home, "rules/campaigns.toml").decode()
    assert "2026-12-15" in text and "is_draft = true" in text and "năm 2026" in text
    assert audit_entries(home)[0]["action"] == "configure"


def test_points_lost_become_next_years_shortfalls_by_themselves(home, officer):
    sheet(home, 2025, kept="2", lost="2,5", as_of=date(2025, 12, 20))
    turn(home, officer)

    with office_of(home.path), reader_on(home, date(2026, 1, 1), whole_office()) as reader:
        listed = [row for row in shortfall_items(reader, as_of=date(2026, 1, 1)) if row["code"] == "A.2"]
    [row] = listed
    assert (row["year"], float(row["lost"]), row["codes"], row["is_done"]) == (2025, 1.5, ["QLDL"], 0)
    assert carry_shortfalls(home, person="An") == 0, "once is enough"


def test_an_appraisal_that_comes_after_the_turn_is_carried_too(home, officer):
    turn(home, officer)
    assert carry_shortfalls(home, person="An") == 0

    sheet(home, 2025, kept="1", lost="2,5", as_of=date(2026, 2, 10))
    assert carry_shortfalls(home, person="An") == 2

    with office_of(home.path), reader_on(home, date(2026, 2, 10), whole_office()) as reader:
        items = shortfall_items(reader, as_of=date(2026, 2, 10))
    assert {row["code"]: float(row["lost"]) for row in items} == {"A.1.1": 1.0, "A.2": 1.5}


def test_losses_are_followed_over_any_number_of_years(home):
    for year, kept, lost in ((2022, "1", "3"), (2023, "2", "3"), (2024, "2", "2")):
        sheet(home, year, kept=kept, lost=lost, as_of=date(2025, 12, 6))

    with office_of(home.path):
        every = losses_over_years(open_reader(home, whole_office()), as_of=date(2025, 12, 31))
    words = {one.code: one.words for one in every}

    assert words["A.1.1"] == "Đã lấy lại năm 2024"
    assert words["A.2"] == "Mất 3 năm liền (2022–2024)"


def test_a_file_of_a_closed_year_asks_before_it_counts_nowhere(home, officer):
    turn(home, officer)
    late = Received("muon.csv", (TASKS + "M-0,Việc,Thư viện tỉnh,01/12/2025,04/12/2025,,\n").encode(), Options(kind="hpnet_tasks", as_of=date(2025, 12, 4)))  # fmt: skip

    with office_of(home.path):
        [report] = load(home, [late], person="An").files

    assert report.status == "needs_choice"
    assert any("Năm 2025 đã đóng" in words for words in report.choice.options), report.choice


def test_a_year_without_figures_cannot_be_closed(home, officer, tmp_path):
    turn(home, officer)
    with office_of(home.path), pytest.raises(NotFittingError, match="chưa có số liệu"):
        next_year_proposal(home, officer)
    with office_of(tmp_path), pytest.raises(NotFittingError, match="chưa có số liệu"):
        next_year_proposal(Home(tmp_path / "none"), officer)


def test_figures_published_meanwhile_stop_the_turn(home, officer):
    with office_of(home.path):
        wanted = next_year_proposal(home, officer)
    sheet(home, 2025, kept="2", lost="2,5", as_of=date(2025, 12, 20))
    before = own_files(home)

    with office_of(home.path), pytest.raises(NotFittingError, match="vừa được công bố lại"):
        open_next_year(home, officer, wanted)
    assert own_files(home) == before and closed_years(home) == ()


def test_a_restored_copy_still_answers_for_the_closed_year(home, officer, tmp_path):
    before = answers(home)
    turn(home, officer)
    with office_of(home.path):
        archive = back_up(home, tmp_path / "copy.zip")
    other = Home(tmp_path / "other")
    restore(archive, other)

    assert build_file(other, closed_years(other)[0].build_id).exists()
    assert answers(other) == before


def test_pages_show_either_year_and_change_nothing_in_the_old_one(home, officer, visit, said, monkeypatch):
    use(home.path, monkeypatch)
    words_before = said(visit("tien_do", vai="lanh-dao", ngay="2025-11-28"))
    turn(home, officer)

    old, new = visit(vai="van-phong", ngay="2025-12-31"), visit(vai="van-phong")
    assert not old.exception and not new.exception
    assert "Năm 2025 đã đóng, chỉ xem. Đang xem số liệu như ngày 05/12/2025." in said(old)
    assert new.selectbox(key="loc_nam").options == ["2026", "2025 (đã đóng)"]
    assert new.date_input(key="loc_ngay").value == date(2026, 1, 1)
    assert "đã đóng" not in said(new)
    for page in ("nhap_du_lieu", "thiet_lap", "dinh_chinh"):
        assert "Năm 2025 đã đóng, chỉ xem được" in said(visit(page, vai="van-phong", ngay="2025-12-05")), page
    after = said(visit("tien_do", vai="lanh-dao", ngay="2025-11-28"))
    assert after.replace("Năm 2025 đã đóng, chỉ xem. ", "") == words_before


def test_the_next_year_opens_through_the_page_in_one_step(home, visit, said, monkeypatch):
    use(home.path, monkeypatch)
    app = visit("thiet_lap", vai="van-phong", muc="nam")
    app.button(key="mo-nam").click().run()
    assert "Năm 2025 đóng lại, từ nay chỉ xem" in said(app)
    app.button(key="luu-thiet-lap").click().run()

    assert not app.exception and [one.year for one in closed_years(home)] == [2025]
    app = visit("thiet_lap", vai="van-phong", muc="dot")
    assert "Dự thảo, chưa có hiệu lực" in said(app)
    app.button(key="dung-2026-12-15").click().run()
    assert app.text_input[0].value == "Khắc phục tồn tại, iDesk"


def test_services_refuse_who_looks_at_a_closed_year(home, officer):
    from dataclasses import replace

    turn(home, officer)
    looking = replace(officer, closed_year=2025)

    with pytest.raises(NotAllowedError, match="Năm 2025 đã đóng"):
        proposal(home, looking, {}, "x")
    assert looking.may("report") and not looking.may("import")
    with office_of(home.path):
        sent = Received("moi.csv", TASK_OF_2026.encode(), Options(kind="hpnet_tasks", as_of=date(2026, 1, 6)))
        assert check(home, [sent], accept_effect=True).files[0].status == "loadable"
