"""What every keeping of people promises. A subclass brings the fixture `store`: an empty, ready `Store`."""

from __future__ import annotations

import pytest
from attrs import evolve

from ledr_core.domain.kernel.errors import Conflict
from ledr_core.domain.kernel.identifiers import CompanyId, GoalId, ModuleId, PersonId, TeamId
from ledr_core.domain.kernel.moments import ONE_DAY
from ledr_core.domain.kernel.texts import composed
from ledr_core.domain.messages.delivery import SendState
from ledr_core.domain.organisation.goals import Goal
from ledr_core.domain.organisation.teams import Team
from ledr_core.domain.people.erasure import Left, Removed
from ledr_core.domain.people.person import Person
from ledr_core.domain.people.roles import Role
from ledr_core.ports.job_runs import LoggedRun
from ledr_core.ports.outbox import Settlement
from ledr_core.ports.paging import WHOLE
from ledr_core.ports.unit import Store
from ledr_core.testing.builders import a_person, a_session, names
from ledr_core.testing.contracts.ordinary_school import (
    EVERYBODY,
    MANPOWER,
    NOW,
    PRECISE,
    TODAY,
    a_message,
    furnished,
    must_conflict,
    reading,
)


class PeopleContract:
    """The contract of `ledr_core.ports.people`."""

    def test_a_person(self, store: Store) -> None:
        """Every field, managers included, and again after each has changed."""
        furnished(store)
        person = Person(
            id=PersonId("zoe"),
            email="Zoë.O'Neil@Manpower.example",
            first_name="Zoë 🎓",
            last_name="O'Neil",
            role=Role.LEARNER_MANAGER,
            created=PRECISE,
            company=MANPOWER,
            phone="+33612345678",
            welcomed=True,
            managers={PersonId("ana"), PersonId("bob")},
        )
        with store.begin(reads=False) as unit:
            unit.people.add(person)
        with store.begin(reads=False) as unit:
            loaded = unit.people.get(PersonId("zoe"))
            assert loaded == person
            loaded.email, loaded.phone, loaded.company, loaded.welcomed = "zoe@x.example", None, None, False
            loaded.managers = {PersonId("cleo")}
            loaded.become(Role.PILOT)

        with reading(store) as unit:
            assert unit.people.get(PersonId("zoe")) == evolve(
                person,
                email="zoe@x.example",
                phone=None,
                company=None,
                welcomed=False,
                managers={PersonId("cleo")},
                role=Role.PILOT,
            )

    def test_people_are_found(self, store: Store) -> None:
        """By address whatever its case, by identifier in the order asked, by manager, by company."""
        furnished(store)
        with store.begin(reads=False) as unit:
            unit.people.add(a_person("nora", "manager"))
            for person in unit.people.many(names("ana bob")):
                person.managers = {PersonId("nora")}

        with reading(store) as unit:
            found = unit.people.with_emails(["ANA@manpower.example ", "bob@manpower.example", "x@y.example"])
            assert {key: person.id for key, person in found.items()} == {
                "ana@manpower.example": "ana",
                "bob@manpower.example": "bob",
            }
            assert [one.id for one in unit.people.many(names("dan ana dan nobody"))] == ["dan", "ana"]
            assert {one.id for one in unit.people.managed_by(PersonId("nora"))} == {"ana", "bob"}
            assert sorted(one.id for one in unit.people.managed_by_any(names("nora ana nobody"))) == ["ana", "bob"]
            assert unit.people.managed_by_any([]) == []
            assert {one.id for one in unit.people.of_company(MANPOWER)} == set(names(EVERYBODY))
            assert unit.people.with_email("x@y.example") is None
            card = unit.people.cards(names("ana nobody"))[PersonId("ana")]
            assert (card.email, card.name) == ("ana@manpower.example", "Ana Martin")

    def test_people_who_changed(self, store: Store) -> None:
        """New ones, and those who differ from what was loaded, until that is written."""
        furnished(store)
        with store.begin(reads=False) as unit:
            ana, bob = unit.people.many(names("ana bob"))
            assert unit.people.changed() == []
            bob.welcomed = not bob.welcomed
            unit.people.add(a_person("nora", "manager"))
            assert {one.id for one in unit.people.changed()} == {"bob", "nora"}
            unit.flush()
            assert unit.people.changed() == []
            assert ana.id == "ana"

    @pytest.mark.parametrize(
        "spelt",
        [
            "Zoé@Café.Example",
            "zoe\u0301@cafe\u0301.example",
            "ZOÉ@xn--caf-dma.EXAMPLE",
            "zoé@ｃａｆé。example",
            "\ufeffzoé@café\uff0eexample\u200b",
        ],
    )
    def test_a_mailbox_is_one_however_it_is_spelt(self, store: Store, spelt: str) -> None:
        """Form, case, and how the domain is written do not count (ACC-1, ACC-18)."""
        furnished(store)
        with store.begin(reads=False) as unit:
            unit.people.add(evolve(a_person("zoe"), email="zoé@café.example"))

        with reading(store) as unit:
            found = unit.people.with_email(spelt)
            assert found is not None and found.id == "zoe"
        with pytest.raises(Conflict), store.begin(reads=False) as unit:
            unit.people.add(evolve(a_person("other"), email=spelt))

    def test_a_text_that_remembers_how_it_was_typed_is_kept_beside_others(self, store: Store) -> None:
        """Many rows are written at once; texts of any kind go along (ACC-18)."""
        furnished(store)
        typed = composed("Le\u0301a")
        with store.begin(reads=False) as unit:
            unit.people.add(evolve(a_person("zoe"), first_name=typed))
            unit.people.add(a_person("lou"))

        with reading(store) as unit:
            assert unit.people.get(PersonId("zoe")).first_name == "Léa"
            assert {one.id for one in unit.people.many([PersonId(composed("zoe")), PersonId("lou")])} == {"zoe", "lou"}

    def test_accounts_to_welcome(self, store: Store) -> None:
        """Those with a manager, pilot or staff space, in no session, not yet welcomed (ACC-15)."""
        furnished(store)
        with store.begin(reads=False) as unit:
            for name, role in (
                ("may", "manager"),
                ("pol", "pilot"),
                ("adm", "admin"),
                ("tom", "tester"),
                ("lou", "pilot"),
            ):
                unit.people.add(a_person(name, role))
            unit.people.get(PersonId("adm")).welcomed = True
            unit.sessions.add(a_session(members="lou", roles={"lou": "pilot"}))

        with reading(store) as unit:
            assert set(unit.people.unwelcomed(10)) == {"may", "pol"}
            assert len(unit.people.unwelcomed(1)) == 1

    def test_testers_to_welcome_on_their_demo_day(self, store: Store) -> None:
        """Those of that day who have not been welcomed, and no tester without a day."""
        with store.begin(reads=False) as unit:
            for name, days, welcomed in (("ada", 0, False), ("bea", 0, True), ("cyd", 1, False), ("dot", -1, False)):
                visitor = a_person(name, "tester")
                visitor.demo_day, visitor.welcomed = TODAY + days * ONE_DAY, welcomed
                unit.people.add(visitor)
            unit.people.add(a_person("eva", "tester"))
            unit.people.add(evolve(a_person("flo", "learner"), demo_day=TODAY))

        with reading(store) as unit:
            assert unit.people.demos_to_welcome(TODAY, 10) == ["ada"]
            assert unit.people.demos_to_welcome(TODAY + ONE_DAY, 10) == ["cyd"]
            assert unit.people.demos_to_welcome(TODAY, 0) == []

    def test_two_people_of_one_address(self, store: Store) -> None:
        """ACC-12, in the database; case does not make another address."""
        other = evolve(a_person("zoe"), email="ANA@Manpower.Example")
        must_conflict(store, lambda unit: unit.people.add(other))

    def test_an_erased_person_has_no_address(self, store: Store) -> None:
        """The identifier finds nobody, by itself or in a list; the address is free again (NOTE-6)."""
        furnished(store)
        with store.begin(reads=False) as unit:
            unit.people.get(PersonId("ana")).erase()
        with store.begin(reads=False) as unit:
            unit.people.add(evolve(a_person("zoe"), email="ana@manpower.example"))

        with reading(store) as unit:
            assert unit.people.with_email("ana") is None
            assert "ana" not in {row.email for row in unit.readings.people(None, None, None, None, None, WHOLE)}
            found = unit.people.with_email("ana@manpower.example")
            assert found is not None and found.id == "zoe"
            assert unit.people.cards([PersonId("ana")])[PersonId("ana")].name == ""

    def test_what_names_a_person_is_found_and_forgotten(self, store: Store) -> None:
        """Messages that had not left are gone; those that had lose what they said and where they went (NOTE-6)."""
        furnished(store)
        ana = PersonId("ana")
        line = {"name": "Ana Martin", "email": "ana@x.example"}
        about = {"learner": "Ana Martin", "learner_id": "ana", "lines": [line], "sender": "Ana Née"}
        with store.begin(reads=False) as unit:
            unit.people.get(ana).rename("Ana", "Martin")
            sent, waiting, told = a_message("k1"), a_message("k2"), a_message("k3", person=PersonId("bob"), facts=about)
            unit.outbox.put([sent, evolve(waiting, due=NOW.instant + ONE_DAY), told])
            unit.outbox.claim("email", "mailjet", NOW.instant, NOW.instant + ONE_DAY, "me", 1)
            gone = Settlement(
                message=sent.id,
                state=SendState.ACCEPTED,
                sent_to="ana@x.example",
                sent=NOW.instant,
                facts={"person": {"first_name": "Ana", "last_name": "Née", "email": "ana@x.example"}},
                resolved=True,
            )
            assert unit.outbox.settle("me", [gone]) == 1
            unit.notes.put(ana, ModuleId("m1"), "À retenir", NOW.instant)
            team = Team(TeamId("lyon"), MANPOWER, "Lyon", "Voir ANA MARTIN")
            unit.teams.add(team)
            failure = {"what": "contacts care ana@x.example", "why": "timeout"}
            unit.job_runs.record(LoggedRun("daily", TODAY, PRECISE, failures=[failure]))
        with store.begin(reads=False) as unit:
            traces = unit.erasures.traces(unit.people.get(ana))
            assert traces.names == {"Ana Martin", "Martin Ana", "Ana Née", "Née Ana"}
            assert traces.addresses == {"ana@manpower.example", "ana@x.example"}
            removed = unit.erasures.forget(traces, trained=True, requests="support_request")
            assert removed == {Removed.MESSAGES, Removed.ADDRESSES, Removed.NOTES}

        with reading(store) as unit:
            kept = unit.outbox.many([sent.id, waiting.id, told.id])
            assert kept.keys() == {sent.id, told.id}
            assert kept[sent.id].facts == {"person": {"first_name": "", "last_name": "", "email": "ana"}}
            assert kept[sent.id].sent_to is None and kept[sent.id].stripped
            assert kept[told.id].facts == about | {
                "learner": "ana",
                "sender": "ana",
                "lines": [{"name": "ana", "email": "ana"}],
            }
            assert [run.failures for run in unit.job_runs.list()] == [[failure | {"what": "contacts care ana"}]]
            assert unit.teams.get(team.id).message == "Voir ana"
            assert unit.erasures.left(traces) == {Left.MESSAGES}
            assert unit.erasures.traces(unit.people.get(PersonId("eve"))).phones == frozenset()
        with store.begin(reads=False) as unit:  # of who never learnt they are evidence of nothing
            assert Removed.ACTIVITY in unit.erasures.forget(traces, trained=False, requests="support_request")
            assert unit.erasures.left(traces) == set()

    def test_evidence_of_who_was_erased_is_let_go(self, store: Store) -> None:
        """Of nobody else, and once (PASS-6)."""
        furnished(store)
        ana = PersonId("ana")
        with store.begin(reads=False) as unit:
            unit.outbox.put([a_message("k1"), a_message("k2", person=PersonId("bob"))])
            unit.people.get(ana).erase()

        with store.begin(reads=False) as unit:
            assert unit.erasures.with_evidence() == [ana]
            unit.erasures.let_go([ana])
        with reading(store) as unit:
            assert unit.erasures.with_evidence() == []
            assert [one.person for one in unit.outbox.list()] == ["bob"]

    def test_a_person_is_not_named_any_more_in_what_others_typed(self, store: Store) -> None:
        """In any case, with any space and apostrophe (NOTE-6)."""
        furnished(store)
        ana, bob, lyon = PersonId("ana"), PersonId("bob"), TeamId("lyon")
        said = "ÉLÉONORE D\u2019ARC, Éléonore\u00a0d'Arc et 100 % des autres"
        with store.begin(reads=False) as unit:
            unit.people.get(ana).rename("Éléonore", "D'Arc")
            unit.teams.add(Team(lyon, MANPOWER, "Lyon", said))
            unit.goals.add(Goal(GoalId("g"), MANPOWER, bob, said, None, None, PRECISE))
            unit.outbox.put([a_message("told", person=bob, facts={"text": said})])
        with store.begin(reads=False) as unit:
            traces = unit.erasures.traces(unit.people.get(ana))
            unit.erasures.forget(traces, trained=True, requests="support_request")

        left = "ana, ana et 100 % des autres"
        with reading(store) as unit:
            assert unit.teams.get(lyon).message == left
            assert [goal.text for goal in unit.goals.of(bob)] == [left]
            assert [message.facts for message in unit.outbox.list(bob)] == [{"text": left}]

    def test_what_an_address_leads_to_is_whose_login_it_is(self, store: Store) -> None:
        """A former address that is somebody else's by now is none of the traces; who had it first began with it."""
        furnished(store)
        ana = PersonId("ana")
        with store.begin(reads=False) as unit:
            unit.outbox.put([a_message("k1"), a_message("k2")])
            unit.outbox.claim("email", "mailjet", NOW.instant, NOW.instant + ONE_DAY, "me", 2)
            for key, address in (("k1", "bob@manpower.example"), ("k2", "ana@x.example")):
                went = Settlement(message=f"m-{key}", state=SendState.ACCEPTED, sent_to=address, sent=NOW.instant)
                assert unit.outbox.settle("me", [went]) == 1

        with reading(store) as unit:
            person = unit.people.get(ana)
            assert unit.erasures.traces(person).addresses == {"ana@manpower.example", "ana@x.example"}
            assert unit.personal_data.began_with(person) == "bob@manpower.example"
            assert unit.personal_data.began_with(unit.people.get(PersonId("bob"))) == "bob@manpower.example"

    def test_all_that_is_kept_of_a_person(self, store: Store) -> None:
        """By what it is, with what people call the parts of the catalogue; nothing of others (NOTE-6)."""
        furnished(store)
        ana, bob = names("ana bob")
        with store.begin(reads=False) as unit:
            unit.notes.put(ana, ModuleId("m1"), "À retenir", PRECISE)
            unit.notes.put(bob, ModuleId("m1"), "De Bob", PRECISE)
            unit.people.get(bob).managers = {ana}
            unit.sessions.add(a_session(members="ana bob"))

        with reading(store) as unit:
            data = unit.personal_data.of(unit.people.get(ana), "support_request")
        assert list(data["notes"]) == [{"module": "Bases", "text": "À retenir", "saved": PRECISE}]
        assert [row["session"] for row in data["memberships"]] == ["Lyon"]
        assert (data["account"][0]["email"], data["account"][0]["company"]) == ("ana@manpower.example", "Manpower")
        assert len(data["managed"]) == 1 and not data["managers"]

    def test_a_person_who_does_not_exist(self, store: Store) -> None:
        """Is none among many, and nobody by herself."""
        nobody = PersonId("nobody")
        with reading(store) as unit:
            with pytest.raises(LookupError):
                unit.people.get(nobody)
            assert unit.people.many([nobody]) == unit.people.managed_by(nobody) == []
            assert unit.people.of_company(CompanyId("x")) == []
            assert unit.people.cards([nobody]) == {}
