"""What people have decided of criteria, as rows: files of evidence, scores by hand, rules confirmed."""

from typing import Any

from store.disk.home import Home
from store.written.application import evidence, override, rule_confirmation
from store.written.records import Row, listed


def evidence_rows(home: Home, **equal: Any) -> list[Row]:
    """Every file of evidence whose columns equal *equal*, those taken away as well, oldest first."""
    return listed(home, evidence, **equal)


def override_rows(home: Home) -> list[Row]:
    """Every score set by hand, those ended as well, oldest first."""
    return listed(home, override)


def rule_confirmation_rows(home: Home) -> list[Row]:
    """Every reading of a rule that somebody confirmed, those taken back as well, oldest first."""
    return listed(home, rule_confirmation)
