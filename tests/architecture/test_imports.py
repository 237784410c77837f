"""Imports point one way, and the libraries stay in their rooms."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OURS = {"dashboard", "access", "data_loaders", "desk", "domain", "metrics", "pages", "reports", "store", "ui"}

MAY_IMPORT = {
    "dashboard": {"access", "ui"},
    "pages": {"ui", "reports", "desk", "metrics", "data_loaders", "domain"},
    "ui": {"desk", "metrics", "store", "access", "data_loaders", "domain"},
    "reports": {"desk", "metrics", "store", "domain"},
    "desk": {"metrics", "data_loaders", "store", "domain"},
    "metrics": {"store", "domain"},
    "data_loaders": {"store", "domain"},
    "access": {"store", "domain"},
    "store": {"domain"},
    "domain": set(),
}

# The floors of each house, from the ground up: a package may import those before it, never one after it.
FLOORS = {
    "domain": ("program", "wording", "agency", "counted", "said", "clauses", "rules", "sets"),
    "store": ("disk", "builds", "written", "current", "upkeep"),
    "metrics": ("asking", "limits", "counts", "progress", "pace", "criteria", "points", "plan"),
    "data_loaders": (
        "received", "containers", "declared", "values", "tables", "sense", "extracts", "intake", "publishing",
    ),
    "ui": ("look", "charts", "visit", "pieces", "changes", "deadlines", "index", "points", "intake", "people"),
}  # fmt: skip
ROOMS_ON_A_FLOOR = 12

ALLOWED_IN = {
    "streamlit": {"dashboard", "ui", "pages"},
    "starlette": {"access"},
    "duckdb": {"store"},
    "plotly": {"ui"},
}


def sources(layer: str) -> list[Path]:
    single = ROOT / f"{layer}.py"
    return [single] if single.exists() else sorted((ROOT / layer).rglob("*.py"))


def imports_of(path: Path) -> set[str]:
    """Top-level names of everything *path* imports, also inside functions."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("layer", sorted(MAY_IMPORT))
def test_imports_point_one_way(layer):
    files = sources(layer)
    assert files, f"{layer} has no code"
    for path in files:
        assert imports_of(path) & OURS <= MAY_IMPORT[layer] | {layer}, path


@pytest.mark.parametrize("library", sorted(ALLOWED_IN))
def test_libraries_stay_in_their_rooms(library):
    for layer in set(MAY_IMPORT) - ALLOWED_IN[library]:
        for path in sources(layer):
            assert library not in imports_of(path), path


def test_the_domain_needs_nothing_but_the_standard_library_and_holidays():
    import sys

    for path in sources("domain"):
        assert imports_of(path) <= set(sys.stdlib_module_names) | {"domain", "holidays"}, path


def test_nothing_imports_a_page():
    for layer in set(MAY_IMPORT) - {"pages"}:
        for path in sources(layer):
            assert "pages" not in imports_of(path), path


def test_pages_never_use_the_dear_way_to_draw():
    """plotly.express costs five times a graph object on every rerun (decision 11)."""
    for layer in ("pages", "ui"):
        for path in sources(layer):
            assert "plotly.express" not in path.read_text(encoding="utf-8"), path


def floors_imported(path: Path, house: str) -> set[str]:
    """Packages of *house* that *path* imports from, also inside functions."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module] if node.module != house else [f"{house}.{a.name}" for a in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        found |= {name.split(".")[1] for name in names if name.startswith(f"{house}.")}
    return found


@pytest.mark.parametrize("house", sorted(FLOORS))
def test_every_room_is_on_a_floor_that_the_order_names(house):
    folders = {path.name for path in (ROOT / house).iterdir() if (path / "__init__.py").exists()}
    loose = {path.name for path in (ROOT / house).glob("*.py")} - {"__init__.py", "__main__.py", "main.py"}

    assert folders == set(FLOORS[house])
    assert loose == set()


@pytest.mark.parametrize(
    ("house", "floor"), [(house, floor) for house in sorted(FLOORS) for floor in FLOORS[house]]
)
def test_no_arrow_points_up_inside_a_house(house, floor):
    order = FLOORS[house]
    allowed = set(order[: order.index(floor) + 1])
    rooms = sorted((ROOT / house / floor).glob("*.py"))

    assert 2 <= len(rooms) <= ROOMS_ON_A_FLOOR + 1, f"{house}/{floor}"
    for path in rooms:
        assert floors_imported(path, house) <= allowed, path


# Whoever opens a build names the moment: the run of a page, a command, an act of writing. All else is given a reader.
OPENERS = {"open_reader", "open_current", "open_build", "current", "reader_on"}
MAY_OPEN = {
    "metrics": {"metrics/__main__.py"},
    "reports": {"reports/__main__.py"},
    "pages": set(),
    "ui": {"ui/visit/asked.py", "ui/visit/looking.py", "ui/visit/read_answers.py"},
    "desk": {
        "desk/corrections.py",
        "desk/keeping.py",
        "desk/setting/changes.py",
        "desk/setting/year_turn.py",
    },
}


def opened_in(path: Path) -> set[str]:
    """Names of `OPENERS` that *path* takes from the store, also through its modules."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module in (
            "store.current.warehouse",
            "store.current.pointer",
            "store.current.reading_on",
        ):
            found |= {alias.name for alias in node.names} & OPENERS
        if isinstance(node, ast.ImportFrom) and node.module == "store.current":
            found |= {alias.name for alias in node.names} & {"warehouse", "pointer"}
    return found


@pytest.mark.parametrize("layer", sorted(MAY_OPEN))
def test_one_run_reads_one_build(layer):
    """A question below a page never opens a build: between two openings another may have been published."""
    for path in sources(layer):
        name = path.relative_to(ROOT).as_posix()
        assert name in MAY_OPEN[layer] or not opened_in(path), name


def test_the_exceptions_to_one_build_still_open_one():
    for name in set().union(*MAY_OPEN.values()):
        assert opened_in(ROOT / name), name


def tables_taken(path: Path) -> set[str]:
    """What *path* takes of the application database beside the hour: its tables, its connections."""
    return {
        alias.name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "store.written.application"
        for alias in node.names
    } - {"now", "OFFICE_TIME"}


@pytest.mark.parametrize("layer", sorted(OURS - {"store", "desk"}))
def test_only_the_desk_and_the_store_touch_what_people_wrote(layer):
    for path in sources(layer):
        assert tables_taken(path) == set(), path
        assert "sqlalchemy" not in imports_of(path), path


def test_a_table_taken_elsewhere_would_be_found():
    assert tables_taken(ROOT / "store" / "written" / "decided.py") == {
        "evidence",
        "override",
        "rule_confirmation",
    }


def modules_imported(tree: ast.AST, known: set[str]) -> set[str]:
    """Those of the *known* modules that a module imports, also inside functions or for types alone."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found & known


def in_circles(arrows: dict[str, set[str]]) -> set[str]:
    """The modules left when whatever imports nothing that is left has been taken away, again and again."""
    left = dict(arrows)
    while ends := {one for one, wanted in left.items() if not wanted & set(left)}:
        left = {one: wanted for one, wanted in left.items() if one not in ends}
    return set(left)


def test_no_modules_import_each_other_in_a_circle():
    paths = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for house in sorted(OURS - {"dashboard"})
        for path in sources(house)
    }
    arrows = {
        name: modules_imported(ast.parse(path.read_text(encoding="utf-8")), set(paths)) - {name}
        for name, path in paths.items()
    }

    assert in_circles(arrows) == set()


def test_a_circle_is_seen():
    assert in_circles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": set()}) == {"a", "b", "c"}
    assert modules_imported(ast.parse("def f():\n    from a import b"), {"a", "a.b", "c"}) == {"a", "a.b"}


def test_an_arrow_hidden_inside_a_function_would_be_found(tmp_path):
    hidden = tmp_path / "room.py"
    hidden.write_text("def f():\n    import streamlit.web\n    from metrics.plan import calls\n")

    assert imports_of(hidden) == {"streamlit", "metrics"}
    assert not imports_of(hidden) & OURS <= MAY_IMPORT["store"] | {"store"}
