"""Keeping the contact bases of marketing and Care up to date, a part of the daily run (JOB-1): only what changed.

What a contact is made of has a fingerprint, kept once a base has taken it; whoever has another one is transferred
again. Whatever a base does not take is listed, and tried again by the next run.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import compress
from typing import Final

from attrs import define, field, frozen

from ledr_core.application.jobs.running import JobRun, Piece
from ledr_core.application.operating.work import Work
from ledr_core.domain.access.standing import Seat, Standing, seat_of
from ledr_core.domain.kernel.errors import Unavailable
from ledr_core.domain.kernel.identifiers import CourseId, PersonId
from ledr_core.domain.kernel.moments import day_of
from ledr_core.domain.kernel.texts import address_key
from ledr_core.domain.people.roles import Role
from ledr_core.ports.contacts import Base, Contact
from ledr_core.ports.handover import Handover, Outcome
from ledr_core.ports.transfers import Known, Transferred

PEOPLE_AT_ONCE = 1000

Fields = dict[str, str | int | bool | None]

_WAITING: Final = frozenset({Outcome.LATER, Outcome.UNKNOWN})


def transfer_contacts(run: JobRun) -> None:
    """Bring every base up to date; what goes wrong is listed, and stops nothing (JOB-6)."""
    if not run.desk.ports.contacts.bases:
        return
    try:
        _Transfer(run).play()
    except Unavailable:
        raise
    except Exception as error:
        run.fail("contacts", error)


def belongs(base: Base, one: Known) -> bool:
    """Whether a base has somebody: who learns, manages or steers, until they leave; testers are marketing's alone.

    Staff are in none, and nobody who was erased (NOTE-6). Somebody has left who was taken out of every session, and
    neither manages nor steers.
    """
    if one.role.is_staff or one.erased:
        return False
    if one.role is Role.TESTER:
        return base is Base.MARKETING
    return not one.left or one.role.manages or one.role.steers


@frozen
class _Due:
    """Somebody whom a base is to be told of, or to forget."""

    person: PersonId
    contact: Contact
    fingerprint: str


@define
class _Transfer:
    run: JobRun
    changed: dict[Base, list[_Due]] = field(factory=dict)
    left: dict[Base, list[Transferred]] = field(factory=dict)
    out: set[Base] = field(factory=set)
    """The bases that do not answer, or take nothing: the next run tries them again."""
    _outlines: dict[CourseId, str] = field(factory=dict)

    @property
    def bases(self) -> list[Base]:
        return [base for base in self.run.desk.ports.contacts.bases if base not in self.out]

    def play(self) -> None:
        """Compare everybody, chunk by chunk, and hand over what changed as soon as there is enough for one go."""
        last: PersonId | None = None
        more = True
        while self.bases and more and (people := self._people(last)):
            last, more = people[-1], len(people) == PEOPLE_AT_ONCE
            self._look_at(people)
            self._hand_over(self.run.desk.ports.contacts.at_once)
        with self.run.desk.own_work(reads=True) as work:
            for base in self.bases:
                self.left.setdefault(base, []).extend(work.unit.transfers.gone(base))
        self._hand_over(1)

    # What changed

    def _people(self, after: PersonId | None) -> list[PersonId]:
        with self.run.desk.own_work(reads=True) as work:
            return work.unit.transfers.people(after, PEOPLE_AT_ONCE)

    def _look_at(self, people: Sequence[PersonId]) -> None:
        """Compare these people; where one cannot be read, each alone (JOB-6)."""
        before = {base: (len(self.changed.get(base, ())), len(self.left.get(base, ()))) for base in Base}
        try:
            self._compare(people)
        except Unavailable:
            raise
        except Exception as error:
            for base, (changed, left) in before.items():  # what of the chunk was gathered already
                del self.changed.get(base, [])[changed:], self.left.get(base, [])[left:]
            if len(people) == 1:
                self.run.fail(f"contacts {self.run.email(people[0])}", error)
                return
            for person in people:
                self._look_at([person])

    def _compare(self, wanted: Sequence[PersonId]) -> None:
        with self.run.desk.own_work(reads=True) as work:
            people = work.unit.transfers.known(wanted)
            work.prefetch((one.id for one in people), seats=True)
            drawn = {one.id: self._draw(work, one, work.seats(one.id)) for one in people}
            percents: dict[PersonId, int | None] = {}
            for base in self.bases:
                self._compare_with(work, base, people, drawn, percents)

    def _compare_with(
        self,
        work: Work,
        base: Base,
        people: Sequence[Known],
        drawn: Mapping[PersonId, _Drawn],
        percents: dict[PersonId, int | None],
    ) -> None:
        """Gather whom the base is to be told of, or to forget; *percents* are those read so far."""
        told = work.unit.transfers.transferred(base, [one.id for one in people])
        due: list[tuple[Known, str]] = []
        for one in people:
            before = told.get(one.id)
            if belongs(base, one):
                fingerprint = drawn[one.id].fingerprint(base)
                due += [] if before is not None and before.fingerprint == fingerprint else [(one, fingerprint)]
            elif before is not None:
                self.left.setdefault(base, []).append(before)
        percents |= self._percents(work, [drawn[one.id] for one, _ in due if one.id not in percents])
        formers = _free(work, (told[one.id].email for one, _ in due if one.id in told))
        for one, fingerprint in due:
            former = told[one.id].email if one.id in told else None
            fields = drawn[one.id].fields(base) | {"percent": percents[one.id]}
            contact = Contact(one.email, fields, former if former in formers else None)
            self.changed.setdefault(base, []).append(_Due(one.id, contact, fingerprint))

    def _draw(self, work: Work, one: Known, seats: Sequence[Seat]) -> _Drawn:
        seat = seat_of(Standing(one.role, seats), work.today) or max(
            seats, key=lambda seat: seat.member.end, default=None
        )
        if seat is not None and seat.course_id not in self._outlines:
            outline = repr(work.outline(seat.course_id))
            self._outlines[seat.course_id] = hashlib.sha256(outline.encode()).hexdigest()
        return _Drawn(one, seat, self._outlines[seat.course_id] if seat else "")

    def _percents(self, work: Work, drawn: Sequence[_Drawn]) -> dict[PersonId, int | None]:
        """How far these people are in their course: the only thing for which their records are read."""
        learners = [one for one in drawn if one.seat is not None and one.seat.member.learns]
        work.prefetch((one.known.id for one in learners), records=True)
        found: dict[PersonId, int | None] = dict.fromkeys((one.known.id for one in drawn), None)
        for one in learners:
            assert one.seat is not None
            found[one.known.id] = work.record(one.known.id).percent(work.outline(one.seat.course_id))
        return found

    # Handing over

    def _hand_over(self, enough: int) -> None:
        """What there is for each base, in goes of what it takes at once, while there is *enough*."""
        contacts = self.run.desk.ports.contacts
        for base in self.bases:
            changed, left = self.changed.get(base, []), self.left.get(base, [])
            while len(left) >= enough and base not in self.out:
                some, left[:] = left[: contacts.at_once], left[contacts.at_once :]
                self._remove(base, some)
            while len(changed) >= enough and base not in self.out:
                these, changed[:] = changed[: contacts.at_once], changed[contacts.at_once :]
                self._transfer(base, these)

    def _transfer(self, base: Base, due: Sequence[_Due]) -> None:
        handovers = self.run.desk.ports.contacts.transfer(base, [one.contact for one in due])
        taken = self._taken(base, [one.contact.email for one in due], handovers)
        kept = [
            Transferred(one.person, one.contact.email, one.fingerprint)
            for one, ok in zip(due, taken, strict=True)
            if ok
        ]
        self.run.commit(partial(_keep, base=base, transferred=kept))

    def _remove(self, base: Base, left: Sequence[Transferred]) -> None:
        """Take people out; an address that is another account's by now is that person's contact, and stays."""
        with self.run.desk.own_work(reads=True) as work:
            free = _free(work, (one.email for one in left), {one.person for one in left})
        gone = [one for one in left if one.email in free]
        handovers = self.run.desk.ports.contacts.remove(base, [one.email for one in gone]) if gone else ()
        taken = self._taken(base, [one.email for one in gone], handovers)
        forgotten = [one.person for one in compress(gone, taken)]
        forgotten += [one.person for one in left if one.email not in free]
        self.run.commit(partial(_forget, base=base, people=forgotten))

    def _taken(self, base: Base, emails: Sequence[str], handovers: Sequence[Handover]) -> list[bool]:
        """Which of them the base took; the others are listed, together where it took none of them for now."""
        refused = [
            (email, one) for email, one in zip(emails, handovers, strict=True) if one.outcome is not Outcome.ACCEPTED
        ]
        if refused and len(refused) == len(emails) and all(one.outcome in _WAITING for _, one in refused):
            self.out.add(base)
            self.run.fell_short(f"contacts {base.value}", refused[0][1].reason)
        else:
            for email, one in refused:
                self.run.fell_short(f"contacts {base.value} {email}", one.reason)
        return [one.outcome is Outcome.ACCEPTED for one in handovers]


@frozen
class _Drawn:
    """Somebody as a contact, but for the percent, which takes a record to be read."""

    known: Known
    seat: Seat | None
    outline: str

    def fingerprint(self, base: Base) -> str:
        """The same until something changes of which the contact is made."""
        made_of = [self.known.email, self.fields(base), self.known.done, self.outline]
        return hashlib.sha256(json.dumps(made_of, ensure_ascii=False).encode()).hexdigest()

    def fields(self, base: Base) -> Fields:
        """What a base knows: Care the phone number too; marketing what it may write about, and the day of a demo."""
        one, seat = self.known, self.seat
        learns = seat is not None and seat.member.learns
        certificate = one.certified.get(seat.course_id) if seat else None
        fields: Fields = {
            "first_name": one.first_name,
            "last_name": one.last_name,
            "role": one.role.value,
            "company": one.company,
            "session": seat.session if seat else None,
            "course": seat.course if seat else None,
            "start": _iso(seat.member.start) if seat and learns else None,
            "end": _iso(seat.member.end) if seat and learns else None,
            "slot": seat.slot if seat else None,
            "finished": seat is not None and seat.course_id in one.finished,
            "certification": certificate[0].value if certificate else None,
            "certified_on": _iso(certificate[2]) if certificate else None,
            "last_connection": _iso(day_of(one.last_active)) if one.last_active else None,
            "sms": one.sms,
            "community_emails": one.community_emails,
        }
        own: Fields = {"phone": one.phone} if base is Base.CARE else {"demo_day": _iso(one.demo_day)}
        return fields | own


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _free(work: Work, emails: Iterable[str], but: Iterable[PersonId] = ()) -> set[str]:
    """Those of the addresses that are no account's now, or that of the people named."""
    wanted, own = set(emails), set(but)
    known = work.unit.people.with_emails(wanted) if wanted else {}
    return {email for email in wanted if (one := known.get(address_key(email))) is None or one.id in own}


def _keep(work: Work, base: Base, transferred: Sequence[Transferred]) -> Piece[None]:
    return Piece(None, _counted("contacts", base, work.unit.transfers.keep(base, transferred, work.moment.instant)))


def _forget(work: Work, base: Base, people: Sequence[PersonId]) -> Piece[None]:
    forgotten = work.unit.transfers.forget(base, people)
    work.wiped |= forgotten > 0  # the address of somebody who was erased is left nowhere (NOTE-6)
    return Piece(None, _counted("contacts_removed", base, forgotten))


def _counted(what: str, base: Base, number: int) -> Counter[str]:
    """What was done in a base, in all and for that base: somebody may be in several."""
    return Counter({what: number, f"{what}_{base.value}": number})
