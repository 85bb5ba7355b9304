"""Training of the text mask, the mark type and the backbone."""
