"""Kept documents move the expected score of a claim; where none is kept nothing moves, and a past day stays as it was."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from domain.sets.indicator_sets import Criterion
from metrics.criteria.documents import Proof, proofs_on, rows_on
from store.disk.home import Home
from store.written.application import evidence
from store.written.records import add, change
from tests.metrics.test_risk import golden

HALF = Fraction(1, 2)
PLAN = Criterion("1.1", "1", 2, "Kế hoạch", Decimal(1), evidence="Kế hoạch năm; Báo cáo năm")


def expected(**more) -> dict[str, Decimal | None]:
    return {leaf.code: leaf.expected for leaf in golden(**more).leaves}


def codes(year, code: str) -> set[str]:
    return {one.code for one in year.leaf(code).reasons}


def test_without_any_document_every_figure_stays():
    assert expected(proofs={}) == expected()


def test_the_documents_of_one_criterion_move_that_one_alone():
    before, after = expected(), expected(proofs={"1.1": Proof(2, 1, HALF, HALF)})

    assert {code for code in before if before[code] != after[code]} == {"1.1"}


def test_all_documents_halve_what_appraisals_usually_take_off():
    usual, full = golden().leaf("1.1"), golden(proofs={"1.1": Proof(2, 2, HALF, HALF)})
    claimed, leaf = usual.evidence.line.self_score, full.leaf("1.1")

    assert claimed - leaf.expected == (claimed - usual.expected) / 2 > 0
    assert leaf.judgement.appraisal == claimed - leaf.expected
    assert "proof_enough" in codes(full, "1.1") and "missing_evidence" not in codes(full, "1.1")


@pytest.mark.parametrize("standing", [0, 1, 2, 3])
def test_the_less_stands_the_less_is_expected(standing):
    usual = golden().leaf("1.1")
    found = golden(proofs={"1.1": Proof(4, standing, HALF, Fraction(1))})
    leaf, claimed = found.leaf("1.1"), usual.evidence.line.self_score

    assert leaf.expected == min(usual.expected, claimed * standing / 4)
    assert "proof_lacking" in codes(found, "1.1")
    assert sum(leaf.judgement.outcome.chances) == pytest.approx(1)


def test_what_is_usually_taken_off_is_not_counted_twice():
    usual = golden().leaf("1.1")
    slight = golden(proofs={"1.1": Proof(100, 99, HALF, Fraction(1, 100))}).leaf("1.1")

    assert slight.expected == usual.expected


def test_rules_that_say_nothing_move_nothing():
    for standing in (0, 2):
        assert (
            golden(proofs={"1.1": Proof(2, standing, Fraction(1), Fraction(0))}).leaf("1.1").expected
            == golden().leaf("1.1").expected
        )


def test_a_measured_criterion_and_the_cut_switched_off_ignore_documents():
    every = {leaf.code: Proof(2, 0, HALF, Fraction(1)) for leaf in golden().leaves}
    before, after = golden(), golden(proofs=every)

    for leaf in before.leaves:
        if leaf.judgement.basis != "self":
            assert after.leaf(leaf.code).expected == leaf.expected
    assert expected(use_haircut=False, proofs=every) == expected(use_haircut=False)


# --- what is read of a home on a day --------------------------------------------------------------


def at(day: int) -> datetime:
    return datetime(2023, 11, day, 9).astimezone()


@pytest.fixture
def kept(reader, tmp_path):
    """A reader of a home with one confirmed plan, kept on the 5th and confirmed on the 8th."""
    reader.home = Home(tmp_path / "home")
    number = add(
        reader.home, evidence, year=2023, code="1.1", item="Kế hoạch năm", file_name="a.docx", sha256="0", size=1, kind="docx",
        has_text=True, signatures=[], document_number="1/KH", issued_on=date(2023, 1, 5), author="Sở", state="kept",
        added_by="vp", added_at=at(5), confirmed_by="vp", confirmed_at=at(8),
    )  # fmt: skip
    return reader, number


def said(reader, day: int) -> dict[str, Proof]:
    return proofs_on(reader, [PLAN, replace(PLAN, code="1.2")], as_of=date(2023, 11, day), year=2023)


def test_a_day_is_told_by_what_was_there_at_its_end(kept):
    reader, number = kept

    assert said(reader, 4) == {}
    assert said(reader, 7)["1.1"].standing == 0
    assert set(said(reader, 8)) == {"1.1"}
    assert (said(reader, 8)["1.1"].required, said(reader, 8)["1.1"].standing) == (2, 1)
    change(
        reader.home,
        evidence,
        number,
        state="removed",
        removed_by="vp",
        removed_at=at(10),
        remove_reason="Nhầm",
    )
    assert said(reader, 9)["1.1"].standing == 1 and said(reader, 10) == {}


def test_a_replaced_file_stands_until_the_new_one_came(kept):
    reader, number = kept
    row = rows_on(reader, year=2023, as_of=date(2023, 11, 9))[0]
    fresh = {name: value for name, value in row.items() if name not in ("id", "confirmed_at", "confirmed_by")}
    add(reader.home, evidence, **{**fresh, "replaces": number, "added_at": at(10), "file_name": "b.docx"})
    change(reader.home, evidence, number, state="replaced")

    assert [one["file_name"] for one in rows_on(reader, year=2023, as_of=date(2023, 11, 9))] == ["a.docx"]
    assert [one["file_name"] for one in rows_on(reader, year=2023, as_of=date(2023, 11, 10))] == ["b.docx"]
    assert said(reader, 10)["1.1"].standing == 0


def test_another_year_and_a_reader_without_a_home_know_nothing(kept):
    reader, _ = kept

    assert rows_on(reader, year=2022, as_of=date(2023, 11, 9)) == []
    reader.home = None
    assert said(reader, 9) == {}
