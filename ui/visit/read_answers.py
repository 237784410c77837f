"""What the read interface answers with: the metrics, within the scope it is given."""

from domain.agency.days import day_asked
from domain.agency.scope import Scope
from metrics.asking.answers import Answer, answer_of
from metrics.asking.catalogue import CATALOGUE
from store.current.reading_on import reader_on
from store.disk.home import Home

COLUMNS = {name: metric.columns for name, metric in CATALOGUE.items()}


def read_answer(home: Home, scope: Scope, name: str, as_of: str | None, department: str | None) -> Answer:
    """The answer to one question of the read interface."""
    with reader_on(home, day_asked(as_of or ""), scope) as reader:
        return answer_of(name, as_of, department, reader)
