"""What more there is to know of an operation, in French, below its summary in `--help`; else see its docstring."""

from typing import Final

DETAILS: Final = {
    "accounts.sign_in": (
        "Refus ACC-5 : toujours le même si le mot de passe est faux ; s'il est juste, la première raison qui "
        "tient. Après quelques échecs, l'essai suivant doit attendre ; `address` est l'adresse réseau d'où "
        "vient l'appel : qui échoue à l'une n'empêche pas le titulaire d'entrer depuis une autre."
    ),
    "accounts.forgot_password": (
        "Un nouveau lien met fin aux précédents. Plusieurs demandes de suite ont la même réponse, et rien ne "
        "part pendant un moment ; `address` est l'adresse réseau d'où vient l'appel."
    ),
    "accounts.choose_password": (
        "De 8 à 200 caractères, sans compter les espaces autour. Les autres liens de la personne prennent "
        "fin. Refus ACC-3 si le lien est inconnu, a déjà servi ou a expiré."
    ),
    "accounts.register_demo": (
        "S'inscrire de nouveau change le jour. Pour une adresse qui a un autre compte rien ne change, et la "
        "réponse est la même."
    ),
    "accounts.explain_access": (
        "Et ce que sont devenus les e-mails qui permettent d'entrer : pourquoi la bienvenue, ou le lien pour "
        "un nouveau mot de passe, manque peut-être (SUP-1 ; `messages explain` les montre tous)."
    ),
    "jobs.daily": (
        "Elle peut être relancée, et reprend après un arrêt : rien n'est fait deux fois (JOB-4). Tout change "
        "à la date d'aujourd'hui ; `date` est celle sous laquelle elle est notée : aujourd'hui, ou un jour "
        "depuis la dernière (ROT-9)."
    ),
    "jobs.weekly": (
        "On écrit à un manager une fois par semaine, du mardi au lundi, et seulement si quelqu'un de l'équipe "
        "apprend en ce moment ou a terminé depuis le dernier point ; chaque certificat est annoncé une fois. "
        "`date` est comme pour `daily`."
    ),
    "jobs.monthly": (
        "Chaque fin est annoncée une fois par personne et parcours ; celles des mois manqués, jusqu'à un an, "
        "le sont aussi. `date` est comme pour `daily`."
    ),
    "jobs.due": (
        "Les réglages `daily_at` et `weekly_at` disent à partir de quelle heure ; celle du mois suit la "
        "première du jour. Une tournée manquée est rattrapée : celle du jour le jour même, celle du mardi "
        "jusqu'au dimanche, celle du mois dans le mois. `now` est l'instant dont on juge, au plus tard "
        "maintenant."
    ),
    "messages.list": ("`state` est l'état de l'envoi ou, selon ce que le prestataire rapporte, celui de la remise."),
    "messages.explain": (
        "Les plus récents d'abord, après une bienvenue dont le jour n'est pas venu : où en est chacun, les "
        "causes probables avec leurs faits, et le remède. Une adresse qui a l'air mal saisie est dite avec "
        "celle qui était sans doute voulue, et jamais corrigée d'elle-même (SUP-1)."
    ),
    "messages.preview": (
        "Les vrais faits là où la personne en a, des exemples pour le reste ; les secrets sont masqués, les "
        "documents laissés de côté. Rien ne part et rien n'est gardé."
    ),
    "messages.deliver": (
        "Un message qui n'a pas été pris repart plus tard ; celui dont la réponse s'est perdue reste au sort "
        "incertain jusqu'à ce qu'on sache. Tant que le prestataire est en panne, les autres attendent."
    ),
    "messages.record_event": ("Chaque fait compte une fois, combien de fois et dans quel ordre qu'il arrive."),
    "people.change_settings": (
        "Pour des SMS il faut un numéro de mobile et l'accord ; sans le numéro, l'accord prend fin (NOTE-2). "
        "`phone` vide oublie le numéro. `picture` est un fichier PNG ou JPEG de 5 Mo au plus ; sans photo, "
        "les initiales se montrent (NOTE-5)."
    ),
    "support.ask": (
        "Aucun espace ouvert n'est nécessaire ; l'équipe demande pour d'autres. La réponse va à la personne. "
        "`page` est `lesson:l1`, ou un chemin ou une adresse qui finit ainsi (`/lesson/l1`) ; de même pour "
        "module, theme, workshop, course et case. Sur celle d'une leçon, les hôtes de sa vidéo qu'un pare-feu "
        "doit autoriser sont nommés (SUP-3)."
    ),
}
