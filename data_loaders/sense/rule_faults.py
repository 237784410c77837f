"""Does the wording of a scoring rule leave a value open, say it twice, or give points that do not fit?"""

from data_loaders.values.typed import Table
from domain.rule_text import faults_of_text


def report_rule_faults(table: Table) -> None:
    """A remark at each clause of an indicator set whose rule has a fault."""
    if not table.has("rule_text"):
        return
    size = len(table.rows)
    maxima = table.values.get("max_score") or [None] * size
    for position, (text, top) in enumerate(zip(table.values["rule_text"], maxima, strict=True)):
        for fault in faults_of_text(text, top) if text else ():
            table.report(position, f"rule_{fault.kind}", "rule_text", value=fault.message)
