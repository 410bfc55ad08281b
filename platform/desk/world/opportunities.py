"""The opportunities of the demo world. All of them are invented. `closes_in`: days from now, 17:00 in the zone."""

OPPORTUNITIES = (
    {
        "author": "kwame", "kind": "skills", "title": "Six-week teaching exchange for nurses", "language": "en",
        "text": "Teach practical placements at three hospitals in Kumasi for six weeks, together with a local tutor.\n\n"
        "**What exists already:** four tutors and a skills room. **What we look for:** nurses with two years of practice "
        "who like to teach.\n\nTell us in a few lines what you would teach. You need not tell us who you are.",
        "place": "Kumasi, Ghana", "is_remote": False, "languages": ["en"],
        "cost": "None: travel and housing are covered.", "closes_in": 9, "zone": "Africa/Accra",
        "state": "published", "answers": [("abena", "en", "I would teach wound care and handovers. I have done both for "
        "six years, and I can come in March."), ("fatou", "fr", "Je peux animer des ateliers sur l’hygiène des mains, en "
        "français et en anglais.")],
    },
    {
        "author": "awa", "kind": "investment", "language": "fr",
        "title": "Fonds de contrepartie pour le solaire villageois : 40 places pour des groupes de la diaspora",
        "text": "Pour chaque euro réuni par un groupe, l’agence en ajoute un, jusqu’à 10 000 €.\n\nDites-nous quel village, "
        "quel équipement, et qui l’entretiendra.",
        "place": "Région de Saint-Louis, Sénégal", "is_remote": False, "languages": ["fr"],
        "cost": "La moitié du projet, réunie par votre groupe.", "closes_in": 72, "zone": "Africa/Dakar",
        "state": "published", "answers": [],
    },
    {
        "author": "awa", "kind": "consultation", "language": "fr",
        "title": "Relire notre guide du retour et de l’investissement",
        "text": "Nous cherchons vingt personnes pour relire un guide de trente pages et dire ce qui manque.",
        "place": "", "is_remote": True, "languages": ["fr", "ar"],
        "cost": "Rien, sinon deux heures de votre temps.", "closes_in": 25, "zone": "Africa/Dakar",
        "state": "published", "answers": [],
    },
    {
        "author": "kwame", "kind": "training", "language": "en",
        "title": "Online course: from practice to supervision", "text": "Eight evenings for nurses who supervise others.",
        "place": "", "is_remote": True, "languages": ["en", "fr"], "cost": "Free.", "closes_in": 40,
        "zone": "Africa/Accra", "state": "pending", "answers": [],
    },
)  # fmt: skip
