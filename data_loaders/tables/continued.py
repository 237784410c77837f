"""Does a sheet without headings go on with the table of the sheet before it?"""

from collections.abc import Sequence
from dataclasses import replace

from data_loaders.declared.departments_in_files import DepartmentResolver
from data_loaders.received.sheets import Sheet
from data_loaders.tables.fitting import sample_of, share_that_fits
from data_loaders.tables.plain_rows import odd_rows
from data_loaders.tables.sheet_header import Header, SheetText

_FITS = 0.8  # of the filled cells of every column that holds anything but text
_FILLED = 0.5  # of the rows have a key
_LEAST_COLUMNS = 3  # what has fewer is a note and no table


def continued_header(texts: SheetText, header: Header) -> Header | None:
    """The header of the table before as it stands over this sheet; None where the columns do not fit."""
    sheet, key = texts.sheet, header.key_column()
    columns = header.column_indexes()
    rows = sample_of(sheet, 0)
    if key is None or not rows or max(columns.values()) >= len(rows[0]) or header.found.slices:
        return None
    rows = [row for row in rows if _filled(row) >= min(_LEAST_COLUMNS, len(columns))]
    if not rows or sum(row[key] not in ("", None) for row in rows) < len(rows) * _FILLED:
        return None
    if not _all_fit(header, rows) or _is_beside(header, rows):
        return None
    width = len(sheet.rows[0])
    headings = [*header.headings[:width], *[None] * (width - len(header.headings))]
    usual = [index for index in columns.values() if index != key][:3]
    odd = odd_rows(sheet.rows, 0, order=header.order_column, key=key, usual=usual, enough=header.enough())
    return replace(header, top=0, bottom=-1, headings=headings, odd_rows=odd, shifts=[], rivals=[])


def size_of_table(sheet: Sheet) -> str:
    """How many rows and columns the sheet fills, in words; empty where it holds no table."""
    rows = [row for row in sheet.rows if _filled(row) >= _LEAST_COLUMNS]
    return f"{len(rows)} dòng, {max(map(_filled, rows))} cột" if rows else ""


def _all_fit(header: Header, rows: Sequence[Sequence[object]]) -> bool:
    """Tell whether every column of days, numbers, codes or departments holds such; at least two must say so."""
    resolver = DepartmentResolver()
    shares = [
        share_that_fits(header.kind.columns[name], header.kind, [row[index] for row in rows], resolver)
        for name, index in header.column_indexes().items()
    ]
    said = [share for share in shares if share is not None]
    return len(said) >= 2 and min(said) >= _FITS


def _is_beside(header: Header, rows: Sequence[Sequence[object]]) -> bool:
    """Tell whether most cells stand in columns that the table does not have."""
    known = {index for index, heading in enumerate(header.headings) if heading is not None}
    outside = sum(value not in ("", None) for row in rows for n, value in enumerate(row) if n not in known)
    return outside * 2 > sum(map(_filled, rows))


def _filled(row: Sequence[object]) -> int:
    return len(row) - row.count("") - row.count(None)
