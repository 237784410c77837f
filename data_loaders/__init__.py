"""Spreadsheets in: guard, read, recognise, type, report; then stored by `store`."""
