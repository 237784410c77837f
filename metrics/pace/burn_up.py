"""How has the work been climbing towards what is required, and at this pace where does it end?"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from domain.agency.working_calendar import ONE_DAY
from domain.said.claim import Claim
from domain.wording.formats import NBSP, count, day, day_month, pace, pace_needed
from metrics.asking.exports import days_of_kind, export_days
from metrics.asking.state import TOTAL
from metrics.limits.campaigns import KIND_OF, LABEL_VI, UNIT_VI, Campaign, current_campaigns, next_limit
from metrics.pace.forecast import NO_END_IN_SIGHT, Outlook, finish_words, outlooks, too_few_words
from store.builds.reader import Reader

_SQL = Path(__file__).with_suffix(".sql")
_COMING_DUE = Path(__file__).with_name("coming_due.sql")
# What is said where too little is known for any finding.
TOO_LITTLE_KNOWN = "Chưa đủ số liệu để kết luận"
DAYS_SHOWN = 28
DAYS_AHEAD = 15
HISTORY_COLUMNS = ("day", "done", "scope", "new", "vanished", "is_known")
FAN_COLUMNS = ("day", "p10", "p25", "p50", "p75", "p90", "scope")


@dataclass(frozen=True, slots=True)
class Growth:
    """
    How the dossiers to apologise for grow by the mere passing of days after the last list of dossiers.

    Attributes:
        since: Day of that list.
        dossiers: Open dossiers in time today that will be overdue at the limit unless returned.
    """

    since: date
    dossiers: int


@dataclass(frozen=True)
class BurnUp:
    """
    Everything one burn-up chart draws.

    Attributes:
        history: One row per calendar day up to the last day of numbers: done and scope at its end, items
            new and vanished on it, and whether the day's numbers are known (False: carried or spread).
        fan: One row per coming working day, first the last day itself: quantiles of done, and the scope
            where new items keep coming in as they did.
        last_data_day: The newest export; nothing solid is drawn after it.
        limits: Campaign to the last good day, for the deadline lines.
        required: What has to be done on the as-of day; done: what is, None where unknown.
        expected_date: When nothing is left in half of the futures, new items included; None: not within sight.
        expected_date_without_new: The same if nothing new came in from now on.
        working_days: From the as-of day to the last good day.
        growth: How apologies grow without any export; None for other obligations and where nothing can grow.
        unread: Rejected rows that stand.
    """

    obligation: str
    department_code: str
    as_of: date
    required: int | None
    done: int | None
    history: pd.DataFrame
    fan: pd.DataFrame
    last_data_day: date | None
    limits: Mapping[str, date]
    campaign: Campaign | None
    required_per_day: float | None
    pace_per_day: float | None
    p_on_time: float | None
    expected_date: date | None
    low_date: date | None
    high_date: date | None
    points_used: int
    points_needed: int
    new_per_day: float
    expected_date_without_new: date | None
    growth: Growth | None = None
    unread: int = 0
    working_days: int = 0

    @property
    def claim(self) -> Claim:
        """What may be said of it."""
        return Claim(self.required, self.done, self.unread)

    @property
    def remaining(self) -> int | None:
        """Items not done; None where unknown."""
        return self.claim.left

    @property
    def coming(self) -> int:
        """Items still to come by the last good day, as they came in over the days known."""
        return round(self.new_per_day * self.working_days)

    @property
    def required_per_day_in_all(self) -> float | None:
        """The pace that reaches 100 % of what will be there on the last good day; None where there is no such day."""
        if not self.remaining or not self.working_days:
            return None
        return (self.remaining + self.coming) / self.working_days

    @property
    def required_line(self) -> tuple[tuple[date, int], tuple[date, int]] | None:
        """From where we are to everything done that is expected on the last good day; None when that cannot be drawn."""
        if not self.remaining or self.campaign is None or self.as_of >= self.campaign.last_day:
            return None
        return (self.as_of, int(self.done or 0)), (
            self.campaign.last_day,
            int(self.required or 0) + self.coming,
        )


def burn_up(reader: Reader, *, as_of: date, obligation: str, department: str | None = None) -> BurnUp | None:
    """
    Return the burn-up of one obligation for *department* (None: the whole office).

    Item dates give the days where the rows have them; between two exports without dates the
    difference is spread over the working days. None: nothing is required there.
    """
    return burn_ups(reader, as_of=as_of, obligation=obligation).get(department or TOTAL)


def burn_ups(reader: Reader, *, as_of: date, obligation: str) -> dict[str, BurnUp]:
    """Return department code (and TOTAL) to its burn-up, computed in one go for small multiples."""
    outlook = outlooks(reader, as_of=as_of, obligations=(obligation,))[obligation]
    gone = _vanished(reader, KIND_OF[obligation], as_of)
    charts = {code: _burn_up(outlook, code, gone.get(code, {})) for code in outlook.required}
    if obligation != "apology":
        return charts
    growing = _growths(reader, as_of)
    return {code: replace(chart, growth=growing.get(code)) for code, chart in charts.items()}


def _growths(reader: Reader, as_of: date) -> dict[str, Growth]:
    """Department (and TOTAL) to how its overdue dossiers will grow by the limit."""
    campaign, listed = next_limit(as_of, "apology"), export_days(reader, as_of=as_of).get("dossiers")
    if campaign is None or not listed:
        return {}
    due: dict[str, int] = defaultdict(int)
    for row in reader.rows(_COMING_DUE, as_of=as_of, until=campaign.last_day):
        due[TOTAL] += int(row["dossiers"])
        if row["department_code"] is not None:
            due[row["department_code"]] += int(row["dossiers"])
    since = {code: days[-1] for code, days in listed.items()} | {TOTAL: days_of_kind(listed)[-1]}
    return {
        code: Growth(on, due[code])
        for code, on in since.items()
        if on < campaign.last_day and (due[code] or on < as_of)
    }


def _vanished(reader: Reader, kind: str, as_of: date) -> dict[str, dict[date, int]]:
    found: dict[str, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    for row in reader.rows(_SQL, as_of=as_of):
        if row["kind"] == kind:
            for code in (*(row["department_codes"] or [row["department_code"]]), TOTAL):
                found[code][row["vanished_from"]] += row["items"]
    return found


def _burn_up(outlook: Outlook, code: str, gone: Mapping[date, int]) -> BurnUp:
    campaign = next_limit(outlook.as_of, outlook.obligation)
    left, unit = outlook.remaining(code), outlook.units[code]
    exports = days_of_kind(outlook.history.exports)
    last_data_day = exports[-1] if exports else None
    days_left = outlook.calendar.working_days_after(outlook.as_of, campaign.last_day) if campaign else 0
    low, high = outlook.date_range(code)
    return BurnUp(
        obligation=outlook.obligation,
        department_code=code,
        as_of=outlook.as_of,
        required=outlook.required[code],
        done=outlook.done[code],
        history=_history(outlook, code, gone, last_data_day or outlook.as_of, campaign),
        fan=_fan(outlook, code),
        last_data_day=last_data_day,
        limits={c.id: c.last_day for c in current_campaigns(outlook.as_of)},
        campaign=campaign,
        required_per_day=left / days_left if left and days_left else None,
        pace_per_day=unit.pace if outlook.has_enough(code) else None,
        p_on_time=outlook.chance_by(code, campaign.last_day) if campaign else None,
        expected_date=outlook.expected_date(code),
        low_date=low,
        high_date=high,
        points_used=unit.points,
        points_needed=outlook.points_needed[code],
        new_per_day=outlook.growth(code),
        expected_date_without_new=outlook.expected_date_without_new(code),
        unread=outlook.claim(code).unread,
        working_days=days_left,
    )


def _history(
    outlook: Outlook, code: str, gone: Mapping[date, int], through: date, campaign: Campaign | None
) -> pd.DataFrame:
    """Cumulative done and scope, counted back from what stands on the as-of day."""
    done, scope = outlook.done[code], outlook.required[code]
    if done is None:
        return pd.DataFrame(columns=list(HISTORY_COLUMNS))
    first = (
        min(through - timedelta(DAYS_SHOWN), campaign.starts_on)
        if campaign
        else through - timedelta(DAYS_SHOWN)
    )
    finished, entered = outlook.history.done.get(code, {}), outlook.history.new.get(code, {})
    known = set(outlook.known_days(code, outlook.calendar.working_days(first, through)))
    done_after, new_after, rows = 0.0, 0.0, []
    for back in range((through - first).days + 1):
        on = through - timedelta(back)
        rows.append({
            "day": on, "done": max(round(done - done_after, 2), 0), "scope": max(round(scope - new_after, 2), 0),
            "new": round(entered.get(on, 0.0), 2), "vanished": gone.get(on, 0), "is_known": on in known,
        })  # fmt: skip
        done_after += finished.get(on, 0.0)
        new_after += entered.get(on, 0.0)
    return pd.DataFrame(rows[::-1], columns=list(HISTORY_COLUMNS))


def _fan(outlook: Outlook, code: str) -> pd.DataFrame:
    """The forecast from the as-of day on, as items done in all; empty where there is none."""
    if not outlook.remaining(code) or outlook.simulation is None or not outlook.has_enough(code):
        return pd.DataFrame(columns=list(FAN_COLUMNS))
    done, scope = outlook.done[code] or 0, outlook.required[code]
    bands = outlook.simulation.fan(code).head(DAYS_AHEAD)
    levels = ["p10", "p25", "p50", "p75", "p90"]
    # An assignment of two departments is simulated in both but counts once in the whole.
    share = outlook.once_share if code == TOTAL else 1.0
    ahead = bands[levels] * share + done
    ahead.insert(0, "day", [outlook.day_ahead(n) for n in bands["ahead"]])
    start = pd.DataFrame([{"day": outlook.as_of, **dict.fromkeys(levels, done)}])
    table = pd.concat([start, pd.DataFrame(ahead)], ignore_index=True)
    return table.assign(scope=[scope + round(outlook.growth(code) * n, 2) for n in range(len(table))])


def title_words(chart: BurnUp) -> str:
    """Return the finding above the chart, from the numbers it draws; honest where nothing can be claimed."""
    if chart.remaining is None:
        return TOO_LITTLE_KNOWN
    if chart.remaining == 0:
        return f"{LABEL_VI[chart.obligation]}: {done_words(chart)}"
    if chart.campaign is not None and chart.as_of >= chart.campaign.last_day:
        return f"Đã hết hạn, còn {count(chart.remaining)}{NBSP}{UNIT_VI[chart.obligation]} chưa xong"
    if chart.points_used < chart.points_needed:
        return too_few_words(chart.points_used, chart.points_needed)
    if chart.campaign is None or chart.expected_date is None:
        return _no_end_words(chart)
    row = {"expected_date": chart.expected_date, "remaining": chart.remaining}
    return finish_words(row, chart.campaign)


def done_words(chart: BurnUp) -> str:
    """What is said where nothing is left: 100 %, or that rows are unread."""
    return (
        "đã đạt 100%" if chart.claim.is_reached else f"{chart.claim.unread_words}, chưa kết luận đã đạt 100%"
    )


def _no_end_words(chart: BurnUp) -> str:
    """Why no day can be named: as much comes in as gets done, or too little gets done."""
    done, new = chart.pace_per_day or 0, chart.new_per_day
    if new <= done / 2:
        return NO_END_IN_SIGHT
    unit = UNIT_VI[chart.obligation]
    return f"Mỗi ngày xong {pace(round(done, 1))} {unit} nhưng thêm {pace(round(new, 1))} {unit} mới: chưa thấy ngày xong"


def without_new_words(chart: BurnUp) -> str:
    """Return when what is there today will be done if nothing new comes in; empty where that says nothing more."""
    if not chart.new_per_day or chart.expected_date_without_new in (None, chart.expected_date):
        return ""
    whose = ", là ngày của đơn vị chậm nhất" if chart.department_code == TOTAL else ""
    unit = UNIT_VI[chart.obligation]
    return f"Nếu không thêm {unit} mới: xong ngày{NBSP}{day(chart.expected_date_without_new)}{whose}"


def growth_words(chart: BurnUp) -> str:
    """Return that apologies to make grow after the last list of dossiers, and by how many; empty where they cannot."""
    if chart.growth is None or chart.campaign is None:
        return ""
    since, more = day_month(chart.growth.since), chart.growth.dossiers
    head = f"Số hồ sơ phải xin lỗi còn tăng sau bản xuất ngày{NBSP}{since}"
    coming = f"{count(more)}{NBSP}hồ sơ chưa trả sẽ quá hẹn trước khi hết hạn" if more else ""
    passed = "hồ sơ đến hẹn từ sau ngày đó mà chưa thấy trả được coi là quá hạn"
    parts = [coming] if chart.growth.since >= chart.as_of else [passed, coming]
    return f"{head}: {'; '.join(filter(None, parts))}."


def subtitle_words(chart: BurnUp) -> str:
    """Return what is counted, the unit, and the pace needed, for what is there and with what will come, against the pace there is."""
    unit = UNIT_VI[chart.obligation]
    words = [f"{LABEL_VI[chart.obligation]}, lũy kế"]
    if chart.required_per_day is not None:
        words.append(f"cần {pace_needed(chart.required_per_day)} {unit}/ngày{_with_new(chart)}")
    if chart.pace_per_day is not None:
        words.append(f"đang làm {pace(round(chart.pace_per_day, 1))} {unit}/ngày")
    return f"{words[0]}; {', '.join(words[1:])}" if words[1:] else words[0]


def _with_new(chart: BurnUp) -> str:
    """The pace needed once new items are counted; empty where none are expected."""
    needed = chart.required_per_day_in_all
    if not chart.coming or needed is None:
        return ""
    unit = UNIT_VI[chart.obligation]
    return (
        f" cho phần hiện có, {pace_needed(needed)} {unit}/ngày kể cả khoảng {count(chart.coming)} {unit} sẽ thêm"
        f" (mỗi ngày {pace(round(chart.new_per_day, 1))})"
    )


def alternative_words(chart: BurnUp) -> str:
    """Return the chart in one sentence for those who do not see it."""
    if chart.done is None:
        return f"{LABEL_VI[chart.obligation]}: chưa có dữ liệu."
    head = f"{LABEL_VI[chart.obligation]}, lũy kế: {count(chart.done)} trên {count(chart.required)}"
    until = f"đến {day(min(chart.last_data_day or chart.as_of, chart.as_of))}"
    return f"{head} {until}; {subtitle_words(chart).partition('; ')[2] or 'không còn việc'}; {title_words(chart)}."


def days_to_draw(chart: BurnUp) -> list[date]:
    """Return every calendar day from the first drawn to the last, for shading weekends."""
    drawn = [*chart.history["day"], *chart.fan["day"], *chart.limits.values(), chart.as_of]
    first, last = min(drawn), max(drawn)
    return [first + ONE_DAY * n for n in range((last - first).days + 1)]
