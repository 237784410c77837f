"""What users can ask for, meet or type is described where they look for it."""

import csv
import re
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

from domain.places import SOURCES
from metrics.asking.catalogue import CATALOGUE

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
COMMAND_LINES = ("access", "data_loaders", "metrics", "store")


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


@pytest.mark.parametrize("metric", sorted(CATALOGUE))
def test_every_metric_has_its_section(metric):
    assert re.search(rf"^## .*\(`{metric}`\)$", text_of("method.md"), flags=re.MULTILINE)


@pytest.mark.parametrize("kind", sorted(path.stem for path in (ROOT / "data" / "sources").glob("*.toml")))
def test_every_kind_of_source_has_its_section(kind):
    assert f"\n## {kind}\n" in text_of("sources.md")


@pytest.mark.parametrize("table", ["issues.csv", "refusals.csv"])
def test_every_code_a_file_can_earn_is_explained(table):
    explained = set(re.findall(r"^\| `([a-z_]+)` \|", text_of("sources.md"), flags=re.MULTILINE))

    assert set(codes_of(table)) - explained == set()


@pytest.mark.parametrize("package", COMMAND_LINES)
def test_every_command_and_option_is_described(package):
    _, _, section = text_of("dong-lenh.md").partition(f"## python -m {package}\n")
    section = section.split("\n## ")[0]

    for word, parser in parsers_of(package).items():
        assert f"`{word}" in section, word
        for action in parser._actions:
            for option in action.option_strings:
                if option.startswith("--") and option not in {"--help", "--home"}:
                    assert option in section, f"{package} {word} {option}"


@pytest.mark.parametrize("package", COMMAND_LINES)
def test_every_command_line_states_its_exit_codes(package):
    _, _, section = text_of("dong-lenh.md").partition(f"## python -m {package}\n")

    assert all(f"\n| {code} |" in section.split("\n## ")[0] for code in (0, 1, 2))


def test_links_between_documents_lead_somewhere():
    for page in (ROOT / "README.md", *DOCS.rglob("*.md")):
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"


def test_the_legend_beside_the_sources_explains_every_key_they_use():
    legend = (SOURCES / "README.md").read_text("utf-8")
    kinds = [tomllib.loads(file.read_text("utf-8")) for file in SOURCES.glob("*.toml")]
    used = {key for kind in kinds for key in kind if key != "columns"}
    of_columns = {key for kind in kinds for column in kind["columns"].values() for key in column}

    assert {"needs", "telling"} <= used and {"headings", "type"} <= of_columns
    assert [key for key in sorted(used) if f"`{key}`" not in legend] == []
    assert [key for key in sorted(of_columns) if f"`columns.<tên>.{key}`" not in legend] == []
