"""How a home lies on the disk, what the system says when it fails, and how a process is had at once."""
