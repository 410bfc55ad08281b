"""The components, for templates."""
