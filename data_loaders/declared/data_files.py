"""Are the files that an official may edit in order: every rule, every kind of source?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from data_loaders.declared.source_shape import SOURCE_SHAPE
from domain.checked import Fault, FaultyFileError, Shape, faults_of_toml
from domain.places import RULES, SOURCES
from domain.rule_shapes import RULE_SHAPES


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """
    One file of `data/`, looked at.

    Attributes:
        file: Its path from the folder of the program, such as ``data/rules/planner.toml``.
        faults: All that is wrong with it.
    """

    file: str
    faults: tuple[Fault, ...]

    @property
    def sentence(self) -> str:
        """Its first fault, as a page says it."""
        first, *others = self.faults
        more = f" (và {len(others)} lỗi khác)" if others else ""
        return f"Tệp {self.file}: {first.message}{more}."


def checked_files(*, rules: Path = RULES, sources: Path = SOURCES) -> tuple[CheckedFile, ...]:
    """Every file of both folders, and every file that should be there, in the order of their names."""
    return _checked(rules, sources, _stamp(rules), _stamp(sources))


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


def _stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    found = ((path.name, path.stat()) for path in folder.glob("*.toml"))
    return tuple(sorted((name, state.st_mtime_ns, state.st_size) for name, state in found))


@cache
def _checked(rules: Path, sources: Path, *_stamps: object) -> tuple[CheckedFile, ...]:
    named = {path.stem: SOURCE_SHAPE for path in sources.glob("*.toml")}
    return (*_folder(rules, RULE_SHAPES), *_folder(sources, named))


def _folder(folder: Path, shapes: Mapping[str, Shape]) -> Iterator[CheckedFile]:
    names = {path.stem for path in folder.glob("*.toml")}
    for name in sorted({*names, *shapes}):
        path = folder / f"{name}.toml"
        yield CheckedFile(f"data/{folder.name}/{path.name}", tuple(_faults(path, shapes.get(name))))


def _faults(path: Path, shape: Shape | None) -> list[Fault]:
    if shape is None:
        return [Fault("", "Không có quy định nào mang tên này; sửa tên tệp hoặc bỏ tệp ra khỏi thư mục")]
    if not path.exists():
        return [Fault("", "Thiếu tệp; đưa lại từ bản cài đặt")]
    return faults_of_toml(path, shape)
