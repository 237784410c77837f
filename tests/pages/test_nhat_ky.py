"""The journal: what was done just now is on show whatever day's figures are, in words of the office."""

import ast
from datetime import timedelta

import pytest

from desk.disputes import contest
from domain.program.places import ROOT
from store.written import audit
from store.written.application import now
from store.written.audit import write_audit
from tests.pages.small_office import CLERK
from ui.people.words import ACTS

WRITERS = {"recorded": 2, "_recorded": 2, "write_audit": None}  # where the action stands among what is given


@pytest.mark.parametrize("address", [{}, {"ngay": "2023-11-10"}])
def test_what_was_done_today_is_on_show_while_the_figures_are_of_long_ago(home, visit, said, address):
    contest(home, CLERK, kind="hpnet_tasks", business_key="CV-1", column="completed_date", claimed="09/11/2023",
            reason="Đã xong")  # fmt: skip

    app = visit("nhat_ky", vai="lanh-dao", **address)

    assert not app.exception
    (shown,) = app.dataframe
    rows = shown.value.to_dict("records")
    assert [row["act"] for row in rows] == ["Gửi phản ánh", "Nạp tệp"]
    assert rows[0]["thing"] == "Công việc được giao trên HpNet: CV-1"
    assert rows[0]["change"].startswith("Ngày hoàn thành: trống → 09/11/2023")


@pytest.mark.parametrize("days", [-400, 2])
def test_the_newest_entry_is_on_show_also_when_the_clock_was_another(home, visit, monkeypatch, days):
    with monkeypatch.context() as other:
        other.setattr(audit, "now", lambda: now() + timedelta(days=days))
        write_audit(home, person="An", action="signed_in")

    (shown,) = visit("nhat_ky", vai="lanh-dao").dataframe

    assert "Đăng nhập" in set(shown.value["act"])


def actions_written() -> set[str]:
    """Every action that the program writes down by its name."""
    found = set()
    for path in (
        p
        for top in ("access", "desk", "store", "data_loaders", "reports", "ui")
        for p in (ROOT / top).rglob("*.py")
    ):
        for call in (
            one for one in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(one, ast.Call)
        ):
            name = getattr(call.func, "id", "")
            if name in WRITERS:
                given = [one.value for one in call.keywords if one.arg == "action"]
                given += call.args[2:3] if WRITERS[name] == 2 else []
                found |= {
                    one.value for one in given if isinstance(one, ast.Constant) and isinstance(one.value, str)
                }
    return found


def test_every_act_has_its_words():
    assert len(actions_written()) > 25
    assert actions_written() - set(ACTS) == set()
