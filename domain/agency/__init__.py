"""Whose figures they are: the office, its units and heads, who may see them, and on which days it works."""
