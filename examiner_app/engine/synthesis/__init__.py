"""Made-up marks with exact truth, for training and for the demo register."""
