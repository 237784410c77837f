"""Whatever a file does to its reader, the process that serves everybody goes on and says one sentence."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from data_loaders.extracts import child
from data_loaders.extracts.child import read_guarded, run_guarded
from data_loaders.received.limits import Limits
from domain.program.errors import RefusedFileError, StoppedError
from tests.sources import child_tasks, workbooks

LIMITS = Limits(seconds=15)
needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals of this kind")


def run(task, limits: Limits = LIMITS, **kwargs):
    return run_guarded(task, b"noi dung", "báo cáo.xlsx", {"a": 1}, limits, **kwargs)


def refusal_of(task, limits: Limits = LIMITS) -> RefusedFileError:
    with pytest.raises(RefusedFileError) as caught:
        run(task, limits)
    return caught.value


def test_the_request_arrives_and_the_answer_comes_back():
    size, name, options, process = run(child_tasks.echo)
    assert (size, name, options) == (8, "báo cáo.xlsx", {"a": 1})
    assert process != os.getpid()


def test_a_workbook_read_in_the_child_is_the_same():
    (sheet,) = read_guarded(workbooks.xlsx(hidden_rows=[5]), file_name="a.xlsx", limits=LIMITS).sheets
    assert sheet.rows[3][1] == "CV-001" and sheet.hidden_rows == {5}


def test_a_large_answer():
    assert len(run(child_tasks.large)) == 50_000


def test_what_libraries_print_is_not_the_answer():
    assert run(child_tasks.chatter) == "xong"


@needs_posix
@pytest.mark.parametrize("task", [child_tasks.abort, child_tasks.segfault])
def test_a_crash_is_a_damaged_file(task):
    assert refusal_of(task).code == "corrupted"


@pytest.mark.parametrize("task", [child_tasks.panic, child_tasks.mistake, child_tasks.leave])
def test_an_error_of_the_reader_is_a_damaged_file(task):
    refusal = refusal_of(task)
    assert refusal.code == "corrupted" and "Traceback" not in str(refusal)


@needs_posix
@pytest.mark.parametrize("task", [child_tasks.killed, child_tasks.abort_for_memory])
def test_death_for_want_of_memory(task):
    assert refusal_of(task).code == "out_of_memory"


@needs_posix
def test_a_child_ended_from_outside_is_no_damaged_file():
    assert refusal_of(child_tasks.ended).code == "timed_out"


def test_a_child_that_does_not_come_up_is_asked_for_again(monkeypatch):
    starts = iter(["import sys; sys.exit(3)", "import os; os.abort()", child._START])
    monkeypatch.setattr(child, "_PAUSE_SECONDS", 0)

    def start_next(errors):
        monkeypatch.setattr(child, "_START", next(starts))
        return child._start_alone(errors)

    monkeypatch.setattr(child, "_start_child", start_next)

    assert run(child_tasks.chatter) == "xong"


@needs_posix
def test_a_helper_that_dies_before_or_while_a_file_is_read_is_started_anew():
    first = run(child_tasks.echo)[3]
    child._helper.process.kill()
    child._helper.process.wait()
    second = run(child_tasks.echo)[3]
    turns = iter([False, False, True])

    def die_once() -> bool:
        if next(turns, False):
            child._helper.process.kill()
        return False

    found = run_guarded(child_tasks.slow, b"noi dung", "a.xlsx", None, LIMITS, die_once)

    assert len({first, second, found}) == 3
    assert not set(descendants()) & {str(first), str(second), str(found)}


@needs_posix
def test_files_are_read_side_by_side_each_in_a_process_of_its_own():
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: run(child_tasks.slow), range(4)))

    assert len(set(found)) == 4


def test_no_process_to_be_had_is_no_damaged_file(monkeypatch):
    def no_room(*_, **__):
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(child, "_PAUSE_SECONDS", 0)
    child.end_reading_helper()
    monkeypatch.setattr(subprocess, "Popen", no_room)

    assert refusal_of(child_tasks.echo).code == "out_of_memory"


def test_the_memory_limit():
    refusal = refusal_of(child_tasks.eat_memory, Limits(seconds=15, memory_mb=300))
    assert refusal.code == "out_of_memory" and "300 MB" in refusal.what


@pytest.mark.parametrize("task", [child_tasks.hang, child_tasks.spin])
def test_the_time_limit(task):
    started = time.monotonic()
    refusal = refusal_of(task, Limits(seconds=0.5))
    assert refusal.code == "timed_out" and "0,5 giây" in refusal.what
    # Left alone it would take ten minutes or for ever; a busy machine must not fail the test.
    assert time.monotonic() - started < 60


@pytest.mark.parametrize(
    ("waited", "worked", "is_over"),
    [(19, 19, False), (21, 20.5, True), (21, 3, False), (119, 3, False), (121, 3, True), (21, None, True)],
)
def test_a_busy_machine_is_not_held_against_the_file(waited, worked, is_over):
    assert child.has_had_its_time(waited, worked, Limits(seconds=20)) is is_over


@needs_posix
def test_the_time_a_process_worked_is_known():
    assert child._processor_seconds(os.getpid()) == pytest.approx(sum(os.times()[:2]), abs=1)
    assert child._processor_seconds(0) is None


def test_a_refusal_of_the_child_keeps_its_words():
    refusal = refusal_of(child_tasks.refuse)
    assert (refusal.code, refusal.what, refusal.where) == ("unrecognised_layout", "Không thấy bảng", "Sheet1")


def test_a_refusal_names_the_file():
    with pytest.raises(RefusedFileError) as caught:
        read_guarded(b"PK\3\4 cut", file_name="thang 11.xlsx", limits=LIMITS)
    assert caught.value.where == "thang 11.xlsx" and "thang 11.xlsx" in str(caught.value)


def test_what_can_be_refused_cheaply_starts_no_child(monkeypatch):
    monkeypatch.setattr(child, "_start_child", None)
    with pytest.raises(RefusedFileError) as caught:
        read_guarded(b"", file_name="trống.xlsx", limits=LIMITS)
    assert caught.value.code == "empty_file"


def test_a_crash_prints_nothing(capfd):
    refusal_of(child_tasks.mistake)
    assert capfd.readouterr() == ("", "")


def test_reading_can_be_stopped():
    answers = iter([False, False, True])
    with pytest.raises(StoppedError):
        run(child_tasks.hang, should_stop=lambda: next(answers))


@needs_posix
def test_no_child_outlives_its_file():
    run(child_tasks.echo)  # the helper is there
    before = set(descendants())
    for task in (child_tasks.hang, child_tasks.abort):
        refusal_of(task, Limits(seconds=0.5))
    assert set(descendants()) <= before


def descendants(process: int | str = "self") -> Iterator[str]:
    """Processes that this one started, and those they started."""
    tasks = Path(f"/proc/{process}/task")
    if not (tasks / str(os.getpid()) / "children").exists() and process == "self":
        pytest.skip("the system does not list children")
    for task in tasks.glob("*/children"):
        for one in task.read_text(encoding="ascii").split():
            yield one
            yield from descendants(one)


@needs_posix
def test_a_stray_value_of_a_binary_workbook_ends_in_a_sentence_or_a_table():
    """The native reader asks for 550 GB here; only the child dies of it."""
    rows = [("a", "b"), (1, 2)]
    content = workbooks.xlsb(rows, far=(1_048_575, 16_383))
    try:
        assert read_guarded(content, file_name="a.xlsb", limits=LIMITS).sheets
    except RefusedFileError as refusal:
        assert refusal.code == "out_of_memory"


def test_an_answer_that_would_act_when_it_is_read_is_a_damaged_file(tmp_path):
    with pytest.raises(RefusedFileError) as caught:
        run_guarded(child_tasks.harm, b"noi dung", "a.xlsx", str(tmp_path / "harm"), LIMITS)
    assert caught.value.code == "corrupted"
    assert not (tmp_path / "harm").exists()
    assert refusal_of(child_tasks.not_data).code == "corrupted"
