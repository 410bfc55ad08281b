"""Rows of the matrix that no scene can play yet, each with what is missing."""

INVITATIONS = "there are no invitations yet"
DIRECT_MESSAGES = "there are no direct messages yet"
DIALOGUES = "there are no dialogues or consultations yet"
MEASURES = "there is no ledger of measures yet"

NOT_YET = {
    "Y04": "there is no autocomplete of people yet",
    "C11": INVITATIONS,
    "C13": INVITATIONS,
    "C17": "there is no export of members yet",
    "T11": "there are no reactions and no watching yet",
    "M01": DIRECT_MESSAGES,
    "M02": DIRECT_MESSAGES,
    "M03": DIRECT_MESSAGES,
    "M04": DIRECT_MESSAGES,
    "M05": DIRECT_MESSAGES,
    "O07": "answers carry no files yet",
    "O08": "there is no export of answers yet",
    "W01": "members do not send in articles yet; editors write them in Wagtail",
    "W06": "translating is part of writing in Wagtail; there is no right of its own yet",
    "Q01": DIALOGUES,
    "Q02": DIALOGUES,
    "Q03": DIALOGUES,
    "Q04": DIALOGUES,
    "Q05": DIALOGUES,
    "Q06": DIALOGUES,
    "Q07": DIALOGUES,
    "R10": MEASURES,
    "R11": MEASURES,
    "D05": "the API knows sessions only; there are no tokens yet",
    "D09": "there are no feeds yet",
    "D10": "there are no calendars yet",
    "D12": "there are no announcements yet",
    "D13": "numbers stand on the map and the corridors (Y03); there are no pages of analytics yet",
    "D16": "there is no break-glass yet: nobody reads private content",
}
