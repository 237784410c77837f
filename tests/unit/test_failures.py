"""An error always gets its number and its sentence, whatever else is broken."""

import re
from pathlib import Path

import pytest

from ui.visit.failures import log


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DASHBOARD_HOME", str(tmp_path))
    monkeypatch.setattr("ui.visit.session._instances", {})
    return tmp_path


def test_an_error_is_found_in_the_log_by_its_number(home):
    number = log(ValueError("cột lạ"), part="Tiến độ")

    (kept,) = home.rglob("*.log")
    line = next(line for line in kept.read_text(encoding="utf-8").splitlines() if number in line)
    assert "Tiến độ" in line


def test_a_home_that_cannot_be_opened_still_gives_a_number(home):
    (home / "application.sqlite").write_bytes(b"no database at all" * 100)

    assert re.fullmatch(r"[0-9A-F]{4}", log(ValueError("cột lạ")))
