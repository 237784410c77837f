"""Are the files that an official may edit in order: every rule, every kind of source?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from data_loaders.declared.office_files import faults_between_files, faults_of_office_files
from domain.counted.checked import Fault, FaultyFileError, Shape, faults_of_toml, keys_of_program, with_rule
from domain.counted.rule_shapes import RULE_SHAPES
from domain.counted.source_shape import SOURCE_SHAPE
from domain.program.places import (
    CODES,
    INDICATOR_SETS,
    OFFICE_FILE,
    OWN,
    REFERENCE,
    RULES,
    SOURCES,
    effective,
    files_in,
    kept,
)
from store.builds.schema_text import columns_of_tables


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """
    One file that counts, looked at.

    Attributes:
        file: Where it is: ``data/rules/planner.toml`` as shipped, ``office/rules/planner.toml`` of the office itself.
        faults: All that is wrong with it.
        from_program: Keys that an office's own file lacks, which say what the program says.
    """

    file: str
    faults: tuple[Fault, ...]
    from_program: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """Its first fault, as a page says it."""
        first, *others = self.faults
        more = f" (và {len(others)} lỗi khác)" if others else ""
        return f"Tệp {self.file}: {first.message}{more}."


def checked_files(*, rules: Path = RULES, sources: Path = SOURCES) -> tuple[CheckedFile, ...]:
    """Every file of both folders, and every file that should be there, in the order of their names; then the office's."""
    if (rules, sources) != (RULES, SOURCES):
        return _checked(rules, sources)
    return _that_count()


def refuse_faulty_files() -> None:
    """
    Raise FaultyFileError when a file is not in order: nothing new is published by wrong rules.

    What is published already stays as it is.
    """
    for one in checked_files():
        if one.faults:
            raise FaultyFileError(
                "Chưa công bố được: tệp quy định có lỗi",
                where=one.file,
                remedy=f"{one.faults[0].message}. Số liệu đã công bố vẫn giữ nguyên.",
            )


@kept(RULES, SOURCES, CODES, INDICATOR_SETS, REFERENCE, OFFICE_FILE)
def _that_count() -> tuple[CheckedFile, ...]:
    between: dict[str, list[Fault]] = {}
    for name, _path, fault in faults_between_files():
        between.setdefault(name, []).append(fault)
    files = [
        replace(one, faults=(*one.faults, *between.get(f"{RULES.name}/{Path(one.file).name}", ())))
        if Path(one.file).parent.name == RULES.name
        else one
        for one in _checked(RULES, SOURCES)
    ]
    office = [
        CheckedFile(
            _shown(name, path), tuple(faults), tuple(keys_of_program(path)) if path.suffix == ".toml" else ()
        )
        for name, path, faults in faults_of_office_files()
    ]
    return (*files, *office)


def _checked(rules: Path, sources: Path) -> tuple[CheckedFile, ...]:
    named = {path.stem: with_rule(SOURCE_SHAPE, _of_schema) for path in sources.glob("*.toml")}
    return (*_folder(rules, RULE_SHAPES), *_folder(sources, named))


def _of_schema(kind: Any) -> Iterator[tuple[str, str]]:
    """What a kind says of its table that the schema does not."""
    tables = columns_of_tables()
    if kind["table"] not in tables:
        yield "table", f"ghi “{kind['table']}”; store/schema.sql chỉ có: {', '.join(sorted(tables))}"
        return
    for name, column in kind["columns"].items():
        if name not in tables[kind["table"]] and not column.get("virtual"):
            yield (
                f"columns.{name}",
                f"bảng {kind['table']} trong store/schema.sql không có cột này; thêm cột, hoặc ghi virtual = true",
            )


def _folder(folder: Path, shapes: Mapping[str, Shape]) -> Iterator[CheckedFile]:
    names = {path.stem for path in files_in(folder, "*.toml")}
    for name in sorted({*names, *shapes}):
        path = folder / f"{name}.toml"
        shown = _shown(f"{folder.name}/{path.name}", path)
        yield CheckedFile(shown, tuple(_faults(path, shapes.get(name))), tuple(keys_of_program(path)))


def _shown(name: str, path: Path) -> str:
    return f"{'data' if effective(path) == path else OWN}/{name}"


def _faults(path: Path, shape: Shape | None) -> list[Fault]:
    if shape is None:
        return [Fault("", "Không có quy định nào mang tên này; sửa tên tệp hoặc bỏ tệp ra khỏi thư mục")]
    if not effective(path).exists():
        return [Fault("", "Thiếu tệp; đưa lại từ bản cài đặt")]
    return faults_of_toml(path, shape)
