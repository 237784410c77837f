"""One name for one thing (docs/phat-trien.md): rows, bytes, and the day of the figures."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOUSES = ("domain", "store", "data_loaders", "metrics", "desk", "access", "reports", "ui", "pages")

# A row of a sheet, of a database, of an answer: each has one definition, and whoever needs it takes it from there.
ROWS = {"data_loaders/tables/plain_rows.py", "store/records.py", "metrics/asking/rows.py"}
# What still defines its own. Names only ever leave these lists.
OWN_ROWS = {"data_loaders/sense/wide_table.py", "pages/bao_cao.py", "pages/nhac_viec.py"}
# What is asked about a day that is not one of the figures: a moment, a step of a count, a day of standing in.
OTHER_DAYS = {
    "metrics/limits/campaigns.py: countdown",
    "metrics/pace/throughput.py: _working_day",
    "store/accounts.py: represented",
}

# A file on its way has one name at each step, wherever it is handed on.
ON_THE_WAY = {
    "Received": "received",
    "StagedFile": "staged",
    "Extract": "extract",
    "ExtractedTable": "table",
    "Reading": "reading",
    "FileReport": "report",
    "Refusal": "refusal",
    "Choice": "choice",
}


def trees(*houses: str) -> dict[str, ast.Module]:
    return {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for house in houses
        for path in sorted((ROOT / house).rglob("*.py"))
    }


def defines_row(tree: ast.Module) -> bool:
    return any(
        isinstance(node, ast.Assign) and [ast.unparse(one) for one in node.targets] == ["Row"]
        for node in tree.body
    )


def taking(tree: ast.Module, names: set[str], kind: str) -> set[str]:
    """Functions with a parameter of one of *names* whose annotation speaks of *kind*."""
    return {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        for one in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
        if one.arg in names and one.annotation and kind in ast.unparse(one.annotation)
    }


def test_a_row_is_defined_once_for_each_thing_that_has_rows():
    assert {path for path, tree in trees(*HOUSES).items() if defines_row(tree)} == ROWS | OWN_ROWS


def test_the_day_of_the_figures_is_as_of():
    found = {
        f"{path}: {name}"
        for path, tree in trees("store", "metrics", "reports").items()
        for name in taking(tree, {"on", "day", "date_of", "at_day"}, "date")
    }

    assert found == OTHER_DAYS, "call it as_of; never lengthen the list"


def test_what_tells_bytes_apart_is_sha256():
    found = {
        f"{path}: {name}"
        for path, tree in trees(
            "domain", "store", "data_loaders", "metrics", "desk", "access", "reports"
        ).items()
        for name in taking(tree, {"digest", "checksum", "fingerprint", "sha"}, "str")
    }

    assert found == set()


def called_otherwise(tree: ast.Module) -> set[str]:
    """Functions to which a step of the way of a file is handed under another name; two of one kind are before and after."""
    return {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        for one in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
        if one.annotation
        and (name := ON_THE_WAY.get(ast.unparse(one.annotation).strip("'").removesuffix(" | None")))
        and one.arg not in (name, "before", "after")
    }


def test_a_file_on_its_way_has_one_name_at_each_step():
    found = {
        path: called_otherwise(tree)
        for path, tree in trees("store", "data_loaders", "desk", "ui", "pages").items()
    }

    assert {path: names for path, names in found.items() if names} == {}
    assert called_otherwise(ast.parse("def f(one: Reading | None): ...\ndef g(reading: Reading): ...")) == {
        "f"
    }


def test_another_name_is_seen():
    tree = ast.parse(
        "Row = dict\n"
        "def f(digest: str) -> None: ...\n"
        "def g(reader, *, day: date | None) -> None: ...\n"
        "def h(as_of: date, sha256: str, day: str) -> None: ...\n"
    )

    assert defines_row(tree) and not defines_row(ast.parse("from a import Row"))
    assert taking(tree, {"digest"}, "str") == {"f"}
    assert taking(tree, {"day"}, "date") == {"g"}


def plain_numbers_put_into_texts(tree: ast.Module) -> list[int]:
    """Lines of f-strings into which a number or numbers as written are put, as an undoubled ``{1,40}`` of a pattern is."""
    return [
        part.lineno
        for part in ast.walk(tree)
        if isinstance(part, ast.FormattedValue) and isinstance(part.value, ast.Constant | ast.Tuple)
    ]


def test_a_repetition_in_a_pattern_is_one():
    assert plain_numbers_put_into_texts(ast.parse('p = rf"[a-z]{1,40}{N}"')) == [1]
    assert plain_numbers_put_into_texts(ast.parse('p = rf"[a-z]{{1,40}}{N}"')) == []

    found = {name: plain_numbers_put_into_texts(tree) for name, tree in trees(*HOUSES).items()}
    assert {name: lines for name, lines in found.items() if lines} == {}


# One name, one question, asked on several floors: a chart of a figure, the template of a paper, a service that checks the
# right before it asks, a kind of file that is read, a part of a rule's form. Names only ever leave these lists.
SAME_QUESTION = {
    "add", "burn_up", "check", "content_of", "create_token", "end_helper", "end_sessions", "extract_of", "funnel",
    "heat_table", "load_libraries", "publish", "put", "read", "rebuild", "redo", "revoke_token", "run",
    "settle_department", "tokens", "undo", "zipped", "apology_letter", "apology_list", "apology_slip", "evidence_pack",
    "explanation", "one_page", "reminder_letter", "self_score_sheet", "summary_report", "year_basis", "pages_of",
}  # fmt: skip
# What still answers two questions under one name.
OTHER_QUESTIONS = {
    "column", "day", "headline", "index", "matching", "moment", "number", "proof_words", "settle", "signatures", "word_bytes",
}  # fmt: skip


def functions_named_alike() -> set[str]:
    """Public functions of one name in several modules; a page draws what is its own, a migration goes up and down."""
    places: dict[str, set[str]] = {}
    for path, tree in trees(*HOUSES).items():
        if path.startswith(("pages/", "store/migrations/")) or path.endswith("__main__.py"):
            continue
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith(("_", "draw_")):
                places.setdefault(node.name, set()).add(path)
    return {name for name, paths in places.items() if len(paths) > 1 and name != "main"}


def test_functions_of_one_name_answer_one_question():
    assert functions_named_alike() == SAME_QUESTION | OTHER_QUESTIONS
