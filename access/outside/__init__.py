"""Signing in with the office's own system of accounts: which ways are set up, and what each of them takes."""
