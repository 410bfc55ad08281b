"""The threats of trust.md that are tried on the whole site at once."""
