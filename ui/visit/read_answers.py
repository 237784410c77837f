"""What the read interface answers with: the metrics, within the scope it is given."""

from domain.scope import Scope
from metrics.asking.answers import Answer, answer_of
from metrics.asking.catalogue import CATALOGUE
from store.home import Home
from store.warehouse import open_reader

COLUMNS = {name: metric.columns for name, metric in CATALOGUE.items()}


def read_answer(home: Home, scope: Scope, name: str, as_of: str | None, department: str | None) -> Answer:
    """The answer to one question of the read interface."""
    return answer_of(name, as_of, department, open_reader(home, scope))
