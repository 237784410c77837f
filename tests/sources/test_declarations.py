"""Do the declarations agree with the warehouse, with each other and with what is written about them?"""

import re

import pytest

from data_loaders.declared.declarations import kinds
from data_loaders.sense.kind_checks import _CHECKS
from data_loaders.values.typed import _TYPES
from domain.counted.source_shape import TITLE, TITLE_AGENCY
from domain.program.places import ROOT
from domain.said.issues import issue_words

SCHEMA = (ROOT / "store" / "schema.sql").read_text(encoding="utf-8")
DESIGN_CODES = [
    "invalid_date",
    "ambiguous_date",
    "invalid_number",
    "unknown_department",
    "several_lead_departments",
    "missing_value",
    "duplicate_key",
    "wrong_field_count",
    "illegal_character",
    "done_before_assigned",
    "done_in_the_future",
    "status_contradicts_date",
    "deadline_before_assigned",
    "implausible_year",
    "score_above_maximum",
    "formula_without_value",
    "dossier_not_found",
    "points_do_not_add_up",
    "carried_down",
    "text_converted",
    "code_damaged_by_excel",
    "hidden_content",
]


def table_columns(table: str) -> set[str]:
    body = re.search(rf"create table core\.{table} \((.*?)\n\);", SCHEMA, re.DOTALL)
    assert body, table
    return set(re.findall(r"^    (\w+) ", body[1], re.MULTILINE))


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.name)
def test_every_declared_column_is_in_the_warehouse(kind):
    declared = {name for name, column in kind.columns.items() if not column.is_virtual}

    assert declared <= table_columns(kind.table)


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.name)
def test_every_declaration_can_be_carried_out(kind):
    assert {column.type.partition(":")[0] for column in kind.columns.values()} <= set(_TYPES)
    assert {name for group in kind.needs for name in group} <= set(kind.columns) | {
        "status",
        TITLE,
        TITLE_AGENCY,
    }
    spellings = [heading for column in kind.columns.values() for heading in set(column.headings)]
    assert sorted(spellings) == sorted(set(spellings)), "one heading names two columns"


def test_every_further_check_is_for_a_kind_that_exists():
    assert set(_CHECKS) <= set(kinds())


def test_every_kind_has_its_paragraph():
    text = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
    for name in kinds():
        assert f"\n## {name}\n" in text, name


def test_every_issue_code_of_the_contract_is_worded():
    assert set(DESIGN_CODES) <= set(issue_words())
    for words in issue_words().values():
        assert words.what_vi and words.remedy_vi.endswith("."), words.code
