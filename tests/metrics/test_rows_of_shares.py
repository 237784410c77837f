"""The rows behind a share of the dossiers are exactly its numerator and denominator."""

from datetime import date, datetime

import pytest

from metrics.counts.dossiers import dossiers
from metrics.progress.rows_behind import rows_behind, share_of_dossiers

AS_OF = date(2023, 11, 12)


@pytest.fixture
def some(add_dossier):
    late = {"promised_at": datetime(2023, 10, 2, 17), "finished_at": datetime(2023, 10, 5, 9)}
    in_time = {"promised_at": datetime(2023, 10, 9, 17), "finished_at": datetime(2023, 10, 5, 9)}
    add_dossier(
        received_at=datetime(2023, 9, 20, 8),
        dossier_code="H1",
        department_code="QLDT",
        channel="online",
        **in_time,
    )
    add_dossier(
        received_at=datetime(2023, 9, 20, 8),
        dossier_code="H2",
        department_code="QLDT",
        channel="direct",
        **late,
    )
    add_dossier(
        received_at=datetime(2023, 9, 20, 8),
        dossier_code="H3",
        department_code="TNMT",
        channel="online",
        **late,
    )


@pytest.mark.parametrize("share", ["dossiers_on_time", "dossiers_online"])
@pytest.mark.parametrize("code", [None, "QLDT", "TNMT"])
def test_rows_add_up_to_what_the_dossiers_say(reader, some, share, code):
    counted = dossiers(reader, as_of=AS_OF).set_index("department_code").loc[code or "TOTAL"]
    late = counted["resolved_late"] + counted["pending_overdue"]
    done = counted["total"] - late if share == "dossiers_on_time" else counted["online"]

    rows = rows_behind(reader, obligation=share, as_of=AS_OF, department=code)
    said = share_of_dossiers(reader, share=share, as_of=AS_OF, department=code)

    assert (rows["is_done"].sum(), len(rows)) == (done, counted["total"])
    assert (said.done, said.required) == (done, counted["total"])


def test_rows_unread_hold_back_a_share_each_once(reader, warehouse, add_import, add_dossier):
    add_dossier(
        dossier_code="H1", department_code="QLDT", received_at=datetime(2023, 9, 20, 8), channel="online"
    )
    for place, department in enumerate(("QLDT", "TNMT", None), start=90):
        warehouse.insert("rejected_row", {
            "import_id": add_import("dossiers"), "kind": "dossiers", "sheet": "Trang 1", "source_row": place,
            "business_key": f"X{place}", "department_code": department,
        })  # fmt: skip

    said = {
        code: share_of_dossiers(reader, share="dossiers_online", as_of=AS_OF, department=code)
        for code in (None, "QLDT")
    }

    assert {code: one.unread for code, one in said.items()} == {None: 3, "QLDT": 1}
    assert {one.said for one in said.values()} == {"unread"}
