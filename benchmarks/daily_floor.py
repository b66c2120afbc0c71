"""The daily run by hand: straight-line code over the bare driver, as good as somebody would write it for one school.

It reads the rows that the run must read to decide (settings, the last run, the sessions due, their members, open
holdings and waiting lists, who has finished, when the holders were last connected), decides on tuples in plain Python
(who leaves, who enters, who is told what, when each session is due again), and writes the same rows: holdings, waiting
lists, sessions, messages, the bell, the line of the run. All in one transaction, one statement a table and kind of
write: `executemany` on SQLite, `unnest` on PostgreSQL.

It knows slot sessions under each policy that count public holidays, whose members have all been welcomed and can be
served, and refuses any other; it has no aggregates, no retries, no failures kept apart, no log, no progress.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
ONE_DAY = timedelta(days=1)
LEARNING = {"learner", "learner_manager", "learner_pilot", "student", "admin"}

_DUE = "select id from sessions where next_change_on <= {0}"
READS = {
    "settings": "select name, value, since from settings order by name, since nulls first, number",
    "runs": "select date, finished from runs where job = 'daily' order by date desc, started desc limit 1",
    "sessions": """select id, course_id, kind, start, "end", package, policy, every, weekends, holidays, paced_from,
        holdings_opened, version from sessions where next_change_on <= {0} order by id""",
    "members": f"""select session_id, number, person_id, role, start, "end", enrolled, welcomed from memberships
        where left_at is null and session_id in ({_DUE})""",
    "holdings": f"""select session_id, number, slot, person_id, since, opened_by from holdings
        where until is null and session_id in ({_DUE})""",
    "waiting": f"""select session_id, person_id, position, queued_by_run from waiting where session_id in ({_DUE})
        order by session_id, position""",
    "finished": f"""select m.session_id, f.person_id from finishes f join memberships m on m.person_id = f.person_id
        join sessions s on s.id = m.session_id and s.course_id = f.course_id where s.id in ({_DUE})""",
    "connected": f"""select c.person_id, max(c.last_active) from connections c join holdings h
        on h.person_id = c.person_id and h.until is null where h.session_id in ({_DUE}) group by c.person_id""",
}


class Driver(Protocol):
    """A connection of the bare driver."""

    def read(self, statement: str, today: date) -> list[tuple[Any, ...]]: ...
    def write(self, rows: Rows, now: datetime) -> None: ...
    def run(self, now: datetime, today: date, done: dict[str, int] | None) -> None: ...
    def day(self, value: Any) -> date: ...
    def instant(self, value: Any) -> datetime: ...


class Rows:
    """What is to be written, by table."""

    def __init__(self) -> None:
        self.closed: list[tuple[str, int, str]] = []
        self.opened: list[tuple[str, int, int, str]] = []
        self.served: list[tuple[str, str]] = []
        self.queued: list[tuple[str, str, int, date]] = []
        self.sessions: list[tuple[str, int, date | None, int]] = []
        self.messages: list[tuple[str, str, str, str, str, str]] = []
        self.rung: list[tuple[str, str, str, str, str, str]] = []


def daily_by_hand(driver: Driver, now: datetime) -> int:
    """The run of an instant; gives how many slots changed hands."""
    today = now.astimezone(PARIS).date()
    read = {name: driver.read(statement, today) for name, statement in READS.items()}
    driver.run(now, today, None)
    inactivity, reminders = 21, [30, 7]
    for name, value, since in read["settings"]:
        if since is None or driver.day(since) <= today:
            inactivity = int(value) if name == "inactivity_days" else inactivity
            reminders = value if name == "end_reminder_days" else reminders
    members: dict[str, dict[str, tuple[Any, ...]]] = defaultdict(dict)
    for row in read["members"]:
        members[row[0]][row[2]] = row
    holdings, waiting, finished = defaultdict(list), defaultdict(list), defaultdict(set)
    for row in read["holdings"]:
        holdings[row[0]].append(row)
    for row in read["waiting"]:
        waiting[row[0]].append(row)
    for session_id, person in read["finished"]:
        finished[session_id].add(person)
    connected = {person: driver.instant(last).astimezone(PARIS).date() for person, last in read["connected"]}
    rows, days, changes = Rows(), dict[Any, date](), 0
    reminded: dict[tuple[date, date], tuple[int | None, list[date]]] = {}

    def as_day(value: Any) -> date:
        found = days.get(value)
        if found is None:
            found = days[value] = driver.day(value)
        return found

    for session in read["sessions"]:
        identifier, _, kind, _, end, package, policy, every, weekends, holidays, paced_from, opened, version = session
        if kind != "slot" or not holidays:
            raise NotImplementedError(identifier)
        end = as_day(end)
        paced_from = as_day(paced_from) if paced_from else date.min
        here, held, queue, done = members[identifier], holdings[identifier], waiting[identifier], finished[identifier]
        if end < today:
            raise NotImplementedError(identifier)
        fit, queued = [], []
        for row in queue:
            member = here.get(row[1])
            if member is None or member[3] not in LEARNING or as_day(member[5]) < today or row[1] in done:
                raise NotImplementedError(identifier)
            if row[3] is None or as_day(row[3]) != today:
                fit.append(row[1])
        now_held = []
        for _, number, slot, person, since, opened_by in held:
            member = here[person]
            given = driver.instant(since)
            day = given.astimezone(PARIS).date()
            if as_day(member[5]) < today:
                raise NotImplementedError(identifier)
            zero = max(day, as_day(member[4]), paced_from)
            now_held.append((number, slot, person, given, day, zero, opened_by))
        entering = iter(tuple(fit))
        gone: set[str] = set()
        taken = {one[1] for one in now_held}
        for slot in range(1, package + 1) if policy != "manual" else ():
            if slot not in taken and (person := next(entering, None)) is not None:
                opened += 1
                give(rows, identifier, opened, slot, person, now, today)
                now_held.append((opened, slot, person, now, today, max(today, paced_from), "rotation"))
                gone.add(person)
                changes += 1
        turns = []
        if policy == "natural" or (policy == "paced" and (weekends or today.weekday() < 5)):
            for one in now_held:
                if one[4] >= today and one[6] == "rotation":
                    continue
                if policy == "natural":
                    if one[2] in done:
                        turns.append((0, one[3], one[1], one))
                elif (counted := days_counted(one[5], today, weekends)) >= every:
                    turns.append((-counted, one[3], one[1], one))
            turns.sort(key=lambda one: one[:3])
        reason = "finished" if policy == "natural" else "rotation"
        for _, _, slot, leaver in turns:
            person = next(entering, None)
            if person is None:
                break
            opened += 1
            rows.closed.append((identifier, leaver[0], reason))
            taken_facts = f'{{"slot": {slot}, "day": "{today}", "reason": "{reason}"}}'
            tell(rows, identifier, "slot_taken", f"{identifier}:{leaver[0]}", leaver[2], taken_facts)
            give(rows, identifier, opened, slot, person, now, today)
            now_held.remove(leaver)
            now_held.append((opened, slot, person, now, today, max(today, as_day(here[person][4]), paced_from), ""))
            gone.add(person)
            if leaver[2] not in done:
                queued.append(leaver[2])
            changes += 1
        last = queue[-1][2] if len(gone) < len(queue) else 0
        rows.queued.extend((identifier, person, last + place, today) for place, person in enumerate(queued, 1))
        fit += queued
        waits = [person for person in fit if person not in gone]
        following: list[date] = []
        first = today + ONE_DAY
        ends = [until for person in waits if (until := as_day(here[person][5])) >= first]
        if len(ends) < len(waits):
            following.append(first)
        if ends:
            following.append(min(ends) + ONE_DAY)
            if policy != "manual" and len(now_held) < package:
                following.append(first)
        holders = set()
        for number, slot, person, _, day, zero, _ in now_held:
            member = here[person]
            holders.add(person)
            following.append(min(as_day(member[5]), end) + ONE_DAY)
            if ends and policy == "natural" and person in done:
                following.append(first)
            if waits and policy == "paced":
                over = counted_day(zero, every, weekends)
                before = over - ONE_DAY
                while not weekends and before.weekday() >= 5:
                    before -= ONE_DAY
                if ends:
                    following.append(before if over > first else first)
                if zero <= today and days_counted(zero, today, weekends) == every - 1:
                    facts = f'{{"slot": {slot}, "due": "{over}", "holding": {number}}}'
                    tell(rows, identifier, "slot_soon", f"{identifier}:{number}:{over}", person, facts)
            if person not in done and member[3] in LEARNING:
                quiet = max(as_day(member[4]), day, connected.get(person, day))
                silence = (today - quiet).days
                if silence >= inactivity:
                    due = quiet + silence // inactivity * inactivity * ONE_DAY
                    facts = f'{{"days": {silence}, "end": "{as_day(member[5])}", "member": {member[1]}}}'
                    tell(rows, identifier, "inactivity", f"{identifier}:{member[1]}:{quiet}:{due}", person, facts)
                again = quiet + max(1, -(-(first - quiet).days // inactivity)) * inactivity * ONE_DAY
                if again <= as_day(member[5]):
                    following.append(again)
        for row in here.values():
            if not row[7]:
                raise NotImplementedError(identifier)
            if row[3] not in LEARNING:
                continue
            pair = (row[4], row[5])
            known = reminded.get(pair)
            if known is None:
                start, until = as_day(row[4]), as_day(row[5])
                left = (until - today).days
                near = min((days for days in reminders if 0 <= left <= days and start <= today), default=None)
                coming = [max(start, until - days * ONE_DAY) for days in reminders]
                known = reminded[pair] = near, [day for day in coming if day >= first]
            near, coming = known
            following.extend(coming)
            if near is not None and row[2] in holders and row[2] not in done:
                key = f"{identifier}:{row[1]}:{as_day(row[5])}:{near}"
                facts = f'{{"end": "{as_day(row[5])}", "member": {row[1]}}}'
                tell(rows, identifier, "end_reminder", key, row[2], facts)
        due = max(min(following), first) if following else None
        rows.sessions.append((identifier, version, due, opened))
    driver.write(rows, now)
    driver.run(now, today, {"sessions": len(rows.sessions), "assigned": len(rows.opened), "released": len(rows.closed)})
    return changes


def give(rows: Rows, session: str, number: int, slot: int, person: str, now: datetime, today: date) -> None:
    rows.opened.append((session, number, slot, person))
    rows.served.append((session, person))
    facts = f'{{"slot": {slot}, "day": "{today}", "holding": {number}}}'
    tell(rows, session, "slot_given", f"{session}:{number}", person, facts)


def tell(rows: Rows, session: str, kind: str, key: str, person: str, facts: str) -> None:
    message = (secrets.token_hex(10), f"{kind}:{key}", person, session, kind, facts)
    rows.messages.append(message)
    if kind != "inactivity":
        rows.rung.append(message)


def days_counted(after: date, until: date, weekends: bool) -> int:
    days = (until - after).days
    if days <= 0 or weekends:
        return max(days, 0)
    weeks, rest = divmod(days, 7)
    return 5 * weeks + sum((after.weekday() + step) % 7 < 5 for step in range(1, rest + 1))


def counted_day(after: date, number: int, weekends: bool) -> date:
    while number:
        after += ONE_DAY
        number -= weekends or after.weekday() < 5
    return after


class Sqlite:
    """SQLite's own driver, in one transaction."""

    def __init__(self, path: str) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.connection.execute("pragma foreign_keys = on")

    def read(self, statement: str, today: date) -> list[tuple[Any, ...]]:
        if not self.connection.in_transaction:
            self.connection.execute("begin immediate")
        values = (str(today),) * statement.count("{0}")
        return self.connection.execute(statement.replace("{0}", "?"), values).fetchall()

    def day(self, value: str) -> date:
        return date.fromisoformat(value)

    def instant(self, value: str) -> datetime:
        return datetime.fromisoformat(value).replace(tzinfo=UTC)

    def write(self, rows: Rows, now: datetime) -> None:
        at = now.strftime("%Y-%m-%d %H:%M:%S.%f")
        many = self.connection.executemany
        many(
            f"update holdings set until = '{at}', closed_by = ? where session_id = ? and number = ?",
            ((reason, session, number) for session, number, reason in rows.closed),
        )
        many(
            f"""insert into holdings (session_id, number, slot, person_id, since, opened_by)
            values (?, ?, ?, ?, '{at}', 'rotation')""",
            rows.opened,
        )
        many("delete from waiting where session_id = ? and person_id = ?", rows.served)
        many(
            "insert into waiting (session_id, person_id, position, queued_by_run) values (?, ?, ?, ?)",
            ((*row[:3], str(row[3])) for row in rows.queued),
        )
        changed = many(
            """update sessions set next_change_on = ?, holdings_opened = ?, version = version + 1
            where id = ? and version = ?""",
            ((day and str(day), opened, session, version) for session, version, day, opened in rows.sessions),
        )
        if changed.rowcount != len(rows.sessions):
            raise RuntimeError("somebody else changed a session")
        many(
            f"""insert or ignore into messages (id, "key", person_id, session_id, kind, facts, channel, due, created,
            resolved, state, reason, tries) values (?, ?, ?, ?, ?, ?, 'email', '{at}', '{at}', 0, 'pending', '', 0)""",
            rows.messages,
        )
        many(
            f"""insert or ignore into notifications (id, "key", person_id, session_id, kind, facts, created)
            values (?, ?, ?, ?, ?, ?, '{at}')""",
            rows.rung,
        )

    def run(self, now: datetime, today: date, done: dict[str, int] | None) -> None:
        at = now.strftime("%Y-%m-%d %H:%M:%S.%f")
        if done is None:
            new = """insert into runs (job, date, started, done, skipped, failures)
                values ('daily', ?, ?, '{}', '{}', '[]')"""
            self.connection.execute(new, (str(today), at))
            return
        over = "update runs set finished = ?, done = ? where job = 'daily' and date = ? and started = ?"
        self.connection.execute(over, (at, json.dumps(done), str(today), at))
        self.connection.execute("commit")


class Postgresql:
    """psycopg, in one transaction."""

    def __init__(self, address: str) -> None:
        import psycopg

        self.connection = psycopg.connect(address, options="-c timezone=UTC")
        self.connection.execute("select 1")
        self.connection.commit()

    def read(self, statement: str, today: date) -> list[tuple[Any, ...]]:
        values = (today,) * statement.count("{0}")
        if "from sessions where next_change_on <= {0} order by id" in statement:
            statement += " for update"
        return self.connection.execute(statement.replace("{0}", "%s"), values).fetchall()

    def day(self, value: date) -> date:
        return value

    def instant(self, value: datetime) -> datetime:
        return value

    def write(self, rows: Rows, now: datetime) -> None:
        self._many(
            """update holdings h set until = %s, closed_by = v.reason
            from unnest(%s::text[], %s::int[], %s::text[]) as v(session_id, number, reason)
            where h.session_id = v.session_id and h.number = v.number""",
            rows.closed,
            now,
        )
        self._many(
            """insert into holdings (since, opened_by, session_id, number, slot, person_id)
            select %s, 'rotation', v.* from unnest(%s::text[], %s::int[], %s::int[], %s::text[]) as v""",
            rows.opened,
            now,
        )
        self._many(
            """delete from waiting w using unnest(%s::text[], %s::text[]) as v(session_id, person_id)
            where w.session_id = v.session_id and w.person_id = v.person_id""",
            rows.served,
        )
        self._many(
            """insert into waiting (session_id, person_id, position, queued_by_run)
            select * from unnest(%s::text[], %s::text[], %s::int[], %s::date[])""",
            rows.queued,
        )
        changed = self._many(
            """update sessions s set next_change_on = v.day, holdings_opened = v.opened, version = s.version + 1
            from unnest(%s::text[], %s::int[], %s::date[], %s::int[]) as v(id, version, day, opened)
            where s.id = v.id and s.version = v.version""",
            rows.sessions,
        )
        if changed != len(rows.sessions):
            raise RuntimeError("somebody else changed a session")
        self._many(
            """insert into messages (due, created, channel, resolved, state, reason, tries,
            id, "key", person_id, session_id, kind, facts)
            select %s, %s, 'email', false, 'pending', '', 0, v.*
            from unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::json[]) as v
            on conflict do nothing""",
            rows.messages,
            now,
            now,
        )
        self._many(
            """insert into notifications (created, id, "key", person_id, session_id, kind, facts) select %s, v.*
            from unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::json[]) as v
            on conflict do nothing""",
            rows.rung,
            now,
        )

    def _many(self, statement: str, rows: Sequence[tuple[Any, ...]], *first: Any) -> int:
        if not rows:
            return 0
        columns: Iterable[list[Any]] = map(list, zip(*rows, strict=True))
        return self.connection.execute(statement, (*first, *columns)).rowcount

    def run(self, now: datetime, today: date, done: dict[str, int] | None) -> None:
        if done is None:
            new = """insert into runs (job, date, started, done, skipped, failures)
                values ('daily', %s, %s, '{}', '{}', '[]')"""
            self.connection.execute(new, (today, now))
            return
        over = "update runs set finished = %s, done = %s where job = 'daily' and date = %s and started = %s"
        self.connection.execute(over, (now, json.dumps(done), today, now))
        self.connection.commit()
