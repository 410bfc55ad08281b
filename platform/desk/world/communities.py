"""The communities of the demo world and what their members say. All of it is invented."""

COMMUNITIES = (
    {
        "name": "Health Workers Abroad", "language": "en", "visibility": "public", "steward": "abena",
        "moderators": ["jun"], "institutions": "write",
        "purpose": "Nurses, carers and doctors who trained in one country and work in another.",
        "about": "We share which papers were asked for, how long it took, and what we would do differently. "
        "Officers of health institutions may join and answer; they are marked as such.",
        "ties": ["GH", "PH", "TN", "CI"], "lives": ["IT", "DE", "FR", "GB"],
        "members": ["mamadou", "leila", "sami", "amina", "fatou", "mei", "chidi", "kwame"],
        "threads": (
            {
                "title": "Getting a nursing licence recognised in Germany, Italy and France: what worked for you?",
                "language": "en",
                "posts": (
                    ("abena", "en", "I qualified in Kumasi and have worked in Bologna for six years. My cousin starts "
                     "the same path next spring, and every office gives us a different list. If your licence was "
                     "recognised in the last two years, please tell us which papers they asked for, how long it took "
                     "and what you would do differently.\n\nWhat we have so far (I keep this list up to date):\n\n"
                     "1. Certified copies of the diploma and the full transcript of hours\n"
                     "2. Certificate of good standing, less than three months old\n"
                     "3. Sworn translation made in the country where you apply"),
                    ("mei", "en", "Bologna asked me for the hours of each practical placement, signed by the hospital. "
                     "Ask your school for that sheet before you leave; by post it took four months."),
                    ("jun", "en", "In Hamburg the language certificate took longer than the paperwork. Book the B2 exam "
                     "before you book the flight."),
                    ("mamadou", "fr", "À Lyon, c’est l’hôpital qui a déposé le dossier à ma place. Demandez à "
                     "l’employeur s’il a déjà accompagné une infirmière venue de l’étranger : ça change tout. "
                     "Comptez sept mois."),
                    ("leila", "ar", "في برلين طلبوا منّي معادلة جزئية ثم ستة أشهر من التدريب. أنصحكم بالبدء بالتدريب "
                     "مباشرةً لأنه مدفوع الأجر، ولا تنتظروا نتيجة المعادلة."),
                    ("kwame", "en", "Thank you all. We used this discussion to correct our guidance note, and we opened "
                     "a short exchange for nurses who want to teach next year. You find it under Opportunities."),
                    ("tigist", "am", "ሰላም ለሁላችሁ። በአዲስ አበባ የተማሩ ነርሶች ስለ ጣሊያን ልምዳቸውን ቢያካፍሉን ደስ ይለናል።"),
                    ("sami", "fr", "Leïla, je veux bien une relecture de mon dossier. Il part lundi."),
                ),
                "replies": {2: 1, 7: 4},
            },
            {
                "title": "Night shifts and online classes: how do you keep up?", "language": "en",
                "posts": (
                    ("amina", "en", "I started a degree by correspondence and work nights. Who manages both, and how?"),
                    ("chidi", "en", "Two fixed hours after the shift, before sleeping. Never on the day after."),
                    ("fatou", "fr", "Un groupe de trois : chacune résume un chapitre pour les deux autres."),
                ),
                "replies": {1: 0},
            },
        ),
    },
    {
        "name": "Entrepreneurs du fleuve", "language": "fr", "visibility": "public", "steward": "mamadou",
        "moderators": ["ines"], "institutions": "none",
        "purpose": "Acheter, produire et vendre entre les villes du fleuve et celles où nous vivons.",
        "about": "On y parle de coopératives, de douanes et de transport, avec des chiffres.",
        "ties": ["SN", "ML", "MR"], "lives": ["FR", "IT", "ES"],
        "members": ["fatou", "sami", "diego", "chidi"],
        "threads": (
            {
                "title": "Créer une coopérative d’achat entre Lyon et Saint-Louis : premiers chiffres",
                "language": "fr",
                "posts": (
                    ("mamadou", "fr", "Nous sommes onze familles. Première commande groupée : 2,4 tonnes de riz, "
                     "transport compris. Voici ce que nous avons appris :\n\n- le transitaire se paie au volume, pas "
                     "au poids ;\n- une facture par famille évite les retards ;\n- prévoir trois semaines de marge."),
                    ("fatou", "fr", "À Bologne nous avons la même envie, mais pas de local. Comment stockez-vous ?"),
                    ("chidi", "en", "We rent a corner of a warehouse by the week. Ask a bakery: they have room by day."),
                    ("mamadou", "fr", "Bonne idée. Ici, c’est une salle de la paroisse, deux jours par mois."),
                ),
                "replies": {2: 1, 3: 2},
            },
        ),
    },
    {
        "name": "Ecuatorianos en Europa", "language": "es", "visibility": "public", "steward": "rosa",
        "moderators": [], "institutions": "none",
        "purpose": "Trámites, trabajo y vida entre Ecuador y las ciudades donde vivimos.",
        "about": "Pregunta con confianza y cuenta lo que a ti te funcionó.",
        "ties": ["EC"], "lives": ["ES", "IT", "BE"],
        "members": ["diego", "abena", "mei"],
        "threads": (
            {
                "title": "Votar desde el exterior: plazos y consulados para 2027", "language": "es",
                "posts": (
                    ("rosa", "es", "Reunamos aquí los plazos para cambiar el domicilio electoral. En Madrid me dieron "
                     "cita para dentro de tres semanas; ¿y en otras ciudades?"),
                    ("diego", "es", "En Valencia atienden sin cita los sábados por la mañana. Lleven copia de la cédula."),
                    ("abena", "en", "In Bologna the consulate comes twice a year; the next visit is announced in March."),
                ),
                "replies": {},
            },
        ),
    },
    {
        "name": "عائلات تونس في كندا", "language": "ar", "visibility": "request", "steward": "leila",
        "moderators": ["ines"], "institutions": "none", "slug": "tunis-families-canada",
        "purpose": "نتبادل الكتب والتجارب ونساند الواصلين الجدد.",
        "about": "مجتمع مغلق للعائلات، نقبل طلبات الانضمام كل أسبوع.",
        "question": "ما الذي تودّ أن تجده هنا؟",
        "ties": ["TN"], "lives": ["CA"],
        "members": ["sami", "yusuf"],
        "asks": ["amina"],
        "threads": (
            {
                "title": "مكتبة أطفال بلغتين في مونتريال: من يتبرّع بالكتب؟", "language": "ar",
                "posts": (
                    ("leila", "ar", "وجدنا قاعة في الحيّ يوم السبت. نحتاج إلى كتب بالعربية والفرنسية للأعمار من 4 إلى 10."),
                    ("sami", "fr", "J’ai deux cartons de livres en français, et je passe à Montréal en décembre."),
                    ("yusuf", "ar", "أرسل خمسين كتابًا من ساو باولو إن وجدنا من يتكفّل بالشحن."),
                ),
                "replies": {1: 0, 2: 0},
            },
        ),
    },
    {
        "name": "Lagos–London Tech", "language": "en", "visibility": "public", "steward": "chidi",
        "moderators": [], "institutions": "read",
        "purpose": "People who build software between Lagos and London, and mentor one another.",
        "about": "", "ties": ["NG", "GH"], "lives": ["GB", "AE"],
        "members": ["amina", "tigist", "abena"],
        "threads": (),
    },
)  # fmt: skip
