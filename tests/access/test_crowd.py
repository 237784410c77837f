"""Fifty people of all departments at once: nothing that any of their pages hears is of another department."""

import re
import shutil
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache

import pyarrow as pa
import pytest

from desk import keeping, scenarios
from domain.agency.departments import departments, scored_codes
from domain.agency.office import office
from domain.agency.scope import Scope, Viewer, whole_office
from store.current.warehouse import open_reader
from store.disk.home import Home
from store.written.application import now
from tests.access.visiting import Visit, give_accounts, open_pages, serving, session
from ui.visit.navigation import entries

PEOPLE = 50
PAGES_EACH = 2
# Tables whose rows belong to one department each.
TABLES = ("task", "work_file", "outgoing_document", "dossier", "dossier_count", "apology")
_STREAM = b"\xff\xff\xff\xff"
_TOKENS = re.compile(r"[^\s\"'<>,;()\\|=]+")


@pytest.fixture(scope="module")
def home(sample_home, tmp_path_factory) -> Home:
    """The samples, fifty people, and a plan and a promise of every department."""
    made = Home(tmp_path_factory.mktemp("crowd") / "home")
    shutil.copytree(sample_home, made.path)
    units = scored_codes()
    people = [(f"{units[n % len(units)].lower()}.{n}", units[n % len(units)]) for n in range(PEOPLE)]
    give_accounts(made, [(account, "department", (unit,)) for account, unit in people])
    for unit in units:
        clerk = Viewer(unit.lower(), unit, "department", unit, Scope((unit,)))
        scenarios.save_scenario(
            made,
            clerk,
            name=f"Phương án của riêng {unit}",
            as_of=date(2023, 11, 10),
            build_id=None,
            choices={},
        )
        keeping.note_promise(
            made, clerk, department=unit, campaign="2023-11-17", obligation=None, promised_date=now().date(),
            promised_by=f"Người hẹn của {unit}",
        )  # fmt: skip
    return made


@pytest.fixture(scope="module")
def heard(home) -> Iterator[dict[str, list[Visit]]]:
    """What each department's people heard, all at once: every page is open at five departments or more."""
    pages = [
        "" if one.name == "tong_quan" else one.name
        for group in entries("department").values()
        for one in group
    ]
    units, found = scored_codes(), {}
    with serving(home.path) as address:
        owners = {session(home, f"{units[n % len(units)].lower()}.{n}"): n for n in range(PEOPLE)}
        wanted = {
            token: [
                (pages[(n * PAGES_EACH + step + n // len(units)) % len(pages)], "")
                for step in range(PAGES_EACH)
            ]
            for token, n in owners.items()
        }
        for token, visits in open_pages(address, list(owners), wanted).items():
            found.setdefault(units[owners[token] % len(units)], []).extend(visits)
    yield found


def strings(message) -> Iterator[str]:
    """Every text of a message, at any depth, with the cells of its tables one by one."""
    for _, value in message.ListFields():
        many = value if isinstance(value, Iterable) and not isinstance(value, str | bytes) else [value]
        for one in many:
            if isinstance(one, str):
                yield one
            elif isinstance(one, bytes) and one.startswith(_STREAM):
                table = pa.ipc.open_stream(one).read_all()
                yield from (str(cell) for column in table.columns for cell in column.to_pylist())
            elif hasattr(one, "ListFields"):
                yield from strings(one)


def said(visits: list[Visit]) -> tuple[str, frozenset[str]]:
    """All texts of *visits* as one, and their single words and cells."""
    texts = [text for visit in visits for message in visit.messages for text in strings(message)]
    return "\n".join(texts), frozenset(texts).union(*(_TOKENS.findall(text) for text in texts))


@cache
def keys_of(home: Home) -> dict[str, frozenset[str]]:
    """What names rows of one department and of no other."""
    reader, owners = open_reader(home, whole_office()), {}
    for table in TABLES:
        for row in reader.records(f"select distinct business_key, department_code from scoped.{table}"):
            owners.setdefault(str(row["business_key"]), set()).add(row["department_code"])
    sole = {key: next(iter(units)) for key, units in owners.items() if len(units) == 1}
    return {unit: frozenset(key for key, owner in sole.items() if owner == unit) for unit in scored_codes()}


@pytest.mark.parametrize("unit", scored_codes())
def test_nobody_hears_of_another_department(home, heard, unit):
    text, words = said(heard[unit])
    others = [one for one in departments() if one.code != unit and one.is_scored]

    assert not [error for visit in heard[unit] for error in visit.errors]
    assert [one.code for one in others if one.code in words] == []
    # The unit that gathers the figures is spoken of on every page: whom to ask, who confirms.
    named = [one.name_vi for one in others if one.name_vi != office().gathering_name]
    assert [name for name in named if name in text] == []
    assert {
        one.code: sorted(keys_of(home)[one.code] & words)[:5]
        for one in others
        if keys_of(home)[one.code] & words
    } == {}
    assert [one.code for one in others if re.search(rf"(riêng|hẹn của) {one.code}\b", text)] == []


def test_what_is_looked_for_is_there_to_be_found(home, heard):
    """The search would see rows and plans of others, for it sees people's own."""
    found = {unit: said(heard[unit]) for unit in scored_codes()}

    assert sum(bool(keys_of(home)[unit] & words) for unit, (_, words) in found.items()) >= 5
    assert re.search(r"riêng [A-Z]+\b", "\n".join(text for text, _ in found.values()))
