"""What does the import page say of small files that were once read wrongly, and of everyday tables that are none of ours?"""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from desk.staging import staged_files
from store.disk.home import Home
from tests.pages.small_office import OFFICER, staged
from tests.sources import workbooks
from tests.sources.neighbours import NEIGHBOURS
from tests.sources.test_lost_letters import HEADINGS, TITLES, rows
from ui.intake.import_reading import read_all
from ui.intake.import_words import contents_words, verdict

CASES = Path(__file__).resolve().parents[1] / "cases"
TASKS = "Công việc HpNet, số liệu đến 12/11/2023"
LETTERS_LOST = [*TITLES, HEADINGS, *rows(8)]
READ = {
    "01-one-rejected-row": ("Nhận 5/6 dòng, 1 dòng có lỗi", TASKS),
    "02-nine-rejected-rows": ("Nhận đủ 12 dòng", TASKS),
    "03-year-one-dates": ("Nhận đủ 12 dòng", TASKS),
    "04-date-zero": ("Nhận đủ 6 dòng", TASKS),
    "05a-exact-days": ("Nhận đủ 3 dòng", TASKS),
    "05b-thirty-seconds-early": ("Nhận đủ 3 dòng", TASKS),
    "05c-dossier-thirty-seconds-early": ("Nhận đủ 2 dòng", "Hồ sơ TTHC, số liệu đến 12/11/2023"),
    "06a-base": ("Nhận đủ 6 dòng", "Công việc HpNet, số liệu đến 10/11/2023"),
    "06b-key-as-text-formula": ("Nhận đủ 6 dòng", TASKS),
    "07-key-with-direction-mark": ("Nhận đủ 1 dòng", TASKS),
    "07a-base": ("Nhận đủ 1 dòng", "Công việc HpNet, số liệu đến 10/11/2023"),
    "08-percent-cells": ("Nhận đủ 3 dòng", "SIPAS, số liệu đến 31/10/2023"),
    "09-two-columns-shifted": ("Nhận đủ 5 dòng", TASKS),
    "10-all-columns-shifted": ("Nhận đủ 5 dòng", TASKS),
    "11-pages-without-heading": ("Nhận đủ 15 dòng", TASKS),
    "12-page-footer": ("Nhận đủ 5 dòng", TASKS),
    "13-total-row-without-label": ("Nhận đủ 6 dòng", TASKS),
    "20-roman-with-points": ("Nhận đủ 4 dòng", "Bộ chỉ số"),
    "21-letters-with-points": ("Nhận đủ 4 dòng", "Bộ chỉ số"),
    "22-total-row-differs": ("Nhận đủ 4 dòng", "Bộ chỉ số"),
    "23-rule-in-lines": ("Nhận đủ 2 dòng", "Bộ chỉ số"),
    "25a-set-with-formula-steps": ("Nhận đủ 8 dòng", "Bộ chỉ số"),
    "26-year-2023-in-headings": ("Nhận đủ 1 dòng", "Phụ lục 1"),
    "27-title-directly-above": ("Nhận đủ 1 dòng", "Phụ lục 1"),
    "28-fields-add-to-102": ("Nhận đủ 41 dòng", "Bộ chỉ số"),
}
ASKED = {
    "15-period-of-the-whole-year": ("Cần chọn", "ngày mới nhất ghi trong bảng là 10/11/2023"),
    "16-day-of-a-meeting": ("Cần chọn", "Tệp không ghi số liệu đến ngày nào"),
    "24-code-twice": ("Từ chối", "mã đã có ở dòng trên"),
    "25b-signed-documents": ("Cần chọn", "Chưa rõ ngày của số liệu"),
    "25c-scores": ("Cần chọn", "không có trong bộ chỉ số đang dùng"),
    "14-lost-letters": ("Từ chối", "Xuất lại từ phần mềm nguồn"),
}
# One for each kind that a neighbour was once taken for; all of them are read by the same code without the page.
NEAR = (
    "personal_kpi", "monthly_report", "incoming_register", "weekly_calendar", "fire_safety", "contracts",
    "petitions", "telecom_faults", "one_stop_form_06", "survey_among_units",
)  # fmt: skip
ONE_FILE = re.compile(
    r'<p class="cc-file">(.*?)<strong>(.*?)</strong></p>\s*<p class=\S*cc-file-words\S*>(.*?)</p>', re.DOTALL
)


def case_file(name: str) -> tuple[str, bytes]:
    if name.startswith("14"):
        return f"{name}.xlsx", workbooks.xlsx({"Sheet1": LETTERS_LOST})
    (path,) = CASES.glob(f"{name}.*")
    return path.name, path.read_bytes()


def plain(text: str) -> str:
    return re.sub(r"<[^>]+>", "", text).replace("\u00a0", " ").strip()


@pytest.fixture(scope="module")
def readings(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, tuple[str, str, str]]:
    """The verdict on each case, its sentence and what was found in it, as the page has them drawn."""
    home = Home(tmp_path_factory.mktemp("cases") / "home")
    staged(home, *(case_file(name) for name in READ))
    files = staged_files(home, OFFICER)
    readings = read_all(home, OFFICER, files, announce=lambda _: None)
    return {
        one.file_name.partition(".")[0]: (
            verdict(readings[one.number]).word,
            plain(verdict(readings[one.number]).sentence),
            plain(contents_words(readings[one.number])),
        )
        for one in files
    }


def test_no_case_is_forgotten():
    assert {path.stem for path in CASES.iterdir()} | {"14-lost-letters"} == READ.keys() | ASKED.keys()


@pytest.mark.parametrize("name", READ)
def test_a_case_is_read_and_the_page_says_what_was_taken(readings, name: str):
    words, about = READ[name]

    said = readings[name]

    assert said[:2] == ("Nhận", f"{words}.")
    assert said[2].startswith(about)


def test_what_is_asked_or_refused_stands_on_the_page_and_nothing_can_be_published(empty_home, visit):
    near = [one for one in NEIGHBOURS if one.name in NEAR]
    neighbours = {one.file_name: workbooks.xlsx({"Sheet1": one.rows()}) for one in near}
    staged(Home(empty_home), *map(case_file, ASKED), *neighbours.items())

    app = visit("nhap_du_lieu", vai="van-phong")

    assert not app.exception
    drawn = [found for one in app.get("html") for found in ONE_FILE.findall(one.proto.body)]
    told = {plain(name): (plain(chip), plain(words)) for chip, name, words in drawn}
    for name, (word, words) in ASKED.items():
        (said,) = [one for file, one in told.items() if file.startswith(name)]
        assert said[0].endswith(word) and words in said[1], (name, said)
    assert all(told[name][0].endswith(("Cần chọn", "Từ chối")) for name in neighbours), told
    assert len(near) == len(NEAR)
    assert [one.disabled for one in app.button if one.label == "Công bố số liệu"] in ([], [True])
