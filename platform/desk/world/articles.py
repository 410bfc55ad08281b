"""The articles of the demo world: the launch of 2018 in four languages, and one that nobody translated yet.

Facts of the first: annotated agenda of the second session of the International Dialogue on Migration 2018 (IOM).
"""

SECTION = {  # language: title, slug, introduction
    "en": ("Stories", "stories", "What people on both shores are doing, and how it began."),
    "fr": ("Récits", "recits", "Ce que font les gens des deux rives, et comment tout a commencé."),
    "es": ("Historias", "historias", "Lo que hace la gente en ambas orillas y cómo empezó."),
    "ar": ("قصص", "qisas", "ما يفعله الناس على الضفّتين، وكيف بدأ ذلك."),
}

LAUNCH = {
    "en": {
        "title": "8 October 2018: a side event in Geneva, and a forum for every diaspora",
        "slug": "launch-2018",
        "summary": "In the lunch break of the International Dialogue on Migration, a website for diasporas was presented.",
        "facts": [
            ("Day", "Monday 8 October 2018"),
            ("Time", "13:15 to 14:45, during the midday break"),
            ("Occasion", "Second session of the International Dialogue on Migration 2018"),
            ("Place", "Palais des Nations, Geneva; the dialogue met in conference room XVIII"),
        ],
        "paragraphs": [
            "Portals for single diasporas had been built before. What did not exist was one place where communities of "
            "different origins could find each other. That gap was the reason for iDiaspora, which the International "
            "Organization for Migration presented in Geneva on 8 October 2018.",
            "The programme of the side event was short: the site was shown, then people asked questions and said what "
            "they thought of it. The aims were set out that day: to give diasporas what they need to act for development, "
            "to bring communities and governments closer, and to do both with openness to everyone.",
        ],
        "heading": "What has grown from it",
        "after": [
            "Both Shores takes that idea further. Discussion comes first here, because needs and offers are found by "
            "talking. Institutions take part as themselves, and they cannot look members up.",
            "The questions of the dialogue’s first session are still open. You can answer them today, in your language.",
        ],
    },
    "fr": {
        "title": "8 octobre 2018 : une rencontre à Genève, et un forum pour toutes les diasporas",
        "slug": "lancement-2018",
        "summary": "À la pause de midi du Dialogue international sur la migration, un site pour les diasporas est présenté.",
        "facts": [
            ("Jour", "Lundi 8 octobre 2018"),
            ("Heure", "De 13 h 15 à 14 h 45, pendant la pause de midi"),
            ("Occasion", "Seconde session du Dialogue international sur la migration 2018"),
            ("Lieu", "Palais des Nations, Genève ; le dialogue se tenait en salle de conférence XVIII"),
        ],
        "paragraphs": [
            "Des portails existaient déjà pour telle ou telle diaspora. Il manquait un lieu où des communautés d’origines "
            "différentes puissent se trouver. C’est pour cela qu’est né iDiaspora, présenté à Genève par l’Organisation "
            "internationale pour les migrations le 8 octobre 2018.",
            "Le programme tenait en deux temps : montrer le site, puis écouter questions et remarques. Les buts ont été "
            "dits ce jour-là : donner aux diasporas de quoi agir pour le développement, rapprocher communautés et "
            "gouvernements, et le faire en restant ouvert à tout le monde.",
        ],
        "heading": "Ce qui en est né",
        "after": [
            "Les deux rives prolonge cette idée. Ici la discussion vient d’abord, car c’est en parlant qu’on découvre "
            "besoins et offres. Les institutions y participent en leur nom et ne peuvent pas rechercher les membres.",
            "Les questions de la première session restent ouvertes : répondez-y aujourd’hui, dans votre langue.",
        ],
    },
    "es": {
        "title": "8 de octubre de 2018: un encuentro en Ginebra y un foro para todas las diásporas",
        "slug": "lanzamiento-2018",
        "summary": "En la pausa del mediodía del Diálogo Internacional sobre la Migración se presentó un sitio para las diásporas.",
        "facts": [
            ("Día", "Lunes 8 de octubre de 2018"),
            ("Hora", "De 13:15 a 14:45, en la pausa del mediodía"),
            ("Ocasión", "Segunda sesión del Diálogo Internacional sobre la Migración 2018"),
            ("Lugar", "Palacio de las Naciones, Ginebra; el diálogo se reunió en la sala XVIII"),
        ],
        "paragraphs": [
            "Ya había portales para una u otra diáspora. Faltaba un lugar donde comunidades de orígenes distintos "
            "pudieran encontrarse. Por eso nació iDiaspora, que la Organización Internacional para las Migraciones "
            "presentó en Ginebra el 8 de octubre de 2018.",
            "El programa era breve: mostrar el sitio y escuchar preguntas y opiniones. Ese día se dijeron los fines: dar "
            "a las diásporas medios para actuar por el desarrollo, acercar comunidades y gobiernos, y hacerlo con "
            "apertura a todo el mundo.",
        ],
        "heading": "Lo que nació de aquello",
        "after": [
            "Ambas orillas lleva esa idea más lejos. Aquí la conversación va primero, porque hablando se descubren "
            "necesidades y ofertas. Las instituciones participan con su nombre y no pueden buscar a los miembros.",
            "Las preguntas de la primera sesión siguen abiertas: respóndelas hoy, en tu idioma.",
        ],
    },
    "ar": {
        "title": "8 أكتوبر 2018: لقاء في جنيف ومنتدى لكل جاليات المهجر",
        "slug": "intilaq-2018",
        "summary": "في استراحة الظهيرة من الحوار الدولي بشأن الهجرة، عُرض موقع مخصّص للجاليات.",
        "facts": [
            ("اليوم", "الاثنين 8 أكتوبر 2018"),
            ("الساعة", "من 13:15 إلى 14:45، في استراحة الظهيرة"),
            ("المناسبة", "الدورة الثانية من الحوار الدولي بشأن الهجرة 2018"),
            ("المكان", "قصر الأمم، جنيف؛ وانعقد الحوار في القاعة الثامنة عشرة"),
        ],
        "paragraphs": [
            "كانت هناك بوابات لجالية دون أخرى، ولم يكن هناك مكان واحد تلتقي فيه مجتمعات من أصول مختلفة. من هنا جاءت فكرة "
            "iDiaspora التي عرضتها المنظمة الدولية للهجرة في جنيف يوم 8 أكتوبر 2018.",
            "كان البرنامج قصيرًا: عرض الموقع ثم الإصغاء إلى الأسئلة والآراء. وذُكرت الأهداف في ذلك اليوم: أن تمتلك الجاليات "
            "ما يلزمها لتعمل من أجل التنمية، وأن تقترب المجتمعات والحكومات بعضها من بعض، وأن يبقى الباب مفتوحًا للجميع.",
        ],
        "heading": "ما نشأ عن ذلك",
        "after": [
            "يمضي موقع الضفّتان بهذه الفكرة أبعد. النقاش هنا أولًا، فبالكلام تُعرف الحاجات والعروض. وتشارك المؤسسات باسمها، "
            "ولا يمكنها البحث عن الأعضاء.",
            "ما زالت أسئلة الجلسة الأولى مفتوحة، ويمكنك أن تجيب عنها اليوم بلغتك.",
        ],
    },
}

UNTRANSLATED = {  # only in English: the other languages show it and say so
    "title": "Capacity is already there: why we ask what exists before we ask what is missing",
    "slug": "capacity-is-already-there",
    "summary": "A word we avoid, and the question we put first instead.",
    "paragraphs": [
        "United Nations development bodies tend to speak of capacity development rather than capacity building. The "
        "second word sounds as if there had been nothing before; the first starts from what people already know.",
        "That is why, when a need is written down here, it will first say who already does the work and what they do well.",
    ],
}
