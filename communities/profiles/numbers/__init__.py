"""How many of us there are, by country: who is counted, and the two pages that say it."""
