"""What moved between two exports, and how is it told?"""
