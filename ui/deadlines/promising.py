"""Which days were promised, kept or broken, and the form to note one: the same for a department and for Văn phòng."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from desk.keeping import note_promise, standing_promises, withdraw_promise
from domain.agency.departments import department_name
from domain.agency.heads import head_of
from domain.wording.formats import NBSP, count, day_month, is_known
from metrics.asking.rows import records
from metrics.limits.campaigns import LABEL_VI, UNIT_VI, campaign_on_record, current_campaigns
from metrics.plan.calls import judged_promises, promise_record, promise_words
from store.builds.reader import Reader
from store.written.records import Row
from ui.look.markup import chip, escape
from ui.look.theme import Meaning
from ui.pieces.components import card, finding
from ui.visit.failures import contained
from ui.visit.session import answer, as_of, current_viewer, instance, is_past, noted, office_now, today

# Numbers of chosen items that a note names; the rest are summed up.
NAMED = 5
STATES: dict[str, tuple[Meaning, str]] = {
    "open": ("watch", "Đang chờ"),
    "kept": ("done", "Đã giữ hẹn"),
    "broken": ("danger", "Chưa giữ hẹn"),
    "withdrawn": ("not_applicable", "Đã rút"),
}


@dataclass(frozen=True, slots=True)
class Subject:
    """What one promise is about: an obligation of a campaign (None: all of them), and its items by name."""

    campaign: str
    obligation: str | None
    items: tuple[str, ...] = ()
    note: str = ""


def as_key(row: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    """A stored promise as plain values, so that answers are kept by it."""
    return tuple(
        (name, tuple(value) if isinstance(value, list) else value) for name, value in sorted(row.items())
    )


def promises_judged(
    reader: Reader, *, as_of: date, promises: tuple[tuple[tuple[str, Any], ...], ...]
) -> list[Row]:
    """*promises* judged by the numbers of *as_of*."""
    return judged_promises(reader, [dict(row) for row in promises], as_of=as_of)


def promises_on_show(code: str | None = None) -> list[Row]:
    """The promises the viewer may see, of department *code* where one is named, judged and oldest first."""
    stored = noted(standing_promises, current_viewer().scope)
    asked = tuple(as_key(row) for row in stored if code in (None, row["department_code"]))
    return answer(promises_judged, as_of=as_of(), promises=asked)


def promised_what(row: Mapping[str, Any]) -> str:
    """What a promise is about: ``Lưu trữ công việc: 3 việc``."""
    if not is_known(row["obligation"]):
        return f"Mọi yêu cầu {campaign_on_record(row['campaign']).by_vi}"
    label = LABEL_VI[row["obligation"]]
    if row.get("items"):
        return f"{label.partition(':')[0]}: {count(len(row['items']))}{NBSP}{UNIT_VI[row['obligation']]}"
    return label


def kept_and_broken(found: Sequence[Row]) -> tuple[int, int]:
    """Promises kept and broken by everybody in *found*."""
    pairs = promise_record(found).values()
    return sum(kept for kept, _ in pairs), sum(broken for _, broken in pairs)


def record_words(found: Sequence[Row]) -> str:
    """How many promises wait, were kept and were not."""
    if not found:
        return "Chưa ghi ngày hẹn nào"
    kept, broken = kept_and_broken(found)
    waiting = sum(row["state"] == "open" for row in found)
    return f"{count(waiting)} ngày hẹn đang chờ, {count(kept)} lần giữ hẹn, {count(broken)} lần chưa giữ"


def keep_promise(unit: str, subjects: Sequence[Subject], on: Any, who: str, note: str) -> None:
    """Store the promise, one per subject; the service checks who may speak for *unit*."""
    for subject in subjects:
        note_promise(
            instance().home,
            current_viewer(),
            department=unit,
            campaign=subject.campaign,
            obligation=subject.obligation,
            items=subject.items,
            promised_date=on,
            promised_by=who.strip() or head_of(unit).title_vi,
            note=note.strip() or subject.note,
            moment=office_now(),
        )
    st.toast(f"Đã ghi ngày hẹn của {department_name(unit)}")
    st.rerun()


NOTHING_TO_PROMISE = "Chưa có đợt nào có thời hạn nên chưa có gì để hẹn."


def whole_subjects() -> dict[str, tuple[Subject, ...]]:
    """Every limit of the running wave and each obligation of it by the words of the form, the last limit first."""
    offered: dict[str, tuple[Subject, ...]] = {}
    for campaign in reversed(current_campaigns(today())):
        offered[f"Mọi yêu cầu {campaign.by_vi}"] = (Subject(campaign.id, None),)
        offered |= {LABEL_VI[name]: (Subject(campaign.id, name),) for name in campaign.obligations}
    return offered


def promise_day() -> date:
    """The day a form offers first: the last limit of the wave, or today once it is over."""
    return max([today(), *(c.last_day for c in current_campaigns(today()))])


def subjects_of(chosen: pd.DataFrame) -> tuple[Subject, ...]:
    """The items chosen in a list of what is left: one subject per obligation, its items named in the note."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in records(chosen):
        if row["campaign"]:
            groups.setdefault((row["campaign"], row["obligation"]), []).append(row)
    return tuple(
        Subject(campaign, obligation, tuple(row["item_key"] for row in own), _named(own))
        for (campaign, obligation), own in groups.items()
    )


def _named(rows: Sequence[Row]) -> str:
    numbers = list(dict.fromkeys(str(row["number"] or row["item_key"]) for row in rows))
    rest = len(numbers) - NAMED
    return ", ".join(numbers[:NAMED]) + (f" và {count(rest)} mục khác" if rest > 0 else "")


def draw_unit_promises(code: str, items: pd.DataFrame, chosen: pd.DataFrame) -> None:
    """
    A department's own promises, and the form to note one.

    Args:
        items: What the department has left, as `metrics.progress.what_is_left` lists it.
        chosen: Those of them chosen in the list above.
    """
    found = promises_on_show(code)
    with card("Ngày hẹn"):
        finding(
            record_words(found),
            "Giữ hẹn: đến hết ngày hẹn không còn việc nào đã hẹn; hệ thống tự đối chiếu với số liệu",
        )
        for row in reversed(found):
            _draw_promise(row)
        if is_past():
            draw_no_promise_in_the_past()
        elif len(items):
            _unit_form(code, items, chosen)


def draw_no_promise_in_the_past() -> None:
    """Why there is no form for a promise on a day that is over."""
    st.html('<p class="cc-source">Đang xem ngày đã qua nên không ghi ngày hẹn.</p>')


def _draw_promise(row: Row) -> None:
    meaning, word = STATES[row["state"]]
    left = f" · còn {count(row['left'])}" if row["state"] == "open" and row["left"] else ""
    on = f"hẹn xong ngày{NBSP}{day_month(row['promised_date'])}"
    about = f"{promised_what(row)}: {on}{left}" + (f" · {row['note']}" if row["note"] else "")
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.html(f'<p class="cc-file">{chip(meaning, word)} {escape(about)}</p>', width="stretch")
        # The words of the button name what it takes back: several may stand one below the other.
        words, key = f"Rút hẹn {day_month(row['promised_date'])}", f"rut-{row['id']}"
        is_open = row["state"] == "open" and not is_past()
        if is_open and st.button(words, key=key, type="tertiary"):
            with contained("Rút ngày hẹn"):
                withdraw_promise(instance().home, current_viewer(), int(row["id"]), moment=office_now())
                st.rerun()


def _unit_form(code: str, items: pd.DataFrame, chosen: pd.DataFrame) -> None:
    """Day, what, and a note; what is chosen in the list stands first."""
    left = set(items["obligation"])
    offered = {
        words: subjects
        for words, subjects in whole_subjects().items()
        if subjects[0].obligation is None or subjects[0].obligation in left
    }
    picked = subjects_of(chosen)
    if picked:
        offered = {f"{count(len(chosen))} việc đang chọn ở danh sách trên": picked, **offered}
    if not offered:
        st.write(NOTHING_TO_PROMISE)
        return
    with st.form("ngay-hen-don-vi", border=False):
        with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
            what = st.selectbox("Việc hẹn", list(offered), placeholder="Chọn việc", width=320)
            on = st.date_input(
                "Hẹn xong ngày",
                value=promise_day(),
                min_value=today(),
                format="DD/MM/YYYY",
                width=160,
            )
            note = st.text_input("Ghi chú", placeholder="Ví dụ: chờ ý kiến của sở", width=280)
        if st.form_submit_button("Ghi ngày hẹn"):
            with contained("Ghi ngày hẹn"):
                keep_promise(code, offered[what], on, "", note)


def promise_rows(found: Sequence[Row]) -> pd.DataFrame:
    """The promises as a grid shows them, those that wait first, then the nearest day."""
    rows = [
        {**row, "what": promised_what(row), "words": promise_words(row)}
        for row in sorted(found, key=lambda row: (row["state"] != "open", row["promised_date"]))
    ]
    return pd.DataFrame(rows).astype({"left": "Int64"})
