"""Every table of every page has its file beside it: as many rows as on the screen, and no cell a formula."""

import asyncio
import csv
import io
import re
import zipfile
from collections import Counter

import httpx
import pyarrow as pa
import pytest

from access.sessions import COOKIE
from domain.wording.formats import count
from tests.access.test_doorway import answered, tab_id
from tests.access.test_matrix import OPENS
from tests.access.visiting import Visit, asked, ran, session, socket_of, take
from ui.pieces.lists import MOST_ROWS

# Of one page the CSV files too: they are written of the same rows.
PAGES, WITH_CSV = sorted(OPENS), "hpnet"
# What shows its heaviest rows alone and says so: its file has all of them.
EXCERPTS = {"chi_so": Counter([8])}


def elements_of(visit: Visit) -> list:
    """What stands on the page in the end, in its order."""
    standing = {
        tuple(one.metadata.delta_path): one.delta.new_element
        for one in visit.messages
        if one.WhichOneof("type") == "delta" and one.delta.WhichOneof("type") == "new_element"
    }
    return [standing[place] for place in sorted(standing)]


def rows_of(element) -> int:
    """How many rows a drawn table has; 0 for what is no table."""
    kind = element.WhichOneof("type")
    if kind in ("dataframe", "table"):
        return pa.ipc.open_stream(getattr(element, kind).arrow_data.data).read_all().num_rows
    if kind == "html" and "<table" in element.html.body:
        return element.html.body.split("<tbody>")[1].partition("</tbody>")[0].count("<tr")
    return 0


async def taken(server: str, token: str, page: str) -> tuple[Visit, dict[str, list[bytes]]]:
    """A page, and the files of its tables by the word on their buttons."""
    visit, files = Visit(), {"Tải Excel": [], "CSV": []}
    async with socket_of(server, token) as tab:
        await tab.send(asked(page))
        while not take(visit, await tab.recv()):
            pass
        buttons = [e.download_button for e in elements_of(visit) if e.WhichOneof("type") == "download_button"]
        for button in buttons:
            if button.label == "Tải Excel" or (button.label == "CSV" and page == WITH_CSV):
                address = await answered(tab, tab_id(visit), button.deferred_file_id)
                got = await asyncio.to_thread(httpx.get, f"{server}{address}", cookies={COOKIE: token})
                files[button.label].append(got.raise_for_status().content)
    return visit, files


def rows_in(content: bytes) -> int:
    """The rows of the list in an Excel file; it says their number, keeps its headings in sight, and runs nothing."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = {
            n: archive.read(n).decode() for n in archive.namelist() if n.startswith("xl/worksheets/sheet")
        }
        words = archive.read("xl/sharedStrings.xml").decode()
    first = sheets["xl/worksheets/sheet1.xml"]
    rows = len(re.findall(r'<row r="(?!1"|2"|3"|4")', first))

    assert f">{count(rows)} dòng<" in words
    assert 'topLeftCell="A5"' in first and '<autoFilter ref="A4:' in first
    assert not any("<f>" in one or "<f " in one for one in sheets.values())
    return rows


@pytest.fixture(scope="module")
def visited(office_server, sample_office):
    """Every page as somebody whom it opens for, with its files."""
    tokens = {name: session(sample_office, name) for name in ("vp.an", "quantri")}
    return {
        page: ran(taken(office_server, tokens["quantri" if OPENS[page] == "admin" else "vp.an"], page))
        for page in PAGES
    }


@pytest.mark.parametrize("page", PAGES)
def test_a_page_gives_every_table_as_a_file_with_the_same_rows(visited, page):
    visit, files = visited[page]
    books = Counter(map(rows_in, files["Tải Excel"]))
    shown = Counter(rows for element in elements_of(visit) if (rows := rows_of(element)))
    cut = Counter({MOST_ROWS: shown.pop(MOST_ROWS, 0)}) + EXCERPTS.get(page, Counter())

    assert visit.errors == []
    assert shown - cut <= books, "tables without a file of their rows"
    assert all(sum(n for rows, n in books.items() if rows > one) >= many for one, many in cut.items())


def test_the_csv_of_a_list_has_its_mark_and_the_rows_of_its_excel(visited):
    _visit, files = visited[WITH_CSV]
    texts = [list(csv.reader(io.StringIO(one.decode("utf-8-sig"), newline=""))) for one in files["CSV"]]

    assert texts and all(one.startswith(b"\xef\xbb\xbf") for one in files["CSV"])
    assert [len(lines) - 1 for lines in texts] == list(map(rows_in, files["Tải Excel"]))
