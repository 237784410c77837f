"""How every command of the product speaks: in UTF-8, in Vietnamese, with one JSON document where asked for, never a trace."""

import argparse
import io
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

USAGE = 2
HOME_HELP = "thư mục dữ liệu của một đơn vị"
LOST = (
    "Không ghi được câu trả lời ra nơi nhận (ổ đĩa đầy?). Việc của lệnh đã làm xong; giải phóng chỗ trống rồi xem lại bằng"
    " lệnh list hoặc trang Lịch sử nạp."
)

# What argparse says, and how an office says it.
_SAID = (
    (
        r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)",
        r"không có \2 ở chỗ \1; chọn một trong \3",
    ),
    (r"the following arguments are required: (.+)", r"thiếu \1"),
    (r"unrecognized arguments: (.+)", r"không hiểu \1"),
    (r"argument (.+?): expected (?:at least )?one argument", r"\1 cần một giá trị"),
    (r"argument (.+?): not allowed with argument (.+)", r"\1 không dùng cùng \2"),
    (r"one of the arguments (.+) is required", r"cần một trong \1"),
    (r"argument (.+?): invalid \w+ value: (.+)", r"\1 không nhận giá trị \2"),
    (r"argument (.+?): (.+)", r"\1: \2"),
)


class CommandParser(argparse.ArgumentParser):
    """Says in Vietnamese that a command is written otherwise; with ``--json`` also in the one document."""

    def wrong(self, message: str) -> str:
        """The sentence on a command that was not understood."""
        return f"Lệnh chưa đúng: {in_vietnamese(message)}"

    def format_usage(self) -> str:
        """How the command is written, in one line."""
        return super().format_usage().replace("usage:", "Cách dùng:", 1)

    def error(self, message: str) -> NoReturn:
        """End with exit code 2; the usage goes to the standard error output."""
        said = self.wrong(message)
        if "--json" in sys.argv and "--csv" not in sys.argv:
            print_json({"error": {"code": "usage", "message": said}})
        self.print_usage(sys.stderr)
        self.exit(USAGE, f"{said}\n")


class HelpfulParser(CommandParser):
    """A command that answers whatever was written otherwise with its whole help."""

    def format_usage(self) -> str:
        """Nothing: the help that goes with every mistake says it."""
        return ""

    def wrong(self, message: str) -> str:
        """The sentence, and how the command is written."""
        return f"Lệnh ghi chưa đúng.\n{self.format_help()}"


def subcommand(commands: Any, name: str, run: Callable[..., Any], words: str) -> argparse.ArgumentParser:
    """One more word of a command, with the options that every one has; they may stand before it or after it."""
    command: argparse.ArgumentParser = commands.add_parser(name, help=words)
    command.set_defaults(run=run)
    command.add_argument("--home", default=argparse.SUPPRESS, help=HOME_HELP)
    command.add_argument("--json", action="store_true", help="in đúng một tài liệu JSON")
    return command


def in_vietnamese(message: str) -> str:
    """
    What argparse found wrong, in Vietnamese.

    >>> in_vietnamese("the following arguments are required: TỆP")
    'thiếu TỆP'
    >>> in_vietnamese("argument --as-of: ngày phải có dạng 2023-11-12, không phải x")
    '--as-of: ngày phải có dạng 2023-11-12, không phải x'
    """
    for english, vietnamese in _SAID:
        if re.fullmatch(english, message, re.DOTALL):
            return re.sub(english, vietnamese, message, flags=re.DOTALL)
    return message


def listed_for_help(ask: Callable[[], Iterable[str]]) -> str:
    """
    What the files of a home list, for the help of a command; a file that cannot be read is told by the command that needs it.

    >>> listed_for_help(lambda: ("A", "B")), listed_for_help(lambda: int("x"))
    ('A, B', 'chưa đọc được, xem python -m data_loaders check-data')
    """
    try:
        return ", ".join(ask())
    except Exception:
        return "chưa đọc được, xem python -m data_loaders check-data"


def print_json(document: Mapping[str, Any]) -> None:
    """Write the one document of a command, in UTF-8 whatever the terminal speaks; days and amounts as text."""
    text = json.dumps(document, ensure_ascii=False, indent=1, default=str)
    with _said_or_lost():
        sys.stdout.buffer.write(text.encode("utf-8", errors="backslashreplace") + b"\n")
        sys.stdout.buffer.flush()


@contextmanager
def _said_or_lost() -> Iterator[None]:
    """
    Within: the answer is written; where it can be written nowhere, as onto a full disk, the command ends with a sentence.

    What the command did is done: nobody is told that it failed. A reader who went away is no loss.
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError:
        print(LOST, file=sys.stderr)
        sys.stderr.flush()
        os._exit(1)  # leaving the usual way would try to write the rest once more


class _Answers(io.TextIOWrapper):
    """The standard output of a command, which says so where nothing can be written to it."""

    def write(self, text: str) -> int:
        """As of any text stream."""
        with _said_or_lost():
            return super().write(text)

    def flush(self) -> None:
        """As of any text stream."""
        with _said_or_lost():
            super().flush()


def run(main: Callable[[], int]) -> NoReturn:
    """Run a command with streams that can be written to, and end the process with its exit code."""
    ready_streams()
    try:
        code = main()
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads has seen enough, such as `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    sys.exit(code)


def ready_streams() -> None:
    """Speak UTF-8; a scheduled task without a console has no streams at all, and writes to nowhere."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115
            continue
        stream.reconfigure(encoding="utf-8", errors="replace")
        if name == "stdout":
            out, is_seen = open(stream.fileno(), "wb", closefd=False), stream.isatty()  # noqa: SIM115
            sys.stdout = _Answers(out, encoding="utf-8", errors="replace", line_buffering=is_seen)
