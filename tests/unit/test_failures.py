"""What breaks in one card stays there, and its number leads to the log."""

import re

from streamlit.testing.v1 import AppTest


def broken_card() -> None:
    import streamlit as st

    from ui.failures import contained

    with contained("Tiến độ"):
        raise KeyError("secret detail")
    with contained("Số liệu"):
        from domain.errors import DashboardError

        raise DashboardError("Thiếu cột Hạn xử lý", remedy="Thêm cột rồi nạp lại.")
    st.write("phần sau vẫn hiện")


def test_the_visitor_gets_a_number_and_the_log_the_story(tmp_path, monkeypatch):
    monkeypatch.setenv("DASHBOARD_HOME", str(tmp_path))

    app = AppTest.from_function(broken_card).run()

    number = re.search(r"mã lỗi ([0-9A-F]{4})\.", app.error[0].value)
    assert number
    assert "secret detail" not in app.error[0].value
    assert app.warning[0].value == "Thiếu cột Hạn xử lý. Thêm cột rồi nạp lại."
    assert app.markdown[0].value == "phần sau vẫn hiện"
    log = (tmp_path / "log" / "dashboard.log").read_text(encoding="utf-8")
    assert number[1] in log
    assert "secret detail" in log
