"""The similarity report: one content model, several formats."""
