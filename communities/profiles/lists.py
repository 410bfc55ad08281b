"""What people can pick from: themes they look for, skills, sectors of work."""

from django.utils.translation import gettext_lazy as _

THEMES = {
    "meet": _("Meeting people from my places"),
    "arrive": _("Finding my way after arriving"),
    "health": _("Health"),
    "schools": _("Schools and training"),
    "business": _("Starting a business"),
    "invest": _("Investing together"),
    "culture": _("Culture and languages"),
    "land": _("Land, water and climate"),
    "relief": _("Help after disasters"),
    "policy": _("A say in policy"),
    "youth": _("Young people"),
    "return": _("Going back, for a time or for good"),
}
SKILLS = {
    "teaching": _("Teaching"),
    "nursing": _("Nursing and midwifery"),
    "medicine": _("Medicine"),
    "care": _("Care work"),
    "engineering": _("Engineering"),
    "software": _("Software and data"),
    "building": _("Building trades"),
    "farming": _("Farming"),
    "cooking": _("Cooking and hospitality"),
    "crafts": _("Crafts and design"),
    "finance": _("Finance and accounting"),
    "law": _("Law"),
    "managing": _("Managing projects"),
    "fundraising": _("Fundraising"),
    "writing": _("Writing and media"),
    "translating": _("Translating and interpreting"),
    "research": _("Research"),
    "mentoring": _("Mentoring"),
}
SECTORS = {
    "health": _("Health and care"),
    "education": _("Education"),
    "agriculture": _("Agriculture and food"),
    "construction": _("Construction"),
    "energy": _("Energy and environment"),
    "trade": _("Trade and services"),
    "transport": _("Transport"),
    "tourism": _("Tourism and hospitality"),
    "money": _("Banking and insurance"),
    "digital": _("Digital services"),
    "arts": _("Arts and media"),
    "public": _("Public service"),
    "associations": _("Associations"),
}
LISTS = {"theme": THEMES, "skill": SKILLS, "sector": SECTORS}
