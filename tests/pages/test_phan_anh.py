"""Disputes: a department says a number is wrong, Văn phòng answers, both see the state."""

from datetime import date

from desk.disputes import accept, contest, decline, disputes
from domain.agency.working_calendar import WorkingCalendar
from store.disk.home import Home
from tests.pages.pressing import last_button
from tests.pages.small_office import CLERK, OFFICER


def sent(home: Home) -> int:
    return contest(
        home,
        CLERK,
        kind="hpnet_tasks",
        business_key="CV-1",
        column="completed_date",
        claimed="09/11/2023",
        reason="Đã báo cáo ngày 09/11",
    )


def test_a_department_contests_its_own_row_by_its_address(home, visit, said):
    app = visit("phan_anh", vai="QLDT", loai="hpnet_tasks", khoa="CV-1", cot="completed_date")

    app.date_input(key="phan-anh-dung-completed_date").set_value(date(2023, 11, 9))
    app.text_area(key="phan-anh-ly-do").set_value("Đã báo cáo ngày 09/11").run()
    last_button(app, "Gửi phản ánh").click().run()

    assert not app.exception
    assert [(one["business_key"], one["state"]) for one in disputes(home, CLERK)] == [("CV-1", "sent")]
    assert "Đã gửi phản ánh" in app.success[0].value


def test_a_department_cannot_reach_another_ones_row(home, visit, said):
    app = visit("phan_anh", vai="QLDT", loai="hpnet_tasks", khoa="CV-3", cot="completed_date")

    assert not app.exception
    assert "Không có dòng nào mang mã này trong phạm vi được xem" in said(app)
    assert "Rà soát dự án CV-3" not in said(app)


def test_the_office_accepts_and_the_department_sees_it(home, visit, said):
    number = sent(home)
    assert "1 phản ánh đang chờ" in visit("phan_anh", vai="van-phong").title[0].value.replace("\u00a0", " ")
    accept(home, OFFICER, number, reason="Đúng")
    app = visit("phan_anh", vai="QLDT")

    assert app.dataframe[-1].value["Tình trạng"].tolist() == ["Đã sửa"]


def test_an_open_dispute_has_a_day_to_answer_by(home, visit, said):
    number = sent(home)
    asked = next(one for one in disputes(home, CLERK) if one["id"] == number)
    by = WorkingCalendar.office().add_working_days(asked["sent_at"].date(), 3)

    shown = visit("phan_anh", vai="QLDT").dataframe[-1].value
    decline(home, OFFICER, number, reason="Đã đúng")

    assert [str(value)[:10] for value in shown["Hạn trả lời"]] == [str(by)]
    assert visit("phan_anh", vai="QLDT").dataframe[-1].value["Hạn trả lời"].isna().all()


def test_a_department_reads_why_a_number_stays(home, visit, said):
    decline(home, OFFICER, sent(home), reason="Văn bản gửi ngày 12/11")

    rows = visit("phan_anh", vai="QLDT").dataframe[-1].value

    assert rows["Tình trạng"].tolist() == ["Giữ nguyên"]
    assert rows["Trả lời của Văn phòng"].tolist() == ["Văn bản gửi ngày 12/11"]


def test_another_department_sees_nothing_of_it(home, visit, said):
    sent(home)

    app = visit("phan_anh", vai="QLLD")

    assert app.title[0].value == "Chưa có phản ánh nào về số liệu"
    assert "CV-1" not in said(app)


def test_leadership_reads_but_does_not_act(home, visit, said):
    sent(home)

    app = visit("phan_anh", vai="lanh-dao", loai="hpnet_tasks", khoa="CV-1")

    assert not app.exception
    assert len(app.dataframe) == 1
    assert [one.label for one in app.button if "phản ánh" in one.label] == []


def test_says_so_when_there_is_nothing(empty_home, visit, said):
    app = visit("phan_anh", vai="van-phong")

    assert not app.exception
    assert app.title[0].value == "Chưa có phản ánh nào về số liệu"
