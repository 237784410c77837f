"""Messages made by hand over the WebSocket: values nobody offered, pages that are closed, buttons of other roles."""

import http.client
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg

from access.accounts import accounts
from access.sessions import COOKIE
from access.viewers import viewer_of
from desk.scenarios import delete_scenario, scenarios
from domain.agency.departments import departments
from domain.agency.scope import whole_office
from domain.program.places import ROOT
from store.current.warehouse import open_reader
from store.disk.home import Home
from store.written.accounts import account_named
from store.written.audit import audit_entries
from tests.access.test_crowd import keys_of, said
from tests.access.test_matrix import OPENS
from tests.access.visiting import Visit, asked, open_page, ran, session, socket_of, take

ATTACKER, OWN, WANTED = "qldt", "QLDT", "QHXD"
PAGES = ("hpnet", "don_vi", "nguon_goc", "ke_hoach")
SHUT = {page: roles for page, roles in OPENS.items() if "department" not in roles.split()}
SET_AS = {
    "selectbox": "string_value", "text_input": "string_value", "text_area": "string_value", "button": "trigger_value",
    "download_button": "trigger_value", "multiselect": "string_array_value", "button_group": "string_array_value",
}  # fmt: skip
HOLDERS = {"leader": "ld.ha", "office": "vp.an", "admin": "quantri"}


def elements(visit: Visit) -> Iterator[tuple[str, object]]:
    """Kind and content of every element heard."""
    for one in visit.messages:
        if one.WhichOneof("type") == "delta" and one.delta.WhichOneof("type") == "new_element":
            kind = one.delta.new_element.WhichOneof("type")
            yield kind, getattr(one.delta.new_element, kind)


def by_hand(visit: Visit, page: str, wanted: Sequence[str]) -> bytes:
    """A rerun that sets the fields of *visit*: choices to what names one of *wanted*, all buttons pressed."""
    message = BackMsg()
    message.ParseFromString(asked(page))
    for kind, one in elements(visit):
        if kind not in SET_AS:
            continue
        state = message.rerun_script.widget_states.widgets.add()
        state.id = one.id
        offered = [getattr(option, "content", option) for option in getattr(one, "options", ())]
        chosen = next((option for option in offered if any(word in option for word in wanted)), wanted[0])
        if SET_AS[kind] == "trigger_value":
            state.trigger_value = True
        elif SET_AS[kind] == "string_array_value":
            state.string_array_value.data.append(chosen)
        else:
            state.string_value = chosen
    return message.SerializeToString()


def attacked(server: str, token: str, page: str, message: bytes, page_hash: str = "") -> Visit:
    """What a tab hears on *page* and then to *message*, which may name another page by its number."""

    async def play() -> Visit:
        visit = Visit()
        if page_hash:
            aimed = BackMsg()
            aimed.ParseFromString(message)
            aimed.rerun_script.page_name, aimed.rerun_script.page_script_hash = "", page_hash
        async with socket_of(server, token) as tab:
            for sent in (
                asked("" if page_hash else page),
                aimed.SerializeToString() if page_hash else message,
            ):
                await tab.send(sent)
                visit = Visit()
                while not take(visit, await tab.recv()):
                    pass
        return visit

    return ran(play())


@pytest.fixture(scope="module")
def tokens(sample_office) -> dict[str, str]:
    return {account: session(sample_office, account) for account in (ATTACKER, *HOLDERS.values())}


def take_back_plans(home: Home) -> int:
    """Delete the attacker's plans, which a pressed button kept, for the home is shared; how many they were."""
    viewer = viewer_of(account_named(home, ATTACKER))
    kept = scenarios(home, viewer)
    for row in kept:
        delete_scenario(home, viewer, row["id"])
    return len(kept)


@pytest.mark.parametrize("page", PAGES)
def test_values_nobody_offered_show_no_row_of_another_unit(office_server, sample_office, tokens, page):
    one = next(one for one in departments() if one.code == WANTED)
    leader = open_page(office_server, tokens["ld.ha"], page)
    message = by_hand(leader, page, [one.name_vi, one.short_vi, WANTED])

    seen = attacked(office_server, tokens[ATTACKER], page, message)

    # Its own plan may be called anything: it stays the attacker's.
    assert take_back_plans(sample_office) == (page == "ke_hoach")
    text, words = said([seen])
    assert seen.titles and not seen.errors
    found = {
        unit: keys & words for unit, keys in keys_of(sample_office).items() if unit != OWN and keys & words
    }
    assert found == {}
    foreign = [one.name_vi for one in departments() if one.is_scored and one.code not in (OWN, WANTED, "VP")]
    assert [name for name in foreign if name in text] == []


@pytest.mark.parametrize("page", SHUT)
def test_no_button_of_a_closed_page_works_by_its_number(office_server, sample_office, tokens, page):
    role = next(role for role in HOLDERS if role in SHUT[page].split())
    holder = open_page(office_server, tokens[HOLDERS[role]], "" if page == "quan_tri" else page)
    started = next(one.new_session for one in holder.messages if one.WhichOneof("type") == "new_session")
    before, everybody = audit_entries(sample_office), accounts(sample_office)

    seen = attacked(
        office_server, tokens[ATTACKER], page, by_hand(holder, page, [WANTED]), started.page_script_hash
    )

    assert seen.titles and "hai.don.vi" not in seen.text
    assert audit_entries(sample_office) == before
    assert [(one.role, one.is_active) for one in accounts(sample_office)] == [
        (one.role, one.is_active) for one in everybody
    ]


def row_of(home: Home, unit: str) -> dict:
    reader = open_reader(home, whole_office())
    rows = reader.records(
        "select business_key, import_id, sheet, source_row, department_code from scoped.dossier"
    )
    return next(
        row for row in rows if row["department_code"] == unit and row["business_key"] in keys_of(home)[unit]
    )


def test_a_row_of_another_unit_is_not_found_by_its_place(office_server, sample_office, tokens):
    def heard(account: str, unit: str) -> tuple[str, bool]:
        row = row_of(sample_office, unit)
        query = f"nap={row['import_id']}&trang={row['sheet']}&dong={row['source_row']}"
        visit = open_page(office_server, tokens[account], "nguon_goc", query)
        assert not visit.errors
        return visit.titles[0], row["business_key"] in said([visit])[1]

    assert heard(ATTACKER, WANTED)[1] is False
    assert heard("ld.ha", WANTED)[1] is True


TRICKS = (
    "/media/../../dashboard.py", "/media/..%2f..%2fdashboard.py", "/app/static/../../dashboard.py",
    "/app/static/..%2f..%2fdashboard.py", "/app/static/%2e%2e/%2e%2e/dashboard.py", "/static/../dashboard.py",
    "/app/static/..%5c..%5cdashboard.py", "/_stcore/upload_file/../../dashboard.py", "//etc/passwd", "/%2fetc%2fpasswd",
    "/app/static//etc/passwd", "/hpnet%00.py", "/api/v1/metrics/..%2f..%2fdashboard.py", "/pages/hpnet.py", "/.streamlit/secrets.toml",
)  # fmt: skip


@pytest.mark.parametrize("path", TRICKS)
@pytest.mark.parametrize("account", ["", ATTACKER])
def test_no_file_of_the_server_is_reached_by_a_path(office_server, tokens, path, account):
    """Sent as it stands: a client that tidies paths up would ask for another."""
    connection = http.client.HTTPConnection(urlsplit(office_server).netloc, timeout=20)
    headers = {"Accept": "text/html"} | ({"Cookie": f"{COOKIE}={tokens[account]}"} if account else {})
    connection.putrequest("GET", path, skip_host=False)
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    body = answer.read()
    connection.close()

    assert answer.status < 500
    assert b"st.App(" not in body and b"root:" not in body and b"import streamlit" not in body
    assert account or answer.status != 200
    assert (ROOT / "dashboard.py").read_bytes()[:40] not in body


def test_a_head_too_large_is_refused_and_the_others_are_served(office_server):
    address = urlsplit(office_server)
    connection = http.client.HTTPConnection(address.netloc, timeout=20)
    connection.putrequest("GET", "/dang-nhap")
    for n in range(90):
        connection.putheader(f"X-{n}", "a" * 4_000)
    try:
        connection.endheaders()
        status = connection.getresponse().status
    except OSError:  # hung up on
        status = 400
    connection.close()

    assert status in (400, 431)
    other = http.client.HTTPConnection(address.netloc, timeout=20)
    other.request("GET", "/dang-nhap")
    assert other.getresponse().status == 200
