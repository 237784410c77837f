"""What may be said of a value: as claim, as fault, as hint, and without a citizen's name."""
