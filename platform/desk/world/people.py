"""The people of the demo world. All are invented; each role of the trust matrix has at least two."""

from typing import NamedTuple


class Person(NamedTuple):
    """`role` is a column of the trust matrix; `office` is the slug of the institution an officer acts for."""

    key: str
    name: str
    role: str
    language: str
    zone: str
    shows_name: bool = False
    office: str = ""


PEOPLE = (
    Person("abena", "Abena Owusu", "CO", "en", "Europe/Rome", True),
    Person("mamadou", "Mamadou Sarr", "CO", "fr", "Europe/Paris", True),
    Person("leila", "ليلى حدّاد", "CO", "ar", "Europe/Berlin"),
    Person("rosa", "Rosa Quishpe", "CO", "es", "Europe/Madrid", True),
    Person("jun", "Jun Santos", "CM", "en", "Europe/Berlin"),
    Person("ines", "Inès Martin", "CM", "fr", "America/Toronto", True),
    Person("sami", "Sami Rahal", "ME", "fr", "Africa/Tunis"),
    Person("amina", "Amina", "ME", "en", "Europe/London"),
    Person("yusuf", "يوسف الخطيب", "ME", "ar", "America/Sao_Paulo"),
    Person("tigist", "ትዕግስት በቀለ", "ME", "en", "America/New_York"),
    Person("mei", "陈美玲", "ME", "en", "Europe/Rome"),
    Person("diego", "Diego Andrade", "ME", "es", "Europe/Madrid"),
    Person("fatou", "Fatou N’Diaye", "ME", "fr", "Europe/Rome"),
    Person("chidi", "Chidi Okafor", "ME", "en", "Europe/London", True),
    Person("nour", "Nour", "UN", "ar", "Asia/Beirut"),
    Person("pablo", "Pablo Vera", "UN", "es", "Europe/Madrid"),
    Person("marta", "Marta Lind", "PM", "en", "Europe/Stockholm", True),
    Person("karim", "Karim Ziani", "PM", "fr", "Africa/Algiers", True),
    Person("helen", "Helen Abebe", "ED", "en", "Africa/Nairobi", True),
    Person("luc", "Luc Perrin", "ED", "fr", "Europe/Zurich", True),
    Person("kwame", "Kwame Mensah", "GO", "en", "Africa/Accra", True, "diaspora-health-desk"),
    Person("awa", "Awa Diop", "GO", "fr", "Africa/Dakar", True, "regional-development-agency"),
    Person("troll", "Best Offers", "SU", "en", "UTC"),
    Person("shouter", "Big Voice", "SU", "en", "UTC"),
    Person("ada", "Ada Keller", "AD", "en", "Europe/Zurich", True),
    Person("omar", "Omar Siala", "AD", "ar", "Africa/Tunis", True),
)

INSTITUTIONS = (  # slug, name, kind, website
    ("diaspora-health-desk", "Diaspora Health Desk", "government", "https://health-desk.example"),
    ("regional-development-agency", "Agence régionale de développement", "city", "https://agence.example"),
)
