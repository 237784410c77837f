"""Tài khoản: ai được dùng phần mềm, với vai trò nào, đang mở ở đâu."""

from ui.people.accounts import draw_page
from ui.visit.session import current_viewer, require

viewer = current_viewer()
require(viewer, "manage_accounts")
draw_page()
