"""What users can ask for, meet or type is described where they look for it."""

import csv
import re
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

from domain.program.places import SOURCES
from metrics.asking.catalogue import CATALOGUE

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
COMMAND_LINES = ("access", "data_loaders", "metrics", "reports", "store")


def text_of(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def codes_of(name: str) -> list[str]:
    with (ROOT / "data" / "codes" / name).open(encoding="utf-8-sig", newline="") as file:
        return [row["code"] for row in csv.DictReader(file)]


def parsers_of(package: str) -> dict[str, object]:
    """Words of the command line of *package* to their parsers; the whole is under the empty word."""
    whole = import_module(f"{package}.__main__")._parser()
    found = {"": whole}
    for action in whole._actions:
        if isinstance(action.choices, dict):
            found |= action.choices
    return found


def has_metric(text: str, metric: str) -> bool:
    return bool(re.search(rf"^## .*\(`{metric}`\)$", text, flags=re.MULTILINE))


def has_kind(text: str, kind: str) -> bool:
    return f"\n## {kind}\n" in text


def explained_codes(text: str) -> set[str]:
    return set(re.findall(r"^\| `([a-z_]+)` \|", text, flags=re.MULTILINE))


def undescribed(package: str, text: str) -> list[str]:
    """The commands and options of *package* that its section in *text* does not name."""
    section = section_of(package, text)
    missing = []
    for word, parser in parsers_of(package).items():
        missing += [] if f"`{word}" in section else [word]
        options = {option for action in parser._actions for option in action.option_strings}
        told = {option for option in options if option.startswith("--")} - {"--help", "--home"}
        missing += [f"{word} {option}" for option in sorted(told) if option not in section]
    return missing


def section_of(package: str, text: str) -> str:
    _, _, section = text.partition(f"## python -m {package}\n")
    return section.split("\n## ")[0]


def dead_links(page: Path) -> list[str]:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    return [link for link in links if not (page.parent / link).exists()]


@pytest.mark.parametrize("metric", sorted(CATALOGUE))
def test_every_metric_has_its_section(metric):
    assert has_metric(text_of("method.md"), metric)


@pytest.mark.parametrize("kind", sorted(path.stem for path in (ROOT / "data" / "sources").glob("*.toml")))
def test_every_kind_of_source_has_its_section(kind):
    assert has_kind(text_of("sources.md"), kind)


@pytest.mark.parametrize("table", ["issues.csv", "refusals.csv"])
def test_every_code_a_file_can_earn_is_explained(table):
    assert set(codes_of(table)) - explained_codes(text_of("sources.md")) == set()


@pytest.mark.parametrize("package", COMMAND_LINES)
def test_every_command_and_option_is_described(package):
    assert undescribed(package, text_of("dong-lenh.md")) == []


@pytest.mark.parametrize("package", COMMAND_LINES)
def test_every_command_line_states_its_exit_codes(package):
    section = section_of(package, text_of("dong-lenh.md"))

    assert all(f"\n| {code} |" in section for code in (0, 1, 2))


def test_links_between_documents_lead_somewhere():
    for page in (ROOT / "README.md", *DOCS.rglob("*.md")):
        assert dead_links(page) == [], page.name


def test_what_is_missing_in_a_document_would_be_found(tmp_path):
    page = tmp_path / "trang.md"
    page.write_text("[đây](trang.md), [mất](khong-co.md#muc), [ngoài](https://example.vn)", encoding="utf-8")

    assert dead_links(page) == ["khong-co.md"]
    assert has_metric("## Hồ sơ (`work`)\n", "work") and not has_metric("## Hồ sơ (`works`)\n", "work")
    assert has_kind("\n## tasks\n", "tasks") and not has_kind("\n### tasks\n", "tasks")
    assert explained_codes("| `one` | là một |\n`two` |") == {"one"}
    told = "## python -m store\n`` `verify [--quick]`\n## python -m access\n`backup`"
    assert "backup" in undescribed("store", told) and "verify" not in undescribed("store", told)


def test_the_legend_beside_the_sources_explains_every_key_they_use():
    legend = (SOURCES / "README.md").read_text("utf-8")
    kinds = [tomllib.loads(file.read_text("utf-8")) for file in SOURCES.glob("*.toml")]
    used = {key for kind in kinds for key in kind if key != "columns"}
    of_columns = {key for kind in kinds for column in kind["columns"].values() for key in column}

    assert {"needs", "telling"} <= used and {"headings", "type"} <= of_columns
    assert [key for key in sorted(used) if f"`{key}`" not in legend] == []
    assert [key for key in sorted(of_columns) if f"`columns.<tên>.{key}`" not in legend] == []
