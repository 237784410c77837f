"""What a visitor sees and what the log keeps when something breaks."""

import logging
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler

import streamlit as st
from streamlit.runtime.scriptrunner import RerunException, StopException

from domain.errors import DashboardError
from store.home import HOME_VARIABLE

LOGGER = logging.getLogger("dashboard")


def report(error: Exception) -> bool:
    """
    Show *error* to the visitor and keep it in the log; `st.App` calls this for every script error.

    An error raised on purpose says what, where and what to do. Any other gets a short number
    that leads from the screen to the log.
    """
    if isinstance(error, DashboardError):
        st.error(str(error))
        return True
    st.error(f"Không hiển thị được trang này. Các trang khác vẫn đúng. Báo Văn phòng mã lỗi {log(error)}.")
    return True


@contextmanager
def contained(name: str = "") -> Iterator[None]:
    """Keep an error inside one card: the rest of the page stays right."""
    try:
        yield
    except (StopException, RerunException):
        raise
    except DashboardError as error:
        st.warning(str(error))
    except Exception as error:  # a card must not take its page along; the log has the whole story
        st.error(
            "Không hiển thị được mục này. Các mục khác vẫn đúng. "
            f"Báo Văn phòng mã lỗi {log(error, part=name)}."
        )


def log(error: Exception, *, part: str = "") -> str:
    """Keep *error* in the home's log; return the short number that leads to it."""
    number = secrets.token_hex(2).upper()
    _log_to_file()
    LOGGER.error("mã lỗi %s %s", number, part, exc_info=error)
    return number


def _log_to_file() -> None:
    """Write to the home's log file; set up at the first error, for most visits never need it."""
    from ui.visit.session import (
        instance,  # the entry imports this module before there is a runtime for caches
    )

    try:
        path = instance().home.log
    except Exception as error:  # the home itself may be what is broken: the server's own log still has it all
        LOGGER.warning("không mở được nhật ký của %s", os.environ.get(HOME_VARIABLE), exc_info=error)
        return
    if any(getattr(handler, "baseFilename", "") == str(path) for handler in LOGGER.handlers):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(path, maxBytes=2_000_000, backupCount=3, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    LOGGER.addHandler(handler)
