"""Rules a reviewer would otherwise have to remember."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SQL = sorted((ROOT / "metrics").rglob("*.sql"))
PAGES = sorted((ROOT / "pages").glob("*.py"))


def code_of(sql: Path) -> str:
    return re.sub(r"--[^\n]*", "", sql.read_text(encoding="utf-8"))


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True
    )
    return [ROOT / name for name in listed.stdout.splitlines()]


def test_every_page_begins_with_its_guard():
    """A page that were served by address alone must still refuse."""
    assert PAGES
    for path in PAGES:
        assert "current_viewer(" in path.read_text(encoding="utf-8"), path


def test_metric_sql_reads_only_scoped_tables():
    assert SQL
    for path in SQL:
        assert not re.search(r"\bcore\.", code_of(path)), path


def test_metric_sql_states_its_grain_first():
    for path in SQL:
        assert path.read_text(encoding="utf-8").startswith("-- "), path


def test_metric_sql_never_divides_by_what_may_be_zero():
    for path in SQL:
        for divisor in re.findall(r"/\s*([a-z_0-9.]+)", code_of(path)):
            assert divisor.startswith("nullif") or divisor[0].isdigit(), f"{path}: / {divisor}"


def test_metric_sql_has_its_function_beside_it():
    for path in SQL:
        assert path.with_suffix(".py").exists() or any(
            path.name in module.read_text(encoding="utf-8") or path.stem in module.read_text(encoding="utf-8")
            for module in path.parent.glob("*.py")
        ), path


def test_no_query_in_metrics_reads_the_clock():
    for path in SQL:
        assert not re.search(r"\b(now|current_date|current_timestamp|today)\b", code_of(path)), path
    for path in (ROOT / "metrics").rglob("*.py"):
        assert not re.search(r"\b(date\.today|datetime\.now)\(", path.read_text(encoding="utf-8")), path


def test_there_is_no_drawer_for_odds_and_ends():
    for path in tracked():
        assert path.stem not in {"utils", "helpers", "misc", "common"}, path


def test_samples_are_loadable_files_and_nothing_else():
    for path in (ROOT / "data" / "samples").rglob("*"):
        assert path.is_file() and path.suffix in {".xlsx", ".xls", ".csv"}, path


def test_the_readme_has_exactly_two_commands_and_fits_one_screen():
    text = (ROOT / "README.md").read_text(encoding="utf-8")

    assert len(re.findall(r"^```", text, flags=re.MULTILINE)) == 4
    assert len(text.splitlines()) <= 60


def test_every_dependency_is_pinned_and_explained():
    reasons = (ROOT / "docs" / "decisions" / "0002-dependencies.md").read_text(encoding="utf-8").casefold()
    for name in ("requirements.txt", "requirements-dev.txt"):
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
            if line and not line.startswith(("#", "-r")):
                package, _, version = line.partition("==")
                assert version, line
                assert package.casefold().split("[")[0] in reasons, package
