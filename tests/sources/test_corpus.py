"""Does every file of the corpus come out as counted by hand, and does no row get lost?"""

from collections import Counter
from decimal import Decimal

import pytest

from data_loaders.declared.outcome import Extract, ExtractedTable
from data_loaders.extracts.extract import extract
from data_loaders.received.limits import Limits
from data_loaders.received.sheets import Sheet, read_workbook
from domain.program.errors import RefusedFileError
from tests.sources.corpus import CASES, Case, Expected


def extracted(one: Case) -> tuple[Extract, list[Sheet]]:
    book = read_workbook(one.content(), limits=Limits())
    return extract(book, file_name=one.file_name, options=one.options), book.sheets


@pytest.mark.parametrize("one", [c for c in CASES if not c.refused], ids=lambda c: c.name)
def test_a_file_comes_out_as_counted_by_hand(one: Case):
    result, sheets = extracted(one)

    assert (result.choice.what if result.choice else None) == one.choice
    assert dict(result.sheets_skipped) == one.sheets_skipped
    assert [t.kind for t in result.tables] == [t.kind for t in one.tables]
    for table, expected in zip(result.tables, one.tables, strict=True):
        compare(table, expected)
        conserve(table, next(sheet for sheet in sheets if sheet.name == table.sheet), len(result.tables))


@pytest.mark.parametrize("one", [c for c in CASES if c.refused], ids=lambda c: c.name)
def test_a_file_of_no_known_kind_is_refused(one: Case):
    with pytest.raises(RefusedFileError) as refusal:
        extracted(one)

    assert refusal.value.code == one.refused


def test_the_corpus_has_the_size_that_was_promised():
    assert len(CASES) >= 60
    assert len({one.name for one in CASES}) == len(CASES)


def compare(table: ExtractedTable, expected: Expected) -> None:
    codes = Counter(issue.code for issue in table.issues)
    assert (table.accepted_rows, table.rejected_rows) == (expected.accepted, expected.rejected), codes
    assert codes == Counter(expected.codes)
    assert table.as_of == expected.as_of
    whys = Counter(why for _, why in table.skipped if why not in ("title", "header"))
    assert whys == Counter(expected.skipped), table.skipped
    for name, values in expected.values.items():
        assert table.frame[name] == [Decimal(str(v)) if isinstance(v, float) else v for v in values], name


def conserve(table: ExtractedTable, sheet: Sheet, tables: int) -> None:
    """Every row that is not blank is data or skipped, never both; rejected rows have an error, accepted none."""
    skipped = [row for row, _ in table.skipped]
    # A row with a column for each year or component gives several results.
    taken = [*dict.fromkeys(table.frame["source_row"]), *(one.row for one in table.rejected)]
    assert table.accepted_rows + table.rejected_rows == table.data_rows == len(taken)
    assert len(set(skipped)) == len(skipped) and not set(skipped) & set(taken)
    if tables == 1:
        filled = {
            number
            for number, row in zip(sheet.row_numbers, sheet.rows, strict=True)
            if any(v is not None and str(v).strip() for v in row)
        }
        assert set(skipped) | set(taken) == filled
    errors = {issue.row for issue in table.issues if issue.severity == "error"}
    assert errors == {one.row for one in table.rejected}
    assert all(len(values) == len(table.frame["source_row"]) for values in table.frame.values())
