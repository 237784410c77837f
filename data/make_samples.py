"""Which files would an office drop into the dashboard? Writes them, the same bytes at every run.

python data/make_samples.py [OUT]
"""

import sys
from datetime import date
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from sample_office import (  # noqa: E402
    apologies,
    assignments,
    documents,
    dossiers,
    hpnet,
    national,
    people,
    published,
    scores,
    tasks,
    work_files,
)
from sample_office.containers import write_files  # noqa: E402

TODAY = date(2023, 11, 12)


def samples() -> dict[str, bytes]:
    """Every sample file: name to bytes."""
    staff = people.hire()
    work = tasks.give_work(staff)
    files = hpnet.exports(work)
    files["HpNet_thong-ke-ca-nhan_2023-11-12.xlsx"] = hpnet.summary(work, staff, TODAY)
    files |= work_files.work_file_lists(work, staff, TODAY)
    cases = dossiers.receive(staff)
    files |= dossiers.lists(cases) | national.table(cases)
    files |= apologies.registers(apologies.apologise(cases, staff))
    files |= documents.registers(documents.send(staff))
    files |= scores.shortfall_lists() | assignments.assignment_lists() | scores.score_sheets()
    files["Phu luc sua doi Bo chi so CCHC QD 1219 (mau).xlsx"] = scores.indicator_set()
    return files | published.tables(scores.announced_2022())


def main(arguments: list[str]) -> int:
    """Write the samples to the folder named, else to `data/samples`."""
    write_files(Path(arguments[0]) if arguments else HERE / "samples", samples())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
