"""What the rows of a file mean, and whether they contradict themselves."""
