"""What is said of papers that were made and issued?"""

from collections.abc import Hashable, Sequence

import pandas as pd

from domain.agency.departments import department_name
from domain.agency.scope import Viewer
from domain.program.errors import DashboardError
from domain.wording.formats import NBSP, count, day
from reports.catalogue import PAPERS
from reports.drafting import Issued, Wanted
from reports.preview import printed
from store.written.records import Row


def pages_of(made: Issued) -> tuple[bytes, ...] | str:
    """The pages as images, or the sentence for why there are none."""
    if not made.files:
        return ()
    try:
        return printed(made.files[0].content).images
    except DashboardError as problem:
        return str(problem)


def figures_words(made: Issued) -> str:
    """The day of the figures, and whether they were kept at a limit."""
    kept = "số liệu đã chốt khi hết hạn" if made.record["parameters"]["frozen"] else "số liệu chưa chốt"
    return f"Số liệu đến hết ngày{NBSP}{day(made.record['as_of'])}, {kept}"


def issued_table(rows: Sequence[Row]) -> pd.DataFrame:
    """The records as the list shows them."""
    return pd.DataFrame(
        {
            "number": row["id"],
            "title": PAPERS[row["name"]].title_vi if row["name"] in PAPERS else row["name"],
            "unit": department_name(row["department_code"]) if row["department_code"] else "Toàn cơ quan",
            "as_of": row["as_of"],
            "state": "Đã chốt" if row["parameters"]["frozen"] else "Chưa chốt",
            "papers": len(row["parameters"]["papers"]),
            "issued_by": row["issued_by"],
            "issued_at": row["issued_at"].replace(tzinfo=None),
        }
        for row in rows
    )


def issued_headline(rows: Sequence[Row]) -> str:
    """What was issued last, and on which figures it stands."""
    if not rows:
        return "Chưa phát hành văn bản nào"
    last = rows[0]
    title = PAPERS[last["name"]].title_vi if last["name"] in PAPERS else last["name"]
    return (
        f"Đã phát hành {count(len(rows))}{NBSP}văn bản, mới nhất: {title.lower()} "
        f"theo số liệu đến ngày{NBSP}{day(last['as_of'])}"
    )


def preview_key(
    name: str, wanted: Wanted, template: bytes | None, build_id: str | None, viewer: Viewer
) -> Hashable:
    """What a preview belongs to: any other choice, template, build or viewer is another paper."""
    return name, wanted, template, build_id, viewer
