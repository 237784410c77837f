"""Who looks at what: the visit, its filters, its memory, the menu."""
