"""Reads many damaged files in one child process."""

from typing import Any

from data_loaders.received.limits import Limits
from data_loaders.received.sheets import read_workbook
from domain.program.errors import RefusedFileError


def read_all(content: bytes, file_name: str, options: list[bytes], limits: Limits) -> list[str]:
    """``loaded``, the code of the refusal, or the name of what should never have come out, per file."""
    return [_read(file, limits) for file in options]


def _read(file: bytes, limits: Limits) -> Any:
    try:
        for sheet in read_workbook(file, limits=limits).sheets:
            assert len(sheet.rows) == len(sheet.row_numbers)
            assert len({len(row) for row in sheet.rows}) <= 1
        return "loaded"
    except RefusedFileError as refusal:
        return refusal.code
    except Exception as mistake:
        import traceback

        return "".join(traceback.format_exception(mistake)[-4:])
