"""MAP@100, NAR and the paper's tables (section 4.2)."""
