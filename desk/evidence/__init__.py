"""The documents behind the self score: what they are, whether they stand, and what is still missing."""
