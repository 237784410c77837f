"""Every page as one reader of an office has it, with the figures that it says."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from streamlit.testing.v1 import AppTest

from domain.agency.scope import Scope, whole_office
from domain.program.places import office_of
from store.current.warehouse import open_reader
from store.disk.home import Home
from tests.pages.ledger_figures import (
    APART,
    OF_THE_WHOLE,
    Figure,
    Subject,
    cells_said,
    left_said,
    points_said,
    prose,
)
from ui.visit.navigation import entries

ROLES = {"lanh-dao": "leader", "van-phong": "office"}
Reading = tuple[str, str]


def readings(units: tuple[str, ...]) -> list[Reading]:
    """Role, or unit as itself, and the unit looked at ("" is the whole); who gathers comes first and reads the whole."""
    return [
        *[(role, "") for role in ROLES],
        *[("lanh-dao", unit) for unit in units],
        *[(unit, unit) for unit in units[1:]],
    ]


def figures_of(
    home: Path,
    day: date,
    visit: Callable[..., AppTest],
    reading: Reading,
    pages: tuple[str, ...] = (),
    **address: str,
) -> list[Figure]:
    """The figures of all pages in the menu of the reader, or of *pages* alone."""
    role, unit = reading
    asked = {"vai": role, **({"don_vi": unit} if unit else {}), **address}
    with office_of(home):
        of_unit, of_whole = subjects(home, day, reading, use_haircut=address.get("tham_dinh") != "khong")
        return [
            figure
            for name in pages or pages_of(role)
            for figure in of_page(name, visit(name, **asked), of_whole if name in OF_THE_WHOLE else of_unit)
        ]


def pages_of(role: str) -> list[str]:
    """The pages in the menu of *role* whose figures are those of the ledger."""
    menu = entries(ROLES.get(role, "department")).values()
    return [entry.name for group in menu for entry in group if entry.name not in APART]


def subjects(home: Path, day: date, reading: Reading, *, use_haircut: bool) -> tuple[Subject, Subject]:
    """Of whom a page speaks: where it follows the filter, and where it speaks of the whole to who sees that."""
    role, unit = reading
    whole = open_reader(Home(home), whole_office())
    own = whole if role in ROLES else open_reader(Home(home), Scope((unit,)))
    of_unit = Subject(own, whole, day, unit or None, use_haircut)
    return of_unit, Subject(whole, whole, day, None, use_haircut) if role in ROLES else of_unit


def of_page(name: str, app: AppTest, one: Subject) -> list[Figure]:
    """The figures of one page, which speaks of *one*."""
    assert not app.exception, name
    return [*said_in(name, prose(app), one), *cells_said(app, name, one)]


def said_in(name: str, text: str, one: Subject) -> list[Figure]:
    """The figures of the words of one page."""
    return [*points_said(name, text, one.facts), *left_said(name, text, one)]


def wrong(figures: list[Figure]) -> str:
    """Those that are not the ledger's, a line each; empty where all are."""
    return "\n".join(str(figure) for figure in figures if not figure.is_right)
