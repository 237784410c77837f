"""Which number is traced, and what is said of it, of its rows and of their cells?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import pandas as pd

from data_loaders.publishing.provenance import CellValue, FileBehind, Origin, origin
from domain.agency.departments import department_name
from domain.agency.office import office, spoken
from domain.counted.obligations import RECORDS, TRACED, Obligation
from domain.said.claim import Claim
from domain.said.explained import Explained, RowBehind
from domain.wording.formats import NBSP, count, day, is_known, moment
from metrics.asking.rows import first_record, records
from metrics.asking.rules import rule_in_force
from metrics.progress.completion import claims
from metrics.progress.rows_behind import share_of_dossiers
from ui.index.index_leaf import file_lines
from ui.look.markup import escape
from ui.look.tables import unit_name
from ui.look.words import person_words
from ui.pieces.row_choice import words_of
from ui.visit.session import answer, as_of, build_id, instance, metric, reader


def number_on_show(obligation: str, code: str | None) -> dict[str, Any]:
    """Required and done of the number on show."""
    if obligation not in RECORDS:
        said = may_say(obligation, code)
        return {"required": said.required, "done": said.done}
    table = metric("completion")
    found = table[(table["obligation"] == obligation) & (table["department_code"] == (code or "TOTAL"))]
    return first_record(found) or {"required": None, "done": None}


def may_say(obligation: str, code: str | None) -> Claim:
    """What may be said of the number on show."""
    if obligation not in RECORDS:
        return answer(share_of_dossiers, share=obligation, as_of=as_of(), department=code)
    return answer(claims, as_of=as_of()).get((code or "TOTAL", obligation), Claim(None, None))


def origin_headline(obligation: str, number: dict[str, Any], said: Claim) -> str:
    """The number in words."""
    done, required = number["done"], number["required"]
    if not (is_known(done) and is_known(required)):
        return f"{TRACED[obligation].label_vi}: chưa có dữ liệu đến ngày{NBSP}{day(as_of())}"
    if not required and said.unread:
        return f"{TRACED[obligation].label_vi}: {said.unread_words}, chưa biết có phát sinh hay không"
    if not required:
        return f"{TRACED[obligation].label_vi}: không phát sinh đến ngày{NBSP}{day(as_of())}"
    record = TRACED[obligation]
    return (
        f"{said.share} = {count(done)} / {count(required)} {record.unit_vi} {record.done_vi},"
        f" đến ngày{NBSP}{day(as_of())}{f'; {said.unread_words}' if said.unread else ''}"
    )


def formula_lines(obligation: str, number: Mapping[str, Any]) -> list[str]:
    """The fraction in words, and which rule decides who counts."""
    record = TRACED[obligation]
    said = [f"**Tử số**: {record.unit_vi} {record.done_vi}.", f"**Mẫu số**: {record.counted_vi}."]
    if is_known(number.get("vanished")) and number.get("vanished"):
        said.append(
            f"Trong mẫu số có {count(number['vanished'])} {record.unit_vi} không còn trong bản xuất mới;"
            f" vẫn tính đến khi {office().gathering_name} xác nhận."
        )
    if record.rule:
        rule = rule_in_force(record.rule, as_of())
        said.append(f"Quy tắc áp dụng từ ngày {day(rule['in_force_from'])}. Căn cứ: {rule['authority']}.")
    return said


def explaining(
    obligation: str, code: str | None, rows: pd.DataFrame, files: Sequence[FileBehind]
) -> Callable[[], Explained]:
    """
    What makes the number on show ready for paper: whose it is, headline, formula, rows and files, in the words of the page.

    Everything that depends on who looks and on which day is asked now: a file is made later, when nobody looks.
    """
    record, number = TRACED[obligation], number_on_show(obligation, code)
    headline = origin_headline(obligation, number, may_say(obligation, code))
    whose = department_name(code) if code else spoken("{whole_words}")
    named = headline if headline.startswith(record.label_vi) else f"{record.label_vi}: {headline}"
    told = Explained(
        f"{named} ({whose})",
        formula_lines(obligation, number),
        (),
        file_lines(files),
        as_of(),
        build_id() or "",
    )
    return lambda: replace(told, rows=[_row_behind(record, row) for row in records(rows)])


def _row_behind(record: Obligation, row: Mapping[str, Any]) -> RowBehind:
    code = row["department_code"]
    return RowBehind(
        record.short_vi, row["number"] or "", row["title"] or "", unit_name(code),
        "Đạt" if row["is_done"] else "Chưa", f"{row['sheet']}, dòng{NBSP}{row['source_row']}",
    )  # fmt: skip


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
