"""Which files would an office drop into the dashboard? Writes them, the same bytes at every run.

    python data/make_samples.py [OUT]
"""

import sys
from datetime import date
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from sample_office import apologies, dossiers, hpnet, people, tasks, work_files  # noqa: E402

TODAY = date(2023, 11, 12)


def samples() -> dict[str, bytes]:
    """Every sample file: name to bytes."""
    staff = people.hire()
    work = tasks.give_work(staff)
    files = hpnet.exports(work)
    files["HpNet_thong-ke-ca-nhan_2023-11-12.xlsx"] = hpnet.summary(work, staff, TODAY)
    files |= work_files.work_file_lists(work, staff, TODAY)
    cases = dossiers.receive(staff)
    files |= dossiers.lists(cases)
    files |= apologies.registers(apologies.apologise(cases, staff))
    return files


def main(arguments: list[str]) -> int:
    """Write the samples to the folder named, else to `data/samples`."""
    out = Path(arguments[0]) if arguments else HERE / "samples"
    out.mkdir(parents=True, exist_ok=True)
    for name, content in samples().items():
        (out / name).write_bytes(content)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
