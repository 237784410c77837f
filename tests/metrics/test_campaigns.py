"""The two limits: what they ask for, and how the time to them is counted."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from domain.agency.working_calendar import WorkingCalendar
from domain.program.errors import RuleNotFoundError, UnknownNameError
from domain.wording.formats import NBSP
from metrics.limits.campaigns import (
    CAMPAIGNS,
    KIND_OF,
    LABEL_VI,
    LEFT_VI,
    OBLIGATIONS,
    UNIT_VI,
    Campaign,
    campaign_by_id,
    campaigns,
    countdown,
    current_campaigns,
    next_limit,
)


def test_the_two_notices_are_the_two_campaigns():
    first, second = campaigns()

    assert (first.id, first.obligations) == ("2023-11-14", ("shortfall", "assignment"))
    assert second.id == "2023-11-17"
    assert set(second.obligations) == {"apology", "task_reported", "task_archived", "work_file"}
    assert second.quality == ("work_file_complete",)
    assert all(set(c.full_vi) == {*c.obligations, *c.quality} for c in (first, second))


def test_before_the_17th_means_through_the_end_of_the_16th():
    campaign = campaign_by_id("2023-11-17")

    assert campaign.last_day == date(2023, 11, 16)
    assert campaign.limit_vi.replace(NBSP, " ") == "Trước ngày 17/11 (hết ngày 16/11, thứ Năm)"
    assert campaign.rule_vi.replace(NBSP, " ") == "Hạn tính đến 24 giờ ngày 16/11, không gồm ngày 17/11"


@pytest.mark.parametrize(
    ("limit", "inclusive", "words"),
    [
        (date(2023, 9, 4), True, "Hạn tính đến 24 giờ ngày 04/09; ngày ấy là ngày nghỉ, ngày làm việc cuối trước hạn là ngày 31/08"),
        (date(2023, 11, 13), False, "Hạn tính đến 24 giờ ngày 12/11, không gồm ngày 13/11; ngày ấy là ngày nghỉ, ngày làm việc cuối trước hạn là ngày 10/11"),
        (date(2024, 1, 2), True, "Hạn tính đến 24 giờ ngày 02/01"),
    ],
)  # fmt: skip
def test_a_limit_on_a_day_off_names_the_last_working_day_before_it(limit, inclusive, words):
    one = replace(campaign_by_id("2023-11-17"), limit=limit, inclusive=inclusive)

    assert one.rule_vi.replace(NBSP, " ") == words


@pytest.mark.parametrize(
    ("on", "phrase"),
    [
        (date(2023, 11, 9), "Còn 6 ngày làm việc"),
        (date(2023, 11, 12), "Còn 4 ngày làm việc"),
        (date(2023, 11, 13), "Còn 4 ngày làm việc"),
        (date(2023, 11, 15), "Còn 2 ngày làm việc"),
        (date(2023, 11, 16), "Hôm nay là ngày cuối"),
        (date(2023, 11, 17), "Đã quá hạn 1 ngày làm việc"),
        (date(2023, 11, 19), "Đã quá hạn 1 ngày làm việc"),
        (date(2023, 11, 20), "Đã quá hạn 2 ngày làm việc"),
    ],
)
def test_the_countdown_speaks_in_working_days(on, phrase):
    assert countdown(campaign_by_id("2023-11-17"), on).phrase_vi == phrase


def test_hours_follow_the_office_calendar_and_its_overrides():
    campaign = campaign_by_id("2023-11-17")
    closed = WorkingCalendar(overrides={date(2023, 11, 15): "off", date(2023, 11, 16): "half"})

    assert countdown(campaign, datetime(2023, 11, 16, 16)).working_hours_left == 1
    assert countdown(campaign, date(2023, 11, 16)).working_hours_left == 8
    assert countdown(campaign, date(2023, 11, 15), closed).working_hours_left == 4.5
    assert countdown(campaign, date(2023, 11, 17)).hours_vi == ""


def test_a_limit_on_a_monday_leaves_a_weekend_without_working_days():
    monday = replace(campaign_by_id("2023-11-17"), limit=date(2023, 11, 20))

    assert countdown(monday, date(2023, 11, 17)).phrase_vi == "Còn 1 ngày làm việc"
    assert countdown(monday, date(2023, 11, 18)).phrase_vi == "Không còn ngày làm việc nào trước hạn"
    assert countdown(monday, date(2023, 11, 19)).phrase_vi == "Hôm nay là ngày cuối"


def test_internal_limits_of_the_named_unit_win_over_those_for_all():
    campaign = campaign_by_id("2023-11-17")

    assert [limit.last_day for limit in campaign.earlier_limits("QLDT")] == [date(2023, 11, 15)]
    assert [limit.last_day for limit in campaign.earlier_limits("VP")] == [date(2023, 11, 16)]


def test_other_years_are_data(tmp_path):
    file = tmp_path / "campaigns.toml"
    block = CAMPAIGNS.read_text(encoding="utf-8").replace("2023-", "2024-")
    file.write_text(CAMPAIGNS.read_text(encoding="utf-8") + block, encoding="utf-8")

    found = campaigns(file)

    assert [c.id for c in found] == ["2023-11-14", "2023-11-17", "2024-11-14", "2024-11-17"]
    both = ["2023-11-14", "2023-11-17", "2024-11-14", "2024-11-17"]
    assert [c.id for c in current_campaigns(date(2024, 3, 1), found)] == both
    assert [c.id for c in current_campaigns(date(2024, 11, 15), found)] == ["2024-11-14", "2024-11-17"]
    assert [c.id for c in current_campaigns(date(2022, 3, 1), found)] == ["2023-11-14", "2023-11-17"]


def one(name: str, starts: date, limit: date, *, inclusive: bool = False) -> Campaign:
    return Campaign(name, limit, inclusive, starts, name, name, name, name, "VP", ("apology",))


MARCH = one("march", date(2025, 3, 3), date(2025, 3, 31))
MAY = one("may", date(2025, 5, 5), date(2025, 6, 30), inclusive=True)
JUNE = one("june", date(2025, 6, 2), date(2025, 6, 20))
NEW_YEAR = one("new-year", date(2025, 12, 1), date(2026, 1, 2), inclusive=True)
ALL = (MARCH, MAY, JUNE, NEW_YEAR)


@pytest.mark.parametrize(
    ("on", "shown"),
    [
        (date(2025, 1, 1), ["march"]),  # nothing has begun: the next
        (date(2025, 3, 10), ["march"]),
        (date(2025, 4, 10), ["march", "may", "june"]),  # over, and the next with what runs beside it
        (date(2025, 5, 10), ["may"]),
        (date(2025, 6, 10), ["may", "june"]),
        (date(2025, 6, 25), ["may", "june"]),  # june is over and stays while may runs
        (date(2025, 6, 30), ["may", "june"]),  # "đến hết ngày": the day itself is in time
        (date(2025, 7, 1), ["may", "june", "new-year"]),
        (date(2025, 12, 31), ["new-year"]),  # the limit lies in another year
        (date(2026, 1, 1), ["new-year"]),  # a holiday is a day of the campaign all the same
        (date(2027, 1, 1), ["new-year"]),
    ],
)
def test_the_campaigns_of_a_day_are_those_that_run_then_the_newest_over_and_the_next(on, shown):
    assert [c.id for c in current_campaigns(on, ALL)] == shown


def test_without_any_campaign_there_is_none_to_show_or_to_meet():
    assert current_campaigns(date(2025, 1, 1), ()) == ()
    assert next_limit(date(2025, 1, 1), "apology", ()) is None


def test_a_limit_on_a_holiday_leaves_no_working_day_on_the_holiday_itself():
    left = countdown(NEW_YEAR, date(2026, 1, 1))

    assert (left.state, left.phrase_vi) == ("running", "Còn 1 ngày làm việc")
    assert countdown(NEW_YEAR, date(2026, 1, 2)).state == "last_day"


def test_a_limit_inside_a_sentence_says_which_way_it_is_counted():
    assert MARCH.by_vi.replace(NBSP, " ") == "trước ngày 31/03"
    assert MAY.by_vi.replace(NBSP, " ") == "đến hết ngày 30/06"


def test_next_limit_of_an_obligation_stays_the_last_one_after_it_has_passed():
    assert next_limit(date(2023, 11, 10), "shortfall").id == "2023-11-14"
    assert next_limit(date(2023, 12, 10), "apology").id == "2023-11-17"
    assert next_limit(date(2023, 11, 10), "digital_signature") is None


def test_a_wrong_rules_file_is_named(tmp_path):
    unknown = tmp_path / "campaigns.toml"
    unknown.write_text(
        CAMPAIGNS.read_text(encoding="utf-8").replace('"shortfall"', '"shortfal"'), encoding="utf-8"
    )
    short = tmp_path / "short.toml"
    short.write_text('[[campaign]]\nid = "2023-11-14"\n', encoding="utf-8")

    with pytest.raises(RuleNotFoundError, match="shortfal"):
        campaigns(unknown)
    with pytest.raises(RuleNotFoundError, match="2023-11-14"):
        campaigns(short)


def test_an_unknown_campaign_lists_the_known_ones():
    with pytest.raises(UnknownNameError, match="2023-11-17"):
        campaign_by_id("2023-11-18")


def test_every_obligation_has_its_words():
    for words in (KIND_OF, LABEL_VI, UNIT_VI, LEFT_VI):
        assert set(words) == set(OBLIGATIONS)
