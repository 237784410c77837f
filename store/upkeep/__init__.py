"""Is a home whole, and can it be brought back?"""
