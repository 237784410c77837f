"""The one entry: `streamlit run dashboard.py` and `uvicorn dashboard:app` serve the same application."""

import streamlit as st

from access.headers import middleware
from access.outside.as_it_came import leave_addresses_alone
from access.own_files import OwnFiles
from access.read_interface import read_routes
from access.sign_in_pages import sign_in_routes
from ui.look.style import stylesheet
from ui.visit import wire
from ui.visit.failures import report
from ui.visit.read_answers import COLUMNS, read_answer
from ui.visit.warm_up import lifespan

leave_addresses_alone()

# The script lives in ui/, not beside pages/: Streamlit would otherwise serve pages/*.py by
# address before the script has run once.
app = st.App(
    "ui/main.py",
    routes=[*sign_in_routes(), *read_routes(read_answer, COLUMNS)],
    middleware=middleware(
        stylesheet=stylesheet(),
        files=OwnFiles(wire.promised, wire.asked),
        hosts=lambda: st.get_option("server.allowedHosts") or (),
        upload_mb=lambda: st.get_option("server.maxUploadSize"),
    ),
    lifespan=lifespan,
    on_script_error=report,
)
