"""What `ledr --help` lists. A table of its own, because the areas themselves take long to import."""

from typing import Final

AREAS: Final[dict[str, tuple[str, str]]] = {
    "companies": ("Les entreprises clientes", "The client companies"),
    "people": ("Les personnes : fiche, rôle, réglages à elles", "The people: sheet, role, settings of their own"),
    "accounts": ("Les comptes : mot de passe, et qui entre où", "Accounts: password, and who enters where"),
    "catalogue": ("Les parcours, thématiques, modules et leçons", "Courses, themes, modules and lessons"),
    "sessions": ("Les contrats : membres, dates, forfait, parcours", "Contracts: members, dates, package, course"),
    "slots": ("Qui tient quel slot : attribuer, libérer, historique", "Who holds which slot: assign, release, history"),
    "rotations": ("La liste d'attente et la rotation des slots", "The waiting list and the rotation of slots"),
    "learning": ("Ce que les apprenants suivent et où ils en sont", "What learners follow and how far they are"),
    "documents": ("Les documents en PDF et leur vérification", "Documents as PDF, and their verification"),
    "workshops": ("Les ateliers : étapes, réponses", "The workshops: steps, answers"),
    "cases": ("Le cas pratique : l'ouvrir, le rendre, le corriger", "The final case: open, hand in, correct"),
    "certifications": ("Les certifications délivrées", "The certificates awarded"),
    "quizzes": ("Le quiz d'apprentissage : 10 questions pour la mémoire", "The practice quiz: 10 questions for memory"),
    "assessments": (
        "Les quiz de programme : passer, simuler, questions à revoir",
        "Theme assessments: take, simulate, questions to mend",
    ),
    "placement": ("Le test d'autoévaluation, ouvert à tous", "The placement test, open to all"),
    "jobs": ("Ce qui se fait tout seul, et son journal", "What runs by itself, and its log"),
    "messages": ("Les messages : les lire, les faire partir", "The messages: read them, send them"),
    "notifications": ("La cloche : ce qu'une personne a reçu", "The bell: what a person has been told"),
    "settings": ("Les réglages de l'école", "The settings of the school"),
    "support": ("Demander de l'aide à l'école", "Asking the school for help"),
}
"""Each area of the school with a line in French and one in English."""

COMMANDS: Final[dict[str, tuple[str, str]]] = {
    "init": ("Créer la base de données", "Create the database"),
    "demo": ("Une visite guidée dans une école toute neuve", "A tour of the platform in a fresh school"),
    "doctor": ("Vérifier que tout est en ordre de marche", "Check that everything is in working order"),
    "rules": ("Les règles de l'école, toutes ou une seule", "The rules of the school, all of them or one"),
    "scenario": ("Jouer des fichiers de scénario", "Play scenario files"),
    "upgrade": ("Mettre la base à la version du programme", "Bring the database to the program's version"),
}
"""The commands beside the areas."""
