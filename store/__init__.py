"""DuckDB builds (derived) and the application database (typed by people); nobody else imports duckdb."""
