"""What stands in one kind of source, counted per department."""
