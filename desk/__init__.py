"""What people write: corrections, disputes, scores by hand, plans, waiting files, kept states."""
