"""Which bytes arrived, are they safe, and which sheets do they hold?"""
