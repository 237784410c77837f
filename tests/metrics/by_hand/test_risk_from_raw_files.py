"""Every criterion, the index and what a unit leads, from the raw sample files in plain Python, as `docs/method.md` words it."""

import csv
import math
from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

from tests.metrics.by_hand.raw_samples import CODE_OF, SAMPLES, is_late, moment, newest
from tests.metrics.by_hand.test_counts_from_raw_files import DAYS, asked_rows
from tests.metrics.by_hand.test_leaves_from_raw_files import exact, sheet
from tests.metrics.by_hand.test_lists_from_raw_files import documents, last_good_day, state
from tests.metrics.by_hand.test_obligations_from_raw_files import DOSSIERS, owed, tasks, works
from tests.metrics.by_hand.test_points_from_raw_files import jobs_of

SETS = SAMPLES.parent / "indicator_sets"
CLAIMED, PAST = (
    "Bang tu cham diem CCHC nam 2023 (mau) den 10.11.2023.xlsx",
    "Bang cham diem CCHC nam 2022 (mau).xlsx",
)
SCORING = date(2023, 12, 15)
HALF_LIFE = {"Đang thực hiện": 8, "Cần bổ sung minh chứng": 5, "Chưa thực hiện": 15}
Row = dict[str, Any]
Earned = Callable[[float], float]


def criteria() -> dict[str, Row]:
    """Printed code to the clause of the set with its amendment, of those that are scored themselves."""
    with (SETS / "3078-2022" / "criteria.csv").open(encoding="utf-8-sig", newline="") as file:
        clauses = {row["code"]: row for row in csv.DictReader(file)}
    with (SETS / "1219-2023" / "changes.csv").open(encoding="utf-8-sig", newline="") as file:
        for change in csv.DictReader(file):
            if change["action"] == "remove":
                del clauses[change["code"]]
            else:
                new = {name: value for name, value in change.items() if value}
                clauses[change["code"]] = {**clauses.get(change["code"], {}), **new}
    return {
        code: row
        for code, row in clauses.items()
        if not any(other.startswith(f"{code}.") for other in clauses)
    }


def chance_in_time(days: int, half_life: float) -> float:
    return 1 - 0.5 ** (days / half_life)


def beta_binomial(cases: int, share: float, firmness: float) -> list[float]:
    """The chance of none, one, two … of *cases* done, term by term."""
    if not cases or share <= 0 or share >= 1:
        return [float(k == (cases if share >= 1 else 0)) for k in range(cases + 1)]
    a, b = share * firmness, (1 - share) * firmness
    beta = lambda x, y: math.lgamma(x) + math.lgamma(y) - math.lgamma(x + y)  # noqa: E731
    chance = [
        math.exp(math.lgamma(cases + 1) - math.lgamma(k + 1) - math.lgamma(cases - k + 1) + beta(k + a, cases - k + b) - beta(a, b))
        for k in range(cases + 1)
    ]  # fmt: skip
    return [part / sum(chance) for part in chance]


def mean_of_more(cases: int, share: float, firmness: float, earned: Earned) -> float:
    """The mean of *earned* over how many of *cases* get done."""
    return sum(part * earned(k) for k, part in enumerate(beta_binomial(cases, share, firmness)))


def stepped(*steps: tuple[float, float]) -> Earned:
    """From each rate on, its points; under the lowest none."""
    return lambda rate: next((points for least, points in steps if rate >= least), 0.0)


def rounded(value: float) -> float:
    return float(Decimal(repr(value)).quantize(Decimal("0.01"), ROUND_HALF_UP))


# The wordings of the set, read by a person: what a rate earns.
EARNED: dict[str, Earned] = {
    "1.7": lambda rate: 1.0 * rate if rate >= 0.7 else 0.0,
    "3.4.1": stepped((0.99, 3.0), (0.95, 2.0), (0.9, 1.0)),
    "3.4.2": stepped((1.0, 1.5), (0.8, 0.75)),
    "7.2.1": lambda rate: 2.0 * rate if rate >= 0.9 else 0.0,
    "7.2.3": stepped((1.0, 1.0), (0.8, 0.5)),
    "7.2.4": stepped((1.0, 1.5), (0.8, 0.75)),
    "7.3.2": lambda rate: 1.5 if rate >= 0.6 else rounded(rate * 1.5 / 0.6),
}
RECOVERABLE = ("1.7", "3.4.2", "7.2.3", "7.2.4")


def counted(day: date) -> dict[str, tuple[int, int]]:
    """Measured criterion to what is required and what is done."""
    total = {name: owed(day)["TOTAL", name] for name in ("shortfall", "apology", "work_file_complete")}
    listed = [
        row for row in newest(DOSSIERS, "Mã hồ sơ", day).values()
        if row["Trạng thái hồ sơ"] not in ("Không được tiếp nhận", "Mới đăng ký")
    ]  # fmt: skip
    closed = sum(row["Báo cáo hoàn thành"] == "Có" and row["Lưu trữ"] == "Đã lưu" for _, row in tasks(day))
    late, online = (
        sum(is_late(row, day) for row in listed),
        sum(row["Hình thức nộp"] == "Trực tuyến" for row in listed),
    )
    signed = documents(day)
    return {
        "1.7": (total["shortfall"][0], total["shortfall"][1] or 0),
        "3.4.2": (total["apology"][0], total["apology"][1] or 0),
        "7.2.4": (total["work_file_complete"][0], total["work_file_complete"][1] or 0),
        "7.2.3": (len(tasks(day)), closed),
        "3.4.1": (len(listed), len(listed) - late),
        "7.3.2": (len(listed), online),
        "7.2.1": (len(signed), sum(is_signed for _, is_signed in signed)),
    }


def of_measure(code: str, day: date) -> float:
    """Open cases are done in time as often as the rates say; of a running rate new cases come in as those so far."""
    required, done = counted(day)[code]
    earned, left = (
        EARNED[code],
        sum(works(date.fromordinal(n)) for n in range(day.toordinal() + 1, SCORING.toordinal() + 1)),
    )
    if code in RECOVERABLE:
        return mean_of_more(
            required - done, chance_in_time(left, 8), 6, lambda k: earned((done + k) / required)
        )
    elapsed, to_come = (day - date(2023, 1, 1)).days + 1, (SCORING - day).days
    return mean_of_new(required, done, required * to_come / elapsed, earned)


def mean_of_new(required: int, done: int, coming: float, earned: Earned) -> float:
    """The mean of *earned* after *coming* more cases that are done as those so far; half a case comes in every other year."""
    share, fewer = (done + 0.5) / (required + 1), int(coming)
    means = [
        mean_of_more(more, share, required + 1, lambda k, more=more: earned((done + k) / (required + more)))
        for more in (fewer, fewer + 1)
    ]
    return means[0] + (means[1] - means[0]) * (coming - fewer)


def usually_taken(code: str, top: float) -> float:
    """What the appraisal of 2022 took of this criterion, else of its field, out of *top*."""
    past = {
        one: row
        for one, row in sheet(PAST).items()
        if None not in (row["Điểm tự chấm"], row["Điểm thẩm định"])
    }
    own = [code] if code in past else [one for one in past if one.split(".")[0] == code.split(".")[0]]
    taken = sum(past[one]["Điểm tự chấm"] - past[one]["Điểm thẩm định"] for one in own)
    return max(taken * top / sum(past[one]["Điểm tối đa"] for one in own), 0.0) if own else 0.0


def lost_before(code: str, top: float, day: date) -> tuple[float | None, bool]:
    """Points lost in 2022, out of *top*: by Phụ lục 1, else by the sheet of that year; and whether that is mended."""
    listed = [row for row in state("Phu luc 1*.xlsx", day) if str(row["Mã tiêu chí"]) == code]
    if listed:
        lost = sum(row["Điểm bị trừ"] for row in listed) * top / listed[0]["Điểm tối đa"]
        return lost, all(row["Kết quả"] == "Đã khắc phục" for row in listed)
    past = sheet(PAST).get(code)
    if past is None or past["Điểm đạt"] is None:
        return None, False
    return max(past["Điểm tối đa"] - past["Điểm đạt"], 0.0) * top / past["Điểm tối đa"], False


def jobs_over(code: str, day: date) -> list[Row]:
    """The jobs of the criterion, else of the nearest clause above it that has any."""
    parts, listed = code.split("."), state("Phu luc 2*.xlsx", day)
    above = [".".join(parts[:size]) for size in range(len(parts), 0, -1)]
    return next(
        (own for one in above if (own := [job for job in listed if str(job["Mã tiêu chí"]) == one])), []
    )


def chance_of(job: Row, day: date) -> float:
    finished, due = moment(job["Ngày hoàn thành"]), last_good_day(job["Thời hạn"])
    if job["Tình trạng"] == "Hoàn thành" and not (finished and finished.date() > day):
        return 1.0
    left = sum(works(date.fromordinal(n)) for n in range(day.toordinal() + 1, SCORING.toordinal() + 1))
    half_life = HALF_LIFE.get(job["Tình trạng"], 15)
    return chance_in_time(left, half_life * (1.5 if due and due < day else 1))


def of_jobs(code: str, top: float, day: date) -> float:
    """What was lost last year is lost again as often as the rates say, the more the less of its jobs gets done."""
    lost, is_mended = lost_before(code, top, day)
    jobs = jobs_over(code, day)
    done = 1.0 if is_mended else sum(chance_of(job, day) for job in jobs) / len(jobs)
    if lost:
        return top - min(lost, top) * (done * 0.10 + (1 - done) * 0.80)
    return top - top * 0.5 * (done * 0.05 + (1 - done) * 0.50)


def of_last_year(code: str, top: float, method: str, day: date) -> float | None:
    lost, is_mended = lost_before(code, top, day)
    if lost is None:
        return None
    if method == "survey":
        return top - min(lost, top)
    if lost:
        return top - min(lost, top) * (0.10 if is_mended else 0.90)
    return top - top * 0.5 * 0.05


def expected_of(code: str, clause: Row, day: date) -> tuple[float, float | None] | None:
    """The maximum and the expected points of a criterion by its best evidence; None where nothing arose."""
    line = sheet(CLAIMED).get(code, {}) if day >= date(2023, 11, 10) else {}
    top = float(line.get("Điểm tối đa") or clause["max_score"].replace(",", "."))
    if line.get("Ghi chú") == "Không phát sinh":
        return None
    claimed = exact(line.get("Điểm tự chấm"))
    if code in EARNED:
        return top, of_measure(code, day)
    if claimed is not None and clause["method"] != "survey":
        return top, max(float(claimed) - usually_taken(code, top), 0.0)
    if clause["method"] != "survey" and jobs_over(code, day):
        return top, of_jobs(code, top, day)
    return top, of_last_year(code, top, clause["method"], day)


def by_hand(day: date) -> dict[str, tuple[float, float | None]]:
    found = {code: expected_of(code, clause, day) for code, clause in criteria().items()}
    return {code: pair for code, pair in found.items() if pair is not None}


@pytest.mark.parametrize("day", DAYS)
def test_every_criterion(sample_home, day):
    """Within what is stated of ratios over more than a thousand cases: 0,001 points."""
    rows = {row["code"]: row for row in asked_rows(sample_home, "risk", day)}
    expected = by_hand(day)

    assert {code: row["max_score"] for code, row in rows.items()} == {
        code: top for code, (top, _) in expected.items()
    }
    for code, (top, points) in expected.items():
        assert rows[code]["expected_score"] == (
            None if points is None else pytest.approx(points, abs=0.001)
        ), code
        lost = None if points is None else pytest.approx(top - points, abs=0.001)
        assert rows[code]["expected_loss"] == lost, code
        assert rows[code]["level"] == level_of(top, points), code
    assert sum(points is not None for _, points in expected.values()) > 90


def level_of(top: float, points: float | None) -> str:
    """From 0,75 points or half of the maximum; 0,40 or a quarter; 0,10 or a twentieth."""
    if points is None:
        return "unknown"
    lost = round(top - points, 6)
    limits = (("high", 0.75, 0.5), ("at_risk", 0.4, 0.25), ("watch", 0.1, 0.05))
    return next(
        (name for name, least, share in limits if lost > 0 and (lost >= least or lost >= share * top)), "safe"
    )


def leads_of(code: str, day: date) -> list[str]:
    """Whom the sheet of the year names, else the leads of its jobs, else who answers for what it lost."""
    named = sheet(CLAIMED).get(code, {}).get("Đơn vị chủ trì") if day >= date(2023, 11, 10) else None
    return [CODE_OF[named.strip()]] if named else list(dict.fromkeys(jobs_of(code, day)))


def told_of(code: str, top: float, day: date) -> dict[str, str]:
    """Of last year's loss, of the jobs and of the leads: what is told with which figures."""
    lost, is_mended = lost_before(code, top, day)
    jobs = jobs_over(code, day)
    still = [job for job in jobs if chance_of(job, day) < 1]
    late = sum(bool(due := last_good_day(job["Thời hạn"])) and due < day for job in still)
    figure = str(Decimal(str(lost or 0)).quantize(Decimal("0.01"), ROUND_HALF_UP)).replace(".", ",")
    facts = {
        "lost_last_year": f"Năm 2022 bị trừ {figure} điểm" if lost else "",
        "kept_last_year": "Năm 2022 không bị trừ điểm" if lost == 0 else "",
        "fixed": "Tồn tại đã được khắc phục" if is_mended else "",
        "jobs_open": f"{len(still)}/{len(jobs)} nhiệm vụ chưa xong" if still else "",
        "jobs_done": f"{len(jobs)}/{len(jobs)} nhiệm vụ đã xong" if jobs and not still else "",
        "jobs_overdue": f"{late} nhiệm vụ quá hạn" if late else "",
    }
    return {name: words for name, words in facts.items() if words}


FACTS = {"lost_last_year", "kept_last_year", "fixed", "jobs_open", "jobs_done", "jobs_overdue"}


@pytest.mark.parametrize("day", DAYS)
def test_owners_and_what_is_told_of_every_criterion(sample_home, day):
    """A survey is not moved by last year's loss or by jobs, so neither is told of it; nor of what nobody knows."""
    rows = asked_rows(sample_home, "risk", day)
    told = set()
    for row in rows:
        code, reasons = row["code"], {one["code"]: one["text"] for one in row["reasons"]}
        assert sorted(row["owners"]) == sorted(leads_of(code, day)), code
        assert ("unassigned" in reasons) == (not row["owners"]), code
        is_out = criteria()[code]["method"] == "survey" or row["expected_score"] is None
        facts = {} if is_out else told_of(code, row["max_score"], day)
        assert {name: words for name, words in reasons.items() if name in FACTS} == facts, code
        told |= set(facts)
    assert told >= {"lost_last_year", "kept_last_year", "fixed", "jobs_open"}


@pytest.mark.parametrize("day", DAYS)
def test_the_index(sample_home, day):
    (row,) = asked_rows(sample_home, "index", day)
    pairs = by_hand(day).values()
    known = [(top, points) for top, points in pairs if points is not None]
    expected = sum(points for _, points in known)

    assert row["max"] == pytest.approx(sum(top for top, _ in pairs))
    assert row["known_max"] == pytest.approx(sum(top for top, _ in known))
    assert row["unknown_points"] == pytest.approx(sum(top for top, points in pairs if points is None))
    assert row["expected"] == pytest.approx(expected, abs=0.005)
    assert row["index_pct"] == pytest.approx(expected * 100 / row["known_max"], abs=0.005)
    taken = sum(
        float(claimed) - points
        for code, (_, points) in by_hand(day).items()
        if code not in EARNED and points is not None and day >= date(2023, 11, 10)
        and (claimed := exact(sheet(CLAIMED).get(code, {}).get("Điểm tự chấm"))) is not None
    )  # fmt: skip
    assert row["appraisal_points"] == pytest.approx(taken, abs=1e-4)
