"""Where do the parts of an Office package lie, and what is it when they lie where readers look for them?"""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, replace

import lxml.etree as etree

from data_loaders.containers.sparse import repacked, zipped_parts
from data_loaders.received.guard import Package
from data_loaders.received.limits import Limits
from data_loaders.received.refusals import refused

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_SINGLE = ("sharedStrings", "styles")


@dataclass(frozen=True, slots=True)
class Relation:
    """One part that another names: as what, and its name in the package."""

    id: str
    kind: str
    path: str


def parsed(xml: bytes | None) -> etree._Element:
    """The tree of a part; refused as corrupted where it is none."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(xml or b"", parser)
    except etree.XMLSyntaxError as problem:
        raise refused("corrupted") from problem


def workbook_path(package: Package, ending: str = ".xml") -> str:
    """The part that lists the sheets, by what the package says of itself."""
    for relation in _listed(package, "_rels/.rels", ""):
        if relation.kind == "officeDocument":
            return relation.path
    usual = _by_lower(package).get(f"xl/workbook{ending}")
    if usual is None:
        raise refused("corrupted")
    return usual


def relations_of(package: Package, workbook: str) -> list[Relation]:
    """The parts that the workbook names."""
    folder, name = posixpath.split(workbook)
    return list(_listed(package, f"{folder}/_rels/{name}.rels".lstrip("/"), folder))


def _by_lower(package: Package) -> dict[str, str]:
    return {name.lower(): name for name in package.names}


def _listed(package: Package, listing: str, folder: str) -> Iterator[Relation]:
    by_lower = _by_lower(package)
    xml = package.part(by_lower.get(listing.lower(), ""))
    for one in parsed(xml).iter("{*}Relationship") if xml else ():
        target = str(one.get("Target")).replace("\\", "/")
        path = posixpath.normpath(target if target.startswith("/") else f"{folder}/{target}").lstrip("/")
        kind = posixpath.basename(str(one.get("Type")))
        yield Relation(str(one.get("Id")), kind, by_lower.get(path.lower(), path))


def opened(content: bytes, limits: Limits, ending: str = ".xml") -> tuple[bytes, Package]:
    """
    The file and its parts, with every part where the native reader looks for it.

    That reader goes by fixed names, other programs choose their own or separate folders by ``\\``. Left as
    it came, such a workbook would read as empty, or not at all.
    """
    package = Package(content, limits)
    workbook = workbook_path(package, ending)
    relations = relations_of(package, workbook)
    placed = [replace(one, path=path) for one, path in zip(relations, _usual(relations, ending), strict=True)]
    if workbook != f"xl/workbook{ending}" or placed != relations:
        content = _rebuilt(package, workbook, list(zip(relations, placed, strict=True)), ending)
        return content, Package(content, limits)
    return (repacked(package, {}) if package.is_mended else content), package


def _usual(relations: list[Relation], ending: str) -> Iterator[str]:
    """Where each of these parts lies in a workbook written by Excel; sheets stay where they may."""
    for number, one in enumerate(relations, 1):
        folder = f"xl/{one.kind}s/"
        if one.kind in _SINGLE:
            yield f"xl/{one.kind}{ending}"
        elif one.kind.lower().endswith("sheet") and not one.path.startswith(folder):
            yield f"{folder}placed{number}{ending}"
        else:
            yield one.path


def _rebuilt(package: Package, workbook: str, moved: list[tuple[Relation, Relation]], ending: str) -> bytes:
    main = f"xl/workbook{ending}"
    parts = {
        "[Content_Types].xml": package.part(_by_lower(package).get("[content_types].xml", "")),
        "_rels/.rels": _written([Relation("rId1", "officeDocument", main)], ""),
        f"xl/_rels/workbook{ending}.rels": _written([new for _, new in moved], "xl"),
        main: package.part(workbook),
        **_beside(package, workbook, ending),
        **{new.path: package.part(old.path) for old, new in moved},
    }
    return zipped_parts({name: data for name, data in parts.items() if data is not None})


def _beside(package: Package, workbook: str, ending: str) -> dict[str, bytes | None]:
    """Texts and formats that lie beside the workbook; the native reader finds them unnamed, too."""
    folder, by_lower = posixpath.dirname(workbook), _by_lower(package)
    names = {
        f"{kind}{ending}": f"{folder}/{kind}{ending}".lstrip("/") for kind in ("sharedStrings", "styles")
    }
    return {f"xl/{name}": package.part(by_lower.get(path.lower(), "")) for name, path in names.items()}


def _written(relations: list[Relation], folder: str) -> bytes:
    root = etree.Element(f"{{{_RELATIONS}}}Relationships", nsmap={None: _RELATIONS})  # type: ignore[dict-item]
    for one in relations:
        target = posixpath.relpath(one.path, folder or ".")
        etree.SubElement(
            root, f"{{{_RELATIONS}}}Relationship", Id=one.id, Type=_OFFICE + one.kind, Target=target
        )
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")
