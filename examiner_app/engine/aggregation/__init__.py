"""Aggregation of convolutional features into one vector: paper section 3.2.3."""
