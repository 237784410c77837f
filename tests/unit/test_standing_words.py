"""What the first screens say of the limits, the whole office, one unit, and what moved between two exports."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from domain.agency.scope import Scope
from domain.wording.formats import NBSP
from domain.wording.text import upper_first
from metrics.asking.state import TOTAL
from metrics.limits.campaigns import campaigns, countdown
from metrics.limits.changes import changes_between, changes_by_department, last_differing
from metrics.plan.left_with_points import left_with_points
from metrics.progress.what_is_left import what_is_left
from store.builds.reader import Reader
from store.current.warehouse import open_reader
from store.disk.home import Home
from ui.changes import exports_compared as compared
from ui.deadlines import standing_cards as cards
from ui.deadlines.overview import (
    DepartmentStanding,
    Limit,
    Overview,
    Standing,
    distance_finding,
    left_out_words,
    overview,
)

AS_OF, TODAY = date(2023, 11, 12), date(2023, 11, 13)


def standing(required: int | None, done: int | None, level: str = "danger", **more: Any) -> Standing:
    rate = None if not required or done is None else done * 100 / required
    return Standing("task_archived", level, required, done, rate, more.pop("chance", None), **more)  # type: ignore[arg-type]


def unit(*standings: Standing, code: str = "QLDT") -> DepartmentStanding:
    return DepartmentStanding(code, "Quản lý Đầu tư", standings)


@pytest.fixture
def shown(sample_reader: Reader) -> Overview:
    return overview(sample_reader, as_of=AS_OF, today=TODAY)


# --- cards and cells ------------------------------------------------------------------------------


def test_few_obligations_are_plain_counts_and_many_are_bars(shown: Overview):
    few, many = sorted(shown.limits, key=lambda limit: len(limit.standings))[:: len(shown.limits) - 1]

    plain, barred = cards.limit_card(few), cards.limit_card(many)

    assert len(few.standings) <= cards.PLAIN_ROWS < len(many.standings)
    assert plain.meaning and not plain.aside and all(row.meaning is None for row in plain.rows)
    assert barred.meaning is None and "100%" in barred.aside and all(row.meaning for row in barred.rows)
    assert plain.rows[-1].name == "Đơn vị còn việc"


def test_what_is_known_to_be_missing_is_said_where_nobody_knows_how_much_is_done(
    shown: Overview, sample_reader: Reader
):
    by_unit = {row.code: {s.obligation: s for s in row.standings} for row in shown.departments}
    items = what_is_left(sample_reader, as_of=AS_OF, department="VPDD", obligations=["work_file"])
    told = by_unit["VPDD"]["work_file"]

    assert told.left is None and told.at_least == len(items) > 0
    assert cards.obligation_cell(told, "VPDD").left == f"ít nhất còn{NBSP}{len(items)}"
    assert cards.barred_row(told).value == f"ít nhất còn{NBSP}{len(items)}"
    assert cards.plain_row(told).value == f"Chưa có dữ liệu · ít nhất còn{NBSP}{len(items)}"
    # All steps of the table add up to what its caption says is left.
    everything = [s for row in shown.departments for s in row.standings]
    assert sum(s.left or s.at_least for s in everything) == sum(row.work.steps for row in shown.departments)
    assert not any(s.at_least for s in everything if s.left is not None)
    assert shown.main and f"(chưa có dữ liệu, ít nhất còn{NBSP}{len(items)})" in left_out_words(
        shown.main, {"VPDD": "Văn phòng đại diện"}
    )


def test_a_row_leads_to_what_stands_behind_it():
    row = cards.plain_row(standing(24, 19))

    assert row.value == f"**19**/24 · còn{NBSP}5"
    assert "so=task_archived" in row.link
    assert "don_vi=QLDT" in cards.obligation_cell(standing(24, 19), "QLDT").link
    assert cards.obligation_cell(standing(0, 0, "not_applicable"), "QLDT").link == ""


def test_all_obligations_together_are_at_most_as_likely_as_the_least_likely():
    def limit(state: str, *chances: float | None) -> Any:
        return SimpleNamespace(
            standings=[standing(9, 1, chance=one) for one in chances], countdown=SimpleNamespace(state=state)
        )

    assert "không quá 40%" in cards.aside(limit("running", 0.9, 0.4))
    assert "không quá" not in cards.aside(limit("running", 0.9, 0.01))
    assert "khả năng" not in cards.aside(limit("running", 0.9, None))
    assert "khả năng" not in cards.aside(limit("over", 0.9, 0.4))


def test_a_unit_with_nothing_to_do_is_folded_on_a_phone():
    assert cards.department_row(unit(standing(9, 9, "done"))).quiet
    assert not cards.department_row(unit(standing(9, 8))).quiet


def test_the_card_of_a_unit_says_nothing_of_what_is_unknown(shown: Overview):
    assert shown.main is not None
    card = cards.unit_card(shown.main, unit(standing(9, 8), standing(None, None, "unknown")))

    assert [bool(row.value) for row in card.rows] == [True, False]


# --- sentences ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("standings", "words"),
    [
        ([standing(9, 9, "done")], "Đã đạt 100% mọi yêu cầu"),
        ([standing(9, 9, "done"), standing(None, None, "unknown")], "chưa có dữ liệu về"),
        ([standing(9, 9, "danger", unread=2)], f"2{NBSP}dòng chưa đọc được"),
        ([standing(0, 0, "not_applicable")], "Chưa phát sinh việc nào phải làm"),
    ],
)
def test_nothing_left_is_no_hundred_percent_while_something_is_unknown_or_unread(standings, words):
    assert words in cards.unit_headline(pd.DataFrame(), unit(*standings))


def test_a_unit_reads_first_what_is_nearest(sample_reader: Reader):
    items = left_with_points(sample_reader, as_of=AS_OF, department="QLDT")

    said = cards.unit_headline(items, unit(standing(9, 1)))

    assert said.startswith("Còn ") and "; trước tiên: " in said
    assert items["points"].dropna().is_monotonic_decreasing


def test_how_many_units_will_not_make_it(shown: Overview):
    behind = sum(not row.is_quiet for row in shown.departments)

    assert cards.units_headline(shown).startswith(cards.how_many(behind, len(shown.departments)))
    assert cards.how_many(3, 10) == f"Ba trong 10{NBSP}đơn vị"
    assert cards.how_many(10, 10) == f"Cả 10{NBSP}đơn vị"
    assert cards.units_headline(Overview((), None, (), False)) == "0 đơn vị, chưa có đợt nào có thời hạn"


def test_the_lead_of_a_unit_has_no_figure_where_nothing_is_known(shown: Overview):
    assert "còn **" in cards.units_lead(shown, ["QLDT"])
    assert cards.units_lead(Overview((), None, (), False), ["QLDT"]).endswith("Quản lý Đầu tư.")


def test_that_nobody_has_to_be_called_is_said_only_of_what_was_read():
    def of(*standings: Standing) -> Any:
        return SimpleNamespace(
            limits=[Limit(campaigns()[-1], countdown(campaigns()[-1], AS_OF), standings, 0, 1)]
        )

    assert cards.nobody_to_call(of(standing(9, 9, "done")))[0] == "Hôm nay không cần gọi đơn vị nào"
    assert cards.nobody_to_call(of(standing(9, 9, "done", unread=1)))[0].startswith("Chưa biết")
    assert cards.nobody_to_call(of(standing(None, None, "unknown")))[0].startswith("Hôm nay chưa thấy")


def test_nothing_is_said_of_all_units_while_a_row_may_be_anybodys():
    main = Limit(
        campaigns()[-1], countdown(campaigns()[-1], AS_OF), (standing(9, 9, "watch", unread=1),), 0, 1
    )
    shown = Overview((main,), main, (unit(standing(9, 9, "done")),), True)

    assert cards.units_headline(shown).endswith(f"còn 1{NBSP}dòng chưa rõ đơn vị")
    assert distance_finding(shown.departments) == "Mọi đơn vị có dữ liệu đã đạt 100%"
    assert "chưa kết luận mọi đơn vị" in distance_finding(shown.departments, nobodys=1)


def test_only_who_sees_the_whole_office_calls_units(sample_home, sample_reader: Reader):
    own = open_reader(Home(sample_home), Scope(("QLDT",)))

    assert cards.calls_on_show(own, as_of=AS_OF, today=TODAY, promises=()) == []
    assert cards.calls_on_show(sample_reader, as_of=AS_OF, today=TODAY, promises=())


def test_a_word_at_the_head_of_a_line_is_large():
    assert [upper_first(one) for one in ("đủ", "")] == ["Đủ", ""]


# --- between two exports --------------------------------------------------------------------------


def change(kind: str, old: str | None, new: str | None, row: int | None = 7) -> dict[str, Any]:
    place = {
        f"{side}_{name}": value
        for side in ("old", "new")
        for name, value in (("sheet", "HpNet"), ("row", row))
    }
    return {"type": kind, "business_key": kind, "old_value": old, "new_value": new, **place}  # fmt: skip


def test_a_change_reads_old_then_new_and_names_its_rows():
    rows = pd.DataFrame(
        [
            change("closed", None, "10/11/2023"),
            change("new", None, "x", None),
            change("vanished", "x", "không còn"),
        ]
    )

    told = compared.with_cells(rows)

    assert told["moved"].tolist() == ["chưa có → 10/11/2023", "thêm mới", "không còn"]
    assert told["new_cell"].tolist() == ["HpNet, dòng 7", "Không có", "HpNet, dòng 7"]


def test_what_the_address_asks_for_counts_only_where_an_export_has_it():
    days = [date(2023, 11, 1), date(2023, 11, 8)]

    assert [compared.day_in(days, text, days[0]) for text in ("2023-11-08", "2023-11-09", "hôm qua")] == [
        days[1], days[0], days[0],
    ]  # fmt: skip
    assert [compared.kind_in({"dossiers": days}, asked) for asked in ("dossiers", "khác")] == ["dossiers"] * 2


def test_bars_leave_out_the_whole_and_who_did_not_move():
    summary = pd.DataFrame(
        {
            "department_code": [TOTAL, "QLDT", "QLLD", None],
            "closed": [5, 4, 0, 1], "reopened": [0] * 4, "new": [0] * 4, "vanished": [0] * 4,
            "moved_department": [0] * 4,
        }
    )  # fmt: skip

    rows = compared.bars_by_unit(summary)

    assert rows["name"].tolist() == ["Quản lý Đầu tư", "Chưa phân công"]
    assert compared.bars_title(rows, "việc") == "Quản lý Đầu tư xong nhiều nhất: 4 việc"
    assert compared.bars_title(rows.head(1), "việc") == "Quản lý Đầu tư xong thêm 4 việc"
    assert compared.bars_title(rows.assign(done=0), "việc") == "Không đơn vị nào ghi xong thêm việc"


def test_many_closed_at_once_is_asked_of_tasks_alone():
    changes, none = pd.DataFrame([change("closed", None, "x")]), compared.no_bulk()

    assert compared.groups_offered(changes, none, "hpnet_tasks")["bulk"] == "Đóng hàng loạt 0"
    assert "bulk" not in compared.groups_offered(changes, none, "dossiers")
    assert compared.groups_offered(changes, none, "dossiers")["closed"].endswith(" 1")


def test_the_samples_compare_with_the_days_they_hold(sample_reader: Reader):
    days = compared.compared_days(sample_reader, as_of=AS_OF)["hpnet_tasks"]
    pair = last_differing(sample_reader, as_of=AS_OF, kind="hpnet_tasks")
    assert pair is not None
    changes = changes_between(sample_reader, kind="hpnet_tasks", from_day=pair[0], to_day=pair[1])

    said = compared.compared_headline(changes_by_department(changes), "hpnet_tasks", *pair)
    bulk = compared.bulk_between(sample_reader, as_of=AS_OF, from_day=days[0])

    assert set(pair) <= set(days)
    assert said and not said.endswith(".")
    assert bulk["completed_date"].between(days[0], AS_OF).all()
    assert compared.compared_lead("hpnet_tasks", *pair, None).count("bản xuất ngày") == 2
