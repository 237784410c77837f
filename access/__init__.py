"""Who may open the dashboard: viewers, and what every request passes through."""
