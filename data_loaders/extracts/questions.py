"""What about a file can only a person answer?"""

from data_loaders.declared.outcome import Choice, ExtractedTable, Options
from data_loaders.extracts.placed_table import PlacedTable
from data_loaders.tables.evidence import Mark, mark_of, why_asked
from data_loaders.tables.fitting import SAMPLE
from data_loaders.tables.sheet_header import Header, column_letter
from data_loaders.tables.uncertain_columns import asked_doubles
from data_loaders.values.as_of import newest_row_day, question_of_day

_DOUBTFUL = (
    "Có cột có tiêu đề nhưng trống, và cột có giá trị nhưng không có tiêu đề, ở trang “{sheet}”: các giá trị có thể"
    " nằm lệch một cột. Xem lại tệp; nếu đúng cột thì chọn loại dữ liệu, nếu lệch thì xuất lại."
)


def open_choice(found: list[PlacedTable], options: Options) -> Choice | None:
    """The first question that only a person can answer."""
    for one in found:
        header = one.header
        if header.rivals and not options.kind:
            return Choice("kind", [header.kind.name, *header.rivals])
        if header.is_doubtful and not (options.kind or options.is_known):
            return Choice("kind", [header.kind.name], _DOUBTFUL.format(sheet=one.texts.sheet.name))
        for indexes in asked_doubles(header, options):
            return Choice("column", [_named(header, index) for index in indexes])
    return None


def choice_of_day(found: list[PlacedTable], tables: list[ExtractedTable], options: Options) -> Choice | None:
    """Ask for the day where none is said, or where it only ends a period that the rows do not reach or pass."""
    if options.as_of:
        return None
    newest = newest_row_day(tables)
    for one in found:
        if asked := question_of_day(one.title.day, newest, one.title.suggested):
            days, why = asked
            return Choice("as_of", days, why)
    return None


def choice_of_kind(found: list[PlacedTable], options: Options, file_name: str) -> Choice | None:
    """Ask for the kind of a table that nothing but a few common headings speaks for."""
    if options.kind or options.is_known:
        return None
    marks = [evidence_for(one, file_name) for one in found]
    proven = {one.header.kind.name for one, mark in zip(found, marks, strict=True) if mark.is_enough}
    for one, mark in zip(found, marks, strict=True):
        # A list that goes on from sheet to sheet is called by its name once.
        if not mark.is_enough and one.header.kind.name not in proven and not one.is_twin:
            return Choice("kind", [one.header.kind.name], why_asked(one.header, one.texts.sheet.name, mark))
    return None


def evidence_for(one: PlacedTable, file_name: str) -> Mark:
    """What speaks for the kind of a table, by a sample of its rows."""
    data = one.layout.data
    rows = [one.texts.sheet.rows[row] for row in data[:: max(1, len(data) // SAMPLE)]]
    sheet = one.texts.sheet.name
    return mark_of(one.header, rows, titles=one.title.lines, sheet=sheet, file_name=file_name)


def _named(header: Header, index: int) -> str:
    heading = header.headings[index]
    return f"{column_letter(index)}: {heading.printed if heading else ''}"
