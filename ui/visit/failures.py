"""What a visitor sees and what the log keeps when something breaks."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
from streamlit.runtime.scriptrunner import RerunException, StopException

from domain.agency.office import office
from domain.program.errors import DashboardError
from store.disk.failures import code_of, keep_trace
from store.disk.home import Home
from store.disk.trouble import explained
from ui.look.markup import plain


def report(error: Exception) -> bool:
    """
    Show *error* to the visitor and keep it in the log; `st.App` calls this for every script error.

    An error raised on purpose says what, where and what to do. Any other gets a short number
    that leads from the screen to the log.
    """
    said = explained(error)
    if said is not None:
        _distrust(said)
        st.error(plain(said))
        return True
    st.error(
        f"Không hiển thị được trang này. Các trang khác vẫn đúng. Báo {office().gathering_name} mã lỗi {log(error)}."
    )
    return True


@contextmanager
def contained(name: str = "") -> Iterator[None]:
    """Keep an error inside one card: the rest of the page stays right."""
    try:
        yield
    except (StopException, RerunException):
        raise
    except Exception as error:  # a card must not take its page along; the log has the whole story
        said = explained(error)
        if said is not None:
            _distrust(said)
            st.warning(plain(said))
            return
        st.error(
            "Không hiển thị được mục này. Các mục khác vẫn đúng. "
            f"Báo {office().gathering_name} mã lỗi {log(error, part=name)}."
        )


def log(error: Exception, *, part: str = "", home: Home | None = None) -> str:
    """Keep *error* in the log of *home*, else of the home on show; return the short number that leads to it, whatever becomes of the log."""
    number = secrets.token_hex(2).upper()
    # The entry imports this module before there is a runtime for caches.
    from ui.visit.session import instance

    keep_trace(home or instance().home, f"mã lỗi {number} {part}".rstrip(), error)
    return number


def _distrust(said: DashboardError) -> None:
    """A build that was found damaged while it was read is made anew before the next page."""
    if code_of(said) in ("build_damaged", "build_locked"):
        from ui.visit.trial import distrust

        distrust()
