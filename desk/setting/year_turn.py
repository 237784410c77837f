"""How does the next year open from this one, and how do the points lost become its Phụ lục 1?"""

import csv
import io
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from data_loaders.declared.outcome import Options
from data_loaders.intake.reading import Received
from data_loaders.publishing.ingest import load
from desk.setting.changes import NotFittingError, Proposal, apply, present
from desk.setting.papers import campaigns_file
from domain.agency.departments import department_name, scored_codes
from domain.agency.scope import Viewer, whole_office
from domain.program.places import OF_PROGRAM, effective_files, office_of
from domain.wording.formats import count, day, points
from metrics.criteria.indicator_sets import decisions_in_use
from metrics.points.losses_over_years import LostCriterion, losses_listed, lost_by_appraisal
from store.builds.reader import Reader
from store.current.pointer import current
from store.current.warehouse import open_reader
from store.current.years import HEAD, YEARS, closed_years, first_open_day, year_head
from store.disk.home import Home
from store.written.own_data import Version, own_files

CAMPAIGNS = "rules/campaigns.toml"
SHORTFALL_COLUMNS = (
    "Năm", "Mã tiêu chí", "Nội dung", "Điểm tối đa", "Điểm đạt", "Điểm bị trừ", "Nguyên nhân", "Phòng chịu trách nhiệm",
)  # fmt: skip


def open_year(home: Home, reader: Reader) -> int | None:
    """The year that is being worked on: the one after all closed ones, else that of the newest data."""
    begins, newest = first_open_day(home), reader.newest_as_of()
    return begins.year if begins else newest.year if newest else None


def years_closed(home: Home) -> list[int]:
    """The years that are only looked at, the newest first."""
    return [one.year for one in reversed(closed_years(home))]


def next_year_proposal(home: Home, viewer: Viewer) -> Proposal:
    """
    Close the open year over the build of now, and carry its units, rules, sets and campaigns (as drafts) into the next.

    Raises:
        NotFittingError: Nothing of the open year was ever loaded.
    """
    viewer.require("configure")
    reader = open_reader(home, whole_office())
    year, newest, now = open_year(home, reader), reader.newest_as_of(), current(home)
    if year is None or newest is None or now is None or newest.year < year:
        raise NotFittingError(
            "Chưa mở được năm sau: năm đang mở chưa có số liệu nào", where=f"năm {year}" if year else "",
            remedy="Nạp số liệu của năm đang mở trước.",
        )  # fmt: skip
    campaigns = _campaigns(home)
    drafts = _drafts(campaigns, year)
    with office_of(home.path):
        files = {
            **own_files(home), **{f"{YEARS}/{year}/{name}": content for name, content in _as_it_is()},
            f"{YEARS}/{year}/{HEAD}": year_head(year, now), CAMPAIGNS: campaigns_file([*campaigns, *drafts]),
        }  # fmt: skip
        notes = tuple(_notes(reader, year, newest, drafts))
    return Proposal(files, f"Mở năm {year + 1}, đóng năm {year}", notes)


def opens_a_year(home: Home, wanted: Proposal) -> bool:
    """Tell whether *wanted* closes a year that is open in *home*."""
    known = {f"{YEARS}/{one.year}/{HEAD}" for one in closed_years(home)}
    return bool({name for name in wanted.files if _is_head(name)} - known)


def _is_head(name: str) -> bool:
    return name.startswith(f"{YEARS}/") and name.endswith(f"/{HEAD}")


def open_next_year(home: Home, viewer: Viewer, wanted: Proposal) -> Version:
    """
    Make *wanted* of `next_year_proposal` count, and what the closed year lost the next year's Phụ lục 1.

    Raises:
        NotFittingError: Something was published since it was proposed: the year would close over older figures.
    """
    viewer.require("configure")
    now = current(home)
    heads = [content for name, content in wanted.files.items() if _is_head(name)]
    if now is None or not any(f'"{now.build_id}"'.encode() in head for head in heads):
        raise NotFittingError(
            "Chưa mở năm sau vì số liệu vừa được công bố lại", remedy="Xem lại ảnh hưởng rồi lưu.",
        )  # fmt: skip
    made = apply(home, viewer, wanted)
    carry_shortfalls(home, person=viewer.account)
    return made


def _as_it_is() -> Iterator[tuple[str, bytes]]:
    """Every file that an office may set, as it counts now, shipped ones too: an upgrade must not move an old year."""
    for name, path in effective_files():
        if not name.startswith("sources/") and path.name not in OF_PROGRAM:
            yield name, path.read_bytes()


def _campaigns(home: Home) -> list[dict[str, Any]]:
    return tomllib.loads(present(home, CAMPAIGNS).decode("utf-8-sig")).get("campaign", [])


def _drafts(campaigns: list[dict[str, Any]], year: int) -> list[dict[str, Any]]:
    """The campaigns of *year* a year later, each waiting for the notice that sets its limit."""
    drafts: list[dict[str, Any]] = []
    for one in campaigns:
        if one["limit"].year == year and not one.get("is_draft"):
            drafts.append(_a_year_later(one, {other["id"] for other in (*campaigns, *drafts)}))
    return drafts


def _a_year_later(one: Mapping[str, Any], taken: set[str]) -> dict[str, Any]:
    year = one["limit"].year
    moved = _moved(one, year)
    name = moved["limit"].isoformat()
    moved["id"] = next(n for n in (name, *(f"{name}-{k}" for k in range(2, 50))) if n not in taken)
    return {**moved, "authority": f"Dự thảo theo đợt năm {year}, chờ văn bản giao", "is_draft": True}


def _moved(value: Any, year: int) -> Any:
    """*value* with its days and the years it names a year later."""
    if isinstance(value, Mapping):
        return {key: _moved(inner, year) for key, inner in value.items()}
    if isinstance(value, list):
        return [_moved(inner, year) for inner in value]
    if isinstance(value, date):
        last_of_february = (value.month, value.day) == (2, 29)
        return date(value.year + 1, value.month, 28 if last_of_february else value.day)
    return value.replace(str(year), str(year + 1)) if isinstance(value, str) else value


def _notes(reader: Reader, year: int, newest: date, drafts: list[dict[str, Any]]) -> Iterator[str]:
    yield f"Năm {year} đóng lại, từ nay chỉ xem; mọi câu trả lời giữ như hiện nay, số liệu đến hết ngày {day(newest)}."
    if newest < date(year, 12, 31):
        yield f"Tệp của những ngày sau {day(newest)} trong năm {year} nạp về sau không còn làm đổi số liệu của năm {year}."
    bases = decisions_in_use(reader, as_of=date(year + 1, 1, 1))
    named = ", ".join(one.number for one in bases) or "chưa có"
    yield f"Bộ chỉ số dùng tiếp cho năm {year + 1}: {named}, đến khi nạp quyết định mới."
    yield f"{count(len(scored_codes()))} đơn vị và mọi quy tắc giữ nguyên."
    if drafts:
        said = "; ".join(f"“{one['short_vi']}” ({day(one['limit'])})" for one in drafts)
        yield f"{count(len(drafts))} đợt chép thành dự thảo, chưa có hiệu lực: {said}. Sửa và dùng ở mục Đợt."
    lost = lost_by_appraisal(reader, year=year, as_of=date(year + 1, 1, 1))
    yield _shortfall_words(lost, year)


def _shortfall_words(lost: list[LostCriterion], year: int) -> str:
    if not lost:
        return f"Chưa có kết quả thẩm định năm {year}; khi nạp, Phụ lục 1 của năm {year + 1} tự lập."
    total = points(sum(one.lost for one in lost))
    return f"Phụ lục 1 năm {year + 1} tự lập từ kết quả thẩm định năm {year}: {count(len(lost))} tiêu chí, mất {total} điểm."


def carry_shortfalls(home: Home, *, person: str) -> int:
    """
    Load what the appraisal of the last closed year took as the Phụ lục 1 that the office now works on; returns its criteria.

    Nothing happens before an appraisal is known, nor where somebody loaded a Phụ lục 1 of that year.
    """
    closed, current_build = closed_years(home), current(home)
    if not closed or current_build is None:
        return 0
    with office_of(home.path):
        reader, year = open_reader(home, whole_office()), closed[-1].year
        as_of = max(date(year + 1, 1, 1), reader.newest_as_of("indicator_scores") or date.min)
        if any(listed == year for listed, *_ in losses_listed(reader, as_of=as_of)):
            return 0
        lost = lost_by_appraisal(reader, year=year, as_of=as_of)
        if lost:
            name = f"Phụ lục 1 năm {year + 1} (theo kết quả thẩm định năm {year}).csv"
            sent = Received(name, shortfall_list(lost), Options(kind="shortfalls", as_of=as_of))
            load(home, [sent], person=person, accept_effect=True)
    return len(lost)


def shortfall_list(lost: list[LostCriterion]) -> bytes:
    """Phụ lục 1 as a table that the loader reads: criterion, points, reason, who answers for it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(SHORTFALL_COLUMNS)
    for one in lost:
        owners = "; ".join(map(department_name, one.owners))
        writer.writerow([
            one.year, one.code, one.name, *map(points, (one.max_score, one.score, one.lost)), one.cause, owners,
        ])  # fmt: skip
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")
