"""What every part of the program shares: its errors, where its files lie, how its commands speak."""
