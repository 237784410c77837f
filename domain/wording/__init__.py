"""How Vietnamese text is compared, and how numbers and days are written."""
