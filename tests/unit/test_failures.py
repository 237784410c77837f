"""An error always gets its number and its sentence, whatever else is broken."""

import re
from pathlib import Path

import pytest
import sqlalchemy as sa

from domain.program.errors import UnknownNameError
from store.disk import failures
from store.disk.failures import write_failure
from store.disk.home import Home
from ui.visit.failures import log


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DASHBOARD_HOME", str(tmp_path))
    monkeypatch.setattr("ui.visit.looking._instances", {})
    return tmp_path


def test_an_error_is_found_in_the_log_by_its_number(home):
    number = log(ValueError("cột lạ"), part="Tiến độ")

    (kept,) = home.rglob("*.log")
    line = next(line for line in kept.read_text(encoding="utf-8").splitlines() if number in line)
    assert "Tiến độ" in line


def test_a_home_that_cannot_be_opened_still_gives_a_number(home):
    (home / "application.sqlite").write_bytes(b"no database at all" * 100)

    assert re.fullmatch(r"[0-9A-F]{4}", log(ValueError("cột lạ")))


SECRET = "Nguyễn Văn Kín 0912345678"


def broken(value: str) -> None:
    """Fail the way readers, databases and our own code do, with the value in every message."""
    try:
        try:
            int(value)
        except ValueError as first:
            raise sa.exc.IntegrityError("insert", {"name": value}, Exception(value)) from first
    except sa.exc.IntegrityError as second:
        raise UnknownNameError(f"Không có {value}", where=value) from second


def test_the_log_tells_where_and_never_what(home):
    with pytest.raises(UnknownNameError) as raised:
        broken(SECRET)
    log(raised.value)
    try:
        broken(SECRET)
    except UnknownNameError:
        write_failure(Home(home), "reading")

    (kept,) = home.rglob("*.log")
    said = kept.read_text(encoding="utf-8")
    assert said.count("ValueError") == said.count("sqlalchemy.exc.IntegrityError") == 2
    assert "tests/unit/test_failures.py" in said and "int(value)" in said
    assert "Kín" not in said and "0912345678" not in said


def test_where_the_log_cannot_be_written_no_value_is_said_either(home, capsys):
    (home / "log").write_bytes(b"no folder")

    try:
        broken(SECRET)
    except UnknownNameError:
        number = write_failure(Home(home), "reading")

    said = capsys.readouterr().err
    assert said.startswith(f"{number} reading: domain.program.errors.UnknownNameError")
    assert "Kín" not in said


def test_the_log_starts_anew_before_it_grows_too_large(home, monkeypatch):
    monkeypatch.setattr(failures, "_MOST_BYTES", 5_000)
    for _ in range(500):
        log(ValueError("x"))

    sizes = [path.stat().st_size for path in (home / "log").iterdir()]
    assert len(sizes) == 4
    assert max(sizes) <= 5_000
