"""Invitations to an organisation: pasted, followed, accepted once, sent again, withdrawn."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from time import process_time
from typing import Any, Final

import pytest

from ledr_core import Invalid, NotFound, Refused
from ledr_core.wording import told
from tests.integration.conftest import Rehearsal, address, furnished, grounds, refusal
from tests.kept_schools import kept
from tests.statements import statements_of

ADA, LEA, BOB, ZOE = map(address, ("ada", "lea", "bob", "zoe@adecco.example"))
"""The administrator of Manpower; two testers of no company; somebody of another one."""
PASSWORD: Final = "phrase de passe"
NEW: Final = {"first_name": "Inès", "last_name": "Petit", "password": PASSWORD}


@pytest.fixture
def org(empty: Rehearsal) -> Rehearsal:
    """Manpower's organisation with a team, and people who are not in it."""
    return kept(empty, organised)


def organised(ledr: Rehearsal) -> Rehearsal:
    """With it."""
    furnished(ledr)
    ledr.a_person("ada")
    for name in ("lea", "bob"):
        ledr.a_person(name, "tester", company=None)
    ledr.a_person("zoe@adecco.example", company="Adecco")
    ledr.school.organisation.set_role(by="staff", person=ADA, role="administrator")
    ledr.school.organisation.put_team(by=ADA, company="Manpower", team="Lyon")
    return ledr


def invite(
    org: Rehearsal, text: str, role: str = "member", team: str | None = None, **other: Any
) -> list[tuple[str, str]]:
    """What became of pasted addresses."""
    given = {"by": ADA, "company": "Manpower", "addresses": text, "role": role, "team": team} | other
    return [(one.address, one.outcome) for one in org.school.invitations.invite(**given)]


def tokens(org: Rehearsal, kind: str = "invitation") -> list[str]:
    """The tokens of the letters of a kind that wait, the oldest first."""
    wanted = [one.message for one in org.messages(kind=kind)]
    with org.school._desk.own_work(reads=True) as work:
        letters = [work.unit.outbox.get(one) for one in wanted]
    return [str(one.facts["token"]) for one in sorted(letters, key=lambda one: one.number)]


def invited(org: Rehearsal, text: str, role: str = "member", team: str | None = None, **other: Any) -> str:
    """The token of somebody who is invited now."""
    assert [outcome for _, outcome in invite(org, text, role, team, **other)] == ["invited"]
    return tokens(org)[-1]


def states(org: Rehearsal, company: str = "Manpower") -> dict[str, str]:
    return {one.address: one.state for one in org.school.invitations.list(by="staff", company=company)}


# What became of each address


@pytest.mark.rule("INV-1")
def test_each_pasted_address_is_told_in_order(org: Rehearsal) -> None:
    invite(org, "max@x.fr")
    text = 'Inès@X.fr, inès@x.fr; "Ada, dite" <ADA@manpower.example>\nMax <max@x.fr>\tpas une adresse, '
    text += "lea@manpower.example."

    assert invite(org, text) == [
        ("inès@x.fr", "invited"),
        ("inès@x.fr", "already_invited"),
        (ADA, "already_member"),
        ("max@x.fr", "already_invited"),
        ("pas une adresse", "invalid"),
        (LEA, "invited"),
    ]
    (wrong,) = org.school.invitations.invite(by=ADA, company="Manpower", addresses="Pas Une", role="member")
    assert (wrong.address, wrong.outcome) == ("Pas Une", "invalid") and "Pas Une" in (wrong.reason or "")


@pytest.mark.rule("INV-1", "INV-3", "ACC-18")
@pytest.mark.parametrize("again", ["LEA@x.fr", "léa@x.fr".upper(), "lea@X.FR", "lea@straße.de"])
def test_two_spellings_of_one_address_are_one(org: Rehearsal, again: str) -> None:
    first = {"LÉA@X.FR": "le\u0301a@x.fr", "lea@straße.de": "lea@xn--strae-oqa.de"}.get(again, "Lea@x.fr")
    invite(org, first)

    assert [outcome for _, outcome in invite(org, again)] == ["already_invited"]


@pytest.mark.rule("INV-1", "TEAM-1")
def test_who_may_invite_and_what_is_asked(org: Rehearsal) -> None:
    org.a_person("paul", "pilot")
    assert grounds(refusal(lambda: invite(org, LEA, by=address("paul")))) == ("TEAM-1", "role")
    assert grounds(refusal(lambda: invite(org, LEA, company="Adecco"))) == ("ROLE-6", "another company")
    for given in ({"text": " ; "}, {"text": LEA, "role": "supervisor"}, {"text": LEA, "role": "pilot"}):
        with pytest.raises(Invalid):
            invite(org, **given)
    with pytest.raises(NotFound):
        invite(org, LEA, team="Paris")
    assert states(org) == {}
    assert invite(org, LEA, "administrator", company="Adecco", by="staff") == [(LEA, "invited")]


@pytest.mark.rule("INV-1")
def test_five_hundred_addresses_are_one_transaction_that_asks_for_all_at_once(org: Rehearsal) -> None:
    """At most a second beyond what the rows cost: no statement comes once an address, but the rows themselves."""
    text = "; ".join(f"Nom {number} <n{number}@x.fr>" for number in range(500))
    with statements_of(org.school) as statements:
        began = process_time()
        told = invite(org, text)
        spent = process_time() - began

    assert told == [(f"n{number}@x.fr", "invited") for number in range(500)]
    assert len(statements) < 40
    assert len(tokens(org)) == len(set(tokens(org))) == 500
    assert spent < 1.5


# Following the link


@pytest.mark.rule("INV-2")
def test_a_link_shows_what_it_invites_to_and_uses_nothing_up(org: Rehearsal) -> None:
    """However often a scanner looks."""
    token = invited(org, "Ines@x.fr", "analyst", "Lyon")
    for _ in range(3):
        shown = org.school.invitations.show(by="public", token=token)
    assert (shown.company, shown.team, shown.role) == ("Manpower", "Lyon", "analyst")
    assert (shown.address, shown.account) == ("ines@x.fr", False)
    assert shown.expires == datetime.fromisoformat("2026-12-19T09:00+01:00")
    assert org.school.invitations.show(by=BOB, token=invited(org, LEA)).account

    assert org.school.invitations.accept(by="public", token=token, **NEW).person == "ines@x.fr"


@pytest.mark.rule("INV-2", "TEAM-6")
def test_an_account_that_is_made_is_a_testers_of_that_company(org: Rehearsal) -> None:
    token = invited(org, "ines@x.fr", "supervisor", "Lyon")
    with pytest.raises(Invalid) as missing:
        org.school.invitations.accept(by="public", token=token, first_name="Inès", last_name="Petit")
    assert missing.value.field == "password"
    with pytest.raises(Invalid) as unnamed:
        org.school.invitations.accept(by="public", token=token, password=PASSWORD)
    assert unnamed.value.field == "first_name"

    accepted = org.school.invitations.accept(by="public", token=token, **NEW)
    assert (accepted.person, accepted.company, accepted.role, accepted.team) == (
        "ines@x.fr",
        "Manpower",
        "supervisor",
        "Lyon",
    )
    sheet = org.school.people.show(by="staff", person="ines@x.fr")
    assert (sheet.role, sheet.company, sheet.organisation_role) == ("tester", "Manpower", "supervisor")
    assert (sheet.teams, sheet.premium, sheet.first_name) == (("Lyon",), True, "Inès")
    assert org.school.accounts.sign_in(by="public", login="ines@x.fr", password=PASSWORD).person == "ines@x.fr"


@pytest.mark.rule("INV-2")
def test_somebody_who_has_an_account_signs_in_or_gives_its_password(org: Rehearsal) -> None:
    password = org.password("lea")
    token = invited(org, LEA, "administrator")
    for given in ({}, {"password": "mot de passe faux"}, NEW):
        told = refusal(lambda given=given: org.school.invitations.accept(by="public", token=token, **given))
        assert grounds(told) == ("INV-2", "sign in")

    assert org.school.invitations.accept(by="public", token=token, password=password).person == LEA
    assert org.school.invitations.accept(by=BOB, token=invited(org, BOB)).role == "member"
    sheets = [org.school.people.show(by="staff", person=one) for one in (LEA, BOB)]
    assert [(one.role, one.organisation_role, one.premium) for one in sheets] == [
        ("tester", "administrator", True),
        ("tester", "member", True),
    ]


@pytest.mark.rule("INV-2")
def test_under_another_address_the_invited_one_is_to_be_confirmed(org: Rehearsal) -> None:
    """By a code that is mailed there, for that account alone, the last one sent."""
    token = invited(org, "lea.privee@maison.fr", "analyst")

    def accept(by: str, code: str | None = None) -> Any:
        return org.school.invitations.accept(by=by, token=token, confirmation=code)

    for _ in range(2):
        assert grounds(refusal(lambda: accept(LEA))) == ("INV-2", "not confirmed")
    former, code = tokens(org, "invitation_code")
    assert org.messages(kind="invitation_code")[0].person == "lea.privee@maison.fr"
    for by, wrong in ((LEA, former), (LEA, "faux"), (BOB, code)):
        assert grounds(refusal(lambda by=by, wrong=wrong: accept(by, wrong))) == ("INV-2", "wrong code")

    assert accept(LEA, f" {code}").person == LEA
    assert org.school.people.show(by="staff", person=LEA).organisation_role == "analyst"


@pytest.mark.rule("INV-2", "ACC-3")
def test_codes_in_a_row_have_to_wait(org: Rehearsal) -> None:
    """Nobody fills a mailbox with them."""
    token = invited(org, "lea.privee@maison.fr")
    told = [refusal(lambda: org.school.invitations.accept(by=LEA, token=token)) for _ in range(9)]

    assert {grounds(one) for one in told} == {("INV-2", "not confirmed"), ("INV-2", "too many tries")}
    assert len(org.messages(kind="invitation_code")) == [one.reason for one in told].count("not confirmed")


@pytest.mark.rule("INV-2")
def test_somebody_of_another_organisation_leaves_it_first_and_the_link_stays_good(org: Rehearsal) -> None:
    org.a_session("Adecco 1", members=ZOE, start="2026-11-20", end="2026-11-30", company="Adecco")
    token = invited(org, ZOE)
    assert grounds(refusal(lambda: org.school.invitations.accept(by=ZOE, token=token))) == (
        "INV-2",
        "another organisation",
    )
    assert grounds(refusal(lambda: org.school.organisation.leave(by=ZOE, person=ZOE))) == (
        "INV-2",
        "member of a session",
    )

    org.at("2026-12-01")
    org.school.organisation.leave(by=ZOE, person=ZOE)
    assert org.school.invitations.accept(by=ZOE, token=token).company == "Manpower"


# Once, for a while


@pytest.mark.rule("INV-3")
def test_a_link_works_once(org: Rehearsal) -> None:
    token = invited(org, LEA)
    org.school.invitations.accept(by=LEA, token=token)

    for call in (org.school.invitations.accept, org.school.invitations.show):
        assert grounds(refusal(lambda call=call: call(by=LEA, token=token))) == ("INV-3", "accepted")
        assert grounds(refusal(lambda call=call: call(by="public", token="0" * 40))) == ("INV-3", "unknown")
    assert states(org) == {LEA: "accepted"}


@pytest.mark.rule("INV-3", "TEAM-2")
def test_of_many_who_accept_one_link_at_once_one_does(stored: Rehearsal) -> None:
    stored.a_person("lea", "tester", company=None)
    stored.school.organisation.put_team(by="staff", company="Manpower", team="Lyon")
    token = invited(stored, LEA, "supervisor", "Lyon", by="staff")

    def accepted(_: int) -> bool:
        try:
            stored.school.invitations.accept(by=LEA, token=token)
        except Refused as refused:
            assert grounds(refused) == ("INV-3", "accepted")
            return False
        return True

    with ThreadPoolExecutor(100) as threads:
        assert sum(threads.map(accepted, range(100))) == 1
    shown = stored.school.organisation.show(by="staff", company="Manpower")
    assert [(one.person, one.role, one.teams) for one in shown.members] == [(LEA, "supervisor", ("Lyon",))]
    assert [(one.people, one.supervisors) for one in shown.teams] == [(1, (LEA,))]


@pytest.mark.rule("INV-3")
def test_an_expired_invitation_stands_in_nobodys_way(org: Rehearsal) -> None:
    org.school.settings.set(by="staff", name="invitation_days", value=7)
    token = invited(org, LEA)
    org.at("2026-11-26", "09:00")
    for call in (org.school.invitations.accept, org.school.invitations.show):
        assert grounds(refusal(lambda call=call: call(by=LEA, token=token))) == ("INV-3", "expired")
    assert states(org) == {LEA: "expired"}

    again = invited(org, LEA)
    listed = org.school.invitations.list(by=ADA, company="Manpower")
    assert [one.state for one in listed] == ["expired", "pending"]
    told = refusal(lambda: org.school.invitations.resend(by=ADA, invitation=listed[0].invitation))
    assert grounds(told) == ("INV-3", "expired")
    assert org.school.invitations.accept(by=LEA, token=again).person == LEA


@pytest.mark.rule("INV-3")
def test_sent_again_it_is_good_by_the_new_link_alone(org: Rehearsal) -> None:
    former = invited(org, LEA, team="Lyon")
    (one,) = org.school.invitations.list(by=ADA, company="Manpower")
    org.at("2027-02-01")
    org.school.invitations.resend(by=ADA, invitation=one.invitation)
    (renewed,) = org.school.invitations.list(by=ADA, company="Manpower", state="pending")
    assert renewed.invitation == one.invitation and renewed.expires > one.expires
    org.school.messages.deliver(by="staff")
    assert sorted(message.state for message in org.messages(kind="invitation")) == ["accepted", "withdrawn"]

    assert grounds(refusal(lambda: org.school.invitations.show(by="public", token=former))) == ("INV-3", "unknown")
    (letter,) = org.mail.letters
    assert "Lyon" in letter.text and "Ada Martin" in letter.text and former not in letter.text


@pytest.mark.rule("INV-3")
def test_a_withdrawn_invitation_opens_nothing_and_its_letter_does_not_leave(org: Rehearsal) -> None:
    token = invited(org, LEA)
    (one,) = org.school.invitations.list(by=ADA, company="Manpower")
    for _ in range(2):
        org.school.invitations.withdraw(by=ADA, invitation=one.invitation)
    assert grounds(refusal(lambda: org.school.invitations.accept(by=LEA, token=token))) == ("INV-3", "withdrawn")
    assert grounds(refusal(lambda: org.school.invitations.resend(by=ADA, invitation=one.invitation))) == (
        "INV-3",
        "withdrawn",
    )
    org.school.messages.deliver(by="staff")
    assert [message.state for message in org.messages(kind="invitation")] == ["withdrawn"]

    org.school.invitations.accept(by=LEA, token=invited(org, LEA))
    accepted = org.school.invitations.list(by=ADA, company="Manpower", state="accepted")[0]
    for verb in ("withdraw", "resend"):
        call = getattr(org.school.invitations, verb)
        assert grounds(refusal(lambda call=call: call(by=ADA, invitation=accepted.invitation))) == ("INV-3", "accepted")


@pytest.mark.rule("INV-3")
def test_whoever_sends_again_what_was_withdrawn_is_told_how_to_invite_and_whoever_has_the_link_to_ask(
    org: Rehearsal,
) -> None:
    token = invited(org, LEA, team="Lyon")
    (one,) = org.school.invitations.list(by=ADA, company="Manpower")
    org.school.invitations.withdraw(by=ADA, invitation=one.invitation)

    again = refusal(lambda: org.school.invitations.resend(by="staff", invitation=one.invitation))
    link = refusal(lambda: org.school.invitations.show(by="public", token=token))

    wanted = f"invite {LEA} again: ledr invitations invite Manpower {LEA} member --team Lyon"
    assert told(again, "en", "terminal").help == wanted
    assert told(link, "en", "terminal").help == "ask for another invitation" and set(link.facts) == {"at"}


@pytest.mark.rule("INV-1", "TEAM-3")
def test_a_team_that_is_not_named_well_is_told_with_those_there_are(org: Rehearsal) -> None:
    with pytest.raises(Invalid) as none_named:
        invite(org, LEA, "supervisor")
    assert (none_named.value.field, none_named.value.allowed) == ("team", ["Lyon"])
    with pytest.raises(NotFound) as misspelled:
        invite(org, LEA, team="Lion")
    assert told(misspelled.value, "en", "terminal").help.startswith("perhaps Lyon?")
    with pytest.raises(NotFound) as of_none:
        invite(org, LEA, team="Lion", company="Adecco", by="staff")
    assert told(of_none.value, "en", "terminal").help.endswith("ledr organisation put-team Adecco Lion")


@pytest.mark.rule("INV-3", "ROLE-6")
@pytest.mark.parametrize("verb", ["resend", "withdraw"])
def test_an_invitation_of_another_company_and_none_look_the_same(org: Rehearsal, verb: str) -> None:
    invite(org, LEA, company="Adecco", by="staff")
    (foreign,) = org.school.invitations.list(by="staff", company="Adecco")
    call = getattr(org.school.invitations, verb)

    for invitation in (foreign.invitation, "0" * 20):
        refused = refusal(lambda invitation=invitation: call(by=ADA, invitation=invitation))
        assert grounds(refused) == ("ROLE-6", "another company") and set(refused.facts) == {"invitation"}
    with pytest.raises(NotFound):
        call(by="staff", invitation="0" * 20)


@pytest.mark.rule("INV-3")
def test_two_companies_that_invite_the_same_person(org: Rehearsal) -> None:
    """Both links are good; accepting one leaves the other as it is, and it is refused until the first is left."""
    first = invited(org, LEA)
    second = invited(org, LEA, company="Adecco", by="staff")
    org.school.invitations.accept(by=LEA, token=first)

    assert states(org, "Adecco") == {LEA: "pending"}
    assert grounds(refusal(lambda: org.school.invitations.accept(by=LEA, token=second)))[1] == "another organisation"
    assert org.school.invitations.show(by=LEA, token=second).company == "Adecco"


@pytest.mark.rule("INV-3")
def test_somebody_removed_can_be_invited_again(org: Rehearsal) -> None:
    org.school.invitations.accept(by=LEA, token=invited(org, LEA, "analyst"))
    org.school.organisation.leave(by=ADA, person=LEA)

    assert org.school.invitations.accept(by=LEA, token=invited(org, LEA)).role == "member"


@pytest.mark.rule("INV-3")
def test_whoever_comes_in_otherwise_has_accepted(org: Rehearsal) -> None:
    """Enrolled, made an account, or of another address that is invited."""
    for name in ("new@x.fr", LEA, "autre@x.fr"):
        invite(org, name)
    org.a_session("Lyon 1", members=LEA)
    org.a_person("new@x.fr")
    org.school.people.change_email(by="staff", person=ADA, email="autre@x.fr")

    assert set(states(org).values()) == {"accepted"} and len(states(org)) == 3


@pytest.mark.rule("TEAM-3", "INV-3")
def test_a_team_that_is_deleted_is_in_no_invitation(org: Rehearsal) -> None:
    token = invited(org, LEA, team="Lyon")
    invite(org, BOB, "supervisor", "Lyon")
    org.school.organisation.delete_team(by=ADA, company="Manpower", team="Lyon")

    assert states(org) == {LEA: "pending", BOB: "withdrawn"}
    assert org.school.invitations.accept(by=LEA, token=token).team is None


@pytest.mark.rule("INV-2", "TEAM-2")
def test_a_member_who_confirms_another_address_loses_no_role(org: Rehearsal) -> None:
    token = invited(org, "ada.privee@maison.fr")
    refusal(lambda: org.school.invitations.accept(by=ADA, token=token))
    org.school.invitations.accept(by=ADA, token=token, confirmation=tokens(org, "invitation_code")[-1])
    assert org.school.people.show(by="staff", person=ADA).organisation_role == "administrator"

    token = invited(org, "ada.pro@maison.fr", "supervisor", "Lyon")
    refusal(lambda: org.school.invitations.accept(by=ADA, token=token))
    code = tokens(org, "invitation_code")[-1]
    told = refusal(lambda: org.school.invitations.accept(by=ADA, token=token, confirmation=code))
    assert grounds(told) == ("TEAM-2", "administers")


@pytest.mark.rule("ROLE-6")
def test_a_list_goes_on_after_none_of_another_companys(org: Rehearsal) -> None:
    invite(org, "otto@x.fr", by="staff", company="Adecco")
    (other,) = org.school.invitations.list(by="staff", company="Adecco")
    for after in (other.invitation, "0" * 20):
        with pytest.raises(Invalid) as none:
            org.school.invitations.list(by=ADA, company="Manpower", after=after)
        assert (none.value.field, none.value.ground) == ("after", "no row of the list")


@pytest.mark.rule("INV-2", "ACC-12")
def test_an_invited_address_is_nobodys_by_their_taking_it_as_their_login(org: Rehearsal) -> None:
    """Whoever was forwarded the link loses it; another, as good as it was, goes to the address itself."""
    token = invited(org, "chef@x.fr", "administrator", "Lyon")
    expires = org.school.invitations.show(by="public", token=token).expires
    org.at("2026-11-20")
    org.school.people.change_email(by=BOB, person=BOB, email="chef@x.fr")

    refused = refusal(lambda: org.school.invitations.accept(by="chef@x.fr", token=token))
    assert grounds(refused) == ("INV-3", "unknown")
    former, letter = org.messages(kind="invitation")
    shown = [org.school.messages.show(by="staff", message=one.message) for one in (former, letter)]
    assert ["Ada Martin" in one.text for one in shown] == [True, False]
    assert "Bob Martin" not in shown[1].text
    assert org.school.invitations.show(by="public", token=tokens(org)[-1]).expires == expires
    assert org.school.invitations.accept(by="chef@x.fr", token=tokens(org)[-1]).role == "administrator"


@pytest.mark.rule("ACC-3", "INV-3")
def test_links_that_nobody_was_given_are_counted_where_they_come_from(org: Rehearsal) -> None:
    token = invited(org, LEA)
    for _ in range(200):
        told = refusal(lambda: org.school.invitations.show(by="public", token="0" * 40, address="192.0.2.7"))
        if told.reason == "too many tries":
            break
    assert grounds(told) == ("INV-3", "too many tries")
    assert org.school.invitations.show(by="public", token=token, address="198.51.100.7").company == "Manpower"


@pytest.mark.rule("ROLE-6", "INV-2")
@pytest.mark.parametrize(("role", "left"), [("pilot", "tester"), ("learner_pilot", "learner"), ("manager", "tester")])
def test_whoever_steered_or_managed_elsewhere_does_neither_here(org: Rehearsal, role: str, left: str) -> None:
    """An invitation gives a role in the organisation, and none of the platform."""
    pia = org.a_person("pia@adecco.example", role, "Adecco")
    org.school.organisation.leave(by=pia, person=pia)
    org.school.invitations.accept(by=pia, token=invited(org, pia))

    assert org.school.people.show(by="staff", person=pia).role == left


@pytest.mark.rule("INV-4")
@pytest.mark.parametrize(("language", "opening", "days"), [("fr", "Bonjour,", "7 jours"), ("en", "Hello,", "7 days")])
def test_a_text_goes_with_the_invitations(org: Rehearsal, language: str, opening: str, days: str) -> None:
    for name, value in (("language", language), ("invitation_days", 7), ("school_name", "L'École")):
        org.school.settings.set(by="staff", name=name, value=value)

    told = org.school.invitations.announcement(by=ADA, company="Manpower")
    assert "Manpower" in told.subject and told.text.startswith(opening)
    assert days in told.text.replace("\u00a0", " ")
    assert told.text.rstrip().endswith("Ada Martin") and "École" in told.text
    staffs = org.school.invitations.announcement(by="staff", company="Manpower").text
    assert staffs.rstrip().endswith("École")
    told = refusal(lambda: org.school.invitations.announcement(by=LEA, company="Manpower"))
    assert grounds(told) == ("TEAM-1", "role")
