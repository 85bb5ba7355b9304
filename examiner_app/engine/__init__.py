"""The examination engine: logos, attention, aggregation, registers, ranks. Knows no Qt."""
