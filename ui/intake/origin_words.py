"""Which number is traced, and what is said of it, of its rows and of their cells?"""

from datetime import datetime
from typing import Any

from data_loaders.publishing.provenance import CellValue, Origin, origin
from domain.claim import Claim
from domain.departments import department_name
from domain.formats import NBSP, count, day, is_known, moment
from domain.obligations import RECORDS
from metrics.asking.rows import first_record
from metrics.progress.completion import claims
from ui.look.markup import escape
from ui.look.words import OBLIGATIONS, UNITS, person_words
from ui.pieces.row_choice import words_of
from ui.visit.session import answer, as_of, instance, metric, reader


def number_on_show(obligation: str, code: str | None) -> dict[str, Any]:
    """Required and done of the number on show."""
    table = metric("completion")
    found = table[(table["obligation"] == obligation) & (table["department_code"] == (code or "TOTAL"))]
    return first_record(found) or {"required": None, "done": None}


def may_say(obligation: str, code: str | None) -> Claim:
    """What may be said of the number on show."""
    return answer(claims, as_of=as_of()).get((code or "TOTAL", obligation), Claim(None, None))


def origin_headline(obligation: str, number: dict[str, Any], said: Claim) -> str:
    """The number in words."""
    done, required = number["done"], number["required"]
    if not (is_known(done) and is_known(required)):
        return f"{OBLIGATIONS[obligation]}: chưa có dữ liệu đến ngày{NBSP}{day(as_of())}"
    if not required and said.unread:
        return f"{OBLIGATIONS[obligation]}: {said.unread_words}, chưa biết có phát sinh hay không"
    if not required:
        return f"{OBLIGATIONS[obligation]}: không phát sinh đến ngày{NBSP}{day(as_of())}"
    return (
        f"{said.share} = {count(done)} / {count(required)} {UNITS[obligation]} {RECORDS[obligation].done_vi},"
        f" đến ngày{NBSP}{day(as_of())}{f'; {said.unread_words}' if said.unread else ''}"
    )


def loaded_words(person: str, loaded_at: datetime) -> str:
    """Who loaded a file, and when."""
    return f"{person_words(person)} nạp lúc {moment(loaded_at)}"


def cell_line(cell: CellValue) -> str:
    """One cell as a line: heading and place origin_at the left, the value used origin_at the right."""
    value = words_of(cell.column, list_words(cell.value))
    if cell.is_corrected:
        value = f"{value} (đính chính; trong tệp: {cell.value_read or 'trống'})"
    place = cell.place.rsplit("!", 1)[-1]
    return (
        f'<li class="cc-block-line"><span>{escape(cell.heading)} · {escape(place)}</span>'
        f"<span>{escape(value)}</span></li>"
    )


def list_words(value: Any) -> Any:
    """Several departments of one cell by their names; any other value as it is."""
    return ", ".join(department_name(str(one)) for one in value) if isinstance(value, list | tuple) else value


def origin_at(import_id: str, sheet: str, source_row: int) -> Origin | None:
    """The origin of one place, within the viewer's scope."""
    return origin(instance().home, reader(), import_id=import_id, sheet=sheet, source_row=source_row)
