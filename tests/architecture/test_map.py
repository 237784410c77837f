"""The map in docs/phat-trien.md is the house as it stands: drawn from the code, compared word for word."""

import re

import pytest

from tests.architecture.test_imports import FLOORS, MAY_IMPORT, OURS, ROOT, imports_of, sources

GUIDE = ROOT / "docs" / "phat-trien.md"


def part(name: str) -> str:
    found = re.search(
        rf"<!-- {name} -->\n(.*?)<!-- /{name} -->", GUIDE.read_text(encoding="utf-8"), re.DOTALL
    )
    assert found, name
    return found[1]


def arrows() -> set[tuple[str, str]]:
    """Every house and every other one that it really imports."""
    return {
        (house, other)
        for house in MAY_IMPORT
        for path in sources(house)
        for other in imports_of(path) & OURS - {house}
    }


def drawn(found: set[tuple[str, str]]) -> str:
    """
    The map in Mermaid: each arrow that is not implied by a longer way.

    >>> print(drawn({("a", "b"), ("b", "c"), ("a", "c")}), end="")
    ```mermaid
    flowchart TD
        a --> b
        b --> c
    ```
    """
    between = {house for _, house in found}
    needed = [
        (one, other)
        for one, other in sorted(found)
        if not any({(one, house), (house, other)} <= found for house in between)
    ]
    return "\n".join(["```mermaid", "flowchart TD", *(f"    {a} --> {b}" for a, b in needed), "```", ""])


def floors() -> str:
    rows = [f"| `{house}` | {' → '.join(f'`{one}`' for one in FLOORS[house])} |" for house in sorted(FLOORS)]
    return "\n".join(["| Nhà | Các tầng, từ dưới lên |", "|---|---|", *rows, ""])


def test_the_map_is_drawn_from_the_code():
    assert part("map") == drawn(arrows())


def test_an_arrow_that_is_not_drawn_would_be_found():
    found = arrows()

    assert drawn({*found, ("domain", "pages")}) != part("map")
    assert drawn(found - {("store", "domain")}) != part("map")
    assert missing_paths("Xem `store/current/warehouse.py` và `store/khong_co.py`.") == ["store/khong_co.py"]


def test_the_floors_are_those_that_the_tests_hold():
    assert part("floors") == floors()


@pytest.mark.parametrize("house", sorted(OURS))
def test_every_house_has_its_question(house):
    assert re.search(rf"^\| `{house}(\.py)?` \| \S", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)


def named_paths(text: str) -> set[str]:
    return set(re.findall(r"`((?:[a-z_]+/)+[a-z_]+(?:\.[a-z]+)?|[a-z_]+\.py)`", text))


def missing_paths(text: str) -> list[str]:
    examples = {"data/sources/petitions.toml"}
    return [path for path in sorted(named_paths(text) - examples) if not (ROOT / path).exists()]


def test_every_path_that_the_guide_names_is_there():
    text = GUIDE.read_text(encoding="utf-8")

    assert len(named_paths(text)) > 15
    assert missing_paths(text) == []
