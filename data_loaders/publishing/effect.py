"""What would a load do to the figures that is out of the ordinary, before it is done?"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from data_loaders.declared.declarations import kind_named
from data_loaders.declared.outcome import Choice, Extract, ExtractedTable
from data_loaders.intake.known import active_imports
from data_loaders.intake.reading import Reading
from data_loaders.intake.scores_fit import Maxima, best_fit, known_maxima
from data_loaders.intake.set_faults import amended_under_its_own_number
from data_loaders.publishing.builds import candidate
from data_loaders.publishing.several_days import let_go
from domain.agency.departments import department_name
from domain.agency.scope import whole_office
from domain.agency.unit_changes import how_it_ended
from domain.counted.checked import checked_toml
from domain.counted.rule_shapes import RULE_SHAPES
from domain.program.places import RULES
from domain.said.issues import Issue
from domain.sets.outside_scale import Line, is_outside_by_name, outside_codes, outside_groups
from domain.wording.formats import count, day, points
from domain.wording.text import lower_first
from store.builds.kinds import KINDS
from store.builds.reader import Reader
from store.builds.standing import Standing, newest_loaded_day, rows_standing, stated_scores
from store.current import warehouse
from store.current.pointer import current
from store.current.warehouse import Build
from store.current.years import year_of
from store.disk.home import Home
from store.written.application import now

_SCORES = "indicator_scores"
_POINTS = ("self_score", "appraised_1", "appraised_2", "final_score")
_MOST_SAID = 8  # effects of one file that are named one by one
_MISPRINT = 10  # a printed total that is off by more than one part in so many is no misprint
_HAPPENED = {"completed_date", "finished_at", "returned_at", "closed_date", "apology_date", "reported_date"}
NEVER = "Không công bố được, kể cả khi đã xem: "

Rules = Mapping[str, Any]
Standings = Mapping[tuple[str, str], Standing]


@dataclass(frozen=True, slots=True)
class LoadEffect:
    """
    What is out of the ordinary about one file.

    Attributes:
        held: May be published once somebody has looked.
        impossible: Cannot be true, and is never published.
    """

    held: tuple[str, ...] = ()
    impossible: tuple[str, ...] = ()

    def sentences(self, *, accepted: bool = False) -> list[str]:
        """What still stands in the way, each as a sentence; *accepted* settles what may be true."""
        never = [NEVER + words for words in self.impossible]
        return never if accepted else [*never, *self.held]


@contextmanager
def held_back(home: Home, readings: Sequence[Reading], *, accepted: bool = False) -> Iterator[list[Reading]]:
    """
    *readings* with the files whose effect is out of the ordinary waiting for a look, and the others as they were.

    Each file is held against the build with the files before it that are not held. The build that was
    made for looking lies ready for publishing within, and goes at the end.
    """
    made: list[Build] = []
    try:
        effects = load_effects(home, readings, only_impossible=accepted, made=made)
        yield [_held(one, effects.get(_id(one) or ""), accepted=accepted) for one in readings]
    finally:
        for build in made:
            warehouse.discard(home, build)


def load_effects(
    home: Home,
    readings: Sequence[Reading],
    *,
    only_impossible: bool = False,
    made: list[Build] | None = None,
) -> dict[str, LoadEffect]:
    """
    What is out of the ordinary, by import; files without such an effect are missing.

    *made* takes the builds made on the way; without it they go at once.
    """
    active = active_imports(home)
    fresh = [
        one for one in readings if one.parsed and one.report.status == "loadable" and _id(one) not in active
    ]
    together = [one.extract for one in fresh if one.extract is not None]
    impossible = {str(_id(one)): tuple(_impossible(home, one, together)) for one in fresh}
    held = {} if only_impossible else _held_effects(home, fresh, made)
    found = {key: LoadEffect(held.get(key, ()), words) for key, words in impossible.items()}
    return {key: one for key, one in found.items() if one.held or one.impossible}


def _held(reading: Reading, effect: LoadEffect | None, *, accepted: bool) -> Reading:
    said = effect.sentences(accepted=accepted) if effect else []
    if not said:
        return reading
    return reading.waiting_for(Choice("effect", said))


def wait_where_uncertain(reading: Reading) -> Reading:
    """A file with headings or columns that were read by resemblance waits for a look; any other is as it was."""
    if reading.parsed is None or reading.extract is None:
        return reading
    near = [
        f"{match.letter}: {match.heading}"
        for table in reading.extract.tables
        for match in table.columns.values()
        if match.match == "fuzzy" or any(_is_shift(issue, match.letter) for issue in table.issues)
    ]
    return reading.waiting_for(Choice("column", near)) if near else reading


def _is_shift(issue: Issue, letter: str) -> bool:
    return issue.code == "values_shifted" and issue.letter == letter


def _id(reading: Reading) -> str | None:
    return reading.parsed.import_id if reading.parsed else None


def _held_effects(
    home: Home, fresh: Sequence[Reading], made: list[Build] | None
) -> dict[str, tuple[str, ...]]:
    """Days by themselves; figures all together first, and file by file only where that shows something."""
    rules = _rules()
    held: dict[str, tuple[str, ...]] = {}
    for one in fresh:
        if words := (
            *_failing_sets(one),
            *_odd_days(home, one, rules),
            *_let_go(one, rules),
            *_first_rows_of_ended_units(home, one),
        ):
            held[str(_id(one))] = words
    quiet = [one for one in fresh if str(_id(one)) not in held]
    if not _moved(home, quiet, rules, made):
        return held
    taken: list[Reading] = []
    for one in quiet:
        if words := _moved(home, [*taken, one], rules, made):
            held[str(_id(one))] = words
        else:
            taken.append(one)
    return held


def _rules() -> Rules:
    """The newest limits of `data/rules/load_effect.toml`."""
    rules = checked_toml(RULES / "load_effect.toml", RULE_SHAPES["load_effect"])["rule"]
    return max(rules, key=lambda rule: rule["in_force_from"])


# --- figures ---------------------------------------------------------------------------------------


def _moved(home: Home, fresh: Sequence[Reading], rules: Rules, made: list[Build] | None) -> tuple[str, ...]:
    """How the figures of kinds that are loaded already would move."""
    kinds = sorted({table.kind for one in fresh if one.parsed for table in one.parsed.tables})
    if not fresh or current(home) is None:
        return ()
    before = warehouse.open_reader(home, whole_office())
    known = {kind: newest for kind in kinds if (newest := newest_loaded_day(before, kind))}
    if not known:
        return ()
    build = candidate(home, fresh)
    try:
        before = warehouse.open_current(home, build.beside, whole_office())
        after = warehouse.open_build(build, whole_office(), home)
        found = [
            words for kind, newest in known.items() for words in _of_kind(before, after, kind, newest, rules)
        ]
    finally:
        if made is None:
            warehouse.discard(home, build)
        else:
            made.append(build)
    rest = len(found) - _MOST_SAID
    return (*found[:_MOST_SAID], f"và {count(rest)} thay đổi khác") if rest > 0 else tuple(found)


def _of_kind(before: Reader, after: Reader, kind: str, newest: date, rules: Rules) -> Iterator[str]:
    later = newest_loaded_day(after, kind) or newest
    if kind == _SCORES:
        yield from _index_moves(before, after, newest, later, rules)
    old = rows_standing(before, kind, newest, old_until=newest)
    new = rows_standing(after, kind, later, old_until=newest)
    yield from _moves_of_units(kind, old, new, later, rules) or _moves_of_whole(kind, old, new, rules)
    for place, one in new.items():
        if words := _ended_unit_words(place[0], one.rows - old.get(place, Standing()).rows, later):
            yield f"{kind_named(kind).title_vi}, {_whose(*place)}: {words}"


def _moves_of_units(kind: str, old: Standings, new: Standings, later: date, rules: Rules) -> list[str]:
    return [
        f"{kind_named(kind).title_vi}, {_whose(*place)}: {words}"
        for place, was in old.items()
        for words in _unit_moves(
            was, new.get(place, Standing()), rules, has_ended=how_it_ended(place[0], later) is not None
        )
    ]


def _moves_of_whole(kind: str, old: Standings, new: Standings, rules: Rules) -> list[str]:
    """The same of all units together: a few rows of each may be half of the office's."""
    parts = [part for part in dict.fromkeys(part for _, part in old) if ("", part) not in old]
    return [
        f"{kind_named(kind).title_vi}, {_whose('', part)}: {words}"
        for part in parts
        for words in _unit_moves(_sum_of(old, part), _sum_now(old, new, part), rules, has_ended=False)
    ]


def _sum_now(old: Standings, new: Standings, part: str) -> Standing:
    """What stands of all units; the old rows of a unit that comes for the first time are no surprise."""
    known = {place: one for place, one in new.items() if place in old}
    return replace(_sum_of(new, part), old=_sum_of(known, part).old)


def _sum_of(places: Standings, part: str) -> Standing:
    own = [one for (_, of), one in places.items() if of == part]
    return Standing(*(sum(getattr(one, field.name) for one in own) for field in fields(Standing)))


def _ended_unit_words(code: str, rows: int, as_of: date) -> str:
    """What to look at where *rows* more rows of a table of *as_of* name a unit that had ended by then."""
    change = how_it_ended(code, as_of)
    if rows <= 0 or change is None:
        return ""
    return (
        f"bảng ngày {day(as_of)} ghi {count(rows)} dòng mới ở đơn vị này tuy {lower_first(change.words)}; nạp"
        " thì các dòng ấy tính ở đơn vị cũ, không vào điểm của đơn vị nào. Nếu là của đơn vị mới thì sửa tên trong tệp rồi nạp lại"
    )


def _first_rows_of_ended_units(home: Home, reading: Reading) -> Iterator[str]:
    """The same for the first table of a kind, which stands beside nothing, and for counts, which come whole each time."""
    for table in reading.extract.tables if reading.extract else ():
        if (on := table.as_of) is None:
            continue
        named = Counter(filter(None, table.frame.get("department_code") or ()))
        ended = {code: rows for code, rows in named.items() if how_it_ended(code, on)}
        if ended and _stands_alone(home, table.kind):
            for code, rows in ended.items():
                yield f"{kind_named(table.kind).title_vi}, {department_name(code)}: {_ended_unit_words(code, rows, on)}"


def _stands_alone(home: Home, kind: str) -> bool:
    """Tell whether a table of *kind* comes whole each time, or is the first of its kind."""
    if KINDS[kind].ends == "table" or not current(home):
        return True
    return newest_loaded_day(warehouse.open_reader(home, whole_office()), kind) is None


def _whose(department: str, part: str) -> str:
    named = department_name(department) if department else "cả cơ quan"
    return f"{named} ({part})" if part else named


def _unit_moves(was: Standing, now: Standing, rules: Rules, *, has_ended: bool) -> Iterator[str]:
    vanished, grown, fallen = now.gone - was.gone, now.old - was.old, was.done - now.done
    if vanished >= rules["vanished_rows"] and vanished > was.rows * rules["vanished_share"]:
        yield f"{count(vanished)} trong {count(was.rows)} dòng đã biết không còn trong bảng mới"
    if grown >= rules["grown_rows"] and grown > was.old * rules["grown_share"]:
        yield f"thêm {count(grown)} dòng có ngày không sau kỳ trước, trước đó chỉ có {count(was.old)} dòng"
    is_handed_over = has_ended and not now.rows  # the table of counts of the unit after it holds them
    if not is_handed_over and fallen >= rules["fallen_rows"] and fallen > was.done * rules["fallen_share"]:
        yield f"số đã xong hoặc tổng cộng, con số chỉ tăng, giảm từ {count(was.done)} xuống {count(now.done)}"


def _index_moves(before: Reader, after: Reader, newest: date, later: date, rules: Rules) -> Iterator[str]:
    new = stated_scores(after, later)
    for (year, name), was in stated_scores(before, newest).items():
        old_sum, new_sum = _sum_of_leaves(was), _sum_of_leaves(new.get((year, name), {}))
        if abs(new_sum - old_sum) > rules["index_points"]:
            yield f"Tổng điểm năm {year} ({name}) đổi từ {points(old_sum)} thành {points(new_sum)}"


def _sum_of_leaves(stated: Mapping[str, tuple[Any, Any]]) -> Decimal:
    """The points of the criteria that have no parts."""
    parents = {code.rpartition(".")[0] for code in stated}
    return sum(
        (Decimal(str(got)) for code, (got, _) in stated.items() if got is not None and code not in parents),
        Decimal(0),
    )


# --- days ------------------------------------------------------------------------------------------


def _odd_days(home: Home, reading: Reading, rules: Rules) -> Iterator[str]:
    """A day after today, or far from what the rows say; the first table of a kind has nothing to be held against."""
    if reading.extract is None:
        return
    loaded = current(home) and warehouse.open_reader(home, whole_office())
    for table in reading.extract.tables:
        if table.as_of is None:
            continue
        if table.as_of > now().date():
            yield f"Ngày số liệu {day(table.as_of)} ở sau hôm nay"
        elif closed := year_of(home, table.as_of):
            yield f"Năm {closed.year} đã đóng: tệp ngày {day(table.as_of)} không làm đổi số liệu của năm {closed.year}"
        elif loaded and newest_loaded_day(loaded, table.kind):
            yield from _far_day(table, table.as_of, timedelta(days=rules["day_gap"]))


def _let_go(reading: Reading, rules: Rules) -> Iterator[str]:
    """What the table of a later day in the same file would let vanish."""
    if reading.extract is not None:
        yield from let_go(reading.extract.tables, rows=rules["vanished_rows"], share=rules["vanished_share"])


def _far_day(table: ExtractedTable, as_of: date, most: timedelta) -> Iterator[str]:
    days = sorted(_happened(table))
    if not days:
        return
    newest, middle = days[-1], days[len(days) // 2]
    if as_of - newest > most:
        yield f"Ngày số liệu {day(as_of)} cách ngày mới nhất trong bảng ({day(newest)}) {count((as_of - newest).days)} ngày"
    elif middle > as_of:
        yield f"Quá nửa số ngày trong bảng ở sau ngày số liệu {day(as_of)}, ngày mới nhất là {day(newest)}"


def _happened(table: ExtractedTable) -> Iterator[date]:
    """The days in the table on which something had happened already."""
    for name, column in kind_named(table.kind).columns.items():
        if column.is_past or name in _HAPPENED:
            for value in table.frame.get(name) or ():
                if isinstance(value, date):
                    yield value.date() if isinstance(value, datetime) else value


# --- sets ------------------------------------------------------------------------------------------


def _failing_sets(reading: Reading) -> Iterator[str]:
    """The sums of a set that fail in every reading of its numbering."""
    tables = (
        [table for table in reading.extract.tables if table.kind == "indicator_set"]
        if reading.extract
        else []
    )
    for table in tables:
        rows = set(table.frame["source_row"])
        for issue in table.issues:
            if issue.code == "points_do_not_add_up" and issue.row in rows:
                yield f"Bộ chỉ số, dòng {issue.row}: điểm tối đa không bằng tổng các mục con ({issue.value})"
            elif issue.code == "points_do_not_add_up" and _is_far_apart(str(issue.value)):
                yield (
                    f"Bộ chỉ số, dòng {issue.row}: tổng in trong bảng khác xa tổng các lĩnh vực đọc được ({issue.value});"
                    " cây tiêu chí có thể đã đọc sai cấp"
                )
        yield from _odd_groups(table)


def _is_far_apart(sums: str) -> bool:
    """
    Tell a printed total from which the fields differ by more than a misprint.

    >>> _is_far_apart("100 ≠ 60 + 42"), _is_far_apart("100 ≠ 60 + 60 + 40"), _is_far_apart("100 ≠ 250 (cộng 40 dòng)")
    (False, True, True)
    """
    stated, _, parts = sums.partition(" ≠ ")
    added = sum(Decimal(one.replace(",", ".")) for one in parts.partition(" (")[0].split(" + "))
    whole = Decimal(stated.replace(",", "."))
    return abs(added - whole) > whole / _MISPRINT


def _odd_groups(table: ExtractedTable) -> Iterator[str]:
    """Bonus and penalty groups of a base set that stand inside its points, or beside them without saying how much."""
    lines = list(_lines(table))
    groups = outside_groups(lines)
    apart = {code for group in groups for code in group.codes}
    inside = [str(line.code) for line in lines if is_outside_by_name(line) and line.code not in apart]
    if inside:
        yield (
            f"Bộ chỉ số có mục điểm thưởng, điểm trừ ({', '.join(inside)}) sẽ được cộng vào điểm tối đa của bộ; nếu"
            " quyết định để ngoài thang điểm thì bỏ các dòng ấy khỏi tệp, ghi điểm thưởng, điểm trừ ở bảng tự chấm"
        )
    for group in groups:
        if group.kind == "unclear":
            yield (
                f"Nhóm {group.code} {group.name} không nói rõ dòng nào là thưởng, dòng nào là trừ nên không được"
                " tính; ghi điểm thưởng và điểm trừ thành hai nhóm riêng rồi nạp lại"
            )
        elif group.cap is None:
            yield (
                f"Nhóm {group.code} {group.name} không ghi mức tối đa; điểm của nhóm sẽ không bị chặn, hoặc ghi mức"
                " tối đa vào cột điểm rồi nạp lại"
            )


def _lines(table: ExtractedTable) -> Iterator[Line]:
    """The clauses of a base set, or the rows of a score sheet, as groups outside the points are looked for."""
    codes = table.frame["code"]
    blank = [None] * len(codes)
    names = ("parent_code", "name", "max_score", "rule_text", "amends", "action")
    columns = (table.frame.get(name) or blank for name in names)
    for code, parent, name, most, rule_text, amends, action in zip(codes, *columns, strict=True):
        if not amends and not action:
            yield Line(code, parent or (code or "").rpartition(".")[0] or None, name, most, rule_text)


# --- what cannot be --------------------------------------------------------------------------------


def _impossible(home: Home, reading: Reading, together: Iterable[Extract]) -> Iterator[str]:
    """Points above their maximum in the set that the table follows, a sum above that of the set, an amendment in its place."""
    together = tuple(together)
    for number in amended_under_its_own_number(home, reading.extract, together) if reading.extract else ():
        yield (
            f"Phụ lục sửa đổi mang số {number} của chính bộ chỉ số được sửa đổi, nạp vào thì bộ ấy mất; ghi số, ngày"
            " của quyết định sửa đổi ở tiêu đề rồi nạp lại"
        )
    tables = [table for table in reading.extract.tables if table.kind == _SCORES] if reading.extract else []
    if not tables:
        return
    known = list(known_maxima(home, together))
    for table in tables:
        maxima, _ = best_fit(table, known)
        for name in _POINTS:
            yield from _above(table, name, maxima)


def _is_beyond(value: Decimal, top: Decimal) -> bool:
    """A penalty has a maximum below zero, and is written with a sign or without."""
    return value > top if top >= 0 else abs(value) > abs(top)


def _above(table: ExtractedTable, name: str, maxima: Maxima) -> Iterator[str]:
    stated = dict(zip(table.frame["code"], table.frame.get(name) or [], strict=False))
    got = {code: value for code, value in stated.items() if code and value is not None}
    apart = outside_codes(_lines(table))
    label = kind_named(_SCORES).columns[name].label
    for code, value in got.items():
        tops = [top for top in maxima.get(code, ()) if top is not None]
        if tops and _is_beyond(value, max(tops)):
            yield f"{label} {points(value)} của tiêu chí {code} lớn hơn điểm tối đa {points(max(tops))}"
    whole = _sum_of_leaves(
        {
            code: (max((t for t in tops if t is not None), default=None), None)
            for code, tops in maxima.items()
            if code not in apart
        }
    )
    total = _sum_of_leaves({code: (value, None) for code, value in got.items() if code not in apart})
    if maxima and total > whole:
        yield f"{label} cộng lại là {points(total)}, lớn hơn điểm tối đa {points(whole)} của bộ chỉ số"
