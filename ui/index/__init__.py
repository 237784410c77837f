"""How the index and its criteria are told."""
