"""What several unit tests read: the samples as the whole office sees them."""

from pathlib import Path

import pytest

from domain.agency.scope import whole_office
from store.builds.reader import Reader
from store.current.warehouse import open_reader
from store.disk.home import Home


@pytest.fixture
def sample_reader(sample_home: Path) -> Reader:
    return open_reader(Home(sample_home), whole_office())
