"""One module per family of containers; each has `read(content, limits)` giving its sheets."""
