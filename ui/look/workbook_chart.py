"""Which native chart does a table bring along in its Excel file, and where do its figures stand?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from domain.wording.formats import is_known
from ui.look.theme import LIGHT

SHEET = "Biểu đồ"
_FILLS = (LIGHT.brand, "#E08E2B", "#5F8F3E", "#8A6BB1", "#B5473C", "#6B7785")
# Between two names of a bar chart, one bar, and the least a chart is high, in pixels.
_GAP, _BAR, _LEAST = 14, 12, 320


@dataclass(frozen=True, slots=True)
class ChartSeries:
    """
    One row of bars, or one line.

    Attributes:
        values: One for each name of the picture; None where nothing is known, which is drawn as a gap, never as 0.
        form: How Excel shows the values.
    """

    label: str
    values: Sequence[float | None]
    form: str


@dataclass(frozen=True, slots=True)
class WorkbookChart:
    """
    A chart as Excel draws it: the names along its axis and the series.

    Attributes:
        is_course: The names are days in their order: lines instead of bars.
    """

    title: str
    axis: str
    names: Sequence[str]
    series: Sequence[ChartSeries]
    is_course: bool = False


def known_numbers(values: pd.Series) -> tuple[float | None, ...]:
    """The values as numbers, None where nothing is known."""
    return tuple(float(value) if is_known(value) else None for value in values)


def draw_chart(book: Any, chart: WorkbookChart, head: Any) -> None:
    """Add a sheet with the figures of *chart* and the chart beside them; nothing where there is nothing to draw."""
    if not chart.names or not any(value is not None for one in chart.series for value in one.values):
        return
    sheet = book.add_worksheet(SHEET)
    sheet.write_string(0, 0, chart.axis, head)
    sheet.set_column(0, len(chart.series), 14)
    sheet.set_column(0, 0, 34)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)
    for row, name in enumerate(chart.names, start=1):
        sheet.write_string(row, 0, name)
    drawn = book.add_chart({"type": "line" if chart.is_course else "bar"})
    for column, one in enumerate(chart.series, start=1):
        form = book.add_format({"num_format": one.form})
        sheet.write_string(0, column, one.label, head)
        for row, value in enumerate(one.values, start=1):
            if value is not None:
                sheet.write_number(row, column, value, form)
        drawn.add_series(_placed(column, len(chart.names)))
    _dress(drawn, chart)
    sheet.insert_chart(0, len(chart.series) + 2, drawn, {"description": chart.title})


def _placed(column: int, rows: int) -> Mapping[str, Any]:
    colour = _FILLS[(column - 1) % len(_FILLS)]
    return {
        "name": [SHEET, 0, column],
        "categories": [SHEET, 1, 0, rows, 0],
        "values": [SHEET, 1, column, rows, column],
        "fill": {"color": colour},
        "line": {"color": colour},
        "gap": 60,
    }


def _dress(drawn: Any, chart: WorkbookChart) -> None:
    drawn.set_title({"name": chart.title, "name_font": {"size": 11}, "overlay": False})
    bars = 110 + len(chart.names) * (_GAP + _BAR * len(chart.series))
    drawn.set_size({"width": 760, "height": _LEAST if chart.is_course else max(_LEAST, bars)})
    values = {
        "num_format": chart.series[0].form,
        "num_font": {"size": 9},
        "min": 0 if _is_whole(chart) else None,
    }
    if chart.is_course:
        drawn.set_y_axis({**values, "major_gridlines": {"visible": True, "line": {"color": LIGHT.border}}})
    else:
        # The first row of the table on top, as on the page.
        drawn.set_y_axis({"reverse": True, "interval_unit": 1, "num_font": {"size": 9}})
        drawn.set_x_axis({**values, "major_gridlines": {"visible": True, "line": {"color": LIGHT.border}}})
    drawn.set_legend({"none": True} if len(chart.series) == 1 else {"position": "bottom"})


def _is_whole(chart: WorkbookChart) -> bool:
    """No value is below zero: the axis begins there."""
    return all(value is None or value >= 0 for one in chart.series for value in one.values)
