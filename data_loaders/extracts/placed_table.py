"""What is known of one table as it lies in its sheet, before a cell is read?"""

from dataclasses import dataclass, field

from data_loaders.sense.rule_rows import RuleLines
from data_loaders.tables.layout import Layout
from data_loaders.tables.sheet_header import Header, SheetText
from data_loaders.tables.titles import TableTitle


@dataclass
class PlacedTable:
    """One table as it lies in its sheet."""

    texts: SheetText
    header: Header
    layout: Layout
    title: TableTitle
    title_rows: list[int]
    rule_lines: RuleLines = field(default_factory=dict)
    is_twin: bool = False  # the other half of a table that holds two
