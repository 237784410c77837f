"""Another office in the same program: nothing of the first is on any page, in any answer, on any paper."""

import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from domain.places import ROOT
from metrics.asking.catalogue import CATALOGUE
from tests.pages.conftest import use
from ui.visit.navigation import entries

PAGES = sorted(entry.name for group in entries("office").values() for entry in group)
# Names, titles, codes, limits and decisions of the first office. Its limits may be days of somebody's task.
FIRST = re.compile(
    r"Hải Phòng|HẢI PHÒNG|HEZA|[Bb]an [Qq]uản lý|BAN QUẢN LÝ|[Tt]rưởng ban|TRƯỞNG BAN|[Kk]hu kinh tế|KHU KINH TẾ|KKT|BQL"
    r"|HpNet|Văn phòng|VĂN PHÒNG|[Tt]oàn Ban|Lãnh đạo Ban|[Hh]ai thời hạn|(?:14|17)/11(?!/2025)|\b(?:3078|1219)\b"
    r"|\b(?:VP|QLDT|QLDN|QHXD|TNMT|QLLD|KHTH|VPDD|TTXT|TCKKT|LDB)\b"
)
PAPERS = ("summary_report", "reminder_letter", "apology_slip", "apology_letter", "apology_list", "one_page")
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


def command(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-m", *arguments], cwd=ROOT, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_search_would_find_the_first_office(loaded_home, visit):
    found = traces("\n".join(everything_in(visit(vai="van-phong")._tree)))

    assert any("HpNet" in one for one in found) and any("Ban Quản lý" in one for one in found)


@pytest.mark.parametrize("page", PAGES)
def test_no_page_speaks_of_the_first_office(second_home, visit, page, monkeypatch):
    use(second_home, monkeypatch)

    app = visit(page, vai="van-phong")

    assert not app.exception
    assert traces("\n".join(everything_in(app._tree))) == []


@pytest.mark.parametrize("role", ["lanh-dao", "QLVH"])
def test_the_overview_is_the_second_offices_for_every_role(second_home, visit, said, role, monkeypatch):
    use(second_home, monkeypatch)

    app = visit(vai=role)

    assert traces("\n".join(everything_in(app._tree))) == []
    assert "Hạn 15/12" in said(app)


def test_every_metric_answers_in_the_units_of_the_second_office(second_home):
    for name in CATALOGUE:
        answer = json.loads(command("metrics", name, "--home", str(second_home), "--json"))
        codes = [row["department_code"] for row in answer["rows"] if "department_code" in row]

        assert set(codes) <= {*UNITS, "TOTAL"}, name
        assert traces(json.dumps(answer, ensure_ascii=False)) == [], name


def test_counts_follow_the_list_of_the_second_office(second_home):
    rows = json.loads(command("metrics", "tasks", "--home", str(second_home), "--json"))["rows"]

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
    assert command("metrics", "forecast", "--home", str(without_campaigns), "--json").count("campaign") <= 2
    assert json.loads(command("metrics", "index", "--home", str(without_campaigns), "--json"))["rows"]


def test_the_campaigns_stand_without_any_set(without_a_set, visit, said):
    for page in (*ABOUT_LIMITS, "chi_so", "nguy_co", "bo_chi_so", "ton_tai_phan_cong"):
        app = visit(page, vai="van-phong")
        assert not app.exception, page

    assert "Hạn 15/12" in said(visit(vai="lanh-dao"))
    for metric in ("index", "risk"):
        assert json.loads(command("metrics", metric, "--home", str(without_a_set), "--json"))["rows"] == []
    assert json.loads(command("metrics", "forecast", "--home", str(without_a_set), "--json"))["rows"]


def test_three_campaigns_at_once_of_other_obligations_and_another_year(copied, visit, said, monkeypatch):
    path = copied / "office" / "rules" / "campaigns.toml"
    path.write_text(path.read_text("utf-8") + THREE, "utf-8")
    use(copied, monkeypatch)

    words = said(visit(vai="lanh-dao"))
    rows = json.loads(command("metrics", "forecast", "--home", str(copied), "--json"))["rows"]

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


@pytest.mark.parametrize("paper", PAPERS)
def test_papers_carry_the_letterhead_of_the_second_office(copied, tmp_path, paper):
    out = tmp_path / "out"

    command("reports", paper, "--as-of", "2025-12-05", "--out", str(out), "--home", str(copied))

    words = {path.name: " ".join(texts_of(path)) for path in out.rglob("*.*x")}
    assert words
    assert {name: traces(text) for name, text in words.items() if traces(text)} == {}
    papers = [text for name, text in words.items() if name.endswith(".docx")]
    assert all("SỞ VĂN HÓA" in text or "Sở" in text for text in papers)


def texts_of(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as package:
        parts = [package.read(name).decode("utf-8") for name in package.namelist() if name.endswith(".xml")]
    return [re.sub(r"<[^>]+>", " ", part) for part in parts]
