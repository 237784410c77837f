"""Who may sign in and what everybody did: the parts of the administrator's pages."""
