"""What messages to managers, staff, guests and the community say, and to whom they say less."""

import re

import pytest

from ledr_adapters.mail.jinja import JinjaTemplates
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.ports.templates import MASK, Rendered
from ledr_core.school import what_contexts_bring
from tests.unit.messages.letter_facts import FACTS, NOBODY, SITE, TOKEN, Facts, Page, each_language, facts_of, rendered


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def has(message: Rendered, *words: str) -> None:
    """Both forms say so."""
    for source in (message.text, Page(message.html).words):
        for each in words:
            assert each in plain(source), each


def lacks(message: Rendered, *words: str) -> None:
    for each in words:
        assert each not in plain(message.text), each


def a_team(moved: int = 0, still: int = 0, finished: int = 0) -> Facts:
    """The facts of a report on as many people."""
    usual = {one["state"]: one for one in FACTS["team_report"]["learners"]}
    counts = {"moved": moved, "still": still, "finished": finished}
    learners = [
        usual[state] | {"name": f"{state.title()} {number}"}
        for state, count in counts.items()
        for number in range(1, count + 1)
    ]
    return {"learners": learners, "totals": {"learning": moved + still} | counts}


# A new password


@pytest.mark.rule("ACC-3")
def test_a_new_password_is_chosen_behind_a_link_that_works_once_for_a_while() -> None:
    message = rendered("reset_password")

    has(message, "une seule fois", "jusqu’au lundi 30 novembre 2026 à 14 h 05", "ton mot de passe reste le même")
    assert message.links[0] == f"{SITE}password?token={TOKEN}"
    has(rendered("reset_password", "en"), "works once, until Monday 30 November 2026 at 14:05")


@pytest.mark.parametrize(
    ("expires", "said"),
    [
        ("2026-07-01T09:05:00+00:00", "mercredi 1er juillet 2026 à 11 h 05"),
        ("2026-11-30T23:30:00+00:00", "mardi 1er décembre 2026 à 0 h 30"),
        ("2026-11-30T09:00:00Z", "lundi 30 novembre 2026 à 10 h 00"),
        ("2026-11-30T09:00:00", "lundi 30 novembre 2026 à 9 h 00"),
        ("2026-11-30", "lundi 30 novembre 2026."),
    ],
)
def test_an_instant_is_told_on_the_schools_clock(expires: str, said: str) -> None:
    has(rendered("reset_password", expires=expires), f"jusqu’au {said}")


@pytest.mark.parametrize("expires", ["soon", "2026-13-01T00:00", None, 7])
def test_an_instant_that_is_none_is_invalid(expires: object) -> None:
    with pytest.raises(Invalid, match="reset_password"):
        rendered("reset_password", expires=expires)


@each_language
@pytest.mark.parametrize("kind", ["reset_password", "invitation", "placement_result"])
def test_the_key_to_a_door_is_nowhere_once_it_is_masked(kind: str, language: str) -> None:
    message = JinjaTemplates().render(kind, what_contexts_bring().kind(kind).masked(facts_of(kind)), language)

    assert TOKEN not in str(message)
    assert MASK in message.text


@pytest.mark.rule("ACC-9")
def test_the_welcome_of_a_demo_names_its_day_and_gives_the_codes() -> None:
    demo = {"spaces": ["demo"], "demo_day": "2026-11-23", **dict.fromkeys(("session", "course", "start", "end"))}

    message = rendered("welcome", **demo)

    assert message.subject == "Ta journée de découverte commence, Léa"
    has(message, "ta journée de découverte, c’est le lundi 23 novembre 2026", "kX7-Tulipe-42", "Bonne visite")


# The weekly report of a team


@pytest.mark.parametrize(
    ("learning", "french", "english"),
    [
        (0, "Aucun apprenant en cours cette semaine", "No learner under way this week"),
        (1, "1 apprenant en cours cette semaine", "1 learner under way this week"),
        (3, "3 apprenants en cours cette semaine", "3 learners under way this week"),
        (1200, "1 200 apprenants en cours cette semaine", "1,200 learners under way this week"),
    ],
)
def test_the_subject_of_a_report_counts_who_learns(learning: int, french: str, english: str) -> None:
    totals = FACTS["team_report"]["totals"] | {"learning": learning}

    assert plain(rendered("team_report", totals=totals).subject) == french
    assert plain(rendered("team_report", "en", totals=totals).subject) == english


def test_a_report_says_who_moved_who_stands_still_and_who_finished_each_on_a_line() -> None:
    message = rendered("team_report")

    lines = [line for line in message.text.replace("\u00a0", " ").splitlines() if line.startswith("- ")]
    assert lines == [
        "- Karim Benali, Recruter, 64 % (+6), 3 leçons vues",
        "- Zoé Roux, Recruter, 20 %, 1 leçon vue",
        "- Max Petit, Recruter, 12 %, 23 jours sans connexion, fin le 31 août 2027",
        "- Ana Costa, Recruter, 35 %",
        "- Nina Faure, Recruter, certification, niveau or, 18,5/20",
        "- Paul Diaz, Recruter, parcours terminé",
    ]
    page = Page(message.html).words.replace("\u00a0", " ")
    for line in lines:
        name, _, said = line.removeprefix("- ").partition(", Recruter, ")
        assert f"{name}, Recruter{said}\n" in page
    order = [message.text.index(title) for title in ("Qui a avancé", "Qui est en pause", "Qui a terminé")]
    assert order == sorted(order)


def test_the_key_figures_of_a_report_stand_before_the_names() -> None:
    message = rendered("team_report", **a_team(moved=2, still=1, finished=1))

    assert "3 en cours, 2 ont avancé, 1 en pause, 1 a terminé" in plain(message.text)
    assert message.html.index("ont avancé</td>") < message.html.index("Qui a avancé")


@pytest.mark.parametrize(
    ("team", "said", "unsaid"),
    [
        (a_team(still=1), ("Qui a avancé Personne cette semaine.", "Qui a terminé Personne cette semaine."), ()),
        (a_team(moved=1), ("Qui est en pause Personne : tout le monde avance.",), ("Un mot de ta part",)),
        (a_team(finished=1), ("C’est le moment de féliciter ton équipe.",), ("Un mot de ta part",)),
        (a_team(still=2), ("Un mot de ta part aide souvent",), ("féliciter",)),
        (NOBODY, ("0 en cours", "Qui a avancé Personne cette semaine."), ()),
    ],
)
def test_an_empty_group_of_a_report_says_so(team: Facts, said: tuple[str, ...], unsaid: tuple[str, ...]) -> None:
    message = rendered("team_report", **team)

    for words in said:
        assert words in plain(message.text)
    lacks(message, *unsaid)


@pytest.mark.parametrize(
    ("counts", "preview"),
    [
        ((0, 0, 0), "Personne n’a avancé, personne n’est en pause, personne n’a terminé."),
        ((1, 1, 1), "1 a avancé, 1 est en pause, 1 a terminé."),
        ((2, 3, 4), "2 ont avancé, 3 sont en pause, 4 ont terminé."),
    ],
)
def test_the_hidden_line_of_a_report_agrees_in_number(counts: tuple[int, int, int], preview: str) -> None:
    assert preview in plain(rendered("team_report", **a_team(*counts)).html)


# Lists to staff, attestations


@pytest.mark.parametrize(
    ("count", "french", "english"),
    [
        (0, "Aucune certification du 17 novembre au 24 novembre", "No certification, 17 November to 24 November"),
        (1, "1 certification du 17 novembre au 24 novembre", "1 certification, 17 November to 24 November"),
        (2, "2 certifications du 17 novembre au 24 novembre", "2 certifications, 17 November to 24 November"),
    ],
)
def test_a_list_of_the_certified_counts_them(count: int, french: str, english: str) -> None:
    certified = FACTS["certified_list"]["certified"][:count]

    assert plain(rendered("certified_list", certified=certified).subject) == french
    assert plain(rendered("certified_list", "en", certified=certified).subject) == english


def test_a_list_of_the_certified_has_what_contact_bases_need() -> None:
    has(rendered("certified_list"), "Nina Faure, Manpower, nina@manpower.example", "Hugo Lambert, hugo@home.example")
    has(rendered("certified_list"), "Recruter, or, 18,5/20, 20 nov.", "Recruter, bronze, 12/20, 20 nov.")
    has(rendered("certified_list", certified=[]), "rien à reporter")


@pytest.mark.parametrize(
    ("month", "said"),
    [
        ("2026-10-01", "d’octobre 2026"),
        ("2026-11-01", "de novembre 2026"),
        ("2026-04-01", "d’avril 2026"),
        ("2026-08-01", "d’août 2026"),
        ("2027-01-01", "de janvier 2027"),
    ],
)
def test_attestations_are_of_a_month(month: str, said: str) -> None:
    has(rendered("attestations", month=month), f"voici les attestations de formation {said}.")


def test_attestations_are_counted_and_attached() -> None:
    one = {"people": FACTS["attestations"]["people"][:1], "documents": ["K7QF-2M9X-4TRP-8WZD"]}

    assert plain(rendered("attestations").subject) == "2 attestations pour octobre 2026, Léa"
    has(rendered("attestations"), "Elles sont jointes à ce message", "Max Petit, Recruter", "fin le 31 octobre 2026")
    assert plain(rendered("attestations", **one).subject) == "1 attestation pour octobre 2026, Léa"
    has(rendered("attestations", **one), "voici l’attestation de formation", "Elle est jointe à ce message")
    lacks(rendered("attestations", documents=[]), "jointe")


# Certification


@pytest.mark.rule("CERT-2")
def test_the_graded_are_told_what_is_attached() -> None:
    has(
        rendered("certified"),
        "est corrigée : 15,5/20",
        "niveau argent",
        "Ton certificat, la correction de ta copie et ton attestation de formation sont joints à ce message.",
    )
    without = rendered("certified", level=None, grade="10.25")
    has(without, "La correction de ta copie et ton attestation de formation sont jointes", "à partir de 12/20")
    lacks(without, "certificat,", "Bravo")


@pytest.mark.rule("CERT-3")
def test_managers_are_told_who_is_certified_and_how_well() -> None:
    message = rendered("manager_certified")

    assert message.subject == "Karim Benali obtient sa certification, Léa"
    has(message, "Karim Benali obtient la certification du parcours « Recruter »", "Niveau", "18/20")


@pytest.mark.rule("ROT-12")
def test_both_are_told_when_a_slot_changes_hands_and_its_holder_the_day_before() -> None:
    has(rendered("slot_given"), "le slot 2 est à toi à partir du lundi 23 novembre 2026")
    has(rendered("slot_taken"), "le slot 2 est passé à quelqu’un d’autre le lundi 23 novembre 2026")
    has(rendered("slot_soon"), "ton slot passera à la personne suivante le mardi 24 novembre 2026")


# The community


@pytest.mark.parametrize(
    ("outcome", "role", "subject", "said"),
    [
        ("delete", "author", "Ton message a été supprimé, Léa", "La suppression est définitive."),
        ("hide", "author", "Ton message a été masqué, Léa", "Il n’est plus visible des autres"),
        ("nothing", "author", "Ton message reste en ligne, Léa", "rien ne change, et tu n’as rien à faire"),
        ("delete", "reporter", "Ton signalement a été traité, Léa", "a été supprimé"),
        ("hide", "reporter", "Ton signalement a été traité, Léa", "a été masqué"),
        ("nothing", "reporter", "Ton signalement a été traité, Léa", "reste en ligne"),
    ],
)
def test_author_and_reporter_each_get_what_fits(outcome: str, role: str, subject: str, said: str) -> None:
    message = rendered("report_closed", outcome=outcome, role=role)

    assert message.subject == subject
    has(message, said, "Publicité")


@pytest.mark.parametrize(
    ("role", "subject", "said"),
    [
        ("asker", "Ta question a trouvé sa réponse, Léa", "une réponse à ta question"),
        ("answerer", "Ta réponse a été retenue, Léa", "ta réponse à la question"),
    ],
)
def test_who_asked_and_who_answered_are_told_of_the_right_answer(role: str, subject: str, said: str) -> None:
    message = rendered("right_answer", role=role)

    assert message.subject == subject
    has(message, said, "Un message court, le mardi matin.")
    assert message.links[0] == f"{SITE}community/q7"


@pytest.mark.rule("NOTE-4")
@each_language
@pytest.mark.parametrize("kind", ["right_answer", "report_closed"])
def test_messages_of_the_community_name_nobody_but_their_reader(kind: str, language: str) -> None:
    others = dict.fromkeys(("author", "reporter", "asker", "answerer", "name", "by"), "Karim Benali")

    message = rendered(kind, language, **others)

    assert "Karim" not in str(message)


@pytest.mark.parametrize(("kind", "role"), [("report_closed", "moderator"), ("right_answer", "x"), ("invitation", "x")])
def test_a_role_that_there_is_not_is_invalid(kind: str, role: str) -> None:
    with pytest.raises(Invalid, match=kind):
        rendered(kind, role=role)


# Invitations, campaigns, requests for help


def test_an_invitation_says_who_invites_where_and_until_when() -> None:
    message = rendered("invitation")

    has(message, "Karim Benali t’invite à rejoindre l’entreprise Manpower", "mercredi 30 décembre 2026 à 9 h 00")
    has(message, "Agence de Lyon", "responsable", "à la demande de Karim Benali")
    assert message.links[0] == f"{SITE}invitation?token={TOKEN}"
    lacks(rendered("invitation", team=None), "Équipe")


@each_language
def test_a_campaign_is_what_was_written_and_nothing_else(language: str) -> None:
    message = rendered("campaign", language)

    assert message.subject == "Un atelier en direct jeudi"
    assert message.text.startswith(
        "Un atelier en direct jeudi\n\nJeudi à midi, un atelier en direct.\n\nOuvert à toutes et à tous, sans"
    )
    assert "<img" not in message.html
    assert rendered("campaign", language, link=None).links[0] == SITE


def test_a_request_for_help_has_the_person_the_page_and_their_state() -> None:
    message = rendered("support_request")

    has(message, "Léa Martin demande de l’aide.", "Manpower - Lyon - Septembre 2026", "apprenant", "Leçon 12")
    has(message, "espace apprenant ouvert : tient le slot 2 (ACC-6)", "player.vimeo.com et *.vimeocdn.com")
    assert "> La vidéo ne se lance pas.\n> Deux navigateurs essayés.\n" in message.text
    assert "mailto:lea@manpower.example" in Page(message.html).links
    lacks(rendered("support_request", video_hosts=None, state=[]), "vidéos", "accès au moment")


@pytest.mark.rule("SUP-2")
def test_a_request_for_help_says_whom_to_answer() -> None:
    has(rendered("support_request"), "Pour répondre, écris à lea@manpower.example.", "ausecours@ecole.example")


# What cannot be rendered


@pytest.mark.parametrize(
    ("kind", "fact"),
    [
        ("reset_password", "expires"),
        ("team_report", "week_of"),
        ("team_report", "learners"),
        ("team_report", "totals"),
        ("certified_list", "since"),
        ("certified_list", "until"),
        ("certified_list", "certified"),
        ("attestations", "month"),
        ("attestations", "people"),
        ("report_closed", "outcome"),
        ("report_closed", "role"),
        ("report_closed", "excerpt"),
        ("right_answer", "role"),
        ("right_answer", "title"),
        ("right_answer", "excerpt"),
        ("invitation", "company"),
        ("invitation", "role"),
        ("invitation", "inviter"),
        ("invitation", "expires"),
        ("campaign", "title"),
        ("campaign", "text"),
        ("support_request", "person"),
        ("support_request", "text"),
    ],
)
def test_a_missing_fact_is_invalid_and_named(kind: str, fact: str) -> None:
    facts = {name: value for name, value in facts_of(kind).items() if name != fact}

    for language in ("fr", "en"):
        with pytest.raises(Invalid, match=fact) as error:
            JinjaTemplates().render(kind, facts, language)
        assert error.value.field == "facts"


@pytest.mark.parametrize("part", ["name", "percent", "state", "since_last"])
def test_a_missing_fact_of_somebody_in_the_team_is_invalid_and_named(part: str) -> None:
    first, *others = FACTS["team_report"]["learners"]

    with pytest.raises(Invalid, match=part):
        rendered("team_report", learners=[{name: first[name] for name in first if name != part}, *others])
