"""A small school, and operations that mean something in it: most may be done when they are drawn, some are refused.

What is drawn are names, days and numbers; whatever must be asked of the school first is left to who performs them.
"""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from attrs import frozen
from hypothesis import strategies as st

from ledr_adapters import open_rehearsal
from ledr_adapters.recording import RecordingMail
from ledr_core.testing import FixedClock
from tests.full_school import fill_catalogue
from tests.integration.conftest import a_member, address
from tests.integration.messages.delivering import Delivering, over

BEGINNING: Final = "2026-11-19T09:00"
MEMBERS: Final = {"Lyon": "lea bob zoe tom", "Paris": "kim lou", "Brest": "eve jo", "Metz": "max noa"}
"""Who learns in each session at the beginning."""
LEARNERS: Final = " ".join(MEMBERS.values()).split()
STEERING: Final = ("nora", "paul")
"""A manager and a pilot."""
NEW: Final = ("pia", "ugo", "eli")
"""Who have no account before they are enrolled."""
PEOPLE: Final = (*LEARNERS, *STEERING, *NEW)
SESSIONS: Final = tuple(MEMBERS)
ROLES: Final = ("learner", "learner", "learner_manager", "learner_pilot", "student", "manager", "pilot")
DAYS: Final = ("2026-11-25", "2026-12-10", "2027-01-15", "2027-04-30", "2027-09-30", "2028-01-31")
LESSONS: Final = ("l1", "l2", "l3", "l4", "l5", "l7", "l8")
STEPS: Final = (
    *({"step": "introduction_video"}, {"step": "main_video"}, {"step": "main_question", "answer": "Moi"}),
    *({"step": "main_question", "question": 1, "answer": "Ceci"}, {"step": "conclusion_video"}),
)
SETTINGS: Final = (
    *(("placement_required", False), ("placement_required", True), ("late_enrolment_days", 60)),
    *(("inactivity_days", 5), ("end_reminder_days", [20, 3]), ("language", "en"), ("free_tries", 1)),
)


def make(url: str) -> None:
    """Make it in an empty database: two companies, three courses, slot and licence sessions, ten people."""
    with TemporaryDirectory() as folder:
        ledr = opened(url, "made")
        with closing(ledr.school):
            fill_catalogue(ledr, Path(folder))
            for name in ("Manpower", "Adecco"):
                ledr.school.companies.create(by="staff", name=name)
            lyon, paris, brest, metz = MEMBERS.values()
            ledr.a_session("Lyon", members=f"{lyon} paul:pilot nora:manager", holders="lea bob", waiting="zoe tom")
            ledr.a_session(
                "Paris",
                members=paris,
                start="2026-12-01",
                end="2027-05-31",
                course="sourcing",
                package=1,
                holders="kim",
                waiting="lou",
            )
            ledr.a_session("Brest", members=brest, kind="licence", end="2027-01-15")
            ledr.a_session("Metz", members=metz, company="Adecco", holders="max", waiting="noa", package=1)


def opened(url: str, seed: str) -> Delivering:
    """It at its beginning, with the chance that follows from a seed; a second one has the same."""
    clock, mail = FixedClock(BEGINNING), RecordingMail()
    return over(open_rehearsal(url, clock=clock, mail=mail), clock, mail, seed)


# What is done in it


@frozen
class Wanted:
    """An operation, who asks for it, and with what."""

    name: str
    by: str
    values: dict[str, Any]


Drawn = st.SearchStrategy[Any]
nothing: Drawn = st.just({})


def wanted(name: str, by: Drawn, together: Drawn = nothing, /, **values: Drawn) -> st.SearchStrategy[Wanted]:
    """Operations of that name; some of the values may be drawn *together*."""
    both = st.builds(lambda some, each: some | each, together, st.fixed_dictionaries(values))
    return st.builds(Wanted, st.just(name), by, both)


def one(of: Sequence[Any]) -> st.SearchStrategy[Any]:
    """One of these."""
    return st.sampled_from(of)


def one_address(of: Sequence[str]) -> st.SearchStrategy[str]:
    """The address of one of these people."""
    return one([address(name) for name in of])


staff = st.just("staff")
steerer = one(["staff", "staff", "staff", address("paul")])
seated = ["lea", "eve", "jo", "max"]
person, learner = one_address(PEOPLE), one_address([*LEARNERS, *seated, *seated, "pia"])
session, slots = one(SESSIONS), one(["Lyon", "Lyon", "Lyon", "Paris", "Metz", "Brest"])
_there = [(session, name) for session, names in MEMBERS.items() for name in names.split()]
_anywhere = [(session, name) for session in SESSIONS for name in PEOPLE]
membership = st.one_of(one(_there), one(_there), one(_anywhere)).map(
    lambda pair: {"session": pair[0], "person": address(pair[1])}
)
day, number = one(DAYS), st.integers(1, 4)
member = st.builds(a_member, one(PEOPLE), one(ROLES))
course, lesson = one(["recruter", "sourcing", "chasser"]), one(LESSONS)
marks = st.lists(one([0, 0.5, 1, 1.5, 2]), min_size=10, max_size=10)
text = one(["Une réponse", "Another answer", "œuvre — «\u00a0ça\u00a0»", "a", " "])

members = st.one_of(
    wanted("sessions.add_members", steerer, session=slots, members=st.lists(member, min_size=1, max_size=2)),
    wanted(
        "sessions.add_members", staff, session=st.just("Brest"), members=st.lists(member, max_size=1), package=number
    ),
    wanted("sessions.remove_member", steerer, membership),
    wanted("sessions.remove_member", staff, membership, package=st.integers(1, 2)),
    wanted("sessions.move_member", staff, session=slots, person=person),
    wanted("sessions.move_member", staff, session=session, person=person, package=number, former_package=number),
)
sessions = st.one_of(
    wanted("sessions.change_dates", staff, session=session, end=day),
    wanted("sessions.change_dates", staff, session=session, start=day, extend_to_members=st.booleans()),
    wanted("sessions.change_member_end", staff, membership, end=day),
    wanted("sessions.change_package", staff, session=session, package=number),
    wanted("sessions.change_kind", staff, session=session, kind=one(["slot", "licence"]), package=number),
    wanted("sessions.change_kind", staff, session=session, kind=st.just("slot"), package=number, holders=st.just([])),
    wanted("sessions.change_course", staff, session=session, course=course),
)
people = st.one_of(
    wanted("people.change_role", staff, person=person, role=one(ROLES)),
    wanted("people.change_role", staff, person=person, role=one(ROLES), package=number),
    wanted("people.change_email", staff, person=person, email=one_address((*PEOPLE, "LEA", "été"))),
    wanted("people.reset_account", staff, person=learner),
    wanted("people.erase", staff, person=learner),
    wanted("people.erase", staff, person=person, package=number),
    wanted("people.set_managers", steerer, person=learner, managers=st.lists(one_address(STEERING), unique=True)),
    wanted("people.update", staff, person=person, first_name=one(["Léa", "Zoé"]), last_name=one(["Noël", "Martin"])),
    wanted("people.change_settings", person, sms=st.booleans(), anonymous=st.booleans(), phone=st.just("0612345678")),
)
accounts = st.one_of(
    wanted("accounts.reset_password", staff, person=person),
    wanted("accounts.sign_in", st.just("public"), login=person, password=st.just("faux")),
    wanted("accounts.forgot_password", st.just("public"), email=person),
    wanted("accounts.register_demo", st.just("public"), email=one_address(NEW), day=day),
    wanted("companies.rename", staff, company=st.just("Adecco"), name=one(["Adecco", "ADECCO", "Manpower"])),
)
slots_by_hand = st.one_of(
    wanted("slots.assign", steerer, membership),
    wanted("slots.release", steerer, membership),
    wanted("rotations.enqueue", steerer, membership),
    wanted("rotations.enqueue", steerer, membership, position=number),
    wanted("rotations.dequeue", steerer, membership),
)
rotation = st.one_of(
    wanted("rotations.reorder", steerer, membership, position=number),
    wanted("rotations.set_policy", steerer, session=slots, policy=one(["manual", "natural"])),
    wanted(
        "rotations.set_policy", steerer, session=slots, policy=st.just("paced"), every=number, weekends=st.booleans()
    ),
)
learning = st.one_of(
    wanted("learning.watch", learner, lesson=lesson, ended=st.just(True)),
    wanted("learning.watch", learner, lesson=lesson, position=st.integers(0, 100)),
    wanted("learning.note", learner, module=one(["m-t1", "m-s1"]), text=text),
    wanted("workshops.step", learner, one(STEPS), workshop=st.just("w1")),
    wanted("quizzes.postpone", learner),
)
cases = st.one_of(
    wanted("cases.begin", learner),
    wanted("cases.write", learner, question=st.integers(1, 10), text=text),
    wanted("cases.hand_in", learner, complete=st.booleans()),
    wanted("cases.grade", staff, person=learner, marks=marks),
    wanted("cases.amend", staff, person=learner, course=st.just("recruter"), marks=marks, reason=text),
    wanted("cases.request_rework", learner),
    wanted("cases.delete_copy", staff, person=learner, course=st.just("recruter")),
    wanted("certifications.edit", staff, person=learner, course=st.just("recruter"), level=one(["gold", "bronze"])),
    wanted("certifications.delete", staff, person=learner, course=st.just("recruter")),
    wanted("support.ask", learner, text=text),
    wanted("notifications.read", person),
)
of_the_school = st.one_of(
    wanted("messages.deliver", staff),
    wanted("messages.unsuppress", staff, email=person),
    wanted("jobs.weekly", staff),
    wanted("jobs.monthly", staff),
)
catalogue_and_lists = st.one_of(
    wanted("catalogue.put_lesson", staff, reference=lesson, title=text),
    wanted("catalogue.put_theme", staff, reference=st.just("t1"), optional=st.booleans()),
    wanted("catalogue.withdraw_question", staff, question=one(["t1-1-0", "t1-2-0"])),
    wanted("settings.set", staff, one(SETTINGS).map(lambda pair: {"name": pair[0], "value": pair[1]})),
    *(
        wanted(name, steerer, session=session)
        for name in ("sessions.show", "slots.ledger", "rotations.explain", "rotations.preview")
    ),
    wanted("accounts.explain_access", staff, person=person),
    wanted("people.list", steerer, text=one(["", "lea", "mart", "noe"])),
    wanted("messages.list", staff, person=person),
    wanted("certifications.list", staff),
    wanted("followup.table", steerer, scope=st.just("mine")),
    wanted("followup.report_bpf", staff, year=one([2026, 2027])),
    wanted("followup.evidence", staff, session=session),
    wanted("followup.evidence", staff, person=person),
)
