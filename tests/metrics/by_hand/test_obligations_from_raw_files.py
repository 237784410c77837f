"""Apologies, work files, completion and what a forecast counts, again from the raw sample files in plain Python."""

from collections import Counter
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

import pytest

from tests.metrics.by_hand.raw_samples import (
    CODE_OF,
    OFF,
    SAMPLES,
    UNITS,
    day_of,
    due_moment,
    is_late,
    moment,
    newest,
    table,
)
from tests.metrics.by_hand.test_counts_from_raw_files import DAYS, asked_rows
from tests.metrics.by_hand.test_lists_from_raw_files import documents, state, units_of

SCORED = [code for code in UNITS if code != "LDB"]
DOSSIERS = ("DS ho so TTHC*.xlsx", "MotCua*.xlsx", "DanhSachHoSo*.xlsx")
Counts = dict[str, Counter[str]]


@cache
def apologies(day: date) -> dict[str, dict[str, Any]]:
    """Overdue dossier to its unit, the days it is late and the state of its apology."""
    register = newest(("So theo doi xin loi*.xlsx",), "Mã hồ sơ", day)
    found = {}
    for code, row in newest(DOSSIERS, "Mã hồ sơ", day).items():
        if row["Trạng thái hồ sơ"] in ("Không được tiếp nhận", "Mới đăng ký") or not is_late(row, day):
            continue
        due = due_moment(row)
        done = moment(row["Ngày kết thúc xử lý"]) or moment(row["Ngày trả kết quả"])
        done = done if done and done.date() <= day else None
        waiting = moment(row["Ngày yêu cầu bổ sung"]) if not moment(row["Ngày nhận bổ sung"]) else None
        end = (done or waiting or datetime.combine(day, datetime.max.time())).date()
        found[code] = {
            "unit": CODE_OF[str(row["Đơn vị xử lý"]).strip()],
            "days": max((end - due.date()).days, 0) if due else 0,
            **apology(register.get(code, {}), row, done, day),
        }
    return found


def apology(line: dict[str, Any], row: dict[str, Any], done: datetime | None, day: date) -> dict[str, Any]:
    """What the register's *line* says of the apology, as data/rules/apology.toml asks."""
    made, shown = (moment(line.get(name)) for name in ("Ngày xin lỗi", "Ngày đăng Cổng TTĐT"))
    given = [at.date() for at in (made, shown) if at]
    is_made = any(at <= day for at in given) if given else bool(line.get("Số phiếu xin lỗi"))
    promised, again, due = moment(row["Ngày hẹn trả"]), moment(line.get("Ngày hẹn lại")), due_moment(row)
    end = done.date() if done else day
    failed = (
        not line.get("Lý do")
        or (done is None and again is None)
        or bool(again and promised and again.date() <= promised.date())
        or bool(again and again.date() < end)
        or ("Người ký" in line and not line["Người ký"])
        or ("Ngày đăng Cổng TTĐT" in line and (shown is None or shown.date() > day))
    )
    return {
        "made": is_made,
        "invalid": is_made and failed,
        "late": is_made and bool(made and due and made.date() > due.date()),
    }


@pytest.mark.parametrize("day", DAYS)
def test_apologies(sample_home, day):
    counts: Counts = {code: Counter() for code in (*SCORED, "TOTAL")}
    for one in apologies(day).values():
        for code in (one["unit"], "TOTAL"):
            counts[code] += Counter(
                total=1, apologised=one["made"], missing=not one["made"], late=one["late"],
                invalid=one["invalid"], days_late=one["days"],
            )  # fmt: skip

    names = ("total", "apologised", "missing", "late", "invalid", "days_late")
    found = {row["department_code"]: row for row in asked_rows(sample_home, "apologies", day)}
    assert {code: [row[name] for name in names] for code, row in found.items()} == {
        code: [own[name] for name in names] for code, own in counts.items()
    }
    assert counts["TOTAL"]["invalid"] and counts["TOTAL"]["missing"] and counts["TOTAL"]["late"]


@cache
def work_files(day: date) -> dict[str, dict[str, Any]]:
    """
    Work file to its unit and what it has; the lists are all of 12/11.

    Before that day they are cut by their own dates: what was opened later was not there, what was closed later was open.
    """
    found: dict[str, dict[str, Any]] = {}
    for path in SAMPLES.glob("Danh muc ho so*.xlsx"):
        for row in table(path):
            opened, closed = moment(row["Ngày mở"]), moment(row["Ngày kết thúc"])
            code = str(row["Số và ký hiệu hồ sơ"] or "").strip()
            if not code or (opened and opened.date() > day and day < day_of(path.name)):
                continue
            closed = closed if closed and closed.date() <= day else None
            told = row["Trạng thái"] if day >= day_of(path.name) or closed else None
            is_closed = bool(closed) or told in ("Đã kết thúc", "Chờ tiếp nhận", "Đã nộp lưu")
            fields = (
                row[name] for name in ("Tiêu đề hồ sơ", "Thời hạn bảo quản", "Người lập hồ sơ", "Ngày mở")
            )
            found[code.upper()] = {
                "unit": CODE_OF[str(row["Phòng, đơn vị"]).strip()],
                "closed": is_closed,
                "submitted": told == "Đã nộp lưu",
                "documents": int(row["Số văn bản"] or 0),
                "complete": all(fields) and int(row["Số văn bản"] or 0) >= 1
                and (not is_closed or bool(closed and opened and closed >= opened)),
            }  # fmt: skip
    return found


@pytest.mark.parametrize("day", DAYS)
def test_work_files(sample_home, day):
    counts: Counts = {code: Counter() for code in (*SCORED, "TOTAL")}
    for one in work_files(day).values():
        for code in (one["unit"], "TOTAL"):
            counts[code] += Counter(
                total=1, closed=one["closed"], submitted_to_archive=one["submitted"], documents=one["documents"],
                complete=one["complete"],
            )  # fmt: skip

    names = ("total", "closed", "submitted_to_archive", "documents", "complete")
    found = {row["department_code"]: row for row in asked_rows(sample_home, "work_files", day)}
    assert {code: [row[name] for name in names] for code, row in found.items()} == {
        code: [own[name] for name in names] for code, own in counts.items()
    }


WEIGHTS = {"task_reported": 15, "task_archived": 15, "work_file": 10, "work_file_complete": 15, "apology": 15,
           "shortfall": 15, "assignment": 10, "digital_signature": 5}  # fmt: skip
Owed = dict[tuple[str, str], tuple[int, int | None]]


@cache
def tasks(day: date) -> list[tuple[str, dict[str, Any]]]:
    """Unit and row of every task of a unit that the office has; none of them is cancelled."""
    rows = newest(("HpNet_cong-viec*.xlsx",), "Mã công việc", day).values()
    named = [(CODE_OF.get(str(row["Đơn vị xử lý"]).strip()), row) for row in rows]
    return [(code, row) for code, row in named if code]


@cache
def owed(day: date) -> Owed:
    """Unit (and TOTAL) and obligation to what is required and what is done; a unit that sent no list: None."""
    required: Counter[tuple[str, str]] = Counter()
    done: Counter[tuple[str, str]] = Counter()
    for obligation, codes, is_done in items(day):
        for code in (*codes, "TOTAL"):
            required[code, obligation] += 1
            done[code, obligation] += is_done
    sent = {one["unit"] for one in work_files(date(2023, 11, 12)).values()}
    found: Owed = {}
    for code in {*SCORED, "TOTAL", *(code for code, _ in required)}:
        for name in WEIGHTS:
            is_told = not name.startswith("work_file") or code == "TOTAL" or code in sent
            found[code, name] = (required[code, name], done[code, name] if is_told else None)
    for name in ("work_file", "work_file_complete"):  # the whole is that of the units whose lists are there
        told = [found[code, name] for code in sent]
        found["TOTAL", name] = (sum(n for n, _ in told), sum(d or 0 for _, d in told))
    return found


def items(day: date) -> list[tuple[str, list[str], bool]]:
    """Obligation, units and whether it is done, of everything that is owed."""
    files = work_files(day)
    found: list[tuple[str, list[str], bool]] = []
    for code, row in tasks(day):
        file = files.get(str(row["Mã hồ sơ"] or "").strip().upper())
        found += [
            ("task_reported", [code], row["Báo cáo hoàn thành"] == "Có"),
            ("task_archived", [code], row["Lưu trữ"] == "Đã lưu"),
            ("work_file", [code], file is not None),
            ("work_file_complete", [code], bool(file and file["complete"])),
        ]
    found += [
        ("apology", [one["unit"]], one["made"] and not one["invalid"]) for one in apologies(day).values()
    ]
    found += [
        ("shortfall", units_of(row["Phòng, đơn vị chịu trách nhiệm"]), row["Kết quả"] == "Đã khắc phục")
        for row in state("Phu luc 1*.xlsx", day)
    ]
    for row in state("Phu luc 2*.xlsx", day):
        finished = moment(row["Ngày hoàn thành"])
        is_done = row["Tình trạng"] == "Hoàn thành" and not (finished and finished.date() > day)
        found.append(("assignment", units_of(row["Đơn vị chủ trì"]), is_done))
    return found + [("digital_signature", [code], is_signed) for code, is_signed in documents(day)]


def rounded(value: Decimal, places: str) -> float:
    return float(value.quantize(Decimal(places), ROUND_HALF_UP))


@pytest.mark.parametrize("day", DAYS)
def test_completion(sample_home, day):
    """A rate is never 100 while anything is left, nor while a row of the unit could not be read."""
    rows = {
        (row["department_code"], row["obligation"]): row for row in asked_rows(sample_home, "completion", day)
    }
    by_hand = owed(day)
    for (code, name), row in rows.items():
        required, done = by_hand[code, name]
        assert (row["required"], row["done"], row["not_applicable"]) == (required, done, required == 0), (
            code,
            name,
        )
        if required and done is not None:
            rate = rounded(Decimal(100 * done) / required, "0.1")
            assert row["rate_pct"] == (min(rate, 99.9) if done < required else rate) or (
                done == required and row["rate_pct"] == 99.9
            ), (code, name)
        else:
            assert row["rate_pct"] is None
    assert {key for key, (required, _) in by_hand.items() if required} <= set(rows)
    assert any(done is None for _, done in by_hand.values())


FILES_OF = {
    "hpnet_tasks": ("HpNet_cong-viec*.xlsx",),
    "work_files": ("Danh muc ho so*.xlsx",),
    "dossiers": DOSSIERS,
    "apologies": ("So theo doi xin loi*.xlsx",),
    "shortfalls": ("Phu luc 1*.xlsx",),
    "assignments": ("Phu luc 2*.xlsx",),
}
KINDS = {"task_reported": ("hpnet_tasks",), "task_archived": ("hpnet_tasks",), "work_file": ("hpnet_tasks", "work_files"),
         "work_file_complete": ("hpnet_tasks", "work_files"), "apology": ("dossiers", "apologies"),
         "shortfall": ("shortfalls",), "assignment": ("assignments",)}  # fmt: skip
REGISTERS = {date(2023, 10, 31), date(2023, 11, 12)}  # of documents: of October, and from 1 to 12 November


def age_of(name: str, day: date) -> int:
    """Days since the newest file, of several kinds the oldest of these; a kind of which all files come later has none."""
    if name == "digital_signature":
        return (day - max(one for one in REGISTERS if one <= day)).days
    newest_of = []
    for kind in KINDS[name]:
        days = [day_of(path.name) for pattern in FILES_OF[kind] for path in SAMPLES.glob(pattern)]
        newest_of += [max(one for one in days if one <= day)] if min(days) <= day else []
    return (day - min(newest_of)).days


def vanished_tasks(day: date) -> Counter[str]:
    """Tasks of each unit that a file had and the next one of the whole office has no longer."""
    paths = [path for path in SAMPLES.glob("HpNet_cong-viec*.xlsx") if day_of(path.name) <= day]
    last = max(paths, key=lambda path: day_of(path.name))
    codes = {str(row["Mã công việc"] or "").strip().upper() for row in table(last)}
    found = Counter(unit for unit, row in tasks(day) if str(row["Mã công việc"]).strip().upper() not in codes)
    return found + Counter(TOTAL=found.total())


@pytest.mark.parametrize("day", DAYS)
def test_age_of_the_data_and_what_vanished(sample_home, day):
    """Every unit is in the lists of tasks, so nothing comes from the statistics; no other list lost a row."""
    gone = vanished_tasks(day)
    rows = asked_rows(sample_home, "completion", day)
    for row in rows:
        code, name = row["department_code"], row["obligation"]
        is_of_tasks = name.startswith(("task", "work_file"))
        assert row["vanished"] == (gone[code] if is_of_tasks else 0), (code, name)
        assert row["data_age_days"] == age_of(name, day), (code, name)
        assert row["from_summary"] is False
    assert gone["TOTAL"] and rows


@pytest.mark.parametrize("day", DAYS)
def test_department_score(sample_home, day):
    """The weighted mean of the known rates, the weights of unknown ones told by the coverage."""
    for row in asked_rows(sample_home, "department_score", day):
        asked_of = {name: owed(day)[row["department_code"], name] for name in WEIGHTS}
        applies = {name: pair for name, pair in asked_of.items() if pair[0]}
        known = {name: pair for name, pair in applies.items() if pair[1] is not None}
        weight = sum(WEIGHTS[name] for name in known)
        earned = sum(
            (
                Decimal(WEIGHTS[name] * 100) * (done or 0) / required
                for name, (required, done) in known.items()
            ),
            Decimal(0),
        )
        assert row["score"] == rounded(earned / weight, "0.01"), row
        whole = sum(WEIGHTS[name] for name in applies)
        assert row["coverage_pct"] == rounded(Decimal(weight * 100) / whole, "0.1"), row


LIMITS = {"2023-11-14": ("shortfall", "assignment"),
          "2023-11-17": ("apology", "task_reported", "task_archived", "work_file")}  # fmt: skip


def works(day: date) -> bool:
    return day.weekday() < 5 and day not in OFF


def working_days_left(day: date, limit: str) -> int:
    """Working days after *day* before the limit: "Trước ngày" ends with the day before."""
    last = date.fromisoformat(limit) - timedelta(days=1)
    return sum(works(day + timedelta(days=n)) for n in range(1, (last - day).days + 1))


def last_ten(day: date) -> list[date]:
    back = [day - timedelta(days=n) for n in range(30)]
    return [one for one in back if works(one)][:10]


def worked_on(day: date) -> date:
    """*day*, or the working day before it."""
    return next(day - timedelta(days=n) for n in range(30) if works(day - timedelta(days=n)))


@pytest.mark.parametrize("day", DAYS)
def test_what_a_forecast_counts(sample_home, day):
    """What is left, what a working day asks for, the pace of reports and archiving, and what is certain."""
    rows = asked_rows(sample_home, "forecast", day)
    by_hand = owed(day)
    expected = {(code, limit, name) for limit, names in LIMITS.items() for name in names
                for code in {code for code, _ in by_hand} if by_hand[code, name][0]}  # fmt: skip
    assert {(row["department_code"], row["campaign"], row["obligation"]) for row in rows} == expected
    for row in rows:
        required, done = by_hand[row["department_code"], row["obligation"]]
        days_left = working_days_left(day, row["campaign"])
        if done is None:
            assert row["remaining"] is row["required_per_day"] is row["p_on_time"] is None
            continue
        assert row["remaining"] == required - done
        assert row["required_per_day"] == (round((required - done) / days_left, 2) if days_left else None)
        if done == required:
            assert row["p_on_time"] in (1, None) and row["expected_date"] is None
        elif row["p_on_time"] is not None:
            assert 0 < row["p_on_time"] < 1 and row["points_used"] >= row["points_needed"]


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize(
    ("obligation", "yes", "dated"), [("task_reported", "Có", "Ngày báo cáo"), ("task_archived", "Đã lưu", "Ngày lưu trữ")]
)  # fmt: skip
def test_pace_is_what_the_last_ten_working_days_did(sample_home, day, obligation, yes, dated):
    """Work of a weekend counts for the working day before it; a day on which nothing was done counts as zero."""
    column = {"task_reported": "Báo cáo hoàn thành", "task_archived": "Lưu trữ"}[obligation]
    finished: Counter[str] = Counter()
    for code, row in tasks(day):
        made = moment(row[dated])
        if row[column] == yes and made and worked_on(made.date()) in last_ten(day):
            finished.update([code, "TOTAL"])
    rows = [row for row in asked_rows(sample_home, "forecast", day) if row["obligation"] == obligation]
    known = [row for row in rows if row["pace_per_day"] is not None]
    assert {row["department_code"]: row["pace_per_day"] for row in known} == {
        row["department_code"]: round(finished[row["department_code"]] / row["points_used"], 2)
        for row in known
    }
    assert {row["points_used"] for row in known} == {10} and len(known) > 9
