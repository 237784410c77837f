"""Did the letters of this file become "?" before it came here, and is that said once?"""

from collections.abc import Iterable, Iterator
from itertools import chain

from data_loaders.declared.encodings import lost_letters
from data_loaders.declared.outcome import Extract
from data_loaders.received.sheets import Sheet
from domain.said.issues import Issue


def example_of_lost_letters(sheets: Iterable[Sheet]) -> str | None:
    """A cell whose letters are lost where so many are that the file was exported wrongly; else None."""
    read = list(sheets)
    # Most files have none, and their hundred thousands of texts need no closer look.
    return (
        lost_letters(text for sheet in read for text in _texts(sheet)) if any(map(_has_marks, read)) else None
    )


def _has_marks(sheet: Sheet) -> bool:
    """Whether a sign that may stand for a lost letter is anywhere in *sheet*."""
    cells = chain(sheet.preamble, chain.from_iterable(sheet.rows))
    return bool([text for text in cells if type(text) is str and ("?" in text or "\ufffd" in text)])


def say_lost_letters(extract: Extract, sheets: list[Sheet]) -> None:
    """
    Say once for the file that its letters are lost, instead of what follows from it in every row.

    A rejected row beside accepted ones keeps its own error, so that it can be found and mended.
    """
    example = example_of_lost_letters(sheets)
    if example is None:
        return
    is_whole = not any(table.accepted_rows for table in extract.tables)
    for table in extract.tables:
        table.issues = [
            issue
            for issue in table.issues
            if not (_follows(issue) and (is_whole or issue.severity != "error"))
        ]
    level = "error" if is_whole else None
    extract.issues.append(Issue("lost_letters", sheets[0].name, None, None, example, level=level))


def _follows(issue: Issue) -> bool:
    return issue.row is not None and lost_letters([issue.value or ""], fewest=1) is not None


def _texts(sheet: Sheet) -> Iterator[str]:
    """The distinct texts of *sheet*, in the order in which they first stand there."""
    distinct = dict.fromkeys(chain(sheet.preamble, chain.from_iterable(sheet.rows)))
    return (value for value in distinct if isinstance(value, str))
