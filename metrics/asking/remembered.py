"""Which questions are asked by several others, so that one answer may serve them all?"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

import pandas as pd

from store.builds.reader import Reader

P = ParamSpec("P")
T = TypeVar("T")


def remembered(question: Callable[Concatenate[Reader, P], T]) -> Callable[Concatenate[Reader, P], T]:
    """
    Ask *question* once per build, scope and arguments where its reader keeps answers (`Reader.memory`).

    A page asks ten questions that stand on the same forecast. A reader without memory, as the command
    line has, asks every time. A table handed out is the caller's own; all else is shared and stays as it is.
    """

    @wraps(question)
    def asked(reader: Reader, *args: P.args, **arguments: P.kwargs) -> T:
        if reader.memory is None or args:
            return question(reader, *args, **arguments)
        found = reader.memory(question, arguments, lambda: question(reader, *args, **arguments))
        return cast(T, found.copy(deep=False)) if isinstance(found, pd.DataFrame) else found

    return asked
