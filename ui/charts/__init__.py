"""Figures: each function takes a table and a palette and returns a figure, nothing else."""
