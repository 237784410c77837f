"""One name for one thing (docs/phat-trien.md): rows, bytes, and the day of the figures."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOUSES = ("domain", "store", "data_loaders", "metrics", "desk", "access", "reports", "ui", "pages")

# A row of a sheet, of a database, of an answer: each has one definition, and whoever needs it takes it from there.
ROWS = {"data_loaders/tables/plain_rows.py", "store/written/records.py", "metrics/asking/rows.py"}
# What still defines its own. Names only ever leave these lists.
OWN_ROWS = {"data_loaders/sense/wide_table.py", "pages/bao_cao.py", "pages/nhac_viec.py"}
# What is asked about a day that is not one of the figures: a moment, a step of a count, a day of standing in.
OTHER_DAYS = {
    "metrics/limits/campaigns.py: countdown",
    "metrics/pace/throughput.py: _working_day",
    "store/written/accounts.py: represented",
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


def public_functions(tree: ast.Module) -> dict[str, ast.FunctionDef]:
    return {
        node.name: node
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith(("_", "draw_"))
        and node.name != "main"
    }


def asked_elsewhere(tree: ast.Module, name: str) -> set[str]:
    """Every ``module.function`` that the function *name* of *tree* calls, under the name it has at home."""
    whole = {
        one.asname or one.name: f"{node.module}.{one.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for one in node.names
    }
    called = [node.func for node in ast.walk(public_functions(tree)[name]) if isinstance(node, ast.Call)]
    return {
        f"{whole[one.value.id]}.{one.attr}"
        for one in called
        if isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name) and one.value.id in whole
    } | {whole[one.id] for one in called if isinstance(one, ast.Name) and one.id in whole}


def dotted(path: str, name: str) -> str:
    return f"{path.removesuffix('.py').replace('/', '.')}.{name}"


def answer_one_question(name: str, places: dict[str, ast.Module]) -> bool:
    """
    Whether functions of one *name* in *places* are one question on several floors (docs/phat-trien.md).

    A table and the chart of it; a paper and the form it is written on; the containers of a file, each read by its own
    ``read``; or each but the lowest asks the next one, as a service does that checks the right first.
    """
    homes = {path.rpartition("/")[0] for path in places}
    here = {dotted(path, name) for path in places}
    asking = [path for path, tree in places.items() if here & asked_elsewhere(tree, name)]
    return (
        (len(places) == 2 and "ui/charts" in homes and any(home.startswith("metrics/") for home in homes))
        or (homes == {"reports"} and len(places) == 2 and "reports/make_templates.py" in places)
        or (homes == {"data_loaders/containers"} and name == "read")
        or len(asking) == len(places) - 1
    )


def functions_named_alike(found: dict[str, ast.Module]) -> dict[str, dict[str, ast.Module]]:
    """Names of public functions in several modules; a page draws what is its own, a migration goes up and down."""
    places: dict[str, dict[str, ast.Module]] = {}
    for path, tree in found.items():
        if path.startswith(("pages/", "store/migrations/")) or path.endswith("__main__.py"):
            continue
        for name in public_functions(tree):
            places.setdefault(name, {})[path] = tree
    return {name: there for name, there in places.items() if len(there) > 1}


def test_functions_of_one_name_answer_one_question():
    alike = functions_named_alike(trees(*HOUSES))

    assert {name: list(there) for name, there in alike.items() if not answer_one_question(name, there)} == {}


def test_a_second_question_under_one_name_is_seen():
    below = ast.parse("def undo(home): ...")
    service = ast.parse("from store.builds import rows\ndef undo(home, viewer): rows.undo(home)")
    straight = ast.parse(
        "from store.builds.rows import undo as of_rows\ndef undo(home, viewer): of_rows(home)"
    )
    stranger = ast.parse("from store.builds import rows\ndef undo(text): rows.other(text)")

    assert list(functions_named_alike({"store/builds/rows.py": below, "desk/rows.py": service})) == ["undo"]
    assert answer_one_question("undo", {"store/builds/rows.py": below, "desk/rows.py": service})
    assert answer_one_question("undo", {"store/builds/rows.py": below, "desk/rows.py": straight})
    assert not answer_one_question("undo", {"store/builds/rows.py": below, "desk/rows.py": stranger})
    assert not answer_one_question(
        "undo", {"store/builds/rows.py": below, "a/b.py": service, "ui/c.py": stranger}
    )
    assert answer_one_question("undo", {"metrics/counts/a.py": below, "ui/charts/b.py": below})
    assert not answer_one_question("undo", {"metrics/counts/a.py": below, "ui/pieces/b.py": below})
