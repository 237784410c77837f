"""Questions and answers: what the loaded tables say, as of a day."""
