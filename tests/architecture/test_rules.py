"""Rules a reviewer would otherwise have to remember."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

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


def before_the_guard(source: str) -> list[ast.stmt] | None:
    """The statements of a page that run before it has asked who looks; None where it never asks."""
    body = ast.parse(source).body
    for place, statement in enumerate(body):
        if (
            isinstance(statement, ast.Assign | ast.Expr)
            and ast.unparse(statement.value) == "current_viewer()"
        ):
            return body[:place]
    return None


def shows_or_asks(statement: ast.stmt) -> bool:
    """Whether a statement does anything beside naming things: whatever is no definition, import, text or constant."""
    if isinstance(statement, ast.Expr):
        return not isinstance(statement.value, ast.Constant)
    if isinstance(statement, ast.Assign | ast.AnnAssign):
        calls = {ast.unparse(one.func) for one in ast.walk(statement) if isinstance(one, ast.Call)}
        return bool(calls - {"Column", "frozenset", "re.compile", "spoken"})
    return not isinstance(statement, ast.Import | ast.ImportFrom | ast.FunctionDef | ast.ClassDef)


def test_every_page_begins_with_its_guard():
    """A page that were served by address alone must still refuse before it shows or asks anything."""
    assert PAGES
    for path in PAGES:
        early = before_the_guard(path.read_text(encoding="utf-8"))
        assert early is not None, f"{path.name} never asks who looks"
        assert [ast.unparse(one) for one in early if shows_or_asks(one)] == [], path.name


@pytest.mark.parametrize(
    "source",
    [
        "# current_viewer()\nimport streamlit as st\nst.write(1)",
        "st.write(1)\nviewer = current_viewer()",
        "def f():\n    viewer = current_viewer()\n",
        "rows = answer(tasks)\nviewer = current_viewer()",
    ],
)
def test_a_page_without_its_guard_would_be_found(source):
    early = before_the_guard(source)

    assert early is None or any(shows_or_asks(one) for one in early)


UNSCOPED = re.compile(r"\bcore\.")


def unsafe_divisors(code: str) -> list[str]:
    """What the SQL divides by though it may be zero."""
    found = re.findall(r"/\s*([a-z_0-9.]+)", code)
    return [one for one in found if not (one.startswith("nullif") or one[0].isdigit())]


def test_metric_sql_reads_only_scoped_tables():
    assert SQL
    for path in SQL:
        assert not UNSCOPED.search(code_of(path)), path


def test_metric_sql_states_its_grain_first():
    for path in SQL:
        assert path.read_text(encoding="utf-8").startswith("-- "), path


def test_metric_sql_never_divides_by_what_may_be_zero():
    for path in SQL:
        assert unsafe_divisors(code_of(path)) == [], path


def is_run(question: Path) -> bool:
    """Tell whether a module beside the SQL file *question* runs it: the one of its name, or one that names it."""
    own = question.with_suffix(".py")
    is_own = own.exists() and 'with_suffix(".sql")' in own.read_text(encoding="utf-8")
    return is_own or any(
        f'"{question.name}"' in one.read_text(encoding="utf-8") for one in question.parent.glob("*.py")
    )


def questions_in(code: str) -> list[str]:
    """The texts of *code* that are SQL."""
    return [
        node.value
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        and re.match(r"\s*(select\b.+\bfrom|with\s+\w+\s+as\s*\()", node.value, re.IGNORECASE | re.DOTALL)
    ]  # fmt: skip


def test_every_sql_file_is_run_by_a_module_beside_it():
    houses = ("data_loaders", "desk", "ui")
    for path in [*SQL, *(question for house in houses for question in (ROOT / house).rglob("*.sql"))]:
        assert is_run(path), path


def test_questions_stand_in_sql_files():
    """Outside the store a question is a file, so that it can be read, tried and moved alone."""
    for house in ("metrics", "data_loaders", "desk", "access", "reports", "ui", "pages"):
        for path in sorted((ROOT / house).rglob("*.py")):
            assert questions_in(path.read_text(encoding="utf-8")) == [], path


def test_an_orphan_and_a_question_in_the_code_would_be_found(tmp_path):
    (tmp_path / "found.py").write_text('_SQL = Path(__file__).with_suffix(".sql")', encoding="utf-8")
    (tmp_path / "asks.py").write_text('_SQL = _HERE / "named.sql"', encoding="utf-8")

    assert [is_run(tmp_path / name) for name in ("lost.sql", "found.sql", "named.sql")] == [False, True, True]

    asked = (
        'rows("select code\\nfrom core.task"); rows(f"with a as (select 1) select {b}"); say("select one")'
    )
    assert len(questions_in(asked)) == 2


# Where the clock may be read: what a person does, and what a visit sees, have a moment.
SQL_CLOCK = re.compile(r"\b(now|current_date|current_timestamp|today)\b")
CLOCK = re.compile(r"\b(date\.today|datetime\.(now|today|utcnow))\(")
READS_THE_CLOCK = {"store/written/application.py", "store/disk/marker.py", "ui/visit/looking.py"}


def test_the_clock_is_read_in_one_place_for_what_people_do_and_one_for_what_they_see():
    for path in SQL:
        assert not SQL_CLOCK.search(code_of(path)), path
    for house in ("domain", "store", "data_loaders", "metrics", "desk", "access", "reports", "ui", "pages"):
        for path in (ROOT / house).rglob("*.py"):
            reads = CLOCK.search(path.read_text(encoding="utf-8"))
            assert not reads or path.relative_to(ROOT).as_posix() in READS_THE_CLOCK, path


def test_sql_outside_the_scope_a_bare_division_and_the_clock_would_be_found():
    assert UNSCOPED.search("select * from core.task") and not UNSCOPED.search("select * from scoped.task")
    assert unsafe_divisors("a / b, a/ nullif(b, 0), a / 100.0") == ["b"]
    assert SQL_CLOCK.search("where day < current_date") and not SQL_CLOCK.search("where day < $as_of")
    assert CLOCK.search("datetime.now(ZONE)") and CLOCK.search("date.today()") and not CLOCK.search("clock()")


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
