"""Arabic: one order of day, month and hour in every sentence."""
