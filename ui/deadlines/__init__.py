"""How limits, completion and reminders are told."""
