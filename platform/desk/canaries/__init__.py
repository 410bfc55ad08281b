"""The world of canaries (trust.md V1): every private datum carries a token, with who may meet it.

Who may meet what is worked out here from the trust matrix and from the story of this world alone. It asks no
permission of the rooms: it is what they are held against.
"""
