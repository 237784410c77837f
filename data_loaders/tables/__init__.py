"""Where a table stands in a sheet, which columns and rows it has."""
