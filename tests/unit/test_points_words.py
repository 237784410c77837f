"""What the pages of points say: the plan asked for, points at risk, shortfalls and jobs."""

from datetime import date
from decimal import Decimal

import pandas as pd
import pytest

from domain.wording.formats import NBSP
from metrics.asking.state import TOTAL
from metrics.criteria.assessment import assess
from metrics.plan.planner import Plan, points_secured
from store.builds.reader import Reader
from ui.points import plan_words, risk_words, shortfall_words
from ui.points.plan_words import Asked, asked_for

AS_OF, TODAY = date(2023, 11, 12), date(2023, 11, 13)
NOTHING_LOST = {"at_risk": 0.0}


def goal(target: str = "1", *, is_level: bool = False) -> Asked:
    return Asked(Decimal(target), is_level, date(2023, 11, 16), 5)


def plan(points: str, asked: str, *, is_reached: bool, **chosen: int) -> Plan:
    keys = {name.replace("_", "|"): number for name, number in chosen.items()}
    return Plan(keys, Decimal(points), Decimal(0), is_reached=is_reached, asked=Decimal(asked))


# --- the plan -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ({}, (Decimal(1), False)),
        ({"diem": "1,50", "muc_tieu": "dat"}, (Decimal("1.50"), True)),
        ({"diem": "nhiều", "muc_tieu": "khác"}, (Decimal(1), False)),
    ],
)
def test_what_the_address_says_unreadably_is_as_if_it_said_nothing(address, expected):
    asked = asked_for(address, as_of=AS_OF, today=TODAY)

    assert (asked.target, asked.is_level) == expected


def test_no_plan_is_made_for_a_day_gone_by():
    asked = {"den": "2023-01-01"}, {"den": "không rõ"}, {"den": "2023-12-01"}

    found = [asked_for(one, as_of=AS_OF, today=TODAY).by for one in asked]

    assert found == [TODAY, plan_words.usual_limit(TODAY), date(2023, 12, 1)]
    assert plan_words.usual_limit(date(2030, 1, 1)) == date(2030, 1, 15)
    # a limit of another year wins no points of this one
    assert plan_words.usual_limit(date(2019, 12, 10)) == date(2019, 12, 24)


def test_the_headline_of_a_plan_promises_nothing():
    asked = goal()
    reached = plan("1.05", "1", is_reached=True, a_QLDT=2, b_QLDT=1, a_QLLD=3)
    short = plan("0.4", "1", is_reached=False, a_QLDT=2)
    none = plan("0", "1", is_reached=False)

    assert plan_words.plan_headline(reached, asked, Decimal(60)).startswith(
        f"Cần ít nhất 6{NBSP}việc ở 2{NBSP}đơn vị để thêm 1,05"
    )
    assert plan_words.plan_headline(short, asked, Decimal(60)).endswith(f"còn thiếu 0,60{NBSP}điểm")
    assert plan_words.plan_headline(none, asked, Decimal(60)).startswith("Không còn việc nào")
    assert plan_words.plan_headline(none, asked, Decimal(60), Decimal(96)).endswith(
        f"phần đã có căn cứ; 96,00{NBSP}điểm chưa biết"
    )
    assert plan_words.plan_headline(none, goal("60", is_level=True), Decimal(60)).startswith(
        f"Nếu chấm hôm nay đã được 60,00{NBSP}điểm"
    )


def test_the_work_chosen_stands_on_top_and_no_more_is_ticked_than_is_left():
    pools = pd.DataFrame(
        {
            "key": ["x|QLDT", "y|"], "kind": ["apology", "criterion"], "code": ["1.1", "2.2"],
            "department_code": ["QLDT", ""], "items": [4, 1], "next_points": [0.1, 0.5],
            "items_to_next_points": [2, 1], "all_points": [0.2, 0.5], "remark": ["", "chưa thêm điểm"],
        }
    )  # fmt: skip

    rows = plan_words.work_to_show(pools, {"x|QLDT": 3})
    rows.loc["x|QLDT", "Số việc"] = 9

    assert rows.index.tolist() == ["x|QLDT", "y|"]
    assert rows["Thêm được"].tolist() == ["0,10 khi đủ 2 việc", "0,50 mỗi việc"]
    assert rows.loc["y|", "Đơn vị"] == "Chưa phân công"
    assert plan_words.ticked(rows) == {"x|QLDT": 4}


def test_a_plan_of_one_unit_holds_its_own_work_alone(sample_reader: Reader):
    asked = goal("100")

    whole = plan_words.plan_proposal(sample_reader, as_of=AS_OF, asked=asked, own=None)
    own = plan_words.plan_proposal(sample_reader, as_of=AS_OF, asked=asked, own="QLDT")

    assert set(own.pools["department_code"]) == {"QLDT"} < set(whole.pools["department_code"])
    assert {key.rsplit("|", 1)[1] for key in own.plan.chosen} == {"QLDT"}
    assert own.secured == whole.secured
    assert not own.plan.is_reached


def test_as_if_nothing_were_done_nothing_changes(sample_reader: Reader):
    result = plan_words.as_if_done(sample_reader, as_of=AS_OF, items=(), full_codes=())
    found = assess(sample_reader, as_of=AS_OF)
    assert found is not None

    table = plan_words.results_table(result, points_secured(found), found).set_index("tone")

    assert plan_words.kept_result(result)["recovered"] == 0.0
    assert table.loc["chosen", "points"].iloc[0] == table.loc["today", "points"]
    assert table.loc["maximum", "points"] == float(found.max_score)


# --- points at risk -------------------------------------------------------------------------------


def criteria(*rows: tuple[str, float | None, float]) -> pd.DataFrame:
    """Criteria with what they may lose (also as the part of the one on show) and their maximum."""
    return pd.DataFrame(
        [
            {"code": code, "name": "tên", "field_code": code[0], "field": f"Lĩnh vực {code[0]}",
             "expected_loss": loss, "part": loss, "max_score": most}
            for code, loss, most in rows
        ]
    )  # fmt: skip


def test_the_headline_of_risk_tells_the_known_from_the_unknown():
    rows = criteria(("1.1", 0.5, 2.0), ("2.1", 1.5, 3.0), ("3.1", None, 4.0))

    said = risk_words.risk_headline(rows, {"at_risk": 2.0}, 4.0, None)

    assert said.endswith(f"lớn nhất là 2.1 tên: 1,50{NBSP}điểm")
    assert risk_words.risk_headline(rows, {"at_risk": 2.0}, 4.0, "QLDT").startswith("Phần của đơn vị")
    assert "chưa biết" in risk_words.risk_headline(rows, NOTHING_LOST, 4.0, None)
    assert "chưa biết" not in risk_words.risk_headline(rows, NOTHING_LOST, 0.0, None)
    assert risk_words.risk_headline(rows, NOTHING_LOST, 96.0, None).startswith(
        f"Mới có căn cứ của 5,00 trong 101,00{NBSP}điểm"
    )
    assert risk_words.risk_headline(rows.tail(1), NOTHING_LOST, 4.0, None).startswith("Chưa chấm được")


def test_an_unknown_field_is_neither_lost_nor_kept():
    table = risk_words.by_field(criteria(("1.1", 0.5, 2.0), ("1.2", None, 3.0), ("2.1", 1.5, 3.0)))

    assert table[["name", "loss", "unknown", "max_score"]].to_numpy().tolist() == [
        ["2. Lĩnh vực 2", 1.5, 0.0, 3.0],
        ["1. Lĩnh vực 1", 0.5, 3.0, 5.0],
    ]


def heat(**held: float | None) -> pd.DataFrame:
    return pd.DataFrame(
        [{"field_code": TOTAL, "department_code": code, "expected_loss": loss} for code, loss in held.items()]
    )


def test_who_holds_the_most_is_a_unit_that_holds_any():
    assert "Quản lý Đầu tư" in risk_words.holder_words(heat(QLDT=2.0, QLLD=1.0))
    assert risk_words.holder_words(heat(QLDT=0.0)) == ""
    assert risk_words.holder_words(heat(**{TOTAL: 3.0})) == ""


def test_the_title_of_the_table_names_the_unit_and_the_field_that_weigh_most():
    cells = {
        (field, code): {"expected_loss": loss}
        for field, code, loss in [
            (TOTAL, "QLDT", 3.0), (TOTAL, "QLLD", 1.0), ("1", "QLDT", 1.0), ("2", "QLDT", 2.0), ("1", "QLLD", 1.0),
        ]
    }  # fmt: skip

    said = risk_words.heat_title(cells, ["QLDT", "QLLD"], ["1", "2"])

    assert said.endswith("nhiều nhất ở lĩnh vực 2")
    assert f"giữ 3,00 trong 4,00{NBSP}điểm" in said
    nothing = {(TOTAL, "QLDT"): {"expected_loss": None}}
    assert risk_words.heat_title(nothing, ["QLDT"], ["1"]) == "Không đơn vị nào giữ điểm có thể mất"


def test_a_cell_without_a_figure_is_unknown_and_no_cell_is_not_applicable():
    known, unknown, none = (
        risk_words.heat_cell(one) for one in ({"expected_loss": 0.5}, {"expected_loss": None}, None)
    )

    assert known.value == 0.5
    assert (unknown.value, unknown.is_applicable, none.is_applicable) == (None, True, False)


# --- shortfalls and jobs --------------------------------------------------------------------------


def job(task: str, due: date | None, *, is_done: bool = False, **more: object) -> dict[str, object]:
    return {
        "code": "1.1", "task": task, "codes": [], "due_date": due, "due_text": "cuối quý", "is_done": is_done,
        "status": "dang_lam", "product": None, **more,
    }  # fmt: skip


def test_jobs_late_come_first_and_done_ones_last():
    items = [
        job("xong", date(2023, 10, 1), is_done=True),
        job("còn hạn", date(2023, 12, 1)),
        job("muộn", date(2023, 10, 1)),
        job("không ngày", None),
    ]

    rows = shortfall_words.job_rows(items, None, as_of=AS_OF)

    assert rows["task"].tolist() == ["muộn", "còn hạn", "không ngày", "xong"]
    assert rows["state"].tolist() == ["Quá hạn", "Chưa rõ", "Chưa rõ", "Đã xong"]
    assert rows["due"].tolist()[2] == "cuối quý"
    assert rows["leads"].unique().tolist() == ["Chưa phân công"]
    assert shortfall_words.job_rows(items, "QLDT", as_of=AS_OF).empty


def test_shortfalls_of_one_unit_are_those_that_name_it():
    rows = pd.DataFrame({"code": ["1.1", "1.2"], "departments": [["QLDT"], ["QLLD", "QLDT"]]})

    assert shortfall_words.rows_of_unit(rows, "QLLD")["code"].tolist() == ["1.2"]
    assert shortfall_words.rows_of_unit(rows, None)["code"].tolist() == ["1.1", "1.2"]
    assert shortfall_words.rows_of_unit(rows.head(0), "QLLD").empty


def test_points_stated_as_won_back_are_of_the_one_on_show():
    table = pd.DataFrame(
        {"department_code": [TOTAL, "QLDT"], "total": [9, 2], "lost": [4, 1], "recovered": [3, 0], "open": [2, 1]}
    )  # fmt: skip

    assert shortfall_words.stated_fixed(table, None)["recovered"] == 3.0
    assert shortfall_words.stated_fixed(table, "QLDT")["lost"] == 1.0
    assert shortfall_words.stated_fixed(table, "QLLD") == {}


def test_the_headline_of_shortfalls_says_when_the_annex_is_missing():
    assert shortfall_words.shortfalls_headline({}, 2).startswith("Chưa có Phụ lục 1")
    assert shortfall_words.shortfalls_headline({"recovered": 3.0, "lost": 4.0}, 0).endswith(
        "tồn tại nào cũng đã phân công"
    )


def test_the_lead_of_shortfalls_counts_what_is_late_and_what_the_annex_leaves_out():
    found = {"lost": 4.0, "recovered": 3.0, "repeats": 2}
    jobs, rest = pd.DataFrame({"is_overdue": [True, False]}), pd.DataFrame({"method": ["survey", "self"]})

    said = shortfall_words.shortfalls_lead(found, jobs, rest, None)

    assert "lấy lại 3,00" in said and "1 nhiệm vụ quá hạn" in said
    assert said.endswith("còn 2 tiêu chí mất điểm, 1 do điều tra xã hội học.")
    assert "đều do điều tra" in shortfall_words.shortfalls_lead(found, jobs, rest.head(1), None)


def test_what_nobody_was_given_says_so_first_in_the_list():
    rows = pd.DataFrame(
        {"is_unassigned": [True, False, False], "jobs": [0, 3, 0], "jobs_open": [0, 1, 0], "departments": [[], [], []]}
    )  # fmt: skip

    shown = shortfall_words.shortfalls_to_show(rows)

    assert shown["assigned_words"].tolist() == ["Chưa phân công", "2/3 việc xong", "Chờ điều tra"]
    assert "Chủ trì năm nay" not in shortfall_words.who_answers({"departments": [], "owners": []})
