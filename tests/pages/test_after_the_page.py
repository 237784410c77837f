"""What goes on after a page is drawn: for its own home, whatever home the process works for by then."""

from datetime import date, datetime
from threading import Thread

from domain.program.places import SHIPPED_ONLY, in_effect
from store.written.application import forecast_log
from store.written.records import listed
from ui.visit.keeping import _keep

DAY, MOMENT = date(2025, 12, 5), datetime(2025, 12, 5, 8)


def _kept_beside(home) -> None:
    beside = Thread(target=_keep, args=(home, DAY, MOMENT))
    beside.start()
    beside.join()


def test_forecasts_are_kept_by_the_rules_of_the_home_that_was_on_show(own_second_home):
    _kept_beside(own_second_home)

    kept = {row["department_code"] for row in listed(own_second_home, forecast_log)}
    assert {"QLVH", "DSVH"} <= kept and not own_second_home.log.exists()
    assert in_effect() == SHIPPED_ONLY


def test_what_failed_is_in_the_log_of_the_home_that_was_on_show(own_second_home, monkeypatch, tmp_path):
    monkeypatch.setenv("DASHBOARD_HOME", str(tmp_path / "another"))
    (own_second_home.path / "application.sqlite").write_bytes(b"not a database" * 400)

    _kept_beside(own_second_home)

    assert "Lưu dự báo và số liệu chốt" in own_second_home.log.read_text("utf-8")
    assert not (tmp_path / "another").exists()
    assert in_effect() == SHIPPED_ONLY
