"""Tổng quan: hai thời hạn, điểm có nguy cơ mất, phải gọi ai hôm nay."""

from ui.components import page_head
from ui.session import current_viewer

viewer = current_viewer()
page_head("Tổng quan")
