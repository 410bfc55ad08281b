"""The words of scripts as tags, for pages to print with `json_script`."""

from django import template

from messaging.live import words

register = template.Library()
register.simple_tag(words.live_words, name="live_words")
register.simple_tag(words.badge_words, name="badge_words")
