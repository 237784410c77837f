"""Is a rule confirmed once, with who and when, for the same wording wherever it is loaded again?"""

from datetime import UTC, datetime
from decimal import Decimal

import duckdb
import pytest

from desk.confirmed_rules import confirm_rule, confirmation_of, confirmed_rules, withdraw_confirmation
from desk.corrections import UnusableValueError
from domain.agency.scope import Viewer, whole_office
from domain.program.errors import UnknownNameError
from domain.rules.scoring import Rule
from domain.sets.indicator_sets import Criterion
from metrics.criteria.rule_confirmations import awaits_confirmation, confirmed_readings
from store.builds.reader import Reader
from store.written.audit import audit_entries

OFFICE = Viewer("vp.an", "Nguyễn Thị An", "office", None, whole_office())
RULE = "Từ 80% trở lên: 2 điểm; dưới 80%: 0 điểm"
TWO = Decimal(2)
MOMENT = datetime(2023, 11, 12, 8, tzinfo=UTC)


def test_a_confirmation_holds_for_the_same_words_however_they_are_spaced(home):
    confirm_rule(home, OFFICE, wording=RULE, max_score=TWO, moment=MOMENT)

    known = confirmed_rules(home)
    again = confirmation_of(known, RULE.replace("; ", ";\n  "), Decimal("2.00"))
    assert again is not None and (again["person"], again["made_at"]) == (OFFICE.account, MOMENT)
    assert confirmation_of(known, RULE, Decimal(3)) is None
    assert confirmation_of(known, RULE.replace("80", "85"), TWO) is None


def test_confirming_twice_keeps_the_first_and_withdrawing_ends_it(home):
    first = confirm_rule(home, OFFICE, wording=RULE, max_score=TWO)

    assert confirm_rule(home, OFFICE, wording=RULE, max_score=TWO) == first
    withdraw_confirmation(home, OFFICE, wording=RULE, max_score=TWO)
    assert confirmed_rules(home) == {}
    with pytest.raises(UnknownNameError):
        withdraw_confirmation(home, OFFICE, wording=RULE, max_score=TWO)
    assert [one["action"] for one in audit_entries(home)] == ["rule_unconfirmed", "rule_confirmed"]


def test_a_rule_that_is_a_persons_is_not_confirmed(home):
    with pytest.raises(UnusableValueError):
        confirm_rule(home, OFFICE, wording="Do Hội đồng thẩm định xem xét", max_score=TWO)

    assert confirmed_rules(home) == {}


def test_points_of_a_rule_that_nobody_confirmed_are_marked_until_it_is(home):
    criterion = Criterion(
        code="1.1", parent_code=None, name="Kế hoạch", level=1, max_score=TWO, rule=Rule("boolean"), rule_text=RULE,
    )  # fmt: skip
    reader = Reader(duckdb.connect(), whole_office(), home=home)
    assert awaits_confirmation(criterion, confirmed_readings(reader))

    confirm_rule(home, OFFICE, wording=RULE, max_score=TWO)

    assert not awaits_confirmation(criterion, confirmed_readings(reader))
    assert not awaits_confirmation(criterion, None)
