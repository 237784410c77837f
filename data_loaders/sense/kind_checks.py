"""What follows from a row as a whole, and does it contradict itself?"""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from data_loaders.declared.statuses import is_in_part, status_of
from data_loaders.sense.code_tree import PlacedCode, codes_of_fields, failing_sums, placed_codes, readings
from data_loaders.tables.titles import TableTitle
from data_loaders.values import cells
from data_loaders.values.criterion_codes import name_without_code
from data_loaders.values.typed import NOT_APPLICABLE, Table
from domain.agency.own_agency import is_own_agency
from domain.clauses.rule_lines import rule_in_name
from domain.counted.index_names import NAMES, index_at_level, index_named, kind_of_index
from domain.sets.outside_scale import Line, is_outside_by_name, outside_codes, stated_cap
from domain.wording.text import clean, fold_words

_SIGNED_FILE = re.compile(r"\.(?:l|ld)?signed\.pdf\b", re.IGNORECASE)
_FINISHED_TASK = {"completed", "archived"}
_OPEN_TASK = {"not_started", "in_progress", "returned"}
_FINISHED_DOSSIER = {"finished", "returned"}
_YEAR, _USUAL_WAIT = 365, 31  # days
_ROUNDING = Decimal("0.06")  # between the printed parts and the printed total
# What a register of apologies asks for: without the column nobody is judged by it.
_REGISTER_ASKS_FOR = {
    "has_reason_column": "reason",
    "has_rescheduled_column": "rescheduled_to",
    "has_signer_column": "signer",
    "has_published_column": "published_at",
    "has_place_column": "published_where",
}
_SCORES = ("self_score", "appraised_1", "appraised_2", "survey_score", "final_score")


def check_rows(table: Table, title: TableTitle) -> None:
    """Fill what follows from other columns of the row and report its contradictions."""
    further = _CHECKS.get(table.kind.name)
    if further is not None:
        further(table, title)


def values_of(table: Table, name: str) -> list[Any]:
    """The typed values of a column; nothing throughout when the sheet has none."""
    return table.values.get(name) or [None] * len(table.rows)


def _tasks(table: Table, title: TableTitle) -> None:
    del title
    _flag_from_date(table, "is_reported", "reported_date")
    _flag_from_date(table, "is_archived", "archived_date")
    _flags_from_status(table)
    _dates_in_order(table, "assigned_date", "completed_date", "due_date")
    if not table.has("completed_date"):
        _say_finished_without_day(table, _FINISHED_TASK)
        return
    pairs = enumerate(zip(values_of(table, "status"), values_of(table, "completed_date"), strict=True))
    for position in [n for n, (status, done) in pairs if status in (_OPEN_TASK if done else _FINISHED_TASK)]:
        if table.values["completed_date"][position] or position not in table.bad:
            table.report(position, "status_contradicts_date", "status_text")


def _say_finished_without_day(table: Table, finished: set[str]) -> None:
    """Say how many rows are done by their words in a sheet without a day of it: they count as not done."""
    said = sum(status in finished for status in values_of(table, "status"))
    if said:
        table.report(None, "finished_without_day", "status_text", value=said)


def _flag_from_date(table: Table, flag: str, day: str) -> None:
    """A sheet with the day alone says yes where there is one."""
    if not table.has(flag) and table.has(day):
        table.values[flag] = [value is not None for value in table.values[day]]


def _flags_from_status(table: Table) -> None:
    """Without columns of their own, reporting and archiving are what the status says, if it ever says so."""
    statuses = values_of(table, "status")
    for flag, meaning in (("is_reported", {"reported", "archived"}), ("is_archived", {"archived"})):
        if flag not in table.values and any(status in meaning for status in statuses):
            table.values[flag] = [status in meaning for status in statuses]


def _dates_in_order(table: Table, start: str, end: str, due: str) -> None:
    """Report an end or a limit before the start, and an end after the day of the export."""
    starts, ends, dues = (_days(values_of(table, name)) for name in (start, end, due))
    as_of = table.as_of or date.max
    for position in [n for n, (a, b) in enumerate(zip(starts, ends, strict=True)) if a and b and b < a]:
        table.report(position, "done_before_assigned", end)
    for position in [n for n, b in enumerate(ends) if b and b > as_of]:
        table.report(position, "done_in_the_future", end)
    for position in [n for n, (a, d) in enumerate(zip(starts, dues, strict=True)) if a and d and d < a]:
        table.report(position, "deadline_before_assigned", due)
    _say_years_apart(table, start, due)


def _say_years_apart(table: Table, first: str, second: str) -> None:
    """Remark on a day whole years and a few weeks after another one: the year of one of them may be a slip."""
    days = zip(_days(values_of(table, first)), _days(values_of(table, second)), strict=True)
    for position in [n for n, (a, b) in enumerate(days) if a and b and _are_years_apart(a, b)]:
        table.report(position, "year_in_doubt", second)


def _are_years_apart(first: date, second: date) -> bool:
    """
    Tell days like 08/11/2023 and 15/11/2024, which would be a week apart in one year.

    >>> day = date(2023, 11, 8)
    >>> [_are_years_apart(day, other) for other in (date(2024, 11, 15), date(2025, 11, 8), date(2024, 6, 30))]
    [True, True, False]
    """
    years, rest = divmod((second - first).days, _YEAR)
    return years > 0 and rest <= _USUAL_WAIT


def _days(values: list[Any]) -> list[date | None]:
    if datetime not in set(map(type, values)):
        return values
    return [value.date() if isinstance(value, datetime) else value for value in values]


def _summary(table: Table, title: TableTitle) -> None:
    """A row without a person speaks for its department; parts that exceed their whole are said."""
    del title
    persons = values_of(table, "person")
    table.values["person"] = [clean(name) if name else None for name in persons]
    _add_up(table, "completed_on_time", "completed_on_time", "completed_early")
    for whole, *parts in (
        ("completed", "completed_on_time", "completed_late"),
        ("total", "completed", "open_total"),
    ):
        if not table.has(whole):
            _add_up(table, whole, *parts)
    for name in ("completed", "completed_on_time", "completed_late", "not_reported", "not_archived"):
        _refuse_part_above_whole(table, name, "total")
    for whole, *parts in _SUMMED:
        _remark_parts_unlike_whole(table, whole, *parts)


_SUMMED = (
    ("total", "completed_on_time", "completed_late", "open_in_time", "open_overdue"),
    ("total", "completed", "open_total"),
    ("completed", "completed_on_time", "completed_late"),
    ("open_total", "open_in_time", "open_overdue"),
)


def _remark_parts_unlike_whole(table: Table, whole: str, *parts: str) -> None:
    """Say of a row that its parts, all of them given, are not the whole that stands beside them."""
    if not all(table.has(name) for name in (whole, *parts)):
        return
    for position in table.positions():
        stated, *counted = (table.values[name][position] for name in (whole, *parts))
        if stated is not None and None not in counted and sum(counted) != stated:
            value = f"{stated} ≠ {' + '.join(map(str, counted))}"
            table.report(position, "points_do_not_add_up", whole, value=value)


def _add_up(table: Table, whole: str, *parts: str) -> None:
    """Fill *whole* with the sum of *parts* where the sheet has them all; unknown where one of them is."""
    if not all(part in table.values for part in parts):
        return
    rows = zip(*(table.values[part] for part in parts), strict=True)
    table.values[whole] = [None if None in row else sum(row) for row in rows]


def _refuse_part_above_whole(table: Table, part: str, whole: str) -> None:
    """A part larger than its whole would be a share above 100 %: such a row is not taken."""
    if not (table.has(part) and whole in table.values):
        return
    for position, (some, every) in enumerate(zip(table.values[part], table.values[whole], strict=True)):
        if some is not None and every is not None and some > every:
            value = f"{some} > {every}"
            table.report(position, "points_do_not_add_up", part, value=value, level="error")


def _work_files(table: Table, title: TableTitle) -> None:
    del title
    _dates_in_order(table, "opened_date", "closed_date", "due_date")
    for position, (status, closed) in enumerate(
        zip(values_of(table, "status"), values_of(table, "closed_date"), strict=True)
    ):
        if table.has("closed_date") and closed and status == "open":
            table.report(position, "status_contradicts_date", "status_text")


def _dossiers(table: Table, title: TableTitle) -> None:
    del title
    if table.has("apology_number"):
        _refuse_words_as_number(table, "apology_number")
    finished, returned = values_of(table, "finished_at"), values_of(table, "returned_at")
    ends = [first or second for first, second in zip(finished, returned, strict=True)]
    end = "finished_at" if table.has("finished_at") else "returned_at"
    kept = table.values.get(end)
    table.values[end] = ends
    _dates_in_order(table, "received_at", end, "promised_at")
    table.values[end] = kept if kept is not None else [None] * len(ends)
    if not (table.has("finished_at") or table.has("returned_at")):
        _say_finished_without_day(table, _FINISHED_DOSSIER)
        return
    for position, (status, last) in enumerate(zip(values_of(table, "status"), ends, strict=True)):
        is_over = status in _FINISHED_DOSSIER
        is_running = status in {
            "in_progress",
            "registered",
            "accepted",
            "waiting_supplement",
            "waiting_payment",
        }
        if (is_over and not last and position not in table.bad) or (is_running and last):
            table.report(position, "status_contradicts_date", "status_text")


def _dossier_counts(table: Table, title: TableTitle) -> None:
    """Remark on a procedure whose resolved dossiers are not those on time and those late."""
    del title
    for name in ("on_time", "resolved_late"):
        _refuse_part_above_whole(table, name, "resolved")
    _remark_parts_unlike_whole(table, "resolved", "on_time", "resolved_late")


def _refuse_words_as_number(table: Table, name: str) -> None:
    """A number without any digit is none: "Đang trình ký" is no apology; what is not understood is said."""
    for position, text in enumerate(values_of(table, name)):
        if not text or any(c.isdigit() for c in text):
            continue
        table.values[name][position] = None
        if cells.read_flag(text)[0] is not False:
            table.report(position, "invalid_value", name, value=text)


def _empty_where_denied(table: Table, name: str) -> None:
    """ "Chưa ký" is no signer and "Không đăng" no place."""
    for position, text in enumerate(values_of(table, name)):
        if text and cells.read_flag(text)[0] is False:
            table.values[name][position] = None


def _apologies(table: Table, title: TableTitle) -> None:
    del title
    if table.has("apology_number"):
        _refuse_words_as_number(table, "apology_number")
    for name in ("signer", "published_where"):
        _empty_where_denied(table, name)
    for later in ("finished_at", "apology_date"):
        _say_years_apart(table, "promised_at", later)
    for flag, asked in _REGISTER_ASKS_FOR.items():
        table.values[flag] = [table.has(asked)] * len(table.rows)


def _outgoing(table: Table, title: TableTitle) -> None:
    """Signed when every signature column says so; without one, when a file bears the suffix of signing."""
    del title
    signatures = [
        name for name in ("signature_text", "leader_signature", "agency_signature") if table.has(name)
    ]
    files = values_of(table, "file_name")
    if signatures:
        read = [[_signature(value) for value in table.values[name]] for name in signatures]
        _say_signatures_unknown(table, signatures, read)
        table.values["is_signed"] = [_all_signed(row) for row in zip(*read, strict=True)]
        if not table.has("signed_at"):
            table.values["signed_at"] = [
                _latest(moment for _, moment in row) for row in zip(*read, strict=True)
            ]
        if "signature_text" not in signatures:
            texts = zip(*(table.values[name] for name in signatures), strict=True)
            table.values["signature_text"] = ["; ".join(filter(None, row)) or None for row in texts]
    elif table.has("signed_at"):
        table.values["is_signed"] = [moment is not None for moment in table.values["signed_at"]]
    elif table.has("file_name"):
        table.values["is_signed"] = [bool(name and _SIGNED_FILE.search(name)) for name in files]
    _dates_in_order(table, "-", "issued_date", "-")


_Signature = tuple[bool | None, datetime | None]
_UNSIGNED = (
    "cho",
    "trinh",
    "tu choi",
    "ky tay",
    "ky giay",
    "ky tuoi",
    "ky truc tiep",
    "ban giay",
    "van ban giay",
)
_SIGNED = re.compile(
    r"\b(?:ky so|da ky|da so|chu ky|ky dien tu|ky boi|vgca|token|sim|usb|lanh dao|co quan|to chuc)\b|\d"
)
_BROKEN = re.compile(
    r"\b(?:khong hop le|het han|het hieu luc|loi|that bai|thu hoi|huy|chua|khong|mot phan)\b"
)


def _say_signatures_unknown(table: Table, names: list[str], read: list[list[_Signature]]) -> None:
    for name, signatures in zip(names, read, strict=True):
        for position in [n for n, (signed, _) in enumerate(signatures) if signed is None]:
            table.report(position, "invalid_value", name, value=table.values[name][position])


def _all_signed(row: tuple[_Signature, ...]) -> bool | None:
    """Signed where every signature is there; not known where none is missing and one is not understood."""
    if any(signed is False for signed, _ in row):
        return False
    return None if any(signed is None for signed, _ in row) else True


def _is_person(text: str) -> bool:
    """Tell a name or an office, each word of which begins with a capital: "PTB Bùi Văn Thử"."""
    words = [word for word in re.split(r"[\s.,;()\-]+", text) if word]
    return 1 < len(words) <= 8 and all(word[0].isupper() for word in words)


_SOME_OF = re.compile(r"(?<![\d/])(?<!ngày )([0-4])\s*/\s*([1-5])(?![\d/])", re.IGNORECASE)


def _is_short_of(text: str) -> bool:
    """Tell a share of the signatures that is not the whole: "1/2", "50%"; a day of the month is none."""
    found = _SOME_OF.search(text)
    return is_in_part(text) or (found is not None and found[1] != found[2])


def _signed_by_words(text: str) -> bool | None:
    words = fold_words(text)
    if any(f"{words} ".startswith(f"{beginning} ") for beginning in _UNSIGNED):
        return False
    if _BROKEN.search(words) or text.strip().isdigit():
        return None
    return True if _SIGNED.search(words) or _is_person(text) else None


def _signature(text: str | None) -> _Signature:
    """Whether the cell says signed, by a word, a name, a time or a file, and when; None for words not understood."""
    if not text:
        return False, None
    signed, day, code = cells.read_flag(text)
    if code:
        signed = _signed_by_words(text)
    if signed and _is_short_of(text):
        signed = None
    moment = re.search(
        r"\d{1,2}:\d{2}(?::\d{2})?\s+\d{1,2}/\d{1,2}/\d{4}|\d{1,2}/\d{1,2}/\d{4}(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?|\d{4}-\d{2}-\d{2}T[\d:.+Z-]+",
        text,
    )
    at = cells.read_time(moment[0])[0] if moment else None
    return signed, at or (datetime.combine(day, datetime.min.time()) if day else None)


def _latest(moments: Any) -> datetime | None:
    return max((m for m in moments if m), default=None)


def _indicator_set(table: Table, title: TableTitle) -> None:
    """Codes give parents and levels; a base set whose parts do not sum to the whole is refused entirely."""
    size = len(table.rows)
    _part_names_from_codes(table)
    _part_rules_from_names(table)
    _caps_from_names(table)
    codes = codes_of_fields(values_of(table, "code"), values_of(table, "name"), values_of(table, "max_score"))
    is_amendment = title.amends is not None or table.has("action") or title.is_amendment
    table.values["decision"] = [title.decision or table.sheet] * size
    table.values["amends"] = [title.amends] * size
    table.values["in_force_from"] = [title.decision_date or table.as_of] * size
    actions = table.values["action"] = _actions(table, is_amendment)
    names = values_of(table, "name")
    # What is taken away needs no name.
    table.values["name"] = [
        name or (f"Tiêu chí {code}" if act == "remove" else None)
        for name, code, act in zip(names, codes, actions, strict=True)
    ]
    scores = None if is_amendment else values_of(table, "max_score")
    placed = placed_codes(codes, scores)
    _say_other_reading(table, codes, placed)
    table.values["printed_code"] = _printed_codes(values_of(table, "code"), placed)
    table.values["code"] = [one.code for one in placed]
    table.values["parent_code"] = [one.parent for one in placed]
    table.values["level"] = [one.level for one in placed]
    table.values["sort_order"] = list(range(1, size + 1))
    if title.decision is None:
        table.report(None, "decision_not_stated", None, value=table.sheet)
    _share_rules(table)
    # The reading of rules is a third of what a child would load, and a file of tasks has none.
    from data_loaders.sense.rule_faults import report_rule_faults

    report_rule_faults(table)
    if not is_amendment:
        _refuse_unless_sums_match(table)


def _caps_from_names(table: Table) -> None:
    """A bonus or penalty group without points of its own has the most that its words give: "không quá 5 điểm"."""
    names, rules, scores = (values_of(table, name) for name in ("name", "rule_text", "max_score"))
    lines = [Line(None, None, *said) for said in zip(names, scores, rules, strict=True)]
    table.values["max_score"] = [
        stated_cap(line) if line.points is None and is_outside_by_name(line) else line.points
        for line in lines
    ]


def _share_rules(table: Table) -> None:
    """The rule of a group whose parts have none is the rule of each of them; said at every part."""
    rules, parents = values_of(table, "rule_text"), table.values["parent_code"]
    at = {code: position for position, code in enumerate(table.values["code"]) if code}
    groups = {parent for parent in parents if parent in at and rules[at[parent]]}
    for group in groups:
        parts = [position for position, parent in enumerate(parents) if parent == group]
        if any(rules[part] for part in parts):
            continue
        for part in parts:
            rules[part] = rules[at[group]]
            table.report(part, "carried_down", "rule_text", value=group)
        rules[at[group]] = None
    table.values["rule_text"] = rules


def _part_names_from_codes(table: Table) -> None:
    """Where one column holds code and name, the name is what stands after the code."""
    code, name = table.matches.get("code"), table.matches.get("name")
    if code and name and code.letter == name.letter:
        table.values["name"] = [text and name_without_code(text) for text in table.values["name"]]


def _part_rules_from_names(table: Table) -> None:
    """Where a cell holds name and rule in lines of their own, and the rule has no other cell, each takes its part."""
    names, rules = values_of(table, "name"), values_of(table, "rule_text")
    parted = [
        rule_in_name(name) if name and not rule else (name, rule)
        for name, rule in zip(names, rules, strict=True)
    ]
    if parted == list(zip(names, rules, strict=True)):
        return
    table.values["name"], table.values["rule_text"] = map(list, zip(*parted, strict=True))
    table.matches.setdefault("rule_text", table.matches["name"])


def _actions(table: Table, is_amendment: bool) -> list[str | None]:
    if not is_amendment:
        return [None] * len(table.rows)
    words = values_of(table, "action")
    read = [status_of(text, "amendment") if text else None for text in words]
    return [action or "change" for action in read]


def _say_other_reading(table: Table, codes: list[str | None], placed: list[PlacedCode]) -> None:
    """Remark once that the numbering alone would have placed the codes another way; the sums decided."""
    usual = readings(codes)[0]
    if usual == placed:
        return
    differ = next(place for place, (one, other) in enumerate(zip(usual, placed, strict=True)) if one != other)
    value = f"{codes[differ]} thuộc {placed[differ].parent or 'cấp đầu'}, không thuộc {usual[differ].parent or 'cấp đầu'}"
    table.report(differ, "tree_by_sums", "code", value=value)


def _printed_codes(printed: Sequence[str | None], placed: Sequence[PlacedCode]) -> list[str | None]:
    """What the decision prints where its codes begin anew and the path tells them apart; None where both are one."""
    return [said if said != one.code else None for said, one in zip(printed, placed, strict=True)]


def _refuse_unless_sums_match(table: Table) -> None:
    """Codes that come twice refuse the set; sums that fail are said at their rows, and the load waits for a look."""
    codes, scores = values_of(table, "code"), values_of(table, "max_score")
    _refuse_codes_that_repeat(table, codes)
    known = {code for code in codes if code}
    parents, levels = table.values["parent_code"], table.values["level"]
    for position, (code, parent) in enumerate(zip(codes, parents, strict=True)):
        if parent and parent not in known:
            table.report(position, "unknown_parent", "code", value=code)
    placed = [PlacedCode(*one) for one in zip(codes, parents, levels, strict=True)]
    apart = _outside(table, placed)
    given = [
        None if n in table.bad or code in apart else score
        for n, (code, score) in enumerate(zip(codes, scores, strict=True))
    ]
    for one in failing_sums(placed, given):
        value = f"{_comma(one.whole)} ≠ {' + '.join(map(_comma, one.parts))}"
        table.report(one.place, "points_do_not_add_up", "max_score", value=value)
    if table.bad:
        for position in table.positions():
            if position not in table.bad:
                table.report(position, "table_not_loaded", None)


def _outside(table: Table, placed: list[PlacedCode]) -> frozenset[str]:
    """The codes of bonus and penalty groups, whose points are no part of the set's."""
    columns = (values_of(table, name) for name in ("name", "max_score", "rule_text"))
    return outside_codes(
        Line(one.code, one.parent, *said) for one, *said in zip(placed, *columns, strict=True)
    )


def _refuse_codes_that_repeat(table: Table, codes: list[str | None]) -> None:
    """The first row of a code stands; what stands under a later one belongs to no known criterion."""
    seen: set[str] = set()
    for position, code in enumerate(codes):
        if code in seen and position not in table.bad:
            table.report(position, "duplicate_key", "code")
        elif code:
            seen.add(code)


def _comma(number: Decimal) -> str:
    return f"{number:f}".replace(".", ",")


def _indicator_scores(table: Table, title: TableTitle) -> None:
    maxima = values_of(table, "max_score")
    _part_names_from_codes(table)
    placed = placed_codes(values_of(table, "code"), maxima)
    table.values["code"] = [one.code for one in placed]
    apart = _outside(table, placed)
    table.values["year"] = _years(table, title)
    table.values["round"] = [_round(table, title)] * len(table.rows)
    table.values["is_not_applicable"] = [
        _says_not_applicable(table, position) for position in table.positions()
    ]
    for name in _SCORES:
        for position, score in enumerate(values_of(table, name)):
            if placed[position].code in apart:
                continue  # a group outside the points has a cap, and a penalty a sign
            if score is not None and maxima[position] is not None and score > maxima[position]:
                table.report(position, "score_above_maximum", name)
            elif score is not None and score < 0:
                table.report(position, "invalid_number", name)
    _parents_sum(table, "self_score", placed)
    _parents_sum(table, "max_score", placed)


def _says_not_applicable(table: Table, position: int) -> bool:
    names = ("is_not_applicable", "self_score", "final_score", "appraised_1", "note", "explanation")
    texts = (table.raw[name][position] for name in names if name in table.raw)
    if "is_not_applicable" in table.raw and cells.read_flag(table.raw["is_not_applicable"][position])[0]:
        return True
    return any(isinstance(text, str) and fold_words(text).startswith(NOT_APPLICABLE) for text in texts)


def _parents_sum(table: Table, name: str, placed: list[PlacedCode]) -> None:
    """Remark on a criterion whose points are not the sum of its parts."""
    if not table.has(name):
        return
    apart = _outside(table, placed)
    scores = [
        None if one.code in apart else score for one, score in zip(placed, table.values[name], strict=True)
    ]
    open_parents = {one.parent for one, score in zip(placed, scores, strict=True) if score is None}
    for one in failing_sums(placed, scores):
        if placed[one.place].code not in open_parents:
            value = f"{_comma(one.whole)} ≠ {' + '.join(map(_comma, one.parts))}"
            table.report(one.place, "points_do_not_add_up", name, value=value)


_ROUND_WORDS = (
    ("survey", r"\bxhh\b|xa hoi hoc|khao sat"),
    ("announced", r"cong bo"),
    ("appraised_2", r"tham dinh (?:lan )?2|lan 2|lan hai"),
    ("explained", r"giai trinh"),
    ("appraised_1", r"tham dinh"),
    ("adjustment", r"diem thuong|diem tru\b"),
    ("locked", r"\bchot\b"),
    ("self", r"tu cham|tu danh gia|tu cham diem"),
)
_ROUND_COLUMNS = (
    ("final_score", "announced"),
    ("appraised_2", "appraised_2"),
    ("appraised_1", "appraised_1"),
    ("self_score", "self"),
    ("survey_score", "survey"),
    ("bonus_points", "adjustment"),
    ("penalty_points", "adjustment"),
)


def _round(table: Table, title: TableTitle) -> str:
    """The round that the sheet's name or the title says, else the furthest that has a column with values."""
    for text in (fold_words(table.sheet), fold_words(" ".join(title.lines))):
        for name, words in _ROUND_WORDS:
            if re.search(words, text):
                return name
    for name, meaning in _ROUND_COLUMNS:
        if table.has(name) and any(value is not None for value in table.values[name]):
            return meaning
    return "self"


def _years(table: Table, title: TableTitle) -> list[int | None]:
    """The year of every row: its own cell, else the table's."""
    general = title.year or (table.as_of.year if table.as_of else None)
    return [year or general for year in values_of(table, "year")]


def _shortfalls(table: Table, title: TableTitle) -> None:
    fallback = title.year or (table.as_of.year - 1 if table.as_of else None)
    table.values["year"] = [year or fallback for year in values_of(table, "year")]
    if not table.has("content"):
        table.values["content"] = [cells.read_text(cell)[0] for cell in table.raw.get("code", ())]
    codes = values_of(table, "department_codes")
    table.values["department_codes"] = [named or [] for named in codes]
    table.values["department_code"] = [named[0] if named else None for named in codes]
    maxima, scores, lost = (values_of(table, name) for name in ("max_score", "score", "lost_points"))
    # What was taken off is written with or without its sign: nothing else than a loss can be meant.
    lost = [None if points is None else abs(points) for points in lost]
    table.values["lost_points"] = [
        points if points is not None else (top - got if top is not None and got is not None else None)
        for top, got, points in zip(maxima, scores, lost, strict=True)
    ]
    for position, (top, got, points) in enumerate(zip(maxima, scores, lost, strict=True)):
        if top is not None and got is not None and got > top:
            table.report(position, "score_above_maximum", "score")
        elif top is not None and got is not None and points is not None and top - got != points:
            value = f"{_comma(top)} − {_comma(got)} ≠ {_comma(points)}"
            table.report(position, "points_do_not_add_up", "lost_points", value=value)
        elif top is not None and points is not None and points > top:
            table.report(position, "score_above_maximum", "lost_points")
    _status_from_result(table)


def _status_from_result(table: Table) -> None:
    """Where no status is given, the words of the result may be one."""
    results = values_of(table, "result_text")
    read = [status_of(text, "progress") if text else None for text in results]
    table.values["status"] = [
        given or found for given, found in zip(values_of(table, "status"), read, strict=True)
    ]


def _assignments(table: Table, title: TableTitle) -> None:
    table.values["year"] = _years(table, title)
    table.values["support_codes"] = [named or [] for named in values_of(table, "support_codes")]
    if not table.has("completed_date"):
        return
    for position, (status, done) in enumerate(
        zip(values_of(table, "status"), values_of(table, "completed_date"), strict=True)
    ):
        if done and table.as_of and done > table.as_of:
            table.report(position, "done_in_the_future", "completed_date")
        if done and status in {"not_started", "in_progress", "needs_evidence"}:
            table.report(position, "status_contradicts_date", "status_text")


_WHOLE_ROWS = frozenset(
    {
        "tong cong",
        "tong",
        "cong",
        "tong so",
        "tong diem",
        "chi so chung",
        "chi so tong hop",
        "toan bo",
        "chung",
        "tong chung",
        "tong hop chung",
        "hai long chung",
        "muc do hai long chung",
        "chi so hai long chung",
        "ket qua chung",
    }
)


def _index_results(table: Table, title: TableTitle) -> None:
    if title.year is None and not (table.has("year") or any(values_of(table, "year"))):
        table.report(None, "year_not_stated", None, value=table.as_of.year if table.as_of else None)
    table.values["year"] = _years(table, title)
    size = len(table.rows)
    table.values["kind"] = [table.kind.name] * size
    if not table.has("agency"):
        table.values["agency"] = [title.agency] * size
    table.values["component"] = [_component(name) for name in values_of(table, "component")]
    table.values["index_name"] = _index_names(table, title)
    _share_of_points(table)
    _points_of_components(table)
    _percents_of_fractions(table)
    _refuse_lone_fractions(table)
    _refuse_second_own(table)
    _remark_ranks_against_scores(table)
    for position, (rank, of) in enumerate(
        zip(values_of(table, "rank"), values_of(table, "of_agencies"), strict=True)
    ):
        if rank is not None and of is not None and rank > of:
            table.report(position, "invalid_number", "rank")
    for position, score in enumerate(values_of(table, "score")):
        if score is not None and not 0 <= score <= 100:
            table.report(position, "score_above_maximum" if score > 100 else "invalid_number", "score")


def _percents_of_fractions(table: Table) -> None:
    """ "0,854" of every agency is an index of 85,4 %: no list is of those with less than one percent."""
    scores, parts = values_of(table, "score"), values_of(table, "component")
    whole = [score for score, part in zip(scores, parts, strict=True) if score is not None and not part]
    if not whole or not 0 < max(whole) <= 1 or any(score is not None and score > 1 for score in scores):
        return
    table.values["score"] = [None if score is None else score * 100 for score in scores]
    table.report(None, "index_from_fraction", "score")


_CLEARLY_PERCENT = 20  # no index of an agency is a fiftieth of another's


def _refuse_lone_fractions(table: Table) -> None:
    """ "0,89" between values such as 92,15 is a cell that lost its percent format: nobody knows, so it is not taken."""
    scores = values_of(table, "score")
    for rows in _alike(table, "component"):
        if max((scores[row] for row in rows if scores[row] is not None), default=0) > _CLEARLY_PERCENT:
            for row in rows:
                if scores[row] is not None and 0 < scores[row] <= 1:
                    table.report(row, "fraction_among_percents", "score")


def _alike(table: Table, *names: str) -> Iterable[list[int]]:
    """Positions of the rows that say the same in the columns *names*, group by group."""
    found: dict[tuple[Any, ...], list[int]] = {}
    for position, key in enumerate(zip(*(values_of(table, name) for name in names), strict=True)):
        found.setdefault(key, []).append(position)
    return found.values()


def _points_of_components(table: Table) -> None:
    """Parts that add up to the index of every agency are points out of an unknown maximum, and no percents."""
    scores, parts, points = (
        values_of(table, "score"),
        values_of(table, "component"),
        values_of(table, "points"),
    )
    of_parts = []
    for here in _alike(table, "index_name", "year", "agency"):
        whole = [scores[position] for position in here if not parts[position]]
        inside = [position for position in here if parts[position] and points[position] is None]
        known = [scores[position] for position in inside if scores[position] is not None]
        if len(known) < 3 or len(whole) != 1 or whole[0] is None or abs(sum(known) - whole[0]) > _ROUNDING:
            return
        of_parts += inside
    for position in of_parts:
        points[position], scores[position] = scores[position], None
    table.values["points"], table.values["score"] = points, scores
    if of_parts:
        table.report(None, "components_in_points", "score")


def _refuse_second_own(table: Table) -> None:
    """A list that names our agency twice, under two names, does not say which result is ours."""
    agencies = values_of(table, "agency")
    for positions in _alike(table, "index_name", "year", "component"):
        own = [position for position in positions if is_own_agency(agencies[position] or "")]
        if len({fold_words(agencies[position]) for position in own}) > 1:
            for position in own[1:]:
                table.report(position, "duplicate_key", "agency")


def _remark_ranks_against_scores(table: Table) -> None:
    """Remark on a better score with a worse rank; lists that rank several groups apart are left alone."""
    scores, ranks = values_of(table, "score"), values_of(table, "rank")
    for positions in _alike(table, "index_name", "year", "component"):
        known = [p for p in positions if scores[p] is not None and ranks[p] is not None]
        firsts = {scores[p] for p in known if ranks[p] == min(ranks[q] for q in known)}
        if len(firsts) != 1:
            continue
        for place in known:
            if any(scores[place] > scores[other] and ranks[place] > ranks[other] for other in known):
                table.report(place, "rank_against_score", "rank")


def _component(name: str | None) -> str:
    """The component as printed; the total of an agency's components is the index itself."""
    words = fold_words(name or "")
    return "" if words in _WHOLE_ROWS or (words.startswith("tong") and kind_of_index(words)) else name or ""


def _index_names(table: Table, title: TableTitle) -> list[str]:
    """The index of every row, and among whom it is ranked by what title, heading and agency say."""
    heading = table.matches["agency"].heading if table.has("agency") else ""
    whole = " | ".join([*title.lines, heading])
    names = [index_named(name) if name else NAMES[table.kind.name] for name in values_of(table, "index_name")]
    agencies = values_of(table, "agency")
    return [index_at_level(name, agency or "", whole) for name, agency in zip(names, agencies, strict=True)]


def _share_of_points(table: Table) -> None:
    """Where only points out of another maximum than 100 are given, the index is their share; it is said once."""
    scores, maxima = values_of(table, "score"), values_of(table, "max_points")
    points = values_of(table, "points")
    changed = False
    for position, (score, top) in enumerate(zip(scores, maxima, strict=True)):
        if score is None or not top or top == 100 or points[position] is not None:
            continue
        if "%" in (table.matches["score"].heading if table.has("score") else ""):
            continue
        points[position] = score
        scores[position] = round(score * 100 / top, 4)
        changed = True
    table.values["points"], table.values["score"] = points, scores
    if changed:
        table.report(None, "index_from_points", "score")


# Only kinds with something to say that no declaration can say.
_CHECKS: dict[str, Callable[[Table, TableTitle], None]] = {
    "hpnet_tasks": _tasks,
    "hpnet_summary": _summary,
    "work_files": _work_files,
    "dossiers": _dossiers,
    "dossier_counts": _dossier_counts,
    "apologies": _apologies,
    "outgoing_documents": _outgoing,
    "indicator_set": _indicator_set,
    "indicator_scores": _indicator_scores,
    "shortfalls": _shortfalls,
    "assignments": _assignments,
    "sipas": _index_results,
    "ddci": _index_results,
    "par_results": _index_results,
}
