"""The demo world as data: invented people, and a dialogue that really took place."""
