"""Another office in the same program: nothing of the first is on any page, in any answer, on any paper."""

import contextlib
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import metrics.__main__
import reports.__main__
from access.viewers import trial_viewer
from desk.keeping import freeze_when_due, note_promise
from desk.setting.changes import apply, proposal
from domain.program.places import ROOT, office_of
from metrics.asking.catalogue import CATALOGUE
from reports.catalogue import PAPERS
from store.disk.home import Home
from tests.pages.conftest import use
from tests.pages.test_thiet_lap import SECTIONS
from ui.visit.navigation import entries

ROLES = {"van-phong": "office", "lanh-dao": "leader", "QLVH": "department"}
PAGES = sorted(
    (address, entry.name) for address, role in ROLES.items() for group in entries(role).values() for entry in group
)  # fmt: skip
PARTS = [("thiet_lap", part) for part in SECTIONS] + [
    ("nhac_viec", part) for part in ("hen", "chuyen", "nhat_ky")
]
# Names, titles, codes, limits and decisions of the first office. Its limits may be days of somebody's task.
FIRST = re.compile(
    r"Hải Phòng|HẢI PHÒNG|HEZA|[Bb]an [Qq]uản lý|BAN QUẢN LÝ|[Tt]rưởng ban|TRƯỞNG BAN|[Kk]hu kinh tế|KHU KINH TẾ|KKT|BQL"
    r"|HpNet|Văn phòng|VĂN PHÒNG|[Tt]oàn Ban|Lãnh đạo Ban|[Hh]ai thời hạn|(?:14|17)/11(?!/2025)|\b(?:3078|1219)\b"
    r"|\b(?:VP|QLDT|QLDN|QHXD|TNMT|QLLD|KHTH|VPDD|TTXT|TCKKT|LDB)\b"
)
UNITS = ["TH", "QLVH", "QLDL", "DSVH", "GD", "TTRA", "BTT", "TVT"]


def traces(text: str) -> list[str]:
    """What of the first office stands in *text*, with what is around it."""
    plain = text.replace("\u00a0", " ")
    return [plain[max(0, m.start() - 30) : m.end() + 30] for m in FIRST.finditer(plain)]


def everything_in(node: Any) -> Iterator[str]:
    """Every text that an element of the page carries, whatever kind it is."""
    proto = getattr(node, "proto", None)
    if proto is not None and not hasattr(node, "children"):
        yield proto.SerializeToString().decode("utf-8", "ignore")
    for child in getattr(node, "children", {}).values():
        yield from everything_in(child)


def command(program: Callable[[list[str]], int], *arguments: str) -> str:
    """What a command prints, asked in this process."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()) as told:
        assert program(list(arguments)) == 0, told.getvalue()
    out.flush()
    return out.buffer.getvalue().decode("utf-8")  # type: ignore[attr-defined]


def asked(name: str, home: Path) -> dict[str, Any]:
    return json.loads(command(metrics.__main__.main, name, "--home", str(home), "--json"))


def test_the_search_would_find_the_first_office(loaded_home, visit):
    found = traces("\n".join(everything_in(visit(vai="van-phong")._tree)))

    assert any("HpNet" in one for one in found) and any("Ban Quản lý" in one for one in found)


@pytest.mark.parametrize(("role", "page"), PAGES)
def test_no_page_speaks_of_the_first_office(second_home, visit, role, page, monkeypatch):
    use(second_home, monkeypatch)

    app = visit(page, vai=role)

    assert not app.exception
    assert traces("\n".join(everything_in(app._tree))) == []


@pytest.mark.parametrize(("page", "part"), PARTS)
def test_no_part_of_a_page_speaks_of_the_first_office(second_home, visit, page, part, monkeypatch):
    use(second_home, monkeypatch)

    app = visit(page, vai="van-phong", muc=part)

    assert not app.exception
    assert traces("\n".join(everything_in(app._tree))) == []


def test_a_set_that_asks_for_no_documents_is_not_called_empty(second_home, visit, monkeypatch):
    use(second_home, monkeypatch)

    assert (
        visit("tai_lieu", vai="lanh-dao").title[0].value == "Bộ chỉ số năm 2025 không ghi tài liệu kiểm chứng"
    )


@pytest.mark.parametrize("role", ["lanh-dao", "QLVH"])
def test_the_overview_is_the_second_offices_for_every_role(second_home, visit, said, role, monkeypatch):
    use(second_home, monkeypatch)

    assert "Hạn 15/12" in said(visit(vai=role))


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_metric_answers_in_the_units_of_the_second_office(second_home, name):
    answer = asked(name, second_home)
    codes = {row["department_code"] for row in answer["rows"] if "department_code" in row}

    assert codes <= {*UNITS, "TOTAL"}
    for form in ("--json", "--csv"):
        assert traces(command(metrics.__main__.main, name, "--home", str(second_home), form)) == []


@pytest.mark.parametrize("program", [metrics.__main__.main, reports.__main__.main])
def test_the_help_of_a_command_lists_the_units_and_limits_of_the_home_it_names(second_home, capsys, program):
    with pytest.raises(SystemExit):
        program(["--help", "--home", str(second_home)])

    words = capsys.readouterr().out
    assert ", ".join(UNITS) in words and traces(words) == []
    assert "2025-12-15" in words or program is metrics.__main__.main


def test_counts_follow_the_list_of_the_second_office(second_home):
    rows = asked("tasks", second_home)["rows"]

    assert [row["department_code"] for row in rows] == [*UNITS, "TOTAL"]
    assert (rows[-1]["total"], rows[-1]["completed"], rows[-1]["archived"]) == (64, 58, 51)


@pytest.fixture
def copied(second_home, tmp_path) -> Path:
    import shutil

    return Path(shutil.copytree(second_home, tmp_path / "home"))


THREE = """
[[campaign]]
id = "2025-12-20"
limit = 2025-12-20
inclusive = true
starts_on = 2025-12-01
title_vi = "Ký số văn bản"
short_vi = "Ký số"
purpose_vi = "Ký số mọi văn bản đi"
authority = "Văn bản mẫu"
owner = "TH"
obligations = ["digital_signature"]
quality = []
full_vi = {digital_signature = "Mọi văn bản đi đã ký số"}

[[campaign]]
id = "2026-01-02"
limit = 2026-01-02
inclusive = false
starts_on = 2025-12-01
title_vi = "Lập hồ sơ công việc"
short_vi = "Hồ sơ công việc"
purpose_vi = "Lập hồ sơ công việc"
authority = "Văn bản mẫu"
owner = "TH"
obligations = ["work_file", "task_archived"]
quality = []
full_vi = {work_file = "Mọi việc có hồ sơ", task_archived = "Mọi việc đã lưu trữ"}
"""
ABOUT_LIMITS = ("tong_quan", "tien_do", "don_vi", "chot_so_lieu", "nhac_viec", "ke_hoach")


@pytest.fixture
def without_campaigns(copied, monkeypatch) -> Path:
    (copied / "office" / "rules" / "campaigns.toml").write_text("# chưa có đợt nào\n", "utf-8")
    return use(copied, monkeypatch)


@pytest.fixture
def without_a_set(copied, monkeypatch) -> Path:
    import shutil

    shutil.rmtree(copied / "office" / "indicator_sets")
    return use(copied, monkeypatch)


def test_the_index_stands_without_any_campaign(without_campaigns, visit, said):
    for page in ABOUT_LIMITS:
        app = visit(page, vai="van-phong")
        assert not app.exception, page

    words = said(visit(vai="lanh-dao"))
    assert "Chưa có đợt nào có thời hạn" in words
    assert "Điểm dự kiến" in "".join(everything_in(visit(vai="lanh-dao")._tree))
    assert asked("forecast", without_campaigns)["rows"] == []
    assert asked("index", without_campaigns)["rows"]


def test_the_campaigns_stand_without_any_set(without_a_set, visit, said):
    for page in (*ABOUT_LIMITS, "chi_so", "nguy_co", "bo_chi_so", "ton_tai_phan_cong"):
        app = visit(page, vai="van-phong")
        assert not app.exception, page

    assert "Hạn 15/12" in said(visit(vai="lanh-dao"))
    for metric in ("index", "risk"):
        assert asked(metric, without_a_set)["rows"] == []
    assert asked("forecast", without_a_set)["rows"]


def test_three_campaigns_at_once_of_other_obligations_and_another_year(copied, visit, said, monkeypatch):
    path = copied / "office" / "rules" / "campaigns.toml"
    path.write_text(path.read_text("utf-8") + THREE, "utf-8")
    use(copied, monkeypatch)

    words = said(visit(vai="lanh-dao"))
    rows = asked("forecast", copied)["rows"]

    assert all(
        limit in words for limit in ("Chậm nhất ngày 15/12", "Chậm nhất ngày 20/12", "Trước ngày 02/01")
    )
    archived = {
        r["campaign"]: r
        for r in rows
        if (r["department_code"], r["obligation"]) == ("TOTAL", "task_archived")
    }
    assert {name: row["remaining"] for name, row in archived.items()} == {"2025-12-15": 13, "2026-01-02": 13}
    assert archived["2026-01-02"]["p_on_time"] > archived["2025-12-15"]["p_on_time"]
    for page in ABOUT_LIMITS:
        assert not visit(page, vai="van-phong").exception, page


PAST = """
[[campaign]]
id = "2025-11-30"
limit = 2025-11-30
inclusive = true
starts_on = 2025-11-01
title_vi = "Lưu trữ công việc"
short_vi = "Lưu trữ"
purpose_vi = "Lưu trữ mọi công việc"
authority = "Văn bản mẫu"
owner = "TH"
obligations = ["task_archived"]
quality = []
full_vi = {task_archived = "Mọi việc đã lưu trữ"}
"""


def test_what_was_frozen_and_promised_stays_readable_after_its_campaign_is_taken_out(
    copied, visit, said, monkeypatch
):
    home = Home(use(copied, monkeypatch))
    path = copied / "office" / "rules" / "campaigns.toml"
    path.write_text(path.read_text("utf-8") + PAST, "utf-8")
    with office_of(copied):
        freeze_when_due(home, today=date(2025, 12, 5), by="Hệ thống")
    before = visit("chot_so_lieu", vai="van-phong").title[0].value
    with office_of(copied):
        officer = trial_viewer("van-phong")
        note_promise(
            home, officer, department="QLVH", campaign="2025-11-30", obligation=None, items=(),
            promised_date=date(2030, 1, 2), promised_by="Trưởng phòng", note="",
        )  # fmt: skip
        # by hand before, through the page now: the state before is kept first
        apply(home, officer, proposal(home, officer, {"rules/campaigns.toml": b""}, "Bỏ mọi đợt"))

    assert "hết ngày\u00a030/11/2025" in before
    assert visit("chot_so_lieu", vai="van-phong").title[0].value == before.partition(";")[0]
    for page in (*ABOUT_LIMITS, "chi_so", "bao_cao"):
        assert not visit(page, vai="van-phong").exception, page
    assert "đến hết ngày 30/11" in "".join(everything_in(visit("nhac_viec", vai="lanh-dao")._tree)).replace(
        "\u00a0", " "
    )
    assert not visit("don_vi", vai="QLVH").exception


# What a capsule carries of the program and not of the office: headings that any office's files may have, first passwords, all provinces.
OF_PROGRAM = re.compile(
    r"^quy-tac/(?:sources/|codes/(?:common_passwords|department_groups|issues|provinces|reasons))|^du-lieu\.zip"
)


@pytest.mark.parametrize("paper", PAPERS)
def test_papers_carry_the_letterhead_of_the_second_office(copied, tmp_path, paper):
    out = tmp_path / "out"

    command(reports.__main__.main, paper, "--as-of", "2025-12-05", "--out", str(out), "--home", str(copied))

    files = [path for path in out.rglob("*") if path.is_file()]
    words = {name: text for path in files for name, text in texts_of(path.name, path.read_bytes())}
    assert {name: traces(f"{name} {text}") for name, text in words.items() if traces(f"{name} {text}")} == {}
    papers = [text for name, text in words.items() if name.endswith(".docx!word/document.xml")]
    assert all("SỞ VĂN HÓA" in text or "Sở" in text for text in papers)
    assert words or paper == "evidence_pack"


@pytest.mark.parametrize("paper", ["reminder_letter", "summary_report"])
def test_a_paper_of_one_unit_and_one_campaign_is_asked_by_the_names_of_its_home(copied, tmp_path, paper):
    chosen = ("--department", "QLVH", "--campaign", "2025-12-15", "--home", str(copied))

    command(reports.__main__.main, paper, "--as-of", "2025-12-05", "--out", str(tmp_path), *chosen)

    assert list(tmp_path.glob("*.docx"))


def test_no_template_names_an_office():
    files = sorted((ROOT / "reports" / "templates").iterdir())
    words = {name: text for path in files for name, text in texts_of(path.name, path.read_bytes())}

    assert any("word/header" in name for name in words) and any("docProps" in name for name in words)
    assert {name: traces(text) for name, text in words.items() if traces(text)} == {}


def texts_of(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    """Every text of a file, of the parts of a document and of the files in an archive, each under its place."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        if not name.endswith((".png", ".duckdb")):
            text = content.decode("utf-8", "ignore")
            yield name, re.sub(r"<[^>]+>", " ", text) if name.endswith((".xml", ".rels")) else text
        return
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for part in package.namelist():
            if not OF_PROGRAM.match(part):
                yield from texts_of(f"{name}!{part}", package.read(part))
