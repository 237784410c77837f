"""Text from files is never markup: no page turns a cell into a link, an image request, a formula or a colour."""

import re
from collections.abc import Iterable

import pytest

from desk import staging
from desk.disputes import contest, decline
from domain.program.places import ROOT
from tests.access.visiting import Visit, give_accounts, open_pages, serving, session
from tests.pages.small_office import CLERK, OFFICER, export, loaded

HOSTILE = "[x](http://evil.example) ![x](http://evil.example/a.png) $E=mc$ :red[x] <b>x</b>"
# Our own HTML is escaped by `escape`; grids, charts and lists of choices show plain text.
PLAIN = (
    "code",
    "html",
    "dataframe",
    "arrow_data_frame",
    "plotly_chart",
    "selectbox",
    "multiselect",
    "text_input",
    "text_area",
    "iframe",
)
MARKUP = re.compile(r"(?<!\\)\[x|(?<!\\)\$E|(?<!\\):red|http:(?=//evil)")


def elements(visit: Visit):
    for message in visit.messages:
        if message.WhichOneof("type") == "delta":
            said = (
                message.delta.new_element
                if message.delta.HasField("new_element")
                else message.delta.add_block
            )
            kind = (
                message.delta.new_element.WhichOneof("type")
                if message.delta.HasField("new_element")
                else "block"
            )
            yield kind, said


def as_markup(visit: Visit) -> list[str]:
    return [
        f"{kind}: {said}"[:300]
        for kind, said in elements(visit)
        if kind not in PLAIN and MARKUP.search(_text(said))
    ]


def _text(said) -> str:
    """Every string that is shown, at any depth; names of elements are not."""
    parts = []
    for field, value in said.ListFields():
        many = list(value) if isinstance(value, Iterable) and not isinstance(value, str | bytes) else [value]
        if field.message_type is not None:
            parts += [_text(one) for one in many if hasattr(one, "ListFields")]
        elif isinstance(many[0] if many else None, str) and field.name not in (
            "id",
            "element_id",
            "form_id",
            "key",
        ):
            parts += many
    return "\n".join(parts)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    path = tmp_path_factory.mktemp("hostile") / "home"
    rows = [f"CV-{n};{HOSTILE} {n};{unit};01/11/2023;{due};" for n, unit, due in
            ((1, "QLDT", "05/11/2023"), (2, "QLLD", "20/11/2023"), (3, HOSTILE, "20/11/2023"), (4, "QLDT", HOSTILE))]  # fmt: skip
    headings = "Mã công việc;Nội dung công việc;Đơn vị xử lý;Ngày giao;Hạn xử lý;Ngày hoàn thanh"
    _, content = export(10, *rows, headings=headings)
    home = loaded(path, (f"{HOSTILE.replace('/', '_')}.csv", content))
    give_accounts(home, [("vp.an", "office", ()), ("qldt", "department", ("QLDT",))], name=HOSTILE)
    number = contest(
        home,
        CLERK,
        kind="hpnet_tasks",
        business_key="CV-1",
        column="subject",
        claimed=HOSTILE,
        reason=HOSTILE,
    )
    decline(home, OFFICER, number, reason=HOSTILE)
    owner = type(OFFICER)("vp.an", "Văn phòng", "office", "VP", OFFICER.scope)
    name = f"../../tam/\u202e\x00{HOSTILE.replace('/', '_')}{'dài ' * 200}10.11.csv"
    staging.receive(home, owner, name, export(11, *rows, headings=headings)[1])
    (kept,) = staging.staged_files(home, owner)
    assert len(kept.file_name) == 200 and kept.file_name.endswith("dài 10.11.csv")
    assert not set("/\\\x00\u202e") & set(kept.file_name)
    with serving(path) as address:
        yield home, address


@pytest.mark.parametrize("account", ["vp.an", "qldt", "quantri"])
def test_no_page_takes_a_cell_for_markup(server, account):
    home, address = server
    pages = [
        "",
        *(path.stem for path in (ROOT / "pages").glob("*.py") if path.stem not in ("tong_quan", "quan_tri")),
    ]
    token = session(home, account)

    seen = open_pages(address, [token], [(page, "") for page in pages])[token]

    found = {page: as_markup(visit) for page, visit in zip(pages, seen, strict=True)}
    assert {page: words for page, words in found.items() if words} == {}


def test_the_pattern_finds_what_it_looks_for():
    assert all(MARKUP.search(part) for part in ("![x](a)", "[x](a)", "$E", ":red[x]", "http://evil"))
    assert not MARKUP.search(r"\[x\](http\://evil.example) \$E=mc\$ \:red\[x\]")
