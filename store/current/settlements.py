"""
What does a publication put in force beside its files, and what counts in its place once it is taken out?

Of each cell, spelling and heading the newest word counts that is not taken out with its publication. The record of
a publication (its ``changes``) keeps what stood under each of its words, so that publications go and come back in any order.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import inf
from typing import Any, Literal

import sqlalchemy as sa

from store.disk.home import Home
from store.written.application import OFFICE_TIME, alias, correction, heading, publication, writing
from store.written.corrections import IN_FORCE, same_cell
from store.written.records import Row, change, found, listed

Changes = dict[str, list[dict[str, Any]]]
Leaves = Literal["undone", "waiting"]

_WORDS = {"aliases": alias, "headings": heading}


@dataclass(frozen=True, slots=True)
class Settlement:
    """
    What a person settled about waiting files and wants published with them.

    Attributes:
        fixes: Numbers of waiting corrections.
        aliases: Folded department text to (text as seen, code).
        headings: (kind, folded heading) to (heading as seen, column).
    """

    fixes: tuple[int, ...] = ()
    aliases: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    headings: Mapping[tuple[str, str], tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Records:
    """
    What each publication changed beside its files, while one of them goes or comes back.

    Attributes:
        number: The publication that goes or comes back.
        counting: Numbers of the publications whose words count once it has.
        touched: Numbers of those whose records are others now.
    """

    home: Home
    number: int
    every: Mapping[int, Changes]
    counting: frozenset[int]
    touched: set[int] = field(default_factory=set)

    def fix(self, row: Row) -> dict[str, Any] | None:
        """The record of the correction *row* in its publication; None where it came by itself."""
        made = self.every.get(row["publication"] or 0, {}).get("fixes", ())
        return next((one for one in made if one["id"] == row["id"]), None)

    def saying(
        self, name: str, key: Mapping[str, str], said: Mapping[str, Any] | None, *, below: float = inf
    ) -> "_Word | None":
        """The newest word of *key* that is *said*, of a publication that counts before any other; None where it was settled by itself."""
        made = [
            _Word(number, name, one)
            for number, changes in self.every.items()
            for one in changes.get(name, ())
            if number < below and one["key"] == key and _is_same(said, one["after"])
        ]
        return max(made, key=lambda one: (one.number in self.counting, one.number), default=None)

    def keep(self) -> None:
        """Write the records that are others now."""
        for number in self.touched:
            change(self.home, publication, number, changes=self.every[number])


@dataclass(frozen=True, slots=True)
class _Word:
    """One spelling or heading that a publication settled: its record, and under which *name* of the changes it stands."""

    number: int
    name: str
    record: dict[str, Any]

    @property
    def key(self) -> dict[str, str]:
        return self.record["key"]


def _records(home: Home, number: int, *, is_counting: bool) -> Records:
    rows = listed(home, publication)
    counting = {row["id"] for row in rows if row["state"] in ("active", "undoing", "redoing")} - {number}
    every = {row["id"]: row["changes"] for row in rows}
    return Records(home, number, every, frozenset(counting | ({number} if is_counting else set())))


def let_count(home: Home, number: int, settlement: Settlement, *, person: str, moment: datetime) -> Changes:
    """Let what *settlement* settles count; return what that changed, with what stood there before."""
    said = {"settled_by": person, "settled_at": moment}
    words = [
        *(("aliases", {"folded": folded}, {"text_seen": text, "department_code": code})
          for folded, (text, code) in settlement.aliases.items()),
        *(("headings", {"kind": kind, "folded": folded}, {"heading_seen": text, "column_name": column})
          for (kind, folded), (text, column) in settlement.headings.items()),
    ]  # fmt: skip
    changes: Changes = {"fixes": _activate(home, number, settlement.fixes), "aliases": [], "headings": []}
    for name, key, values in words:
        before = _standing_word(home, name, key)
        _put_word(home, name, key, {**values, **said})
        changes[name].append({"key": key, "before": before, "after": _plain({**values, **said})})
    return changes


def take_out(home: Home, number: int, *, corrections: Leaves) -> None:
    """Let nothing of publication *number* count; its corrections are *corrections* from now on."""
    known = _records(home, number, is_counting=False)
    for fix in reversed(known.every[number].get("fixes", ())):
        _take_out_fix(known, fix, corrections)
    for word in _words_of(known):
        _take_out_word(known, word)


def bring_back(home: Home, number: int) -> None:
    """Let everything of publication *number* count again; what was said anew since stands over it."""
    known = _records(home, number, is_counting=True)
    known.touched.add(number)
    for fix in known.every[number].get("fixes", ()):
        _bring_back_fix(known, fix)
    for word in _words_of(known):
        _bring_back_word(known, word)
    known.keep()


def _words_of(known: Records) -> list[_Word]:
    own = known.every[known.number]
    return [_Word(known.number, name, record) for name in _WORDS for record in own.get(name, ())]


# --- corrections -----------------------------------------------------------------------------------


def _activate(home: Home, number: int, fixes: Sequence[int]) -> list[dict[str, Any]]:
    changed = []
    for fix in fixes:
        row = found(home, correction, fix)
        if row is None or row["state"] != "waiting":
            continue
        superseded = [one["id"] for one in _standing(home, row)]
        _set_states(home, superseded, "superseded")
        change(home, correction, fix, state="active", publication=number)
        changed.append({"id": fix, "superseded": superseded})
    return changed


def _take_out_fix(known: Records, fix: Mapping[str, Any], leaves: Leaves) -> None:
    """A correction over which a newer one stands goes in silence; any other gives its cell to the one under it."""
    row = _correction(known.home, fix["id"])
    if row["state"] in IN_FORCE or (leaves == "waiting" and row["state"] == "superseded"):
        _set_states(known.home, [row["id"]], leaves)
    elif row["state"] != "reversed":
        return
    if not _standing(known.home, row):
        _lift(known, fix["superseded"], leaves)


def _lift(known: Records, numbers: Sequence[int], leaves: Leaves) -> None:
    """Let the corrections *numbers* count; in the place of one whose publication does not count, the one under it."""
    for row in (_correction(known.home, number) for number in numbers):
        if row["state"] not in ("superseded", "undone"):
            continue
        own = known.fix(row)
        if own is None or row["publication"] in known.counting:
            _set_states(known.home, [row["id"]], "active")
        else:
            _set_states(known.home, [row["id"]], leaves if row["publication"] == known.number else "undone")
            _lift(known, own["superseded"], leaves)


def _bring_back_fix(known: Records, fix: dict[str, Any]) -> None:
    row = _correction(known.home, fix["id"])
    if row["state"] not in ("undone", "reversed"):
        return
    standing = _standing(known.home, row)
    newer = [one for one in standing if _is_newer(known, one, row, fix)]
    if not newer:
        fix["superseded"] = [one["id"] for one in standing]
        _set_states(known.home, fix["superseded"], "superseded")
    if row["state"] == "undone":
        _set_states(known.home, [row["id"]], "superseded" if newer else "active")
        if newer:
            _put_fix_under(known, newer[-1], row, fix)


def _put_fix_under(known: Records, above: Row, row: Row, fix: dict[str, Any]) -> None:
    """Note that *row* stands under *above*, in its place among those that do; nothing is noted under a lone one."""
    over = known.fix(above)
    if over is None:
        return
    under = [_correction(known.home, number) for number in over["superseded"]]
    newer = [one for one in under if _is_newer(known, one, row, fix)]
    if newer:
        _put_fix_under(known, newer[-1], row, fix)
    else:
        fix["superseded"], over["superseded"] = over["superseded"], [row["id"]]
        known.touched.add(above["publication"])


def _is_newer(known: Records, one: Row, than: Row, fix: Mapping[str, Any]) -> bool:
    """Tell whether *one* came in force after *than*, whose record is *fix*; within one second, by what lies under it."""
    if one["publication"]:
        return one["publication"] > than["publication"]
    published = found(known.home, publication, than["publication"])
    assert published is not None
    return one["made_at"] >= published["published_at"] and one["id"] not in set(_below(known, fix))


def _below(known: Records, fix: Mapping[str, Any]) -> Iterator[int]:
    """The corrections noted under the one of *fix*, and under those."""
    for number in fix["superseded"]:
        yield number
        own = known.fix(_correction(known.home, number))
        yield from _below(known, own) if own else ()


def _standing(home: Home, row: Row) -> list[Row]:
    """The corrections in force of the cell of *row*, but for itself."""
    with writing(home) as connection:
        same = sa.and_(same_cell(row), correction.c.state.in_(IN_FORCE), correction.c.id != row["id"])
        query = sa.select(correction).where(same).order_by(correction.c.id)
        return [dict(one) for one in connection.execute(query).mappings()]


def _correction(home: Home, number: int) -> Row:
    row = found(home, correction, number)
    assert row is not None, number
    return row


def _set_states(home: Home, numbers: Sequence[int], state: str) -> None:
    with writing(home) as connection:
        mine = correction.c.id.in_(numbers)
        connection.execute(sa.update(correction).where(mine).values(state=state, retired_as_of=None))


# --- spellings and headings ------------------------------------------------------------------------


def _take_out_word(known: Records, word: _Word) -> None:
    """A word over which another stands goes in silence; any other gives its place to the one under it."""
    standing = _word_now(known.home, word)
    by = known.saying(word.name, word.key, standing)
    if _is_same(standing, word.record["after"]) and by and by.number not in known.counting:
        _put_word(known.home, word.name, word.key, _under(known, word))


def _under(known: Records, word: _Word) -> Mapping[str, Any] | None:
    """What stood under *word*; where that came with a publication that does not count, what stood under it."""
    before = word.record["before"]
    by = known.saying(word.name, word.key, before, below=word.number)
    return before if by is None or by.number in known.counting else _under(known, by)


def _bring_back_word(known: Records, word: _Word) -> None:
    standing = _word_now(known.home, word)
    if _is_same(standing, word.record["after"]):
        return
    if standing and _is_said_after(known, standing, word):
        _put_word_under(known, standing, word)
    else:
        word.record["before"] = standing
        _put_word(known.home, word.name, word.key, word.record["after"])


def _put_word_under(known: Records, above: Mapping[str, Any], word: _Word, *, below: float = inf) -> None:
    """Note that *word* stands under what *above* says, in its place; nothing is noted under a word settled by itself."""
    over = known.saying(word.name, word.key, above, below=below)
    if over is None or _is_same(over.record["before"], word.record["after"]):
        return
    before = over.record["before"]
    if before and _is_said_after(known, before, word):
        _put_word_under(known, before, word, below=over.number)
    else:
        word.record["before"], over.record["before"] = before, word.record["after"]
        known.touched.add(over.number)


def _is_said_after(known: Records, said: Mapping[str, Any], word: _Word) -> bool:
    """Tell whether *said* came after *word*; within one second, by what lies under it."""
    if by := known.saying(word.name, word.key, said):
        return by.number > word.number
    is_under = any(_is_same(said, one) for one in _words_below(known, word))
    return not is_under and _settled_at(said) >= _settled_at(word.record["after"])


def _words_below(known: Records, word: _Word) -> Iterator[Mapping[str, Any]]:
    """What is noted under *word*, and under that."""
    before = word.record["before"]
    if before is not None:
        yield before
        under = known.saying(word.name, word.key, before, below=word.number)
        yield from _words_below(known, under) if under else ()


def _word_now(home: Home, word: _Word) -> dict[str, Any] | None:
    return _standing_word(home, word.name, word.key)


def _standing_word(home: Home, name: str, key: Mapping[str, str]) -> dict[str, Any] | None:
    same: dict[str, Any] = dict(key)
    rows = listed(home, _WORDS[name], **same)
    return {column: value for column, value in _plain(rows[0]).items() if column not in key} if rows else None


def _put_word(home: Home, name: str, key: Mapping[str, str], values: Mapping[str, Any] | None) -> None:
    table = _WORDS[name]
    same = sa.and_(*(table.c[column] == value for column, value in key.items()))
    with writing(home) as connection:
        connection.execute(sa.delete(table).where(same))
        if values is not None:
            whole = {column: value for column, value in values.items() if column not in key}
            whole["settled_at"] = _settled_at(values)
            connection.execute(sa.insert(table).values(**key, **whole))


def _is_same(said: Mapping[str, Any] | None, word: Mapping[str, Any]) -> bool:
    """Tell whether *said* is *word*: the same words, of the same person, at the same moment."""
    if said is None or _settled_at(said) != _settled_at(word):
        return False
    return all(said[column] == value for column, value in word.items() if column != "settled_at")


def _settled_at(word: Mapping[str, Any]) -> datetime:
    at = word["settled_at"]
    moment = datetime.fromisoformat(at) if isinstance(at, str) else at
    return moment if moment.tzinfo else moment.replace(tzinfo=OFFICE_TIME)


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """*row* as JSON holds it."""
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in row.items()
        if name != "id"
    }
