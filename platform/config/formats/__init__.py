"""How the site writes dates, where Django's own habit is not ours."""
