"""Reading a workbook to typed rows with issues, against a bare read of the same bytes."""

import io
import tempfile
from pathlib import Path

import pandas as pd
from python_calamine import CalamineWorkbook

from benchmarks.exports import write_export
from benchmarks.measure import Result, cost
from data_loaders.declared.outcome import Options
from data_loaders.extracts.extract import extract
from data_loaders.received.limits import load_limits
from data_loaders.received.sheets import read_workbook


def bare_read(content: bytes) -> None:
    """Every cell as Python values, nothing else."""
    CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def run() -> list[Result]:
    """The two reading rows of the budgets."""
    with tempfile.TemporaryDirectory() as folder:
        content = write_export(Path(folder) / "100000.xlsx", 100_000).read_bytes()
        small = write_export(Path(folder) / "10000.xlsx", 10_000).read_bytes()

    def typed(bytes_: bytes) -> None:
        extract(read_workbook(bytes_, limits=load_limits()), file_name="x.xlsx", options=Options())

    bare, ours = cost(lambda: bare_read(content)), cost(lambda: typed(content))
    slow = cost(lambda: pd.read_excel(io.BytesIO(small), engine="openpyxl", header=1, dtype=str), times=1)
    ours_small = cost(lambda: typed(small))
    return [
        Result(
            "Đọc 100.000 × 15 thành dòng có kiểu, có lỗi", ours / bare, 2, "so với calamine trần, cùng bytes"
        ),
        Result("Cùng việc, so với pandas + openpyxl", ours_small / slow, 0.2, "10.000 × 15"),
    ]
