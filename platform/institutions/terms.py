"""What acting for an institution means here, in plain words: shown once, agreed to, kept as a hash."""

from django.utils.translation import gettext as _


def what_you_see() -> list[str]:
    """What an officer can see and do."""
    return [
        _("You read what everybody can read, and the discussions of communities that let institutions in."),
        _("You write opportunities for your institution; our team reads each before it is published."),
        _("You read the answers that members send to your institution, until they withdraw them."),
    ]


def what_you_do_not_see() -> list[str]:
    """What stays hidden from an officer, on every page."""
    return [
        _("You see no profile, no directory and no list of members, and you cannot search for people."),
        _("Names are hidden from you unless their owner shows them to everyone: you read “A member (A)”."),
        _("You cannot write to a member first."),
    ]


def why() -> list[str]:
    """Why that is so."""
    return [
        _("Many members fear being noticed by an authority. They take part because this promise holds."),
        _("Your account is an officer’s account on every page. For your private life, use a second account."),
    ]


def what_you_agree_to() -> list[str]:
    """What the institution promises."""
    return [
        _("We do not try to find out who is behind a name, and we pass on nothing that members tell us."),
        _("We use answers only for the opportunity they were sent to."),
        _("We say who we are, and we answer those who answer us."),
        _("Whoever leaves our institution stops acting for it here on the same day."),
    ]


def whole() -> str:
    """The whole text in the active language, as it is shown."""
    return "\n".join([*what_you_see(), *what_you_do_not_see(), *why(), *what_you_agree_to()])
