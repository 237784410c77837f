"""What does the wording of a scoring rule say, clause by clause?"""
