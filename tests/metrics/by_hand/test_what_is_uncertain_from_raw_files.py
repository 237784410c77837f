"""Ranks, the band of the index, chances and expected dates: again from the raw sample files, by other means than the product's."""

import math
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import accumulate, pairwise
from random import Random
from statistics import NormalDist

import pytest

from tests.metrics.by_hand.raw_samples import UNITS, day_of, due_moment, moment, newest
from tests.metrics.by_hand.test_counts_from_raw_files import DAYS, asked_rows
from tests.metrics.by_hand.test_leaves_from_raw_files import exact, sheet
from tests.metrics.by_hand.test_lists_from_raw_files import state, units_of
from tests.metrics.by_hand.test_obligations_from_raw_files import (
    DOSSIERS,
    SCORED,
    WEIGHTS,
    Owed,
    apologies,
    last_ten,
    owed,
    tasks,
    work_files,
    worked_on,
    working_days_left,
    works,
)
from tests.metrics.by_hand.test_risk_from_raw_files import (
    CLAIMED,
    EARNED,
    PAST,
    RECOVERABLE,
    SAMPLES,
    SCORING,
    beta_binomial,
    by_hand,
    chance_in_time,
    chance_of,
    counted,
    criteria,
    jobs_over,
    lost_before,
)

NORMAL = NormalDist()


# Ranks: which units do the intervals of the adjusted scores leave apart?


def common_rate(pairs: list[tuple[int, int]]) -> tuple[float, float]:
    """The rate of all units together, and how many items it weighs: by the moments of the beta-binomial, 2 to 30."""
    total = sum(n for _, n in pairs)
    rate = sum(done for done, _ in pairs) / total
    room = total - sum(n * n for _, n in pairs) / total - (len(pairs) - 1)
    if room <= 0:
        return rate, 2
    if rate in (0, 1):
        return rate, min(max(total, 2), 30)
    seen = sum(n * (done / n - rate) ** 2 for done, n in pairs)
    likeness = (seen - (len(pairs) - 1) * rate * (1 - rate)) / (room * rate * (1 - rate))
    return rate, 30 if likeness <= 0 else min(max((1 - likeness) / likeness, 2), 30)


def beta_quantiles(a: float, b: float, *shares: float) -> list[float]:
    """Where that much of a beta distribution lies below, by adding up its density in 20.000 slices."""
    slices = 20_000
    middles = [(n + 0.5) / slices for n in range(slices)]
    top = max((a - 1) * math.log(x) + (b - 1) * math.log(1 - x) for x in middles)
    sums = list(
        accumulate(math.exp((a - 1) * math.log(x) + (b - 1) * math.log(1 - x) - top) for x in middles)
    )
    return [next(n for n, part in enumerate(sums) if part >= share * sums[-1]) / slices for share in shares]


def intervals(owed: Owed, units: Iterable[str]) -> dict[str, tuple[float, float]]:
    """Unit to the interval that holds 80 % of its weighted mean of rates, each pulled towards the common one."""
    parts: dict[str, list[tuple[float, float, float, float]]] = {}
    for name, weight in WEIGHTS.items():
        known = {
            unit: (done, n)
            for unit in units
            for n, done in [owed.get((unit, name), (0, None))]
            if n and done is not None
        }
        if not known:
            continue
        rate, items = common_rate(sorted(known.values()))
        for unit, (done, n) in known.items():
            mean, seen = (done + rate * items) / (n + items), n + items
            likely = mean
            if mean in (0, 1):  # half an item of the other kind may come
                likely, seen = (mean * seen + 0.5) / (seen + 1), seen + 1
            parts.setdefault(unit, []).append((weight, mean, likely, likely * (1 - likely) / (seen + 1)))
    found = {}
    for unit, own in parts.items():
        whole = sum(weight for weight, *_ in own)
        mean = sum(weight * one for weight, one, _, _ in own) / whole
        likely = sum(weight * one for weight, _, one, _ in own) / whole
        variance = sum((weight / whole) ** 2 * one for weight, _, _, one in own)
        strength = likely * (1 - likely) / variance - 1
        low, high = beta_quantiles(likely * strength, (1 - likely) * strength, 0.1, 0.9)
        found[unit] = min(low, mean), max(high, mean)
    return found


LEVELS = ((90, "Xuất sắc"), (80, "Tốt"), (70, "Khá"), (50, "Trung bình"), (0, "Yếu"))


def first_places(ranked: dict[str, tuple[float, float]]) -> dict[str, int]:
    """A rank is one more than the units wholly above."""
    return {unit: 1 + sum(low > high for low, _ in ranked.values()) for unit, (_, high) in ranked.items()}


@pytest.mark.parametrize("day", DAYS)
def test_rank_and_band_of_the_units(sample_home, day):
    """Under half of the weights known there is none."""
    rows = {row["department_code"]: row for row in asked_rows(sample_home, "department_score", day)}
    ranked = {
        unit: own for unit, own in intervals(owed(day), SCORED).items() if rows[unit]["coverage_pct"] >= 50
    }
    ends = first_places(ranked)

    assert {unit: rows[unit]["rank"] for unit in SCORED} == {unit: ends.get(unit) for unit in SCORED}
    assert rows["TOTAL"]["rank"] is None and len(set(ends.values())) > 2
    for row in rows.values():
        assert row["band"] == next(name for least, name in LEVELS if row["score"] >= least)


# The band of the index: what may each criterion come to, and how do they go together?

Outcome = list[tuple[float, float]]


def strikes(code: str) -> tuple[float, float]:
    """How often the appraisal strikes, and what part: the common experience, drawn to the office, its field, the criterion."""
    past = {
        one: max(float(then - judged), 0.0) / row["Điểm tối đa"]
        for one, row in sheet(PAST).items()
        if (then := exact(row["Điểm tự chấm"])) is not None
        and (judged := exact(row["Điểm thẩm định"]) or exact(row["Điểm đạt"])) is not None
    }
    chance, share = 0.18, 0.40
    field = [part for one, part in past.items() if one.split(".")[0] == code.split(".")[0]]
    own = [past[code]] if code in past else []
    for taken, seen, weight in ((list(past.values()), 1, 1), (field, len(field), 20), (own, len(own), 4)):
        if not taken:
            continue
        struck = [part for part in taken if part > 0]
        chance += (len(struck) / len(taken) - chance) * seen / (seen + weight)
        if struck:
            times = seen * len(struck) / len(taken)
            share += (sum(struck) / len(struck) - share) * times / (times + weight)
    return chance, share


def lost_or_kept(top: float, lost: float, chance: float) -> Outcome:
    return [(top - min(lost, top), chance), (top, 1 - chance)]


def of_measure(code: str, day: date) -> Outcome:
    required, done = counted(day)[code]
    left = sum(works(day + timedelta(days=n)) for n in range(1, (SCORING - day).days + 1))
    if code in RECOVERABLE:
        chances = beta_binomial(required - done, chance_in_time(left, 8), 6)
        return [(EARNED[code]((done + k) / required), chance) for k, chance in enumerate(chances)]
    coming = required * (SCORING - day).days / ((day - date(2023, 1, 1)).days + 1)
    found = []
    for more, part in ((int(coming), 1 - coming % 1), (int(coming) + 1, coming % 1)):
        chances = beta_binomial(more, (done + 0.5) / (required + 1), required + 1)
        found += [
            (EARNED[code]((done + k) / (required + more)), part * chance) for k, chance in enumerate(chances)
        ]
    return found


def of_jobs(code: str, top: float, day: date) -> Outcome:
    lost, is_mended = lost_before(code, top, day)
    jobs = jobs_over(code, day)
    done = 1.0 if is_mended else sum(chance_of(job, day) for job in jobs) / len(jobs)
    if lost:
        return lost_or_kept(top, lost, done * 0.10 + (1 - done) * 0.80)
    return lost_or_kept(top, top * 0.5, done * 0.05 + (1 - done) * 0.50)


def of_last_year(code: str, top: float, method: str, day: date) -> Outcome:
    lost, is_mended = lost_before(code, top, day)
    assert lost is not None
    if method == "survey":
        kept, spread = top - min(lost, top), 0.05 * top
        return [(max(kept - spread, 0.0), 0.25), (kept, 0.5), (min(kept + spread, top), 0.25)]
    if lost:
        return lost_or_kept(top, lost, 0.10 if is_mended else 0.90)
    return lost_or_kept(top, top * 0.5, 0.05)


def possible(code: str, top: float, method: str, day: date) -> tuple[str, float, Outcome]:
    """With whom it rises and falls, how far, and what it may come to."""
    line = sheet(CLAIMED).get(code, {}) if day >= date(2023, 11, 10) else {}
    claimed = exact(line.get("Điểm tự chấm"))
    if code in EARNED:
        return "work", 0.30, of_measure(code, day)
    if claimed is not None and method != "survey":
        chance, share = strikes(code)
        struck = [(max(float(claimed) - top * share * part / 2, 0.0), chance / 3) for part in (1, 2, 3)]
        return "appraisal", 0.035 + 0.12 / 2, [*struck, (float(claimed), 1 - chance)]
    if method != "survey" and jobs_over(code, day):
        return "work", 0.30, of_jobs(code, top, day)
    return "last year", 0.30, of_last_year(code, top, method, day)


def drawn_totals(leaves: Iterable[tuple[str, float, Outcome]], draws: int) -> list[float]:
    """What the criteria add up to in each of *draws* years, those of one driver sharing part of their luck."""
    luck, totals = Random(4), [0.0] * draws
    common = {name: [luck.gauss(0, 1) for _ in range(draws)] for name in ("work", "appraisal", "last year")}
    for driver, shared, outcome in leaves:
        merged: Counter[float] = Counter()
        for points, chance in outcome:
            merged[points] += chance
        ordered = sorted((points, chance) for points, chance in merged.items() if chance > 1e-9)
        ends = [NORMAL.inv_cdf(min(part, 1 - 1e-12)) for part in accumulate(chance for _, chance in ordered)]
        ends[-1] = math.inf
        a, b = math.sqrt(shared), math.sqrt(1 - shared)
        for n in range(draws):
            own = a * common[driver][n] + b * luck.gauss(0, 1)
            totals[n] += next(points for (points, _), end in zip(ordered, ends, strict=True) if own <= end)
    return sorted(totals)


def held(totals: list[float], expected: float, part: float) -> tuple[float, float]:
    """The middle that holds *part* of the years; where the expectation lies beyond it, the range up to there."""
    at = lambda share: totals[min(max(round(share * (len(totals) - 1)), 0), len(totals) - 1)]  # noqa: E731
    low, high = at((1 - part) / 2), at((1 + part) / 2)
    below = sum(total <= expected for total in totals) / len(totals)
    if expected > high:
        return at(below - part), expected
    return (expected, at(below + part)) if expected < low else (low, high)


@pytest.mark.parametrize("day", DAYS)
def test_the_band_of_the_index(sample_home, day):
    """
    Within 0,25 points: of 4.000 draws the end of an 80 % band is known to about 0,06 points, of these 4.000 likewise.
    """
    known = {code: pair for code, pair in by_hand(day).items() if pair[1] is not None}
    leaves = [possible(code, top, criteria()[code]["method"], day) for code, (top, _) in known.items()]
    expected = sum(points for _, points in known.values() if points is not None)
    totals = drawn_totals(leaves, 4000)

    (row,) = asked_rows(sample_home, "index", day)
    (p10, p90), (p25, p75) = (held(totals, expected, part) for part in (0.8, 0.5))
    assert [row[name] for name in ("p10", "p25", "p75", "p90")] == pytest.approx(
        [min(p10, p25), p25, p75, max(p75, p90)], abs=0.25
    )
    assert row["p90"] - row["p10"] > 2


# Chances and expected days: does each coming day resemble one of those that were?

Days = list[tuple[float, float]]  # done and new of each known day, the oldest first


def of_tasks(day: date, column: str, yes: str, dated: str) -> dict[str, Days]:
    """What each unit did and got on the last ten working days; a weekend belongs to the Friday before."""
    done, new = Counter[tuple[str, date]](), Counter[tuple[str, date]]()
    for unit, row in tasks(day):
        made, given = moment(row[dated]), moment(row["Ngày giao việc"])
        if row[column] == yes and made:
            done[unit, worked_on(made.date())] += 1
        if given:
            new[unit, worked_on(given.date())] += 1
    days = sorted(last_ten(day))
    return {unit: [(done[unit, one], new[unit, one]) for one in days] for unit in UNITS}


def listed_on(pattern: str) -> list[date]:
    """The days of the lists whose names fit, the oldest first."""
    return sorted({day_of(path.name) for path in SAMPLES.glob(pattern)} - {date.max})


def of_shortfalls(day: date) -> dict[str, Days]:
    """The list says no day: what a list has more than the one before is spread over the working days between."""
    listed = [one for one in listed_on("Phu luc 1*.xlsx") if one <= day]
    done = Counter[tuple[str, date]]()
    for before, after in pairwise(listed):
        between = [before + timedelta(days=n) for n in range(1, (after - before).days + 1)]
        between = [one for one in between if works(one)] or [worked_on(after)]
        more = Counter[str]()
        for sign, one in ((1, after), (-1, before)):
            for row in state("Phu luc 1*.xlsx", one):
                for unit in units_of(row["Phòng, đơn vị chịu trách nhiệm"]):
                    more[unit] += sign * (row["Kết quả"] == "Đã khắc phục")
        for unit, number in more.items():
            for one in between:
                done[unit, one] += number / len(between)
    days = [one for one in sorted(last_ten(day)) if listed[0] < one <= listed[-1]]
    return {unit: [(max(done[unit, one], 0.0), 0.0) for one in days] for unit in UNITS}


def of_assignments(day: date) -> dict[str, Days]:
    """Each job on the day the list says it was finished, for every unit that leads it, from the first such day to that of the list."""
    done = Counter[tuple[str, date]]()
    for row in state("Phu luc 2*.xlsx", day):
        made = moment(row["Ngày hoàn thành"])
        if row["Tình trạng"] == "Hoàn thành" and made and made.date() <= day:
            for unit in units_of(row["Đơn vị chủ trì"]):
                done[unit, worked_on(made.date())] += 1
    first, newest = (
        min(one for _, one in done),
        max(one for one in listed_on("Phu luc 2*.xlsx") if one <= day),
    )
    days = [one for one in sorted(last_ten(day)) if first <= one <= newest]
    return {unit: [(done[unit, one], 0.0) for one in days] for unit in UNITS}


def of_work_files(day: date) -> dict[str, Days]:
    """A task is in a file once it names one that is listed; no list says the day, so what a list has more is spread over the days between."""
    listed = [one for one in listed_on("HpNet_cong-viec*.xlsx") if one <= day]
    files, done, new = work_files(day), Counter[tuple[str, date]](), Counter[tuple[str, date]]()
    for before, after in pairwise(listed):
        between = [before + timedelta(days=n) for n in range(1, (after - before).days + 1)]
        between = [one for one in between if works(one)] or [worked_on(after)]
        for sign, one in ((1, after), (-1, before)):
            for unit, row in tasks(one):
                if str(row["Mã hồ sơ"] or "").strip().upper() in files:
                    for spread in between:
                        done[unit, spread] += sign / len(between)
    for unit, row in tasks(day):
        if given := moment(row["Ngày giao việc"]):
            new[unit, worked_on(given.date())] += 1
    days = [one for one in sorted(last_ten(day)) if listed[0] < one]
    return {unit: [(max(done[unit, one], 0.0), new[unit, one]) for one in days] for unit in UNITS}


def of_apologies(day: date) -> dict[str, Days]:
    """An apology on the later of its slip and its publishing; a dossier is owed one from the day after it was due."""
    done, new = Counter[tuple[str, date]](), Counter[tuple[str, date]]()
    register = newest(("So theo doi xin loi*.xlsx",), "Mã hồ sơ", day)
    dossiers = newest(DOSSIERS, "Mã hồ sơ", day)
    for code, one in apologies(day).items():
        if due := due_moment(dossiers[code]):
            new[one["unit"], worked_on(min(due.date() + timedelta(days=1), day))] += 1
        if one["made"] and not one["invalid"]:
            days = [moment(register[code].get(name)) for name in ("Ngày xin lỗi", "Ngày đăng Cổng TTĐT")]
            done[one["unit"], worked_on(max(at.date() for at in days if at))] += 1
    days = sorted(last_ten(day))
    return {unit: [(done[unit, one], new[unit, one]) for one in days] for unit in UNITS}


HISTORIES = {
    "work_file": of_work_files,
    "apology": of_apologies,
    "assignment": of_assignments,
    "task_reported": lambda day: of_tasks(day, "Báo cáo hoàn thành", "Có", "Ngày báo cáo"),
    "task_archived": lambda day: of_tasks(day, "Lưu trữ", "Đã lưu", "Ngày lưu trữ"),
    "shortfall": of_shortfalls,
}  # fmt: skip
PATHS, HORIZON = 1500, 45


def days_to_finish(units: dict[str, tuple[int, int]], history: dict[str, Days]) -> dict[str, list[int]]:
    """
    Unit to the working days until nothing is left, in each of 1.500 futures; TOTAL: until nothing is left of anybody.

    In one future every past day has a weight of its own (the days of all units together weigh two), and each coming
    day is one of them.
    """
    luck = Random(11)
    pool = [
        tuple(value / max(required, 1) for value in pair)
        for unit, (required, _) in sorted(units.items()) for pair in history[unit]
    ]  # fmt: skip
    found: dict[str, list[int]] = {unit: [] for unit in (*units, "TOTAL")}
    own = len(next(iter(history.values())))
    for _ in range(PATHS):
        weights = [luck.gammavariate(1, 1) for _ in range(own)]
        weights += [luck.gammavariate(2 / len(pool), 1) for _ in pool]
        coming = luck.choices(range(own + len(pool)), weights, k=HORIZON)
        parts = [(luck.random(), luck.random()) for _ in coming]
        for unit, (required, left) in units.items():
            at = 0
            while left > 0 and at < HORIZON:
                pick, (done_part, new_part) = coming[at], parts[at]
                if pick < own:
                    done, new = history[unit][pick]
                else:
                    done, new = (max(required, 1) * share for share in pool[pick - own])
                left += math.floor(new + new_part) - math.floor(done + done_part)
                at += 1
            found[unit].append(at if left <= 0 else HORIZON + 1)
        found["TOTAL"].append(max(found[unit][-1] for unit in units))
    return found


def share_within(days: list[int], limit: int) -> float:
    return sum(one <= limit for one in days) / len(days)


def mean_done(history: dict[str, Days], unit: str, known: Iterable[str]) -> float:
    """What a day of the history did; TOTAL: of all the units of which anything is known."""
    return sum(done for one in (known if unit == "TOTAL" else (unit,)) for done, _ in history[one]) / len(
        history["VP"]
    )


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("obligation", HISTORIES)
def test_chances_and_expected_days(sample_home, day, obligation):
    """
    Within 0,1 of the chance: 500 futures of the product know it to 0,022, these 1.500 to 0,013. The expected day is one by which
    between 0,4 and 0,6 of these futures are done, or the only day with so many.
    """
    history, counts = HISTORIES[obligation](day), owed(day)
    units = {
        unit: (required, required - done)
        for unit in UNITS for required, done in [counts.get((unit, obligation), (0, 0))] if required and done is not None
    }  # fmt: skip
    futures = days_to_finish(units, history)
    rows = [row for row in asked_rows(sample_home, "forecast", day) if row["obligation"] == obligation]
    for row in rows:
        unit, left = row["department_code"], working_days_left(day, row["campaign"])
        assert row["points_needed"] == (3 if unit == "TOTAL" else 1)
        assert row["points_used"] == len(history["VP"])
        if not row["remaining"]:
            assert (
                row["remaining"] == 0
                or row["p_on_time"] is row["expected_date"] is row["pace_per_day"] is None
            )
            continue
        if (unit, obligation) != ("TOTAL", "assignment"):  # there a job of two leads counts once
            assert row["pace_per_day"] == pytest.approx(mean_done(history, unit, units), abs=0.35), unit
        expected = share_within(futures[unit], left)
        assert row["p_on_time"] == pytest.approx(expected, abs=0.1), unit
        if row["expected_date"] is None:
            assert share_within(futures[unit], HORIZON) < 0.6, unit
            continue
        foreseen = date.fromisoformat(row["expected_date"])
        ahead = sum(works(day + timedelta(days=n)) for n in range(1, (foreseen - day).days + 1))
        assert works(foreseen)
        assert share_within(futures[unit], ahead - 1) < 0.6 and share_within(futures[unit], ahead) > 0.4, unit
    assert sum(row["p_on_time"] not in (None, 0, 1) for row in rows) > 3
