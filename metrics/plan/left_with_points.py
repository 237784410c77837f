"""What does a department still have to do, and what is each piece of it worth?"""

from datetime import date

import pandas as pd

from metrics.criteria.assessment import assess
from metrics.plan.planner import points_per_item
from metrics.progress.what_is_left import what_is_left
from store.builds.reader import Reader


def left_with_points(reader: Reader, *, as_of: date, department: str) -> pd.DataFrame:
    """What *department* still has to do as `what_is_left` has it, most index points first, then the nearest limit."""
    assessment = assess(reader, as_of=as_of)
    worth = points_per_item(assessment) if assessment else {}
    return what_is_left(reader, as_of=as_of, department=department, points_per_item=worth)
