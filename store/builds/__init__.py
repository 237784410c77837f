"""How a build is made of what was received, and how it is asked."""
