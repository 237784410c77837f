"""Are the sample files what the generator writes, and do the real loaders take them row by row?"""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "data" / "samples"

# Counted by hand from the plan of the sample office: kind, as-of day, accepted rows, rejected rows.
EXPECTED = {
    "HpNet_cong-viec_2023-10-25.xlsx": ("hpnet_tasks", "2023-10-25", 437, 0),
    "HpNet_cong-viec_2023-10-26.xlsx": ("hpnet_tasks", "2023-10-26", 462, 0),
    "Thong ke cong viec den 27.10.2023.xls": ("hpnet_tasks", "2023-10-27", 487, 0),
    "HpNet_cong-viec_2023-10-30.xlsx": ("hpnet_tasks", "2023-10-30", 520, 1),
    "HpNet_cong-viec_2023-10-31.xlsx": ("hpnet_tasks", "2023-10-31", 543, 1),
    "TK công việc HpNet 01-11-2023.xls": ("hpnet_tasks", "2023-11-01", 572, 2),
    "HpNet_cong-viec_den 02.11.2023 (gui muon).xlsx": ("hpnet_tasks", "2023-11-02", 592, 1),
    "HpNet_cong-viec_2023-11-06.xlsx": ("hpnet_tasks", "2023-11-06", 645, 2),
    "hpnet_congviec_20231107.csv": ("hpnet_tasks", "2023-11-07", 667, 2),
    "HpNet_cong-viec_2023-11-08.xlsx": ("hpnet_tasks", "2023-11-08", 684, 2),
    "HpNet_cong-viec_2023-11-09.xlsx": ("hpnet_tasks", "2023-11-09", 712, 2),
    "HpNet_cong-viec_2023-11-10.xlsx": ("hpnet_tasks", "2023-11-10", 741, 2),
    "HpNet_cong-viec_2023-11-12.xlsx": ("hpnet_tasks", "2023-11-12", 741, 2),
    "HpNet_thong-ke-ca-nhan_2023-11-12.xlsx": ("hpnet_summary", "2023-11-12", 130, 0),
    "Danh muc ho so cong viec VP den 12.11.2023.xlsx": ("work_files", "2023-11-12", 34, 0),
    "Danh muc ho so cong viec QLDT den 12.11.2023.xlsx": ("work_files", "2023-11-12", 27, 0),
    "Danh muc ho so cong viec QLDN den 12.11.2023.xlsx": ("work_files", "2023-11-12", 22, 0),
    "Danh muc ho so cong viec QHXD den 12.11.2023.xlsx": ("work_files", "2023-11-12", 23, 0),
    "Danh muc ho so cong viec TNMT den 12.11.2023.xlsx": ("work_files", "2023-11-12", 22, 0),
    "Danh muc ho so cong viec QLLD den 12.11.2023.xlsx": ("work_files", "2023-11-12", 24, 0),
    "Danh muc ho so cong viec KHTH den 12.11.2023.xlsx": ("work_files", "2023-11-12", 20, 0),
    "Danh muc ho so cong viec XTDT den 12.11.2023.xlsx": ("work_files", "2023-11-12", 14, 0),
    "Danh muc ho so cong viec TTC den 12.11.2023.xlsx": ("work_files", "2023-11-12", 9, 0),
    "DS ho so TTHC 9 thang 2023.xlsx": ("dossiers", "2023-09-30", 3010, 0),
    "MotCua_HoSo_QuyIV_20231025.xlsx": ("dossiers", "2023-10-25", 395, 0),
    "MotCua_HoSo_QuyIV_20231026.xlsx": ("dossiers", "2023-10-26", 416, 0),
    "MotCua_HoSo_QuyIV_20231027.xlsx": ("dossiers", "2023-10-27", 434, 0),
    "MotCua_HoSo_QuyIV_20231030.xlsx": ("dossiers", "2023-10-30", 456, 0),
    "MotCua_HoSo_QuyIV_20231031.xlsx": ("dossiers", "2023-10-31", 474, 0),
    "MotCua_HoSo_QuyIV_20231102.xlsx": ("dossiers", "2023-11-02", 510, 0),
    "MotCua_HoSo_QuyIV_20231106.xlsx": ("dossiers", "2023-11-06", 551, 0),
    "MotCua_HoSo_QuyIV_20231107.xlsx": ("dossiers", "2023-11-07", 566, 0),
    "MotCua_HoSo_QuyIV_20231108.xlsx": ("dossiers", "2023-11-08", 586, 0),
    "MotCua_HoSo_QuyIV_20231109.xlsx": ("dossiers", "2023-11-09", 603, 0),
    "MotCua_HoSo_QuyIV_20231110.xlsx": ("dossiers", "2023-11-10", 622, 0),
    "DanhSachHoSo_MotCua_20231112.xlsx": ("dossiers", "2023-11-12", 3560, 0),
    "Cong DVC quoc gia - so ho so theo thu tuc (766) den 10.11.2023 (mau).xlsx": (
        "dossier_counts",
        "2023-11-10",
        14,
        0,
    ),
    "So theo doi xin loi cong khai den 25.10.2023.xlsx": ("apologies", "2023-10-25", 36, 0),
    "So theo doi xin loi cong khai den 31.10.2023.xlsx": ("apologies", "2023-10-31", 36, 0),
    "So theo doi xin loi cong khai den 03.11.2023.xlsx": ("apologies", "2023-11-03", 37, 0),
    "So theo doi xin loi cong khai den 08.11.2023.xlsx": ("apologies", "2023-11-08", 42, 0),
    "So theo doi xin loi cong khai den 10.11.2023.xlsx": ("apologies", "2023-11-10", 42, 0),
    "So theo doi xin loi cong khai den 12.11.2023.xlsx": ("apologies", "2023-11-12", 42, 0),
    "So van ban di thang 10.2023.xlsx": ("outgoing_documents", "2023-10-31", 314, 0),
    "SoVanBanDi_HpNet_01112023-12112023.xlsx": ("outgoing_documents", "2023-11-12", 110, 0),
    "Phu luc 1 - Ton tai CCHC 2022 (cap nhat 03.11.2023).xlsx": ("shortfalls", "2023-11-03", 24, 0),
    "Phu luc 1 - Ton tai CCHC 2022 (cap nhat 08.11.2023).xlsx": ("shortfalls", "2023-11-08", 24, 0),
    "Phu luc 1 - Ton tai CCHC 2022 (cap nhat 12.11.2023).xlsx": ("shortfalls", "2023-11-12", 24, 0),
    "Phu luc 2 - Phan cong CCHC 2023 (cap nhat 03.11.2023).xlsx": ("assignments", "2023-11-03", 58, 0),
    "Phu luc 2 - Phan cong CCHC 2023 (cap nhat 08.11.2023).xlsx": ("assignments", "2023-11-08", 58, 0),
    "Phu luc 2 - Phan cong CCHC 2023 (cap nhat 12.11.2023).xlsx": ("assignments", "2023-11-12", 58, 0),
    "Bang cham diem CCHC nam 2022 (mau).xlsx": ("indicator_scores", "2023-01-16", 137, 0),
    "Bang tu cham diem CCHC nam 2023 (mau) den 10.11.2023.xlsx": ("indicator_scores", "2023-11-10", 137, 0),
    "Phu luc sua doi Bo chi so CCHC QD 1219 (mau).xlsx": ("indicator_set", "2023-05-10", 8, 0),
    "Chi so hai long SIPAS 2021-2022 (mau).xlsx": ("sipas", "2023-10-31", 12, 0),
    "Ket qua DDCI so ban nganh 2020-2022 (so lieu cong bo).xlsx": ("ddci", "2023-10-31", 9, 0),
    "Ket qua chi so CCHC PAR Index (mau).xlsx": ("par_results", "2023-10-31", 4, 0),
}


@pytest.fixture(scope="module")
def checked() -> dict[str, dict[str, Any]]:
    """What the command line says of every sample, by file name."""
    files = sorted(str(path) for path in SAMPLES.iterdir())
    finished = subprocess.run(
        [sys.executable, "-m", "data_loaders", "check", *files, "--json"],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert finished.returncode == 0, finished.stderr[-2000:]
    return {Path(entry["file"]).name: entry for entry in json.loads(finished.stdout)["files"]}


def test_every_sample_is_expected():
    assert {path.name for path in SAMPLES.iterdir()} == set(EXPECTED)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_the_loaders_take_the_sample(name: str, checked: dict[str, dict[str, Any]]):
    kind, as_of, accepted, rejected = EXPECTED[name]
    entry = checked[name]

    assert (entry["status"], entry["refusal"], entry["choice"]) == ("loadable", None, None)
    found = [(t["kind"], t["as_of"], t["accepted_rows"], t["rejected_rows"]) for t in entry["tables"]]
    assert found == [(kind, as_of, accepted, rejected)]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_no_row_is_lost(name: str, checked: dict[str, dict[str, Any]]):
    """Accepted and rejected rows make up the data rows, and every rejected row says why."""
    for table in checked[name]["tables"]:
        assert table["accepted_rows"] + table["rejected_rows"] == table["data_rows"]
    errors = {(i["sheet"], i["row"]) for i in checked[name]["issues"] if i["severity"] == "error"}
    assert len(errors) == sum(table["rejected_rows"] for table in checked[name]["tables"])


def test_the_bad_rows_are_rejected_for_what_is_wrong_with_them(checked: dict[str, dict[str, Any]]):
    def errors(name: str) -> set[tuple[str, str]]:
        return {(i["code"], i["value"]) for i in checked[name]["issues"] if i["severity"] == "error"}

    assert errors("HpNet_cong-viec_2023-11-12.xlsx") == {
        ("invalid_date", "31/11/2023"),
        ("unknown_department", "Tổ công tác liên ngành"),
    }
    assert ("several_lead_departments", "P.QLĐT, P.QHXD") in errors("TK công việc HpNet 01-11-2023.xls")


def test_the_generator_writes_the_same_bytes_twice(tmp_path: Path):
    written = [_generate(tmp_path / turn) for turn in ("one", "two")]

    assert written[0] == written[1]


def test_the_committed_samples_are_what_the_generator_writes(tmp_path: Path):
    """Compared unpacked, since two builds of zlib may pack the same content differently."""
    written = {name: _unpacked(content) for name, content in _generate(tmp_path / "now").items()}

    assert written == {path.name: _unpacked(path.read_bytes()) for path in SAMPLES.iterdir()}


def test_the_second_office_is_what_its_generator_writes(tmp_path: Path):
    written = {
        name: _unpacked(content)
        for name, content in _generate(tmp_path / "so", "make_second_office.py").items()
    }
    shipped = ROOT / "data" / "offices" / "so" / "samples"

    assert written == {path.name: _unpacked(path.read_bytes()) for path in shipped.iterdir()}


def _generate(out: Path, program: str = "make_samples.py") -> dict[str, bytes]:
    subprocess.run([sys.executable, str(ROOT / "data" / program), str(out)], cwd=ROOT, check=True)
    return {path.name: path.read_bytes() for path in out.iterdir()}


def _unpacked(content: bytes) -> dict[str, bytes]:
    if not content.startswith(b"PK"):
        return {"": content}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
