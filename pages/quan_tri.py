"""Tài khoản: ai được dùng phần mềm, với vai trò nào, đang mở ở đâu."""

from ui.people.accounts import draw_page
from ui.visit.session import current_viewer, refuse_all_but_administrators, require

viewer = current_viewer()
require(viewer, "manage_accounts", refusal=refuse_all_but_administrators)
draw_page()
