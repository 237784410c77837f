"""Which button of a page is pressed, by the words on it."""

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button


def button(app: AppTest, label: str) -> Button:
    """The first button that says *label*."""
    return next(one for one in app.button if one.label == label)


def last_button(app: AppTest, label: str) -> Button:
    """The last button that says *label*: a form below a list that has the same words."""
    return [one for one in app.button if one.label == label][-1]
