"""The one entry: `streamlit run dashboard.py` and `uvicorn dashboard:app` serve the same application."""

import streamlit as st

from access.headers import middleware
from ui.look.style import stylesheet
from ui.visit.failures import report
from ui.visit.warm_up import lifespan

# The script lives in ui/, not beside pages/: Streamlit would otherwise serve pages/*.py by
# address before the script has run once.
app = st.App(
    "ui/main.py",
    middleware=middleware(stylesheet=stylesheet()),
    lifespan=lifespan,
    on_script_error=report,
)
