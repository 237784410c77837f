"""Publications go and come back in any order: of every cell, spelling and heading the newest word that is in counts."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from store.current import publications
from store.current.publications import ACTIVE, BROKEN_OFF, UNDONE
from store.current.settlements import Settlement
from store.disk.home import Home
from store.written import settled
from store.written.application import OFFICE_TIME
from store.written.corrections import IN_FORCE, all_corrections, write_correction

CODES = ("QLDT", "QLDN", "VP", "TNMT")
NUMBERS = count(1)


@pytest.fixture(scope="module")
def kept(tmp_path_factory) -> Home:
    """One home for all examples; each speaks of cells, spellings and headings of its own."""
    return Home(Path(tmp_path_factory.mktemp("settlements")) / "home")


@dataclass
class Office:
    """
    What was said in an office, and what should count.

    Attributes:
        said: Each thing to the words said of it, oldest first: the value and the publication, None where it was said alone.
        counting: Publications that are in.
    """

    home: Home
    number: int
    at: datetime = datetime(2023, 11, 1, 8, tzinfo=OFFICE_TIME)
    said: dict[str, list[tuple[str, int | None]]] = field(default_factory=dict)
    counting: list[int] = field(default_factory=list)
    out: list[int] = field(default_factory=list)

    def wait(self, seconds: int) -> None:
        self.at += timedelta(seconds=seconds)

    def fix(self, value: str, *, waits: bool) -> int:
        return write_correction(
            self.home, person="An", reason="r", moment=self.at, kind="hpnet_tasks", business_key=f"CV-{self.number}",
            column_name="subject", value_found="cũ", value=value, waits_with=[] if waits else None,
        )  # fmt: skip

    def say(self, thing: str, value: str, publication: int | None) -> None:
        self.said.setdefault(thing, []).append((value, publication))

    def publish(self, value: str, things: tuple[str, ...]) -> None:
        unit, head = f"to la {self.number}", f"cot la {self.number}"
        words = Settlement(
            fixes=(self.fix(value, waits=True),) if "fix" in things else (),
            aliases={unit: (unit, value)} if "unit" in things else {},
            headings={("hpnet_tasks", head): (head, value)} if "head" in things else {},
        )
        number = publications.begin(self.home, person="An", moment=self.at)
        publications.put_in_force(self.home, number, words, person="An", moment=self.at)
        publications.finish(self.home, number, "b")
        self.counting.append(number)
        for thing in things:
            self.say(thing, value, number)

    def say_alone(self, value: str, thing: str) -> None:
        self.wait(1)  # the same words of the same person in the same second are one word
        if thing == "unit":
            self.publish(value, ("unit",))  # a name that is settled alone is a publication of itself
            return
        if thing == "fix":
            self.fix(value, waits=False)
        else:
            settled.settle_heading(
                self.home, "hpnet_tasks", f"cot la {self.number}", value, person="An", moment=self.at
            )
        self.say(thing, value, None)

    def switch(self, place: int) -> None:
        """Undo a publication, or redo it where it is out."""
        every = sorted([*self.counting, *self.out])
        if not every:
            return
        number = every[place % len(every)]
        if number in self.counting:
            publications.take_back(self.home, number, state=UNDONE, person="An")
            self.counting.remove(number)
            self.out.append(number)
        else:
            publications.put_back(self.home, number, state=ACTIVE, person="An")
            self.out.remove(number)
            self.counting.append(number)

    def should_count(self) -> dict[str, str | None]:
        """Of each thing the newest word whose publication is in."""
        return {
            thing: next((v for v, n in reversed(words) if n is None or n in self.counting), None)
            for thing, words in self.said.items()
        }

    def counts(self) -> dict[str, str | None]:
        key, fixes = f"CV-{self.number}", all_corrections(self.home)
        standing = [one["value"] for one in fixes if one["business_key"] == key and one["state"] in IN_FORCE]
        assert len(standing) <= 1, standing
        found = {
            "fix": standing[0] if standing else None,
            "unit": settled.aliases(self.home).get(f"to la {self.number}"),
            "head": settled.headings(self.home).get(f"cot la {self.number}"),
        }
        return {thing: found[thing] for thing in self.said}


THINGS = ("fix", "unit", "head")
VALUES = st.sampled_from(CODES)
PUBLISHED = st.sets(st.sampled_from(THINGS), min_size=1).map(lambda found: tuple(sorted(found)))
ACTS = st.one_of(
    st.tuples(st.just("publish"), VALUES, PUBLISHED),
    st.tuples(st.just("say_alone"), VALUES, st.sampled_from(THINGS)),
    st.tuples(st.just("switch"), st.integers(0, 5)),
    st.tuples(st.just("switch"), st.integers(0, 5)),
    st.tuples(st.just("wait"), st.integers(0, 1)),
)


@settings(max_examples=40, phases=[Phase.generate])
@given(st.lists(ACTS, max_size=14))
def test_whatever_order_publications_go_and_come_back_in_the_newest_word_that_is_in_counts(kept, acts):
    office = Office(kept, next(NUMBERS))
    for name, *given_ in acts:
        getattr(office, name)(*given_)
        assert office.counts() == office.should_count(), (acts, name)


def test_a_publication_that_broke_off_leaves_its_words_waiting_and_everything_else_as_it_was(kept):
    office = Office(kept, next(NUMBERS))
    office.say_alone("VP", "unit")
    office.say_alone("VP", "fix")
    before = office.counts()
    waiting = office.fix("QLDT", waits=True)
    number = publications.begin(kept, person="An", moment=office.at)
    words = Settlement(fixes=(waiting,), aliases={f"to la {office.number}": ("x", "QLDT")})
    publications.put_in_force(kept, number, words, person="An", moment=office.at)
    assert office.counts() == {"unit": "QLDT", "fix": "QLDT"}

    publications.take_back(kept, number, state=BROKEN_OFF)

    assert office.counts() == before
    assert next(one["state"] for one in all_corrections(kept) if one["id"] == waiting) == "waiting"
