"""What is known of one criterion: its set, its sheets, its measured and expected score."""
