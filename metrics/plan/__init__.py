"""What to do about it: the cheapest work, the calls of the day."""
