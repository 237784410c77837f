"""What one cell, and one column of cells, says."""
