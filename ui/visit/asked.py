"""
What was asked already, by whom and of which build?

Answers are kept by build, scores set by hand, scope, name and arguments; a new build, or a score that a person
types, changes the key, so nothing goes stale and nothing is shared between two scopes.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

import pandas as pd

from domain.agency.scope import Scope
from domain.program.places import in_effect
from store.current.pointer import Current
from store.current.warehouse import open_current
from store.disk.home import Home
from store.written.decided import evidence_rows, override_rows
from ui.visit.looking import build, current_viewer, instance, once
from ui.visit.memory import Memory, noted_in

T = TypeVar("T")

# Most answers are small; long lists of many days and departments must not fill the server.
_answers = Memory(size=600, most_bytes=48 * 2**20)


def answer(question: Callable[..., T], **arguments: Any) -> T:
    """
    Return ``question(reader, **arguments)``, kept by build, scope, question and arguments.

    For what the catalogue does not have, such as the list of open items. Arguments are plain
    values. What is returned is shared by all visits: never change it in place.
    """
    found = found_out(question, arguments)
    return cast(T, found.copy(deep=False)) if isinstance(found, pd.DataFrame) else found


def answer_key(question: Callable[..., Any], **arguments: Any) -> tuple[Any, ...]:
    """What `answer` keeps the answer under: equal only for the same home, build, scope, question and arguments."""
    plain = getattr(question, "__wrapped__", question)
    return _key(build(), current_viewer().scope, _name_of(plain), arguments)


def found_out(question: Callable[..., Any], arguments: Mapping[str, Any]) -> Any:
    """The answer as it is kept: a table among the answers is everybody's."""
    home, now, scope = instance().home, build(), current_viewer().scope
    # A remembered question is kept here already: its own memory would wait for itself.
    plain = getattr(question, "__wrapped__", question)

    def find_out() -> Any:
        reader = open_current(home, now, scope)
        reader.memory = lambda other, its, ask: _answers.get(_key(now, scope, _name_of(other), its), ask)
        return plain(reader, **arguments)

    return _answers.get(_key(now, scope, _name_of(plain), arguments), find_out)


def _name_of(question: Callable[..., Any]) -> str:
    # Functions of page scripts all live in "__main__": the file tells them apart.
    where = getattr(getattr(question, "__code__", None), "co_filename", question.__module__)
    return f"{where}:{question.__qualname__}"


def kept_by(make: Callable[..., T], arguments: tuple[Any, ...], seen: tuple[Any, ...]) -> T:
    """Return ``make(*arguments)``, kept as an answer is, for as long as *seen* is what the page shows."""
    key = _key(build(), current_viewer().scope, _name_of(make), {"seen": (*seen, arguments)})
    return cast(T, _answers.get(key, lambda: make(*arguments)))


def _key(now: Current | None, scope: Scope, name: str, arguments: Mapping[str, Any]) -> tuple[Any, ...]:
    """What makes two visits see the same answer: what can be seen, by whom, the question and its arguments."""
    build = now.build_id if now else None
    return *once("seen", _seen), build, scope, name, tuple(sorted(arguments.items()))


def _seen() -> tuple[Any, ...]:
    """The home, whose data count, the scores set by hand and the kept documents."""
    return str(instance().home.path), in_effect().folder, noted(_scores_by_hand), noted(_documents)


def _documents(home: Home) -> tuple[tuple[Any, ...], ...]:
    """The files behind the self score (`metrics.criteria.documents`), as part of a key."""
    columns = ("id", "state", "issued_on", "confirmed_at", "removed_at")
    return tuple(tuple(row[name] for name in columns) for row in evidence_rows(home))


def _scores_by_hand(home: Home) -> tuple[tuple[Any, ...], ...]:
    """What metrics add to the build on their own account (`metrics.criteria.overrides`), as part of a key."""
    return tuple((row["id"], row["ended_at"], row["ended_on"]) for row in override_rows(home))


def noted(question: Callable[..., T], *arguments: Any) -> T:
    """
    Return ``question(home, *arguments)``, asked again only once the application's SQLite file has changed.

    For what people write down (promises, scores by hand) and every run of a page needs. What is
    returned is shared by all visits: never change it in place.
    """
    return noted_in(instance().home, question, *arguments)
