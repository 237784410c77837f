"""What people wrote, as rows of the application database."""
