"""What the office counts: its obligations, the kinds of source, the states a thing goes through."""
