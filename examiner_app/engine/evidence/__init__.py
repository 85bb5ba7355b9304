"""What can be shown to an examiner as a reason, beside ranks: it never changes a rank."""
