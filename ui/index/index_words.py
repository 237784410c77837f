"""What the overview says about the index: points that may be lost, what is expected, how much is known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from domain.said.known_part import loss_words
from domain.wording.formats import count, day_month, index_vi, interval, is_known, points, rate, signed
from metrics.asking.state import TOTAL
from metrics.counts.shortfalls import shortfalls
from metrics.limits.changes import last_two_exports
from metrics.points.index import index as index_of
from metrics.points.ledger import NAMES_VI, account, ledger
from metrics.progress.what_is_left import Work
from store.builds.reader import Reader
from ui.pieces.components import Tile

EXPECTED_VI = "Điểm dự kiến"
RECOVERED_VI = f"{NAMES_VI['recovered']} từ năm trước"
COVERAGE_HELP = "Phần điểm đã có căn cứ để tính"
UNKNOWN_VALUE = "?"
UNKNOWN_NOTE = "chưa có dữ liệu"


@dataclass(frozen=True, slots=True)
class IndexView:
    """
    The index as the overview needs it; None where nothing is known.

    Attributes:
        loss: Points that may be lost among what is known.
        keepable: Those of them that can still be kept by the limit.
        loss_before: The same on the day of the export before.
        before: That day.
        expected, p10, p90: Points.
        known_max, maximum: Points that have a basis, and all that apply.
        recovered, lost: Points of last year's shortfalls won back, and lost then.
    """

    loss: float | None = None
    keepable: float | None = None
    loss_before: float | None = None
    before: date | None = None
    expected: float | None = None
    p10: float | None = None
    p90: float | None = None
    known_max: float | None = None
    maximum: float | None = None
    index_pct: float | None = None
    recovered: Decimal | None = None
    lost: Decimal | None = None

    @property
    def coverage_pct(self) -> float | None:
        """Share of the applicable points that something is known of."""
        return self.known_max / self.maximum * 100 if self.known_max is not None and self.maximum else None


def index_view(reader: Reader, *, as_of: date) -> IndexView:
    """Return what is known of the index on *as_of*, and how the points at risk moved since the export before."""
    values = _row(reader, as_of)
    two = last_two_exports(reader, as_of=as_of) if values else None
    before = _row(reader, two[0]) if two else {}
    recovered = _recovered(reader, as_of)
    if not values:
        return IndexView(recovered=recovered[0], lost=recovered[1])
    return IndexView(
        loss=values["known_max"] - values["expected"],
        keepable=account(ledger(reader, as_of=as_of))["keepable"],
        loss_before=before["known_max"] - before["expected"] if before else None,
        before=two[0] if two else None,
        expected=values["expected"],
        p10=values["p10"],
        p90=values["p90"],
        known_max=values["known_max"],
        maximum=values["max"],
        index_pct=values["index_pct"],
        recovered=recovered[0],
        lost=recovered[1],
    )


def _row(reader: Reader, as_of: date) -> dict[str, float]:
    table = index_of(reader, as_of=as_of)
    if table.empty or table["expected"].isna().all():
        return {}
    return {str(name): float(value) for name, value in table.iloc[0].items()}


def _recovered(reader: Reader, as_of: date) -> tuple[Decimal | None, Decimal | None]:
    table = shortfalls(reader, as_of=as_of)
    whole = table[table["department_code"] == TOTAL]
    if whole.empty:
        return None, None
    return Decimal(str(whole["recovered"].iloc[0])), Decimal(str(whole["lost"].iloc[0]))


def tiles_of(view: IndexView) -> tuple[Tile, ...]:
    """The four numbers of the overview."""
    return _risk_tile(view), _expected_tile(view), _recovered_tile(view), _coverage_tile(view)


def _risk_tile(view: IndexView) -> Tile:
    label = f"Điểm {NAMES_VI['at_risk'].lower()}"
    if view.loss is None:
        return Tile(label, UNKNOWN_VALUE, UNKNOWN_NOTE)
    if view.loss_before is None or view.before is None:
        return Tile(label, points(view.loss), "trong phần đã rõ")
    change = round(view.loss - view.loss_before, 2)
    note = f"{signed(change)} từ {day_month(view.before)}"
    if change == 0:
        return Tile(label, points(view.loss), f"như ngày {day_month(view.before)}")
    return Tile(
        label, points(view.loss), note, "red" if change > 0 else "gray", "up" if change > 0 else "down"
    )


def _expected_tile(view: IndexView) -> Tile:
    if view.expected is None or view.p10 is None or view.p90 is None:
        return Tile(EXPECTED_VI, UNKNOWN_VALUE, UNKNOWN_NOTE)
    return Tile(
        EXPECTED_VI,
        index_vi(view.expected),
        f"80%: {interval(view.p10, view.p90)}",
        help="Trong 10 lần, khoảng 8 lần kết quả nằm trong khoảng này. "
        f"Chia cho {points(view.known_max)} điểm đã có căn cứ thì chỉ số dự kiến là {rate(view.index_pct)}",
    )


def _recovered_tile(view: IndexView) -> Tile:
    if view.recovered is None:
        return Tile(RECOVERED_VI, UNKNOWN_VALUE, UNKNOWN_NOTE)
    return Tile(RECOVERED_VI, points(view.recovered), f"trên {points(view.lost)} điểm")


def _coverage_tile(view: IndexView) -> Tile:
    if view.coverage_pct is None or view.known_max is None or view.maximum is None:
        return Tile("Độ phủ dữ liệu", UNKNOWN_VALUE, UNKNOWN_NOTE)
    missing = view.maximum - view.known_max
    return Tile(
        "Độ phủ dữ liệu",
        rate(view.coverage_pct),
        f"thiếu {points(missing)} điểm" if missing > 0 else "đủ mọi điểm",
        help=COVERAGE_HELP,
    )


def unit_tiles(score: Mapping[str, Any], view: IndexView, *, left: Work | None, by: str) -> tuple[Tile, ...]:
    """
    The four numbers of one department: its score, how much of it is known, points won back, what is left.

    Args:
        score: Its row of `metrics.progress.department_score`; empty where nothing is known.
        left: What is left, as things and as steps; None where unknown.
        by: Until when, in words; empty where no limit is known.
    """
    value, coverage = score.get("score"), score.get("coverage_pct")
    known = value is not None and is_known(value)
    return (
        Tile("Điểm của đơn vị", index_vi(value), str(score.get("band") or "chưa xếp mức"))
        if known
        else Tile("Điểm của đơn vị", UNKNOWN_VALUE, UNKNOWN_NOTE),
        Tile("Độ phủ dữ liệu", rate(coverage), "phần đã có căn cứ")
        if coverage is not None and is_known(coverage)
        else Tile("Độ phủ dữ liệu", UNKNOWN_VALUE, UNKNOWN_NOTE),
        _recovered_tile(view),
        Tile(
            "Việc còn lại",
            UNKNOWN_VALUE if left is None else count(left.items),
            by or "chưa có đợt nào",
            help=f"{left.words}; một việc còn thiếu mấy bước vẫn là một việc." if left else None,
        ),
    )


def _loss_said(loss: float, view: IndexView) -> str:
    known = view.known_max or 0
    return loss_words(loss, known, (view.maximum or known) - known)


def index_lead_words(view: IndexView, to_call: Sequence[str], *, year: int) -> str:
    """The one sentence under the headline: the points, and whom to call."""
    said = (
        f"Nếu giữ tốc độ này, Chỉ số CCHC năm {year} **{_loss_said(view.loss, view)}**."
        if view.loss is not None
        else "Chưa đủ số liệu để tính điểm CCHC có thể mất."
    )
    if view.keepable is not None:
        said += f" {NAMES_VI['keepable']}: **{points(view.keepable)}** điểm."
    return f"{said} Cần gọi hôm nay: {', '.join(to_call)}." if to_call else said
