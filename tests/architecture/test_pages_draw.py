"""Pages only draw: what works out words, rows or states stands beside its story in ui, where a test can import it."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# What Streamlit gives besides drawing.
READING = {"query_params", "session_state", "cache_data", "cache_resource", "context", "secrets"}
# Who looks, and what was asked: it ends a visit that may not be, and draws nothing otherwise.
NOT_DRAWN = {"ui.visit.looking", "ui.visit.session"}


def functions(text: str) -> dict[str, ast.FunctionDef]:
    return {node.name: node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)}


def names_in(node: ast.AST) -> set[str]:
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


def taken_from_ui(text: str) -> dict[str, tuple[str, str]]:
    found = {}
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "ui":
            found |= {one.asname or one.name: (node.module or "", one.name) for one in node.names}
    return found


def uses_streamlit(node: ast.AST) -> bool:
    return any(
        isinstance(one, ast.Attribute)
        and isinstance(one.value, ast.Name)
        and one.value.id == "st"
        and one.attr not in READING
        for one in ast.walk(node)
    )


def drawing_in_ui() -> set[tuple[str, str]]:
    """Every function of ui that draws, itself or through another, by module and name."""
    texts = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts): path.read_text(encoding="utf-8")
        for path in (ROOT / "ui").glob("*/*.py")
    }
    rooms = {
        name: (functions(text), taken_from_ui(text)) for name, text in texts.items() if name not in NOT_DRAWN
    }
    drawing = {
        (room, name) for room, (own, _) in rooms.items() for name, node in own.items() if uses_streamlit(node)
    }
    while True:
        # A room that hands on what it took from another is a door to it.
        more = {
            (room, name) for room, (_, taken) in rooms.items() for name in taken if taken[name] in drawing
        }
        more |= {
            (room, name)
            for room, (own, _) in rooms.items()
            for name, node in own.items()
            if any((room, one) in drawing for one in names_in(node))
        }
        if more <= drawing:
            return drawing
        drawing |= more


def drawing_nothing(page: str, drawing: set[tuple[str, str]]) -> set[str]:
    """Functions of a page's text that draw nothing, neither themselves nor through another."""
    own, taken = functions(page), taken_from_ui(page)
    draws = {
        name
        for name, node in own.items()
        if "st" in names_in(node) or any(taken.get(one) in drawing for one in names_in(node))
    }
    while more := {name for name, node in own.items() if name not in draws and names_in(node) & draws}:
        draws |= more
    return set(own) - draws


def test_pages_only_draw():
    drawing = drawing_in_ui()
    found = {
        path.stem: names
        for path in sorted((ROOT / "pages").glob("*.py"))
        if (names := drawing_nothing(path.read_text(encoding="utf-8"), drawing))
    }

    assert found == {}, "move it beside its story in ui and test it there"


def test_a_function_that_draws_nothing_is_seen():
    page = (
        "import streamlit as st\n"
        "from ui.pieces.components import finding\n"
        "def words(row):\n    return row['a']\n"
        "def draw(row):\n    finding(words(row))\n"
        "def draw_both(row):\n    draw(row)\n"
        "def button():\n    return st.button('x')\n"
    )

    assert drawing_nothing(page, drawing_in_ui()) == {"words"}


TABLES = {"st.table", "st.dataframe", "st.data_editor"}


def tables_without_download(code: str) -> set[str]:
    """Functions that draw a table and offer no file of it."""
    found = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.FunctionDef):
            called = {ast.unparse(one.func) for one in ast.walk(node) if isinstance(one, ast.Call)}
            if called & TABLES and not called & {"table_download", "words_download"}:
                found.add(node.name)
    return found


def test_every_table_is_there_as_a_file():
    of_grid = {"_rows", "_choosable_rows"}  # `grid` puts the buttons beside its search
    for house in ("pages", "ui"):
        for path in sorted((ROOT / house).rglob("*.py")):
            assert tables_without_download(path.read_text(encoding="utf-8")) <= of_grid, path


def test_a_table_without_its_file_is_seen():
    code = "def a():\n    st.table(x)\ndef b():\n    st.dataframe(x)\n    table_download(x)\n"

    assert tables_without_download(code) == {"a"}


# What answers for whoever looks now; when a file is made, nobody does.
OF_THE_VISIT = {
    "current_viewer", "reader", "department", "as_of", "today", "moment", "build_id", "answer", "metric", "is_past",
}  # fmt: skip


def asked_too_late(text: str) -> list[int]:
    """Lines on which what makes a downloaded file asks who looks, or on which day."""
    return [
        lambda_.lineno
        for call in ast.walk(ast.parse(text))
        if isinstance(call, ast.Call)
        for given in call.keywords
        if given.arg == "data" and isinstance(lambda_ := given.value, ast.Lambda)
        for one in ast.walk(lambda_.body)
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Name) and one.func.id in OF_THE_VISIT
    ]


def test_what_makes_a_file_asks_nothing_of_the_visit():
    """A file is made after the page, for no session: it would be made for whoever is the first to be thought of."""
    found = {
        path.relative_to(ROOT).as_posix(): lines
        for folder in ("pages", "ui")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if (lines := asked_too_late(path.read_text(encoding="utf-8")))
    }

    assert found == {}


def test_a_file_that_asks_too_late_is_found():
    assert asked_too_late("st.download_button('a', data=lambda: made(home, current_viewer()))") == [1]
    assert asked_too_late("st.download_button('a', data=lambda: made(home, viewer))") == []
