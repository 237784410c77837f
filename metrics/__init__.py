"""Questions and answers: one SELECT per .sql file, its function beside it, rules as data."""
