"""What does the file of campaigns say of one whose form was filled: a new one, an edited one, a draft taken up?"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.agency.office import office
from domain.counted.obligations import RECORDS

EVERY_UNIT = "*"
INTERNAL_COLUMNS = ("owner", "limit", "inclusive", "what_vi")
Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CampaignForm:
    """
    What a clerk filled in for one campaign.

    Attributes:
        name: What pages call it.
        title: What papers call it; empty: the same.
        purpose: What has to be done, in a sentence; empty: the same.
        internal_limits: Rows with ``INTERNAL_COLUMNS``; those without a unit and a day are no limits.
    """

    name: str
    document: str
    starts_on: date
    limit: date
    inclusive: bool
    obligations: tuple[str, ...]
    quality: tuple[str, ...] = ()
    title: str = ""
    purpose: str = ""
    internal_limits: tuple[Entry, ...] = ()


def with_campaign(known: Iterable[Entry], form: CampaignForm, old: Entry | None = None) -> list[Entry]:
    """The campaigns *known* with the filled one in the place of *old*, or behind them where it is new."""
    entries = list(known)
    others = {one["id"] for one in entries if one is not old}
    made = campaign_entry(form, old or {}, others)
    return [made if one is old else one for one in entries] if old else [*entries, made]


def campaign_entry(form: CampaignForm, old: Entry, taken: Collection[str]) -> dict[str, Any]:
    """One campaign as its file has it; an edited one keeps who gathers, its words for 100 %, and with its limit its id."""
    name = form.name.strip()
    watched = tuple(one for one in form.quality if one not in form.obligations)
    entry = {
        "id": _id(form.limit, old, taken), "limit": form.limit, "inclusive": form.inclusive, "starts_on": form.starts_on,
        "title_vi": form.title.strip() or name, "short_vi": name, "purpose_vi": form.purpose.strip() or name,
        "authority": form.document.strip(), "owner": old.get("owner") or office().gathering_unit,
        "obligations": list(form.obligations), "quality": list(watched),
        "full_vi": {key: _full_words(key, old) for key in (*form.obligations, *watched)},
    }  # fmt: skip
    if inner := [_internal(row) for row in form.internal_limits if row.get("owner") or row.get("limit")]:
        entry["internal_limit"] = inner
    return entry


def _id(limit: date, old: Entry, taken: Collection[str]) -> str:
    """A campaign is named by its limit; a second one of that day gets a number."""
    if old and old["limit"] == limit:
        return str(old["id"])
    names = (limit.isoformat(), *(f"{limit}-{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


def _full_words(obligation: str, old: Entry) -> str:
    record = RECORDS[obligation]
    return str(old.get("full_vi", {}).get(obligation) or f"100% {record.counted_vi} {record.done_vi}")


def _internal(row: Entry) -> dict[str, Any]:
    """A row as the file has it; a missing day stays missing, so that the check says so."""
    owner = str(row.get("owner") or EVERY_UNIT)
    said = str(row.get("what_vi") or "").strip()
    return {
        "owner": owner, "limit": row.get("limit") or "", "inclusive": row.get("inclusive") is not False,
        "what_vi": said or "Gửi kết quả về đơn vị tổng hợp",
    }  # fmt: skip


def form_faults(form: CampaignForm) -> tuple[str, ...]:
    """What of the form cannot stand, one sentence each, before its file is made."""
    said = [
        ("Chưa ghi tên đợt.", not form.name.strip()),
        ("Chưa ghi văn bản giao: số, ngày của văn bản.", not form.document.strip()),
        ("Chưa chọn yêu cầu nào phải đạt 100%.", not form.obligations),
        (
            f"Ngày bắt đầu {form.starts_on:%d/%m/%Y} sau thời hạn {form.limit:%d/%m/%Y}: sửa một trong hai ngày.",
            form.starts_on > form.limit,
        ),
    ]
    return (*(words for words, is_so in said if is_so), *_internal_faults(form))


def _internal_faults(form: CampaignForm) -> Iterator[str]:
    for place, row in enumerate(form.internal_limits, start=1):
        if row.get("owner") and not row.get("limit"):
            yield f"Hạn nội bộ ở dòng {place} chưa ghi ngày."
        elif row.get("limit") and row["limit"] > form.limit:
            yield f"Hạn nội bộ {row['limit']:%d/%m/%Y} sau thời hạn của đợt {form.limit:%d/%m/%Y}: ghi ngày sớm hơn."


def moved_limit_words(form: CampaignForm, old: Entry | None) -> tuple[str, ...]:
    """What happens to that which was written down under the old limit, where the limit moves."""
    if not old or old.get("is_draft") or old["limit"] == form.limit:
        return ()
    return (
        f"Lời nhắc, ngày hẹn và số liệu chốt đã ghi theo hạn {old['limit']:%d/%m/%Y} giữ nguyên ở hạn đó;"
        f" từ nay ghi theo hạn {form.limit:%d/%m/%Y}.",
    )
