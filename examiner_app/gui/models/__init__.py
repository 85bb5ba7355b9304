"""Qt item models: they hold ids and named roles."""
