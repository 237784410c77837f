"""Words and values of the trade; imports the standard library and `holidays` only."""
