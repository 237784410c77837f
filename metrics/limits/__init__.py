"""Which limits run, how far each is away, how fresh the sources are, whom to remind."""
