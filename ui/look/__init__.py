"""How things look and what they are called: palette, words, markup, stylesheet, tables."""
