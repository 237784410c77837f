"""The forecast of small homes made by hand, through the real loaders and the command's own answer."""

import json
from datetime import date

import pytest

from data_loaders.intake.reading import Received
from data_loaders.publishing.ingest import load
from domain.agency.departments import all_codes
from domain.agency.scope import Scope
from metrics.__main__ import main
from metrics.limits.campaigns import campaign_by_id
from metrics.limits.staleness import same_day_sentences
from metrics.pace.burn_up import burn_up, title_words
from metrics.pace.forecast import no_row_words, too_few_words
from store.current.warehouse import open_reader
from store.disk.home import resolve_home

HEAD = (
    "Mã công việc;Nội dung công việc;Đơn vị xử lý;Ngày giao;Hạn xử lý;Ngày hoàn thành;Tình trạng xử lý;"
    "Báo cáo hoàn thành;Ngày báo cáo;Lưu trữ;Ngày lưu trữ"
)
CAMPAIGN = campaign_by_id("2023-11-17")


def task(code, *, unit="QLDT", archived="", status="Đang xử lý", done=None):
    """One task, archived on the day of November *archived*, or done without a day."""
    day = f"{archived:02}/11/2023" if archived else ""
    is_done = bool(archived) if done is None else done
    return (
        f"{code};Việc {code};{unit};02/10/2023;30/11/2023;{day};{'Hoàn thành' if is_done else status};"
        f"{'Có' if is_done else 'Chưa'};{day};{'Đã lưu' if is_done else 'Chưa lưu'};{day}"
    )


def export(day, *tasks, name=""):
    """An HpNet export up to the day *day* of November."""
    title = f"Công việc được giao, tính đến ngày {day:02}/11/2023" + ";" * HEAD.count(";")
    text = "\n".join([title, HEAD, *tasks]) + "\n"
    return Received(f"cong-viec-{day}{name}.csv", text.encode("utf-8-sig"))


@pytest.fixture
def answer(tmp_path, capsys):
    """Load exports and return the rows of `forecast --json` by (department, obligation)."""
    path = tmp_path / "home"

    def ask(*exports, as_of=None):
        for one in exports:
            outcome = load(resolve_home(path), [one], person="test")
            assert all(file.is_in for file in outcome.files), outcome
        given = ["--as-of", as_of] if as_of else []
        assert main(["forecast", "--home", str(path), "--json", *given]) == 0
        rows = json.loads(capsys.readouterr().out)["rows"]
        return {(r["department_code"], r["obligation"]): r for r in rows if r["campaign"] == CAMPAIGN.id}

    return ask


def reader(tmp_path):
    return open_reader(resolve_home(tmp_path / "home"), Scope(all_codes(), is_whole_office=True))


def figures(row):
    return tuple(
        row[name] for name in ("remaining", "pace_per_day", "p_on_time", "points_used", "points_needed")
    )


def test_no_history_is_a_count_without_a_chance(answer):
    rows = answer(export(10, task("a", done=True), task("b"), task("c")))

    own = rows["QLDT", "task_archived"]
    assert figures(own) == (2, None, None, 0, 3)
    assert own["required_per_day"] == 0.5 and own["expected_date"] is None
    assert too_few_words(own["points_used"], own["points_needed"]) == (
        "Chưa đủ số liệu để dự báo: chưa có ngày nào, cần ít nhất 3"
    )


def test_one_point_is_still_no_chance(answer):
    rows = answer(
        export(9, task("a"), task("b"), task("c")), export(10, task("a", done=True), task("b"), task("c"))
    )

    assert (
        figures(rows["QLDT", "task_archived"])
        == figures(rows["TOTAL", "task_archived"])
        == (2, None, None, 1, 3)
    )


def test_three_points_of_the_office_are_enough_for_one_of_a_department(answer):
    """QLDT alone is exported for four days; VP comes in only with the last two."""
    days = [export(7 + n, *(task(f"a{k}", done=k < n) for k in range(6)), name="-qldt") for n in range(4)]
    late = [
        export(9 + n, *(task(f"v{k}", unit="VP", done=k < n) for k in range(4)), name="-vp") for n in range(2)
    ]

    rows = answer(*days, *late)

    assert [rows[c, "task_archived"]["points_used"] for c in ("QLDT", "VP")] == [3, 1]
    assert rows["VP", "task_archived"]["points_needed"] == 1
    assert 0 < rows["VP", "task_archived"]["p_on_time"] < 1
    assert rows["VP", "task_archived"]["pace_per_day"] == 1.0


def test_all_done_is_certain_with_any_history(answer, tmp_path):
    rows = answer(export(10, task("a", done=True), task("b", archived=8)))

    assert rows["QLDT", "task_archived"]["remaining"] == 0
    assert rows["QLDT", "task_archived"]["p_on_time"] == rows["TOTAL", "task_archived"]["p_on_time"] == 1
    chart = burn_up(reader(tmp_path), as_of=date(2023, 11, 10), obligation="task_archived")
    assert title_words(chart) == "Lưu trữ công việc: đã đạt 100%"


def test_nothing_applicable_has_no_row_and_a_sentence(answer):
    rows = answer(export(10, task("a", status="Đã hủy", done=False), task("b", unit="VP")))

    assert {code for code, _ in rows} == {"VP", "TOTAL"}
    assert no_row_words("task_archived", is_known=True).startswith("Không phát sinh")


def test_the_chance_ends_at_the_end_of_the_day_before_the_limit(answer):
    """One task left, one archived on each day: still open on 15/11, lost at the end of 16/11, also with few days."""
    last = export(16, *(task(f"t{n}", archived=n) for n in range(6, 17) if n not in (11, 12)), task("left"))

    before = answer(last, as_of="2023-11-15")["QLDT", "task_archived"]
    at_end = answer(as_of="2023-11-16")["QLDT", "task_archived"]

    assert 0 < before["p_on_time"] < 1 and before["required_per_day"] == before["remaining"]
    assert (at_end["p_on_time"], at_end["required_per_day"]) == (0, None)
    assert at_end["remaining"] == 1


def test_a_limit_in_the_past_is_lost_or_kept_whatever_the_history(answer):
    rows = answer(export(20, task("a"), task("b", unit="VP", done=True)))

    assert rows["QLDT", "task_archived"]["p_on_time"] == rows["TOTAL", "task_archived"]["p_on_time"] == 0
    assert rows["QLDT", "task_archived"]["points_used"] == 0
    assert rows["VP", "task_archived"]["p_on_time"] == 1


def test_an_older_export_adds_history_and_changes_no_present_number(answer):
    newest = export(10, task("a", done=True), task("b", done=True), task("c"), task("d"))
    alone = answer(newest)["QLDT", "task_archived"]

    older = answer(export(7, task("a"), task("b"), task("c"), task("d")))["QLDT", "task_archived"]

    assert older["remaining"] == alone["remaining"] == 2
    assert (alone["points_used"], older["points_used"]) == (0, 3)
    assert alone["p_on_time"] is None and 0 < older["p_on_time"] < 1


@pytest.mark.parametrize("last_says_done", [True, False])
def test_of_two_exports_of_one_day_the_later_stands_and_counts_once(answer, tmp_path, last_says_done):
    first = export(10, task("a", done=not last_says_done), task("b"), name="-1")
    second = export(10, task("a", done=last_says_done), task("b"), name="-2")

    row = answer(first, second)["QLDT", "task_archived"]

    assert row["remaining"] == (1 if last_says_done else 2)
    (sentence,) = same_day_sentences(reader(tmp_path), as_of=date(2023, 11, 10))
    assert "có hai bản xuất" in sentence and "không tính hai lần" in sentence


def test_an_obligation_nobody_exported_has_no_row(answer):
    rows = answer(export(10, task("a")))

    assert {name for _, name in rows} == {"task_reported", "task_archived", "work_file"}
    assert figures(rows["QLDT", "work_file"])[:3] == (None, None, None)
    assert no_row_words("work_file", is_known=False) == "Chưa có dữ liệu nên chưa dự báo"
