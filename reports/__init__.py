"""Documents and workbooks made from the tables that pages show."""
