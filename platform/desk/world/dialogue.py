"""The dialogue of 8 and 9 October 2018, from its annotated agenda: facts, and questions in our own words.

Source of the facts: International Organization for Migration, second session of the International Dialogue on
Migration 2018, concept note and annotated agenda (in French), conference room XVIII, Palais des Nations, Geneva.
"""

SOURCE = {
    "en": "Facts from the annotated agenda of the second session of the International Dialogue on Migration 2018 (IOM).",
    "fr": "Faits tirés de l’ordre du jour annoté de la seconde session de l’IDM 2018 (OIM).",
}

COMMUNITY = {
    "name": "International Dialogue on Migration 2018", "language": "en", "visibility": "public",
    "steward": "tigist", "moderators": ["abena"], "institutions": "write",
    "purpose": "The questions of the October 2018 dialogue in Geneva, kept open between events.",
    "about": "On 8 and 9 October 2018 governments, organisations and diasporas met in conference room XVIII of the "
    "Palais des Nations to speak about partnerships that develop capacity. The first session, from 11:30 to 13:00, "
    "asked what global frameworks achieve. Its guiding questions are open here, one discussion each.",
    "ties": ["ET", "SN", "PH", "MX"], "lives": ["CH", "US", "FR"],
    "members": ["mamadou", "leila", "rosa", "chidi", "ines", "kwame", "fatou", "yusuf", "diego"],
}  # fmt: skip

# The guiding questions of session 1, each with an answer or two in the languages people brought.
QUESTIONS = (
    {
        "title": "Do global frameworks meet the need for capacity, and what is missing?",
        "language": "en",
        "posts": (
            ("tigist", "en", "This was the first thing session 1 wanted to know on 8 October 2018: whether what exists "
             "worldwide covers what people need to do their work on migration well, where it falls short, what makes it "
             "hard, and what could be done about it.\n\nPlease start from something you have seen: who already had the "
             "skill, who needed it, and what stood between them.\n\n*" + SOURCE["en"] + "*"),
            ("fatou", "fr", "Dans ma commune, la capacité existe : l’état civil est tenu par deux personnes remarquables. "
             "Ce qui manque, c’est le temps et un cadre pour former leurs collègues des villages voisins."),
            ("yusuf", "ar", "الأطر العالمية موجودة على الورق. ما ينقصنا هو مَن يشرحها للموظف في القنصلية الصغيرة."),
            ("kwame", "en", "From a ministry: we are asked to report to five frameworks and get training from none of them. "
             "One shared list of who can teach what would help more than a sixth."),
        ),
        "replies": {3: 1},
    },
    {
        "title": "How can people who work on trade and people who work on migration build skills together?",
        "language": "en",
        "posts": (
            ("chidi", "en", "Session 1 noted that migration touches many fields at once and took trade as its example: two "
             "professions that rarely share a programme. What would be the best way to bridge them, so that people who "
             "move, and the services they trade, do something for development?\n\n*" + SOURCE["en"] + "*"),
            ("mamadou", "fr", "Nous l’avons vécu avec la coopérative : la douane connaît les marchandises, le consulat connaît "
             "les personnes, et personne ne connaît le commerçant qui vit entre les deux. Il faut les former ensemble, sur "
             "un cas réel."),
            ("rosa", "es", "En Madrid la cámara de comercio y la asociación hicieron un taller conjunto. Lo mejor fue la "
             "lista de contactos que quedó."),
        ),
        "replies": {2: 1},
    },
    {
        "title": "Dans quels domaines de la migration les stratégies de développement des capacités restent-elles à renforcer ?",
        "language": "fr",
        "posts": (
            ("ines", "fr", "Troisième point de la session 1 : repérer les domaines où l’on n’en fait pas encore assez. "
             "Données, consulats, protection, reconnaissance des diplômes… Lequel, chez vous, et à quoi le voyez-vous ?\n\n*"
             + SOURCE["fr"] + "*"),
            ("leila", "ar", "الاعتراف بالشهادات. التدريب موجود لكنّ لا أحد يدرّب مَن يقرأ الملفات."),
            ("diego", "es", "Los datos. Nadie nos pregunta, y después faltan las cifras para decidir."),
        ),
        "replies": {},
    },
)  # fmt: skip
