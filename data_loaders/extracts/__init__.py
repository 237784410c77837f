"""Which tables a file holds: every row accepted or rejected, with all that is wrong in it."""
