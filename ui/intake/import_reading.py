"""How waiting files are read once, side by side, while the officer sees how far it is and may stop it."""

import hashlib
import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextvars import copy_context
from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from data_loaders.intake.meaning import options_as_json
from data_loaders.intake.reading import Reading
from data_loaders.publishing.preview import Preview
from desk import staging
from desk.corrections import corrections
from desk.staging import StagedFile
from domain.scope import Viewer
from domain.source_kinds import daily_kinds
from metrics.progress.department_score import department_score
from metrics.progress.obligation_moves import obligation_moves
from store import settled
from store.home import Home
from store.reader import Reader
from ui.look.markup import plain
from ui.visit.session import build_id

_FILES_KEPT = 60
_EFFECTS_KEPT = 2
_LOOK_SECONDS = 0.2
_AT_ONCE = 2

_readings: OrderedDict[str, Reading] = OrderedDict()
_remarked: OrderedDict[str, dict[int, Reading]] = OrderedDict()
_effects: OrderedDict[str, "Effect"] = OrderedDict()
_shown: dict[tuple[str, str], tuple[str, ...]] = {}
_lock = threading.Lock()

STOPPED = "_dung_doc_tep"


@dataclass(frozen=True, slots=True)
class Effect:
    """
    What publishing would change.

    Attributes:
        counts: kind, department_code, what, keys.
        scores: department_code, before, after; one row per scored department.
        day_before, day_after: Newest day of data without and with the files.
        moves: As `metrics.progress.obligation_moves`, from *day_before* without the files to *day_after* with them;
            None where there was nothing before.
        odd: What is out of the ordinary, to be looked at before publishing.
        may_pass: False where something of it cannot be true.
    """

    preview: Preview
    counts: pd.DataFrame
    scores: pd.DataFrame
    day_before: date | None
    day_after: date | None
    moves: pd.DataFrame | None = None
    odd: tuple[str, ...] = ()
    may_pass: bool = True


def reading_key(home: Home, viewer: Viewer, staged: StagedFile) -> str:
    """What the reading of a waiting file depends on."""
    fixes = [(row["id"], row["state"]) for row in corrections(home, viewer)]
    settled_words = [sorted(settled.aliases(home).items()), sorted(settled.headings(home).items())]
    said = [str(home.path), build_id(), staged.number, staged.sha256, options_as_json(staged.options)]
    return hashlib.sha256(json.dumps([said, fixes, settled_words]).encode()).hexdigest()


def read_all(
    home: Home, viewer: Viewer, files: Sequence[StagedFile], *, announce: Callable[[int], None]
) -> dict[int, Reading]:
    """
    The readings of *files* by their number; those stopped by the officer are missing.

    Each is read once for everything it depends on. Between looks Streamlit may end this run,
    which is how "Dừng" works: the file being read is dropped at once, what was read stays read.

    Args:
        announce: Told how many files have to be read before the first of them is.
    """
    keys = {staged.number: reading_key(home, viewer, staged) for staged in files}
    with _lock:
        _shown[str(home.path), viewer.account] = tuple(keys.values())
    missing = [staged for staged in files if keys[staged.number] not in _readings]
    if missing and not st.session_state.get(STOPPED):
        announce(len(missing))
        _read_missing(home, viewer, missing, keys)
    read = {number: _readings[key] for number, key in keys.items() if key in _readings}
    return _beside_each_other(home, viewer, read, "-".join(keys[number] for number in read))


def _beside_each_other(home: Home, viewer: Viewer, read: dict[int, Reading], key: str) -> dict[int, Reading]:
    """The readings with what is said of them beside each other, found out once for each set of files."""
    known = _remarked.get(key)
    if known is None:
        known = dict(zip(read, staging.beside_each_other(home, viewer, list(read.values())), strict=True))
        with _lock:
            _remarked[key] = known
            while len(_remarked) > _EFFECTS_KEPT:
                _remarked.popitem(last=False)
    return known


def _read_missing(home: Home, viewer: Viewer, missing: Sequence[StagedFile], keys: dict[int, str]) -> None:
    place, asked = st.empty(), threading.Event()
    with place.container():
        bar = st.progress(0.0, text=_progress_words(0, missing))
        st.button("Dừng", key="dung-doc", on_click=_stop, args=(asked,))
    pool = ThreadPoolExecutor(_AT_ONCE)
    try:
        waiting: set[Future[None]] = {
            pool.submit(
                copy_context().run, _read_one, home, viewer, staged, keys[staged.number], asked.is_set
            )
            for staged in missing
        }
        while waiting:
            done, waiting = wait(waiting, timeout=_LOOK_SECONDS, return_when=FIRST_COMPLETED)
            for one in done:
                one.result()
            finished = len(missing) - len(waiting)
            bar.progress(finished / len(missing), text=_progress_words(finished, missing))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    place.empty()


def _read_one(
    home: Home, viewer: Viewer, staged: StagedFile, key: str, should_stop: Callable[[], bool]
) -> None:
    reading = staging.read_staged(home, viewer, staged, should_stop=should_stop)
    with _lock:
        _readings[key] = reading
        _forget_readings()


def _forget_readings() -> None:
    """Drop the oldest readings beyond the limit, never one that a visit shows now: its page would read it on every run."""
    shown = {key for keys in _shown.values() for key in keys}
    spare = [key for key in _readings if key not in shown]
    for key in spare[: max(len(_readings) - max(_FILES_KEPT, len(shown)), 0)]:
        del _readings[key]


def _progress_words(finished: int, files: Sequence[StagedFile]) -> str:
    number = min(finished, len(files) - 1)
    return f"Đang đọc tệp {number + 1}/{len(files)}: {plain(files[number].file_name)}"


def _stop(asked: threading.Event) -> None:
    # The run that waits for the readers is over by now; they look at this themselves.
    asked.set()
    st.session_state[STOPPED] = True


def go_on() -> None:
    """Read what was left when the officer stopped."""
    st.session_state.pop(STOPPED, None)


def effect_of_files(home: Home, viewer: Viewer, files: Sequence[tuple[StagedFile, Reading]]) -> Effect | None:
    """What publishing *files* would change, computed once; None where none can be loaded."""
    loadable = [(staged, reading) for staged, reading in files if reading.report.status == "loadable"]
    if not loadable:
        return None
    key = "-".join([str(build_id()), *(reading_key(home, viewer, staged) for staged, _ in loadable)])
    known = _effects.get(key)
    if known is None or not known.preview.build.path.exists():
        with st.spinner("Đang tính ảnh hưởng đến số liệu và điểm…"):
            known = _computed(home, viewer, [reading for _, reading in loadable])
        _keep_effect(key, known)
    return known


def _keep_effect(key: str, effect: Effect) -> None:
    with _lock:
        _effects[key] = effect
        dropped = [_effects.popitem(last=False)[1] for _ in range(len(_effects) - _EFFECTS_KEPT)]
    kept = {one.preview.build.path for one in _effects.values()}
    for one in dropped:
        if one.preview.build.path not in kept:
            one.preview.cancel()


def forget_effects() -> None:
    """Throw every candidate away: it was published, or the files were cancelled."""
    with _lock:
        dropped = list(_effects.values())
        _effects.clear()
    for one in dropped:
        one.preview.cancel()


def _computed(home: Home, viewer: Viewer, readings: Sequence[Reading]) -> Effect:
    candidate = staging.effect(home, viewer, readings)
    assert candidate is not None  # the caller passed at least one file that can be loaded
    before, after = candidate.current_reader(viewer.scope), candidate.reader(viewer.scope)
    day_before, day_after = _newest(before), _newest(after)
    merged = pd.merge(
        _scores(before, day_before).rename(columns={"score": "before"}),
        _scores(after, day_after).rename(columns={"score": "after"}),
        on="department_code",
        how="outer",
    )
    moves = (
        obligation_moves(after, from_day=day_before, to_day=day_after, earlier=before)
        if day_before and day_after
        else None
    )
    odd, may_pass = staging.out_of_the_ordinary(home, viewer, readings, candidate)
    return Effect(
        candidate, candidate.counts(grouped=True), merged, day_before, day_after, moves, tuple(odd), may_pass
    )


def _newest(reader: Reader) -> date | None:
    return reader.as_of_range(*daily_kinds())[1] or reader.as_of_range()[1]


def _scores(reader: Reader, as_of: date | None) -> pd.DataFrame:
    if as_of is None:
        return pd.DataFrame(columns=["department_code", "score"])
    return department_score(reader, as_of=as_of)[["department_code", "score"]]
