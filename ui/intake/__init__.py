"""How received files are read, settled and put right on screen."""
