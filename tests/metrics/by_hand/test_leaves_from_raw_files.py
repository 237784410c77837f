"""Criteria of each kind of rule scored again from the raw sample files equal `python -m metrics risk`."""

import json
import re
import subprocess
import sys
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from tests.metrics.by_hand.raw_samples import SAMPLES, is_late, moment, newest, table
from tests.metrics.by_hand.test_counts_from_raw_files import ROOT
from tests.metrics.by_hand.test_lists_from_raw_files import state

# After the day of scoring nothing more comes in, so what is measured is the score.
DAY = moment("20/12/2023").date()  # type: ignore[union-attr]
MEASURED = {"1.7", "3.4.1", "3.4.2", "7.2.1", "7.2.3", "7.2.4", "7.3.2"}


@pytest.fixture(scope="module")
def expected(sample_home) -> dict[str, float | None]:
    """Criterion to its expected score, as the command line gives it."""
    finished = subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "metrics", "risk", "--home", str(sample_home), "--as-of", str(DAY), "--json"],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    return {row["code"]: row["expected_score"] for row in json.loads(finished.stdout)["rows"]}


def sheet(name: str) -> dict[str, dict[str, Any]]:
    """Printed code to its row of a score sheet, those that only add up others left out."""
    lines = list(
        openpyxl.load_workbook(SAMPLES / name, read_only=True).worksheets[0].iter_rows(values_only=True)
    )
    top = next(n for n, line in enumerate(lines) if line[0] == "Mã tiêu chí")
    rows = {str(line[0]): dict(zip(lines[top], line, strict=False)) for line in lines[top + 1 :]
            if re.fullmatch(r"\d+(\.\d+)*", str(line[0]))}  # fmt: skip
    return {
        code: row for code, row in rows.items() if not any(other.startswith(f"{code}.") for other in rows)
    }


def exact(value: Any) -> Decimal | None:
    return Decimal(str(value)) if isinstance(value, int | float) else None


def test_every_self_score_less_what_the_appraisal_took_last_year(expected):
    """1.1.2: claimed 1,50, last year 1,50 became 1,35: 1,35. The criteria are of every kind that is not measured."""
    last, checked = sheet("Bang cham diem CCHC nam 2022 (mau).xlsx"), {}
    for code, row in sheet("Bang tu cham diem CCHC nam 2023 (mau) den 10.11.2023.xlsx").items():
        claimed, past, top = exact(row["Điểm tự chấm"]), last.get(code, {}), exact(row["Điểm tối đa"])
        then, became = exact(past.get("Điểm tự chấm")), exact(past.get("Điểm thẩm định"))
        if code in MEASURED or claimed is None or top is None or then is None or became is None:
            continue
        taken = max(then - became, Decimal(0)) * top / Decimal(str(past["Điểm tối đa"]))
        checked[code] = float(max(claimed - taken, Decimal(0)))

    assert {code: expected[code] for code in checked} == pytest.approx(checked, abs=1e-6)
    assert (
        len(checked) > 50
        and checked["1.1.2"] == 1.35
        and {"1.2", "1.4.2", "1.5", "3.6.1", "5.3.2"} <= set(checked)
    )


def test_shares_count_as_their_rule_says(expected):
    """1.7 and 7.2.1 give the share of the maximum from 70 % and 90 % on; 7.3.2 all of it from 60 % on."""
    lost = state("Phu luc 1*.xlsx", DAY)
    recovered = sum(row["Kết quả"] == "Đã khắc phục" for row in lost) / len(lost)
    sent = [row for name in ("So van ban di thang 10.2023.xlsx", "SoVanBanDi_HpNet_01112023-12112023.xlsx")
            for row in table(SAMPLES / name)]  # fmt: skip
    signed = sum(
        row.get("Ký số") == "Có" or str(row.get("Tệp đính kèm")).endswith(".signed.pdf") for row in sent
    ) / len(sent)

    assert recovered >= 0.7 and signed >= 0.9
    assert expected["1.7"] == pytest.approx(1 * recovered, abs=1e-6)
    assert expected["7.2.1"] == pytest.approx(2 * signed, abs=1e-6)


def test_steps_of_the_work_on_the_system_and_of_the_dossiers(expected):
    """7.2.3: 100 % 1,00, from 80 % 0,50, else 0; 3.4.1: 99 % 3,00, 95 % 2,00, 90 % 1,00, else 0; 7.3.2 up to 60 %."""
    work = list(newest(("HpNet_cong-viec*.xlsx",), "Mã công việc", DAY).values())  # none of them is cancelled
    closed = sum(row["Báo cáo hoàn thành"] == "Có" and row["Lưu trữ"] == "Đã lưu" for row in work) / len(work)
    files = ("DS ho so TTHC*.xlsx", "MotCua*.xlsx", "DanhSachHoSo*.xlsx")
    dossiers = [row for row in newest(files, "Mã hồ sơ", DAY).values()
                if row["Trạng thái hồ sơ"] not in ("Không được tiếp nhận", "Mới đăng ký")]  # fmt: skip
    online = sum(row["Hình thức nộp"] == "Trực tuyến" for row in dossiers) / len(dossiers)
    on_time = 1 - sum(is_late(row, DAY) for row in dossiers) / len(dossiers)

    assert 0 < closed < 0.8 and expected["7.2.3"] == 0
    assert expected["7.3.2"] == pytest.approx(1.5 if online >= 0.6 else round(online * 1.5 / 0.6, 2))
    step = next(points for least, points in ((0.99, 3), (0.95, 2), (0.9, 1), (0, 0)) if on_time >= least)
    assert expected["3.4.1"] == step
