"""No paper says that all is done while a row of any kind could not be read, be its unit known or not."""

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document

from domain.agency.departments import SHORT_NAMES
from reports.__main__ import main
from reports.catalogue import PAPERS
from store.disk.home import Home
from tests.sources.all_done import KNOWN, NOBODYS, UNITS, home_of_all_done

# Limits of 14 and 17 November are over on the last of these days, and ahead on the first.
DAYS = ("2023-11-12", "2023-11-20")
CLAIMS = (
    r"100\s?%", r"không cần gọi đơn vị nào", r"[Kk]hông còn đơn vị nào", r"Mọi dòng .* đều đọc được",
    r"(?<!nhiệm vụ )đã (đạt|xong)", r"không phát sinh", r"Không có hồ sơ nào quá hạn(?! trong)",
    r"Không còn việc nào phải",
)  # fmt: skip
# What is said of a limit, and of the rule, not of what was done.
ALLOWED = (
    "HpNet đạt 100%",
    "để đạt 100%",
    "đạt 100% trước",
    "100% trước ngày",
    "chưa kết luận đã đạt 100%",
    "chưa đạt 100% khi đã qua hạn",
    "mọi đơn vị đã xong: còn",
)
NAMES = (*UNITS, *SHORT_NAMES.values())
APOLOGIES = ("apology_slip", "apology_letter", "apology_list")
OF_THE_INDEX = ("self_score_sheet", "evidence_pack", "year_capsule")


@pytest.fixture(scope="module", params=[KNOWN, NOBODYS], ids=["known", "nobodys"])
def home(request, tmp_path_factory: pytest.TempPathFactory) -> Home:
    return home_of_all_done(tmp_path_factory.mktemp("papers") / "home", unread=request.param)


@pytest.fixture(scope="module")
def of_all_read(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return home_of_all_done(tmp_path_factory.mktemp("papers") / "read")


def made(capsys, home: Home, out: Path, name: str, *options: str, day: str = DAYS[0]) -> tuple[str, str]:
    """All that the paper says, in Word and Excel, and what is said to be left out of it."""
    main([name, "--as-of", day, "--out", str(out), "--home", str(home.path), "--json", *options])
    told = json.loads(capsys.readouterr().out)
    words = [words_of(Path(one["file"])) for one in told["files"]]
    beside = "\n".join(f"{one['what']}: {one['why']}" for one in told["left_out"])
    return "\n".join(words).replace("\u00a0", " "), beside.replace("\u00a0", " ")


def words_of(path: Path) -> str:
    """Sentences and rows, each a line."""
    if path.suffix == ".xlsx":
        sheets = openpyxl.load_workbook(path).worksheets
        return "\n".join(row_words(row) for sheet in sheets for row in sheet.values)
    document = Document(str(path))
    rows = [row_words(cell.text for cell in row.cells) for table in document.tables for row in table.rows]
    return "\n".join([*(one.text for one in document.paragraphs), *rows])


def row_words(cells: Iterable[Any]) -> str:
    return " | ".join(str(cell) for cell in cells if cell is not None)


def claims_in(text: str) -> list[str]:
    """What is claimed of the whole; a unit that was wholly read may stand at 100 % in its own row."""
    for words in ALLOWED:
        text = text.replace(words, "")
    lines = [
        line for line in text.splitlines() if not (" | " in line and any(name in line for name in NAMES))
    ]
    return [line for line in lines if any(re.search(claim, line) for claim in CLAIMS)]


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("name", [name for name in PAPERS if name not in OF_THE_INDEX])
def test_no_paper_of_the_whole_says_that_all_is_done(home, name, day, tmp_path, capsys):
    text, beside = made(capsys, home, tmp_path, name, day=day)

    # A unit that was wholly read has nothing left, and that is said of it by name.
    whole = re.sub(r"(?m)^.*: Không còn việc nào phải đôn đốc.*$", "", beside)
    assert claims_in(f"{text}\n{whole}") == []
    assert "đọc được" in text + beside


@pytest.mark.parametrize("name", ["summary_report", "reminder_letter", "year_basis", *APOLOGIES])
def test_no_paper_of_the_unit_says_so(home, name, tmp_path, capsys):
    text, beside = made(capsys, home, tmp_path, name, "--department", "QLDT", day=DAYS[1])

    assert "đọc được" in text + beside
    assert not re.search(r"Mọi dòng .* đều đọc được|[Kk]hông còn đơn vị nào", text)


def test_where_every_row_was_read_it_is_said(of_all_read, tmp_path, capsys):
    text, _ = made(capsys, of_all_read, tmp_path, "summary_report")

    assert "đạt 100%" in text and "Mọi dòng của các bản xuất đều đọc được." in text
    assert "Không còn đơn vị nào chậm" in text
