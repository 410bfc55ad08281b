"""Invented people and texts for the gallery."""

from typing import Any

COMMUNITIES = (
    "Health Workers Abroad",
    "Entrepreneurs du fleuve",
    "Ecuatorianos en Europa",
    "عائلات تونس في كندا",
    "Filipino Engineers in the Gulf",
    "Diaspora Health Desk",
    "Lagos–London Tech",
    "Women of the Sahel in Italy",
)

MARKS = (("PH", 160), ("GH", 90), ("EC", 40), ("LB", 10))  # country, number

POSTS: tuple[dict[str, Any], ...] = (
    {
        "number": 1,
        "name": "Abena Owusu",
        "lang": "en",
        "minutes_ago": 11000,
        "paragraphs": [
            (
                "I qualified in Kumasi and have worked in Bologna for six years. My cousin starts the "
                "same path next spring, and every office gives us a different list. If your licence was "
                "recognised in the last two years, please tell us which papers they asked for, how long "
                "it took and what you would do differently."
            ),
            "What we have so far (I keep this list up to date):",
        ],
        "steps": [
            "Certified copies of the diploma and the full transcript of hours",
            "Certificate of good standing, less than three months old",
            "Sworn translation made in the country where you apply",
        ],
    },
    {
        "number": 19,
        "name": "Jun Santos",
        "lang": "en",
        "minutes_ago": 1200,
        "reply_to": (
            "Abena Owusu",
            1,
        ),
        "paragraphs": [
            (
                "In Hamburg the language certificate took longer than the paperwork. Book the B2 exam "
                "before you book the flight."
            ),
        ],
    },
    {
        "number": 20,
        "name": "Mamadou Sarr",
        "lang": "fr",
        "minutes_ago": 190,
        "paragraphs": [
            (
                "À Lyon, c’est l’hôpital qui a déposé le dossier à ma place. Demandez à l’employeur s’il "
                "a déjà accompagné une infirmière venue de l’étranger : ça change tout. Comptez sept "
                "mois."
            ),
        ],
    },
    {
        "number": 21,
        "name": "ليلى حدّاد",
        "lang": "ar",
        "minutes_ago": 65,
        "edited": True,
        "paragraphs": [
            (
                "في برلين طلبوا منّي معادلة جزئية ثم ستة أشهر من التدريب. أنصحكم بالبدء بالتدريب مباشرةً "
                "لأنه مدفوع الأجر، ولا تنتظروا نتيجة المعادلة. يمكنني مراجعة الملفات بالعربية لمن يحتاج."
            ),
        ],
    },
    {
        "number": 22,
        "name": "Diaspora Health Desk",
        "lang": "en",
        "minutes_ago": 18,
        "office": True,
        "paragraphs": [
            (
                "Thank you all. We used this thread to correct our guidance note, and we opened a short "
                "exchange for nurses who want to teach next year."
            ),
        ],
        "card": True,
    },
    {
        "number": 23,
        "name": "Removed",
        "lang": "en",
        "minutes_ago": 12,
        "removed": True,
        "paragraphs": [
            "Removed by a moderator: it gave a person’s address. The author was told.",
        ],
    },
    {
        "number": 24,
        "name": "Sami Rahal",
        "lang": "en",
        "minutes_ago": 0,
        "pending": True,
        "paragraphs": [
            "Leila, I would be glad of a review. My file goes in on Monday.",
        ],
    },
)

LIVE = (
    (
        "Getting a nursing licence recognised in Germany, Italy and France: what worked for you?",
        "en",
        "Health Workers Abroad",
        "English, Français, العربية",
        23,
        2,
    ),
    (
        "Créer une coopérative d’achat entre Lyon et Saint-Louis : premiers chiffres",
        "fr",
        "Entrepreneurs du fleuve",
        "Français, Wolof",
        9,
        0,
    ),
    (
        "Votar desde el exterior: plazos y consulados para 2027",
        "es",
        "Ecuatorianos en Europa",
        "Español",
        41,
        0,
    ),
    (
        "مكتبة أطفال بلغتين في مونتريال: من يتبرّع بالكتب؟",
        "ar",
        "عائلات تونس في كندا",
        "العربية, Français",
        6,
        1,
    ),
)

OPPORTUNITIES = (
    (
        "Skills exchange",
        "handshake",
        "Six-week teaching exchange for nurses",
        "Kumasi, Ghana",
        "Travel and housing",
        "English",
        "Diaspora Health Desk",
        "Closes in 9 days",
        "new",
    ),
    (
        "Consultation",
        "messages-square",
        "Draft diaspora engagement strategy 2027–2031: have your say",
        "Online",
        "15 minutes, anonymous if you prefer",
        "Español, English",
        "Office for Nationals Abroad",
        "Closes 15 December",
        "warn",
    ),
    (
        "Co-investment",
        "sprout",
        "Match fund for village solar: 40 places for diaspora groups",
        "Saint-Louis region, Senegal",
        "1 to 1, up to €10,000",
        "Français",
        "Regional Development Agency",
        "Closes 31 January",
        "warn",
    ),
)

AGENDA = (
    (
        "10:00",
        "90 min",
        "Opening: what capacity means to you",
        "Interpretation in English, French, Spanish and Arabic",
    ),
    (
        "11:30",
        "90 min",
        "Recognising skills across borders",
        "3 speakers, live questions",
    ),
    (
        "13:15",
        "90 min",
        "Side event: diaspora platforms, a conversation",
        "Open to everyone",
    ),
    (
        "15:00",
        "60 min",
        "Voices of migrants",
        "Five short stories",
    ),
)

TIES = (
    (
        "Bologna",
        "Manila",
        5,
    ),
    (
        "Bologna",
        "Accra",
        4,
    ),
    (
        "Lyon",
        "Dakar",
        8,
    ),
    (
        "Lyon",
        "Tunis",
        4,
    ),
    (
        "Madrid",
        "Quito",
        9,
    ),
    (
        "Madrid",
        "Manila",
        3,
    ),
    (
        "Montréal",
        "Beirut",
        7,
    ),
    (
        "Montréal",
        "Tunis",
        5,
    ),
    (
        "São Paulo",
        "Beirut",
        8,
    ),
    (
        "Dubai",
        "Manila",
        9,
    ),
    (
        "Dubai",
        "Lagos",
        4,
    ),
    (
        "London",
        "Lagos",
        9,
    ),
    (
        "London",
        "Accra",
        6,
    ),
    (
        "Bologna",
        "Dakar",
        3,
    ),
)
