"""What would the spreadsheets of one invented office look like in November 2023?"""
