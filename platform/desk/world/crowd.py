"""How many quiet members the demo world has, by the country of their ties and the country they live in.

They write nothing and bear no stories; they are there so that the map and the corridors have something to say.
"""

CROWD = (  # ties to, live in, how many told both to all members
    ("SN", "FR", 74), ("MA", "FR", 58), ("TN", "FR", 47), ("MA", "ES", 52), ("EC", "ES", 66),
    ("GH", "GB", 61), ("NG", "GB", 55), ("PH", "IT", 43), ("GH", "IT", 46), ("SO", "GB", 41),
    ("LB", "BR", 44), ("LB", "DE", 12), ("ET", "US", 57), ("PH", "US", 49), ("PH", "DE", 8),
    ("PH", "AE", 45), ("SN", "IT", 14), ("TN", "CA", 40), ("TN", "IT", 6), ("ET", "DE", 3),
)  # fmt: skip
