"""The facts of a unit's year are those of the pages, each with its row, and nobody is ranked."""

from datetime import date

import pandas as pd

from metrics.plan.year_facts import FACTS_VI, fact_rows, judged_promise_rows, with_promises, year_facts

OVER = date(2023, 11, 17)


def of(table: pd.DataFrame, code: str, fact: str) -> list[dict]:
    return table[(table["department_code"] == code) & (table["fact"] == fact)].to_dict("records")


def test_every_unfinished_item_has_its_row_once_its_limit_is_over(reader, add_task):
    left = add_task(
        department_code="QLDT",
        document_number="12/BQL-VP",
        subject="Báo cáo quý",
        is_reported=False,
        is_archived=False,
    )
    add_task(
        department_code="VP", completed_date=date(2023, 11, 1), is_reported=True, is_archived=True,
        work_file_code="01.VP",
    )  # fmt: skip

    assert fact_rows(reader, as_of=date(2023, 11, 12)).empty
    rows = fact_rows(reader, as_of=OVER)
    own = of(rows, "QLDT", "unfinished")
    assert {row["source_row"] for row in own} == {left["source_row"]}
    assert {row["title"] for row in own} == {"Báo cáo quý"}
    assert of(rows, "VP", "unfinished") == []


def test_a_late_job_is_told_as_late_and_not_once_more_as_unfinished(reader, add_assignment):
    late = add_assignment(lead_codes=["QLDT", "VP"], task="Rà soát", due_date=date(2023, 11, 1))
    add_assignment(lead_codes=["QLDT"], task="Còn hạn", due_date=date(2023, 12, 1))

    rows = fact_rows(reader, as_of=OVER)
    for code in ("QLDT", "VP"):
        assert [row["source_row"] for row in of(rows, code, "overdue_assignment")] == [late["source_row"]]
        assert late["source_row"] not in {row["source_row"] for row in of(rows, code, "unfinished")}
    assert set(
        year_facts(reader, as_of=OVER).set_index("department_code").loc[["QLDT", "VP"], "overdue_assignments"]
    ) == {1}


def test_open_shortfalls_and_lost_again_stand_with_their_rows(reader, add, add_shortfall):
    lost = add_shortfall(department_code="QLDT", code="3.4.2", lost_points="1.5", status="not_started")
    add("indicator_score", code="3.4.2", year=2023, max_score="1.50", self_score="0.50", as_of_date=OVER)

    rows = fact_rows(reader, as_of=OVER)
    assert [row["source_row"] for row in of(rows, "QLDT", "open_shortfall")] == [lost["source_row"]]
    again = of(rows, "QLDT", "repeat")
    assert [row["number"] for row in again] == ["3.4.2"] and "còn thiếu 1,00" in again[0]["detail"]


def test_units_stand_in_official_order_and_carry_no_place(reader, add_task):
    for code in ("TTXT", "QLDT", "VP"):
        add_task(department_code=code)
    facts = year_facts(reader, as_of=OVER)

    assert list(facts["department_code"])[:2] == ["VP", "QLDT"]
    assert not {"rank", "score", "band", "person"} & set(facts.columns)
    assert "person" not in fact_rows(reader, as_of=OVER)


def test_a_unit_reads_its_own_facts_alone(warehouse, add_task, add_shortfall):
    add_task(department_code="QLDT")
    add_shortfall(department_codes=["QLDT", "VP"], code="1.1", lost_points="0.5", status="not_started")
    own = warehouse.reader("VP")

    assert set(fact_rows(own, as_of=OVER)["department_code"]) <= {"VP"}
    assert set(year_facts(own, as_of=OVER)["department_code"]) == {"VP"}


def test_promises_are_counted_and_told():
    told = [
        {"department_code": "VP", "state": state, "obligation": "task_archived", "campaign": "2023-11-17",
         "promised_date": date(2023, 11, 14), "note": "", "left": left}
        for state, left in (("kept", 0), ("broken", 2), ("open", 1), ("withdrawn", None))
    ]  # fmt: skip
    facts = with_promises(pd.DataFrame({"department_code": ["VP", "QLDT"]}), told)

    assert facts[["promises_kept", "promises_broken"]].to_numpy().tolist() == [[1, 1], [0, 0]]
    rows = judged_promise_rows(told, ("VP", "QLDT"))
    assert list(rows["fact"]) == ["broken", "kept"]
    assert rows["detail"].iloc[0].endswith("mục") and set(rows["fact"]) <= set(FACTS_VI)
