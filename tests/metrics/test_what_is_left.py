"""What is left: the exact items, their next step, and which will be late."""

from datetime import date, datetime

from metrics.limits.campaigns import LEFT_VI
from metrics.progress.completion import completion
from metrics.progress.what_is_left import COLUMNS, what_is_left

AS_OF = date(2023, 11, 12)


def of(frame, obligation):
    return frame[frame["obligation"] == obligation]


def test_every_missing_step_of_a_task_is_its_own_line_with_words(add_task, reader):
    add_task(task_code="CV1", document_number="12/BQL-VP", is_reported=True, is_archived=False)

    left = what_is_left(reader, as_of=AS_OF)

    assert tuple(left.columns) == COLUMNS
    assert left["obligation"].tolist() == ["task_archived", "work_file"]
    assert left["number"].tolist() == ["12/BQL-VP"] * 2
    assert left["next_step"].iloc[0] == "Lưu trữ công việc trên HpNet"


def test_an_apology_that_is_not_valid_is_named_as_made_with_its_reason(add_dossier, add_apology, reader):
    for code in ("A", "B"):
        add_dossier(dossier_code=code, received_at=datetime(2023, 9, 1), promised_at=datetime(2023, 10, 2))
    add_apology(dossier_code="A", apology_number="01/PXL", apology_date=date(2023, 10, 2), reason=None,
                rescheduled_to=date(2023, 12, 1))  # fmt: skip

    steps = of(what_is_left(reader, as_of=AS_OF), "apology").set_index("item_key")["next_step"]

    assert steps["A"] == "Sửa phiếu xin lỗi đã gửi, chưa hợp lệ: thiếu lý do trễ hẹn"
    assert steps["B"] == "Ban hành phiếu xin lỗi và hẹn lại, cập nhật sổ theo dõi"
    assert LEFT_VI["apology"] == "hồ sơ quá hạn chưa xin lỗi hợp lệ"


def test_the_list_is_as_long_as_what_completion_says_is_left(
    add_task, add_dossier, add_shortfall, add_assignment, reader
):
    for n in range(4):
        add_task(is_reported=n > 1, is_archived=n > 2, department_code="VP" if n % 2 else "QLDT")
    add_dossier(received_at=datetime(2023, 9, 1), promised_at=datetime(2023, 10, 2), finished_at=datetime(2023, 10, 9),
                status="finished")  # fmt: skip
    add_shortfall(status="done", code="1")
    add_shortfall(status="in_progress", code="2")
    add_assignment(lead_codes=["QLDT", "VP"], status="in_progress")

    left = what_is_left(reader, as_of=AS_OF)
    counts = completion(reader, as_of=AS_OF)

    for row in counts[(counts["department_code"] != "TOTAL") & counts["done"].notna()].itertuples():
        listed = left[
            (left["department_code"] == row.department_code) & (left["obligation"] == row.obligation)
        ]
        assert len(listed) == row.required - row.done, row


def test_points_lead_and_then_the_nearest_due_day(add_task, reader):
    add_task(task_code="late", due_date=date(2023, 11, 20), is_reported=False, is_archived=True)
    add_task(task_code="soon", due_date=date(2023, 11, 13), is_reported=False, is_archived=True)
    add_task(
        task_code="dear",
        department_code="VP",
        due_date=date(2023, 12, 1),
        is_reported=False,
        is_archived=True,
    )

    left = what_is_left(reader, as_of=AS_OF, points_per_item={("VP", "task_reported"): 0.5})

    assert of(left, "task_reported")["item_key"].tolist() == ["dear", "soon", "late"]
    assert of(left, "task_reported")["points"].notna().tolist() == [True, False, False]


def test_at_todays_pace_the_end_of_the_list_will_be_late(add_task, reader):
    for n in range(6):
        add_task(task_code=f"t{n}", is_reported=False, is_archived=True)

    left = what_is_left(reader, as_of=AS_OF, pace={("QLDT", "task_reported"): 1.0})

    assert of(left, "task_reported")["will_be_late"].tolist() == [False] * 4 + [True] * 2
    assert of(left, "work_file")["will_be_late"].isna().all()


def test_a_shortfall_nobody_has_asks_to_be_assigned(add_shortfall, reader):
    add_shortfall(status="not_started")

    left = what_is_left(reader, as_of=AS_OF).iloc[0]

    assert (left["department_code"], left["next_step"]) == (None, "Phân công đơn vị chủ trì")


def test_a_department_gets_its_own_items_only(add_task, reader_for):
    add_task(is_reported=False)
    add_task(department_code="VP", is_reported=False)

    assert set(what_is_left(reader_for("VP"), as_of=AS_OF)["department_code"]) == {"VP"}


def test_asking_for_some_obligations_gives_their_lines_of_the_whole_list(
    add_task, add_dossier, add_shortfall, add_assignment, reader
):
    for n in range(6):
        add_task(
            is_reported=n > 1,
            is_archived=n > 2,
            department_code="VP" if n % 2 else "QLDT",
            due_date=date(2023, 11, n + 1),
        )
    add_dossier(received_at=datetime(2023, 9, 1), promised_at=datetime(2023, 10, 2), finished_at=datetime(2023, 10, 9),
                status="finished")  # fmt: skip
    add_shortfall(status="in_progress", code="2")
    add_assignment(lead_codes=["QLDT", "VP"], status="in_progress")
    pace = {("QLDT", "task_archived"): 0.25, ("VP", "task_archived"): 10.0}
    whole = what_is_left(reader, as_of=AS_OF, pace=pace)

    for asked in (
        ("task_archived",),
        ("apology", "assignment"),
        ("shortfall",),
        ("work_file_complete",),
        ("digital_signature",),
        (),
    ):
        part = what_is_left(reader, as_of=AS_OF, pace=pace, obligations=asked)
        assert part.to_dict("records") == whole[whole["obligation"].isin(asked)].to_dict("records")
    archived = of(whole, "task_archived")
    assert set(archived["will_be_late"]) == {True, False}
