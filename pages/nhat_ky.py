"""Nhật ký: ai đã làm gì, lúc nào, cũ và mới; và nhật ký có bị động đến không."""

from ui.people.journal import draw_page
from ui.visit.session import current_viewer, require

viewer = current_viewer()
require(viewer, "audit")
draw_page()
