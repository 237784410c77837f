"""One number or criterion on paper: how it is formed, its rows with their cells, the files and who loaded them."""

from dataclasses import asdict
from datetime import datetime

from domain.said.explained import Explained
from domain.wording.formats import NBSP, count, day, moment
from reports.drafting import Context, numbered, shortened
from reports.rendering import template_bytes, word_bytes

MOST_ROWS = 500
"""Rows of the table; what is beyond stands in the Excel file of the page, and the paper says how many."""


def explanation(told: Explained, *, made_at: datetime | None = None) -> bytes:
    """Return what *told* says as a Word document."""
    return word_bytes(template_bytes("explanation"), _context(told), made_at=made_at)


def _context(told: Explained) -> Context:
    lines, beyond = [line.replace("**", "") for line in told.lines], len(told.rows) - MOST_ROWS
    if beyond > 0:
        lines.append(
            f"Bảng in {count(MOST_ROWS)} dòng đầu; còn {count(beyond)}{NBSP}dòng trong tệp Excel của trang."
        )
    return {
        "subject": told.subject,
        "lines": lines,
        "rows_title": f"Dòng số liệu ({count(len(told.rows))}{NBSP}dòng)",
        "rows": numbered({**asdict(row), "title": shortened(row.title)} for row in told.rows[:MOST_ROWS]),
        "files": numbered(
            {**asdict(file), "moment": moment(file.loaded_at), "rows": count(file.rows)}
            for file in told.files
        ),
        "footer": f"Số liệu đến hết ngày{NBSP}{day(told.as_of)} · Bản công bố {told.build_id}",
    }
