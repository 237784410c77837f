"""Before publishing one sees exactly what would change; cancelling leaves nothing."""

from data_loaders.intake.reading import prepare_all
from data_loaders.publishing import ingest
from data_loaders.publishing.preview import preview
from store.pointer import current
from tests.store.conftest import everything
from tests.store.test_corrections import export, load, row

FIRST = export(8, row("CV-1"), row("CV-2", done="07/11/2023"), row("CV-3"), row("CV-4"), row("CV-5"))
SECOND = export(
    9,
    row("CV-1", done="09/11/2023"),
    row("CV-2"),
    row("CV-3", due="25/11/2023"),
    row("CV-5", done="03/11/2023"),
    row("CV-6", department="VP"),
)
EXPECTED = {
    ("CV-1", "closed"),
    ("CV-2", "reopened"),
    ("CV-3", "deadline_moved"),
    ("CV-4", "vanished"),
    ("CV-5", "back_dated"),
    ("CV-6", "new"),
}


def pairs(changes) -> set[tuple[str, str]]:
    return {
        (row["business_key"], row["what"]) for row in changes.to_dict("records") if row["what"] != "changed"
    }


def test_a_preview_tells_every_kind_of_change_and_moves_nothing(home):
    load(home, FIRST)
    before, rows = current(home), everything(home)

    shown = preview(home, prepare_all(home, [SECOND]))

    assert pairs(shown.changes) == EXPECTED
    moved = shown.changes[shown.changes["what"] == "deadline_moved"].iloc[0]
    assert (moved["old_value"], moved["new_value"]) == ("20/11/2023", "25/11/2023")
    assert (moved["old_place"].split("!")[1], moved["new_place"].split("!")[1]) == ("5", "5")
    assert shown.reader().records("select count(*) as n from scoped.task") == [{"n": 10}]
    assert (current(home), everything(home)) == (before, rows)


def test_cancelling_leaves_nothing(home):
    load(home, FIRST)
    files = {path for path in home.path.rglob("*") if path.is_file()}

    preview(home, prepare_all(home, [SECOND])).cancel()

    assert {path for path in home.path.rglob("*") if path.is_file()} == files
    assert len(ingest.imports(home)) == 1


def test_publishing_a_preview_gives_the_build_that_was_shown(home):
    load(home, FIRST)
    shown = preview(home, prepare_all(home, [SECOND]))

    outcome = shown.publish(person="An")

    assert outcome.build_id == shown.build.build_id == current(home).build_id
    assert [one.status for one in outcome.files] == ["loaded"]
    assert not list(home.candidates.iterdir())


def test_a_preview_of_files_that_cannot_be_loaded_is_none(home):
    assert preview(home, prepare_all(home, [FIRST.__class__("a.txt", b"?")])) is None
