"""What several unit tests read: the samples as the whole office sees them."""

from pathlib import Path

import pytest

from domain.scope import whole_office
from store.home import Home
from store.reader import Reader
from store.warehouse import open_reader


@pytest.fixture
def sample_reader(sample_home: Path) -> Reader:
    return open_reader(Home(sample_home), whole_office())
