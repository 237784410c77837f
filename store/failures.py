"""Where the system's own failures are written, under a number that can be told over the phone."""

import logging
import uuid

from store.home import Home


def write_failure(home: Home, where: str) -> str:
    """Write the exception being handled, with its trace, to the log of *home*; return its number."""
    number = uuid.uuid4().hex[:8]
    home.log.parent.mkdir(parents=True, exist_ok=True)
    handler = logging.FileHandler(home.log, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    log = logging.getLogger("dashboard.failures")
    log.propagate = False
    log.addHandler(handler)
    log.exception("%s %s", number, where)
    log.removeHandler(handler)
    handler.close()
    return number
