"""What names a person anywhere: found, and removed or anonymised (NOTE-6)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Sequence, Set
from string import ascii_uppercase
from typing import Any, Final

import sqlalchemy as sa

from ledr_adapters.sql import tables as t
from ledr_adapters.sql.bulk import update_rows
from ledr_adapters.sql.statements import chunks, delete_wholes
from ledr_core.domain.kernel.identifiers import PersonId
from ledr_core.domain.kernel.texts import address_key
from ledr_core.domain.messages.grounds import Withdrawal
from ledr_core.domain.people.erasure import Left, Removed, Traces
from ledr_core.domain.people.person import Person

_m, _e, _d, _p, _h = t.messages.c, t.provider_events.c, t.documents.c, t.placements.c, t.copies.c
_f, _k, _t = t.former_managers.c, t.copy_answers.c, t.transferred_contacts.c
_s, _x, _a = t.memberships.c, t.finishes.c, t.people.c

_OWN: Final = (
    (Removed.ACCESS, t.passwords),
    (Removed.ACCESS, t.reset_links),
    (Removed.ACCESS, t.demo_moves),
    (Removed.NOTIFICATIONS, t.notifications),
    (Removed.NOTES, t.notes),
    (Removed.QUIZZES, t.practice_answers),
    (Removed.QUIZZES, t.quizzes),
    (Removed.QUIZZES, t.practices),
    (Removed.ANSWERS, t.workshop_answers),
    (Removed.TEAMS, t.team_members),
    (Removed.TEAMS, t.team_supervisors),
    (Removed.GOALS, t.goals),
    (Removed.FIGURES, t.key_figures),
)
"""What is of no use to anybody once its person is gone."""
_DONE: Final = (
    t.connections,
    t.viewings,
    t.badges,
    t.finishes,
    t.passes,
    t.workshop_work,
    t.records,
    t.attempts,
    t.endings,
)
"""The evidence of a training: of no use where none began, or once it need not be kept any more."""
_EVIDENCE: Final = (*_DONE, t.copies, t.messages)
_WORK: Final = (t.viewings, t.badges, t.finishes, t.passes, t.workshop_work, t.attempts)

_NEVER_LEFT: Final = sa.and_(_m.state == "pending", _m.tries == 0)
_IN_DOUBT: Final = ("pending", "sending", "unknown")
"""The states of messages of which a sender may still say something."""
_SAID: Final[tuple[tuple[sa.Table, tuple[str, ...], tuple[str, ...]], ...]] = (
    (t.messages, ("number",), ("facts",)),
    (t.notifications, ("number",), ("facts",)),
    (t.documents, ("code",), ("facts",)),
    (t.copies, ("id",), ("grading", "rework", "amendments")),
    (t.job_runs, ("job", "date", "started"), ("failures",)),
)
"""What is written in JSON, in which people may be named: the key of a row, and the columns."""
_TYPED: Final[tuple[tuple[sa.Table, tuple[str, ...], str], ...]] = (
    (t.teams, ("id",), "message"),
    (t.goals, ("id",), "text"),
    (t.workshop_answers, ("person_id", "workshop_id", "question"), "text"),
)
"""What members of an organisation or a course type for others to read: the key of a row, and the column."""

MOST_PATTERNS: Final = 200
"""Of each of up to three columns in one expression, of which SQLite takes a thousand parts."""
_LOOSE: Final = re.compile(r"[\s'\u2019]+")
"""What people type in more than one way within a name."""
_LIKE: Final = re.compile(r"[%_/]")
_ASCII_LOWER: Final = {ord(letter): letter.lower() for letter in ascii_uppercase}


class SqlErasures:
    """Finds and removes what names a person."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def traces(self, person: Person) -> Traces:
        """How somebody is and was called and reached."""
        messages = sa.select(_m.channel, _m.sent_to).where(_m.person_id == person.id, _m.sent_to.is_not(None))
        sent = self._connection.execute(messages.distinct()).all()
        told = self._texts(sa.select(_t.email).where(_t.person_id == person.id))
        tested = self._texts(sa.select(_p.email).where(_p.person_id == person.id))
        printed = self._texts(sa.select(_d.facts["person"].as_string()).where(_d.person_id == person.id))
        mails = {row.sent_to for row in sent if row.channel == "email"}
        phones = {row.sent_to for row in sent if row.channel != "email"} | {person.phone or ""}
        called = {(person.first_name, person.last_name), *self._called_in_messages(person)}
        names = {name.strip() for one in called for name in (" ".join(one), " ".join(reversed(one)))} | printed
        addresses = set(filter(None, {person.email, *mails, *told, *tested}))
        return Traces(
            person=person.id,
            names=frozenset(name for name in names if " " in name),  # one alone is many people's
            addresses=frozenset(addresses - self._of_others(person, addresses)),
            phones=frozenset(form for phone in phones if phone for form in _spelt(phone)),
            own_words=frozenset(word for one in called for word in one if word),
        )

    def _called_in_messages(self, person: Person) -> set[tuple[str, str]]:
        """First and last names as they were when a message that keeps them left."""
        said = [_m.facts[("person", name)].as_string() for name in ("first_name", "last_name")]
        rows = self._connection.execute(sa.select(*said).where(_m.person_id == person.id, _m.resolved).distinct())
        return {(first or "", last or "") for first, last in rows}

    def _of_others(self, person: Person, addresses: Set[str]) -> set[str]:
        """Former addresses that are somebody else's login by now: what they lead to is not this person's."""
        keys = sa.select(_a.email_key).where(_a.email_key.in_(_keys(addresses)), _a.id != person.id)
        taken = self._texts(keys)
        return {one for one in addresses if address_key(one) in taken}

    def _texts(self, statement: sa.Select[Any]) -> set[str]:
        return {text for text in self._connection.scalars(statement) if text}

    def forget(self, traces: Traces, *, trained: bool, requests: str, to_school: Collection[str] = ()) -> Set[Removed]:
        """Remove or anonymise what is no evidence of a training."""
        mine = _mine(traces, to_school)
        removed = {what for what, table in _OWN if self._delete(table, table.c.person_id == traces.person)}
        steps = {
            Removed.MANAGERS: self._part(traces),
            Removed.PLACEMENT: self._delete(t.placements, self._tested(traces)),
            Removed.INVITATIONS: self._delete(t.invitations, t.invitations.c.address_key.in_(_keys(traces.addresses))),
            Removed.REQUESTS: self._drop_requests(traces, requests),
            Removed.MESSAGES: self._drop_messages(_NEVER_LEFT, mine),
            Removed.ADDRESSES: self._strip_messages(traces, mine),
            Removed.ACTIVITY: not trained and self._untrained(traces, mine),
        }
        self._part_from_goals(traces)
        self._unname(traces)
        return removed | {what for what, done in steps.items() if done}

    def left(self, traces: Traces) -> Set[Left]:
        """What is still kept of the person."""
        places = {
            Left.HISTORY: (t.memberships, t.holdings),
            Left.ATTENDANCE: (t.connections,),
            Left.WORK: _WORK,
            Left.COPIES: (t.copies,),
            Left.CERTIFICATES: (t.certifications, t.documents),
            Left.MESSAGES: (t.messages,),
            Left.CONTACTS: (t.transferred_contacts,),
        }
        return {what for what, tables in places.items() if any(self._has(one, traces) for one in tables)}

    def with_evidence(self) -> list[PersonId]:
        """Who was erased, and of whom evidence of a training is still kept."""
        people = t.people.c
        some = (sa.exists().where(table.c.person_id == people.id) for table in _EVIDENCE)
        erased = sa.select(people.id).where(people.email == people.id, sa.or_(*some)).order_by(people.id)
        return list(map(PersonId, self._connection.scalars(erased)))

    def let_go(self, people: Collection[PersonId]) -> None:
        """Remove the evidence of their trainings."""
        for some in chunks(people):
            self._drop_messages(_m.person_id.in_(some))
            for table in (*_DONE, t.copies):
                delete_wholes(self._connection, table, table.c.person_id.in_(some))

    def _has(self, table: sa.Table, traces: Traces) -> bool:
        found = sa.select(sa.literal(1)).where(table.c.person_id == traces.person).limit(1)
        return self._connection.execute(found.select_from(table)).first() is not None

    def _delete(self, table: sa.Table, where: sa.ColumnElement[bool]) -> bool:
        """Delete rows with their parts; gives whether there were any."""
        there = self._connection.execute(sa.select(sa.literal(1)).select_from(table).where(where).limit(1)).first()
        if there is not None:
            delete_wholes(self._connection, table, where)
        return there is not None

    def _part(self, traces: Traces) -> bool:
        return self._delete(t.former_managers, sa.or_(_f.person_id == traces.person, _f.manager_id == traces.person))

    def _part_from_goals(self, traces: Traces) -> None:
        """Goals that they set others stay theirs."""
        set_by = sa.update(t.goals).where(t.goals.c.author_id == traces.person)
        self._connection.execute(set_by.values(author_id=None))

    def _tested(self, traces: Traces) -> sa.ColumnElement[bool]:
        return sa.or_(_p.person_id == traces.person, _p.email_key.in_(_keys(traces.addresses)))

    def _untrained(self, traces: Traces, mine: sa.ColumnElement[bool]) -> bool:
        done = [table for table in _DONE if self._delete(table, table.c.person_id == traces.person)]
        return self._drop_messages(mine) or bool(done)

    # Messages

    def _drop_requests(self, traces: Traces, kind: str) -> bool:
        """What the person asked the school, from where, with the state they were in."""
        by_key = _m.key.startswith(f"{kind}:{traces.person}:", autoescape=True)
        keys = _keys(traces.addresses)
        answered = (_m.facts[path].as_string() for path in (("person", "email"), ("answer_to",)))
        return self._drop_messages(_m.kind == kind, sa.or_(by_key, *(sa.func.lower(one).in_(keys) for one in answered)))

    def _drop_messages(self, *where: sa.ColumnElement[bool]) -> bool:
        gone = sa.select(_m.id).where(*where)
        self._connection.execute(sa.delete(t.provider_events).where(_e.message_id.in_(gone)))
        return self._connection.execute(sa.delete(t.messages).where(*where)).rowcount > 0

    def _strip_messages(self, traces: Traces, mine: sa.ColumnElement[bool]) -> bool:
        """Of messages that were handed over the kind, the days and what became of them stay, and nothing said."""
        rows = self._connection.execute(sa.select(_m.number, _m.id, _m.facts, _m.reason).where(mine)).all()
        said = [(row.number, traces.out_of(row.facts, own=True), traces.out_of(row.reason, own=True)) for row in rows]
        update_rows(self._connection, t.messages, ("number",), ("facts", "reason"), said)
        in_doubt = sa.update(t.messages).where(mine, _m.state.in_(_IN_DOUBT))
        no_more = {"state": "withdrawn", "reason": Withdrawal.ERASED.value, "holder": None, "lease": None}
        self._connection.execute(in_doubt.values(no_more))
        nowhere: dict[str, Any] = {"person_id": traces.person, "address": None, "address_key": None, "sent_to": None}
        about = _e.message_id.in_(sa.select(_m.id).where(mine))
        reached = sa.func.lower(_e.address).in_({*_keys(traces.addresses), *traces.phones})
        silent = sa.update(t.provider_events).where(sa.or_(about, reached))
        heard = self._connection.execute(silent.values(address=None, detail="", url=None)).rowcount
        return self._connection.execute(sa.update(t.messages).where(mine).values(nowhere)).rowcount + heard > 0

    # Texts that name the person

    def _unname(self, traces: Traces) -> None:
        """Have the identifier stand for the person in what others were told, and documents print no name."""
        for table, key, columns in _SAID:
            self._rewrite(table, key, columns, _patterns(traces.sought, _in_json), traces)
        for table, key, column in _TYPED:
            self._rewrite(table, key, (column,), _patterns(traces.sought, str), traces)
        written = sa.select(_k.copy_id, _k.round, _k.question, _k.text).where(
            _k.copy_id.in_(sa.select(_h.id).where(_h.person_id == traces.person))
        )
        rows = [
            (row.copy_id, row.round, row.question, traces.out_of(row.text, own=True))
            for row in self._connection.execute(written)
        ]
        update_rows(self._connection, t.copy_answers, ("copy_id", "round", "question"), ("text",), rows)
        own = self._connection.execute(sa.select(_d.code, _d.facts).where(_d.person_id == traces.person)).all()
        printed = [(row.code, {**_unnamed(traces, row.facts), "person": ""}) for row in own]
        update_rows(self._connection, t.documents, ("code",), ("facts",), printed)

    def _rewrite(
        self,
        table: sa.Table,
        key: Sequence[str],
        columns: Sequence[str],
        patterns: Sequence[str],
        traces: Traces,
    ) -> None:
        """In the rows that are like one of these: so many at a time as an expression may have."""
        said = [sa.func.lower(sa.cast(table.c[column], sa.Text)) for column in columns]
        for some in chunks(patterns, MOST_PATTERNS):
            like = sa.or_(*(text.like(pattern, escape="/") for text in said for pattern in some))
            self._rewrite_rows(table, key, columns, like, traces)

    def _rewrite_rows(
        self,
        table: sa.Table,
        key: Sequence[str],
        columns: Sequence[str],
        where: sa.ColumnElement[bool],
        traces: Traces,
    ) -> None:
        names = (*key, *columns)
        found = self._connection.execute(sa.select(*(table.c[name] for name in names)).where(where)).all()
        rows = [(*row[: len(key)], *(traces.out_of(value) for value in row[len(key) :])) for row in found]
        changed = [new for new, old in zip(rows, found, strict=True) if tuple(new) != tuple(old)]
        raising = "version" if "version" in table.c else None
        update_rows(self._connection, table, key, columns, changed, raising=raising)


def _mine(traces: Traces, to_school: Collection[str]) -> sa.ColumnElement[bool]:
    """Messages to the person, and to addresses of theirs when those were nobody's yet."""
    to_address = sa.and_(_m.address_key.in_(_keys(traces.addresses)), _m.kind.not_in(to_school))
    return sa.or_(_m.person_id == traces.person, to_address)


def _spelt(phone: str) -> set[str]:
    """A number as it is kept, and as people type it."""
    from phonenumbers import NumberParseException, PhoneNumberFormat, format_number, parse

    try:
        number = parse(phone)
    except NumberParseException:
        return {phone}
    forms = {format_number(number, one) for one in (PhoneNumberFormat.NATIONAL, PhoneNumberFormat.INTERNATIONAL)}
    return {phone, *(form.replace(" ", mark) for form in forms for mark in (" ", "", ".", "-"))}


def _unnamed(traces: Traces, facts: dict[str, object]) -> dict[str, object]:
    return {name: traces.out_of(value, own=True) for name, value in facts.items()}


def _keys(addresses: Collection[str]) -> list[str]:
    return sorted(map(address_key, addresses))


def _in_json(text: str) -> str:
    """A text as JSON writes it: in ASCII alone, which both databases fold alike."""
    return json.dumps(text)[1:-1]


def _patterns(texts: Collection[str], written: Callable[[str], str]) -> Sequence[str]:
    """What a text is like that says one of these, in any case and with any space or apostrophe; so may others be.

    SQLite knows the case of ASCII letters alone: of the others each form is looked for.
    """
    return sorted({_pattern(form, written) for text in texts for form in (text, text.lower(), text.upper())})


def _pattern(text: str, written: Callable[[str], str]) -> str:
    """What a text that says this one is like."""
    parts = (_LIKE.sub(r"/\g<0>", written(part)).translate(_ASCII_LOWER) for part in _LOOSE.split(text))
    return f"%{'%'.join(parts)}%"
