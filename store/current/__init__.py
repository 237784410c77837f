"""Which build, which publications and which closed years are in force."""
