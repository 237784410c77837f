"""Reminders and promises: prepared once, logged as prepared, paused; promises noted; who may open the page."""

import re
from datetime import date

from streamlit.testing.v1 import AppTest

from access.viewers import trial_viewer
from desk.keeping import pause_reminders
from domain.agency import heads
from domain.agency.departments import scored_codes
from domain.agency.heads import Head
from domain.program.places import ROOT
from reports.mail import MailServer
from tests.pages.conftest import use
from tests.pages.small_office import export, loaded, task
from tests.reports.local_mail import LocalServer, running


def press(app, label: str):
    """Press the button whose label begins with *label*."""
    return next(button for button in app.button if button.label.startswith(label)).click().run()


def codes(app) -> str:
    return "\n".join(element.value for element in app.code).replace("\u00a0", " ")


def test_the_headline_counts_units_and_items(own_home, visit, said):
    app = visit("nhac_viec", vai="van-phong")

    assert not app.exception
    said_first = app.title[0].value.replace("\u00a0", " ")
    assert re.match(r"Hôm nay cần nhắc 10 đơn vị về \d+ việc \(thiếu \d+ bước\)", said_first)


def test_what_no_limit_asks_for_is_said_to_be_reminded_of_by_nobody(
    own_home, second_home, visit, said, monkeypatch
):
    """The first office follows complete work files without a limit; no limit of the second asks for work files."""
    first = said(visit("nhac_viec", vai="van-phong"))
    use(second_home, monkeypatch)
    second = said(visit("nhac_viec", vai="van-phong"))

    assert "Không đợt nào yêu cầu nên không có lời nhắc: 87 việc có hồ sơ chưa đủ thông tin." in first
    assert "Không đợt nào yêu cầu nên không có lời nhắc: 64 việc chưa lập hồ sơ." in second


def test_what_nobody_can_be_reminded_of_is_said(tmp_path, monkeypatch, visit, said):
    loaded(tmp_path / "home", export(10, task("CV-1"), task("CV-2", unit="Lãnh đạo Ban")))
    use(tmp_path / "home", monkeypatch)

    assert "Của lãnh đạo hoặc chưa rõ đơn vị nên không có lời nhắc: 1 việc." in said(
        visit("nhac_viec", vai="van-phong")
    )


def test_each_message_names_its_own_department_and_the_rule(own_home, visit, said):
    text = codes(visit("nhac_viec", vai="van-phong"))

    assert "Kính gửi Trưởng phòng" in text
    assert "Hạn tính đến 24 giờ ngày 16/11, không gồm ngày 17/11" in text


def test_prepared_messages_are_never_called_sent_and_not_prepared_twice(own_home, visit, said):
    app = press(visit("nhac_viec", vai="van-phong"), "Soạn 20")

    assert app.title[0].value.startswith("Mọi việc đã có lời nhắc ở mốc này")
    labels = [expander.label for expander in app.expander]
    assert sum("(chưa gửi)" in label for label in labels) == 20
    assert not any("Đã gửi" in label for label in labels)
    assert not [button for button in app.button if button.label.startswith("Soạn ")]


def test_the_log_keeps_what_was_prepared(own_home, visit, said):
    press(visit("nhac_viec", vai="van-phong"), "Soạn lời nhắc Văn phòng")

    log = visit("nhac_viec", vai="lanh-dao", muc="nhat_ky")

    rows = next(frame.value for frame in log.dataframe if "Trạng thái" in frame.value)
    assert list(rows["Đơn vị"]) == ["Văn phòng"]
    assert "Đã soạn lúc" in rows["Trạng thái"].iloc[0]


def test_a_paused_department_is_not_reminded(own_home, visit, said):
    app = visit("nhac_viec", vai="van-phong")
    unit = next(box for box in app.selectbox if box.label == "Đơn vị")
    unit.select_index(scored_codes().index("QLDT"))
    next(box for box in app.text_input if box.label == "Lý do").set_value("Đã hẹn ngày xong")

    app = press(app, "Tạm dừng nhắc")

    assert "Tạm dừng nhắc Phòng Quản lý Đầu tư đến hết ngày 14/11/2023: Đã hẹn ngày xong" in said(app)
    assert app.title[0].value.startswith("Hôm nay cần nhắc 9 đơn vị")


def test_the_reason_of_a_pause_is_text_and_never_markup(own_home, visit, said):
    officer = trial_viewer("van-phong")
    pause_reminders(own_home, officer, department="QLDT", until=date(2099, 1, 1), reason="<b>Đi họp</b>")

    words = said(visit("nhac_viec", vai="van-phong"))

    assert "&lt;b&gt;Đi họp&lt;/b&gt;" in words
    assert "<b>Đi họp" not in words


def test_a_pause_is_ended_by_one_button(own_home, visit, said):
    app = visit("nhac_viec", vai="van-phong")
    next(box for box in app.selectbox if box.label == "Đơn vị").select_index(scored_codes().index("QLDT"))
    next(box for box in app.text_input if box.label == "Lý do").set_value("Đã hẹn ngày xong")
    app = press(app, "Tạm dừng nhắc")

    app = press(app, "Nhắc lại Quản lý Đầu tư")

    assert "Không đơn vị nào đang tạm dừng nhắc" in said(app)
    assert app.title[0].value.startswith("Hôm nay cần nhắc 10 đơn vị")


def switched_on(monkeypatch, port: int) -> None:
    """A mail server on this machine, office hours, and a mailbox for every department but the first."""
    server = MailServer(True, "127.0.0.1", port, starttls=False, user="", sender="vp@heza.example")
    monkeypatch.setattr("reports.mail.mail_server", lambda on: server)
    monkeypatch.setattr("reports.mail.is_quiet", lambda at: False)
    boxes = {c: Head(c, "Thủ trưởng", f"{c.lower()}@heza.example") for c in scored_codes()[1:]}
    monkeypatch.setattr(heads, "_heads", lambda: boxes)


def test_mails_are_called_sent_only_once_the_server_took_them(own_home, visit, said, monkeypatch):
    local = LocalServer(refuse="tnmt@")
    with running(local) as port:
        switched_on(monkeypatch, port)
        app = press(visit("nhac_viec", vai="van-phong"), "Soạn 20")
        app = press(app, "Gửi 20 thư")

    assert len(local.received) == 16
    assert "Máy chủ thư đã nhận 16/20 thư" in said(app)
    warnings = " ".join(one.value for one in app.warning)
    assert (
        "Văn phòng: Đơn vị chưa có địa chỉ thư" in warnings
        and "Tài nguyên và Môi trường: Máy chủ thư" in warnings
    )
    labels = [expander.label for expander in app.expander]
    assert sum("Đã gửi lúc" in label for label in labels) == 16
    assert sum("(chưa gửi)" in label for label in labels) == 4


def test_a_server_out_of_reach_leaves_everything_prepared(own_home, visit, said, monkeypatch):
    switched_on(monkeypatch, 1)
    app = press(visit("nhac_viec", vai="van-phong"), "Soạn 20")

    app = press(app, "Gửi 20 thư")

    assert "Không kết nối được máy chủ thư" in said(app)
    assert not any("Đã gửi" in expander.label for expander in app.expander)


def test_without_a_mail_server_nothing_can_be_sent(own_home, visit, said):
    app = press(visit("nhac_viec", vai="van-phong"), "Soạn 20")

    assert not [button for button in app.button if button.label.startswith("Gửi")]
    assert "Hệ thống chỉ soạn, không gửi" in said(app)


def test_pausing_without_a_reason_is_refused_in_words(own_home, visit, said):
    app = visit("nhac_viec", vai="van-phong")
    next(box for box in app.selectbox if box.label == "Đơn vị").select_index(0)

    app = press(app, "Tạm dừng nhắc")

    assert "Chưa ghi lý do tạm dừng" in said(app)


def test_a_promise_is_noted_and_judged_by_the_numbers(own_home, visit, said):
    app = visit("nhac_viec", vai="lanh-dao", muc="hen")
    box = next(box for box in app.selectbox if box.label == "Đơn vị hẹn")
    box.select_index(scored_codes().index("QLLD"))

    app = press(app, "Ghi ngày hẹn")

    rows = next(frame.value for frame in app.dataframe if "Ngày hẹn" in frame.value)
    assert list(rows["Đơn vị"]) == ["Quản lý Lao động"]
    assert "1 ngày hẹn đang chờ, 0 lần giữ hẹn" in said(app)


def test_leaders_note_promises_but_do_not_prepare_messages(own_home, visit, said):
    app = visit("nhac_viec", vai="lanh-dao")

    assert not [button for button in app.button if button.label.startswith("Soạn ")]
    assert [button for button in app.button if button.label == "Ghi ngày hẹn"]


def test_a_department_may_not_open_the_page(loaded_home, visit):
    # Not in its menu; and the page's own guard holds where its script is run all the same.
    app = AppTest.from_file(str(ROOT / "pages" / "nhac_viec.py"), default_timeout=60)
    app.query_params["vai"] = "QLDT"

    app.run()

    assert [title.value for title in app.title] == ["Trang này dành cho Văn phòng"]
    assert not app.expander


def test_a_past_day_prepares_nothing(own_home, visit, said):
    app = visit("nhac_viec", vai="van-phong", ngay="2023-11-10")

    assert "Đang xem ngày đã qua nên không soạn lời nhắc." in said(app)


def test_says_what_to_do_when_nothing_was_loaded(empty_home, visit, said):
    app = visit("nhac_viec", vai="van-phong")

    assert not app.exception
    assert "Chưa có bản xuất HpNet nào." in said(app)
