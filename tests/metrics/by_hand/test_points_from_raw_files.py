"""Scores, the index and the published results computed again from the raw sample files equal `python -m metrics`."""

import csv
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from tests.metrics.by_hand.raw_samples import CODE_OF, SAMPLES, UNITS
from tests.metrics.by_hand.test_counts_from_raw_files import DAYS, asked_rows
from tests.metrics.by_hand.test_leaves_from_raw_files import exact, sheet
from tests.metrics.by_hand.test_lists_from_raw_files import state, units_of

CLAIMED = "Bang tu cham diem CCHC nam 2023 (mau) den 10.11.2023.xlsx"
SCORED = [code for code in UNITS if code != "LDB"]


def jobs_of(code: str, day: date) -> list[str]:
    """The leads of the jobs of a criterion, of the nearest clause above it that has any, else of what it lost."""
    parts = code.split(".")
    jobs = state("Phu luc 2*.xlsx", day)
    for size in range(len(parts), 0, -1):
        above = ".".join(parts[:size])
        if own := [job for job in jobs if str(job["Mã tiêu chí"]) == above]:
            return [unit for job in own for unit in units_of(job["Đơn vị chủ trì"])]
    lost = [row for row in state("Phu luc 1*.xlsx", day) if str(row["Mã tiêu chí"]) == code]
    return [unit for row in lost for unit in units_of(row["Phòng, đơn vị chịu trách nhiệm"])]


def summed(rows: Iterable[dict[str, Any]]) -> dict[str, Any]:
    rows = list(rows)
    top = sum((exact(row["Điểm tối đa"]) or Decimal(0) for row in rows), Decimal(0))
    claimed = sum((exact(row["Điểm tự chấm"]) or Decimal(0) for row in rows), Decimal(0))
    return {
        "criteria": len(rows),
        "max": float(top),
        "self_score": float(claimed),
        "lost": float(top - claimed),
    }


@pytest.mark.parametrize("day", DAYS[1:])
def test_scores(sample_home, day):
    """Every criterion with a self score counts for each of its leads and once in TOTAL; nothing is appraised yet."""
    led: dict[str, list[dict[str, Any]]] = {code: [] for code in (*SCORED, "TOTAL")}
    for code, row in sheet(CLAIMED).items():
        if exact(row["Điểm tự chấm"]) is None:
            continue
        named = row["Đơn vị chủ trì"]
        for unit in dict.fromkeys([CODE_OF[named.strip()]] if named else jobs_of(code, day)):
            led[unit].append(row)
        led["TOTAL"].append(row)

    names = ("criteria", "max", "self_score", "lost")
    found = {row["department_code"]: row for row in asked_rows(sample_home, "scores", day)}
    assert {code: {name: row[name] for name in names} for code, row in found.items()} == {
        code: pytest.approx(summed(rows)) for code, rows in led.items()
    }
    assert led["TOTAL"] and {row["appraised"] for row in found.values() if row["criteria"]} == {None}


def test_scores_before_the_sheet_of_the_year(sample_home):
    """On 8/11 the newest sheet is that of 2022, of which no duty says who led what: all of it in TOTAL, appraised."""
    rows = [
        row
        for row in sheet("Bang cham diem CCHC nam 2022 (mau).xlsx").values()
        if exact(row["Điểm tự chấm"]) is not None
    ]
    judged = {id(row): exact(row["Điểm thẩm định"]) for row in rows}
    taken = [row for row in rows if judged[id(row)] is not None]
    appraised = sum((judged[id(row)] or Decimal(0) for row in taken), Decimal(0))
    top = sum((exact(row["Điểm tối đa"]) or Decimal(0) for row in taken), Decimal(0))
    by_hand = {**summed(rows), "appraised": float(appraised), "appraised_lost": float(top - appraised)}

    found = {row.pop("department_code"): row for row in asked_rows(sample_home, "scores", DAYS[0])}
    assert found.pop("TOTAL") == pytest.approx(by_hand)
    assert {row["criteria"] for row in found.values()} == {0}


@pytest.mark.parametrize("day", DAYS)
def test_index_is_the_sum_of_its_criteria(sample_home, day):
    """Known and unknown points make up the set; what is expected of the known ones is the index."""
    leaves = asked_rows(sample_home, "risk", day)
    known = [leaf for leaf in leaves if leaf["expected_score"] is not None]
    total = lambda rows, name: sum(Decimal(str(row[name])) for row in rows)  # noqa: E731
    (row,) = asked_rows(sample_home, "index", day)
    top, known_max = total(leaves, "max_score"), total(known, "max_score")

    assert row["max"] == float(top) and row["known_max"] == float(known_max)
    assert row["unknown_points"] == float(top - known_max)
    assert row["expected"] == pytest.approx(float(total(known, "expected_score")), abs=1e-6)
    assert row["index_pct"] == pytest.approx(row["expected"] * 100 / row["known_max"], abs=1e-6)
    assert float(total(known, "expected_loss")) == pytest.approx(row["known_max"] - row["expected"], abs=1e-6)
    assert (
        row["p10"] <= row["p25"] <= row["p75"] <= row["p90"] and row["p10"] <= row["expected"] <= row["p90"]
    )
    told = (
        None if day < DAYS[1] else 0
    )  # the sheet of the year, of 10/11, has neither; before it nobody knows
    assert (row["bonus"], row["penalty"]) == (told, told)


RESULTS = {
    "SIPAS": ("Chi so hai long SIPAS 2021-2022 (mau).xlsx", "Chỉ số hài lòng (%)"),
    "DDCI": ("Ket qua DDCI so ban nganh 2020-2022 (so lieu cong bo).xlsx", "Điểm DDCI"),
    "PAR_SO": ("Ket qua chi so CCHC PAR Index (mau).xlsx", "Chỉ số CCHC"),
}


@pytest.mark.parametrize("index", RESULTS)
def test_published_results(sample_home, index):
    """Every row of the loaded tables stands with its score and rank."""
    name, column = RESULTS[index]
    lines = list(
        openpyxl.load_workbook(SAMPLES / name, read_only=True).worksheets[0].iter_rows(values_only=True)
    )
    top = next(n for n, line in enumerate(lines) if line[0] == "STT")
    rows = [
        dict(zip(lines[top], line, strict=False)) for line in lines[top + 1 :] if isinstance(line[0], int)
    ]
    by_hand = {
        (row["Năm"], row["Cơ quan, đơn vị"], row.get("Thành phần", "Chỉ số chung").replace("Chỉ số chung", "")):
        (row[column], row["Xếp hạng"]) for row in rows
    }  # fmt: skip
    found = {
        (row["year"], row["agency"], row["component"]): (row["score"], row["rank"])
        for row in asked_rows(sample_home, "published", DAYS[-1]) if row["index"] == index
    }  # fmt: skip
    assert by_hand and {key: found.get(key) for key in by_hand} == by_hand


def test_what_others_published_completes_the_loaded_tables(sample_home):
    """Every row of the reference file that no loaded table has, as it stands there, among how many included; of the same result one row."""
    loaded = {
        (index, row["year"]) for index in RESULTS for row in asked_rows(sample_home, "published", DAYS[-1])
        if row["index"] == index and row["of"] is None
    }  # fmt: skip
    with (SAMPLES.parent / "reference" / "published_results.csv").open(
        encoding="utf-8-sig", newline=""
    ) as file:
        listed = [row for row in csv.DictReader(file) if (row["index"], int(row["year"])) not in loaded]
    number = lambda text, kind: kind(text.replace(",", ".")) if text else None  # noqa: E731
    by_hand = {
        (row["index"], int(row["year"]), row["agency"], row["component"]):
        (number(row["score"], float), number(row["rank"], int), number(row["of"], int)) for row in listed
    }  # fmt: skip
    rows = asked_rows(sample_home, "published", DAYS[-1])
    found = {
        (row["index"], row["year"], row["agency"], row["component"]): (row["score"], row["rank"], row["of"]) for row in rows
    }  # fmt: skip
    assert len(by_hand) > 20 and {key: found.get(key) for key in by_hand} == by_hand
    assert len(found) == len(rows)
