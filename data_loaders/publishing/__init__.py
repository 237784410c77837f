"""How what was read becomes the numbers, and leaves them again."""
