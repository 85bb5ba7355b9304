"""What the examiner decides, kept so that it is found again."""
