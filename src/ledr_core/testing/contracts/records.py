"""What every keeping of learners' records promises. A subclass brings the fixture `store`: an empty, ready `Store`."""

from __future__ import annotations

import pytest

from ledr_core.domain.kernel.errors import Unavailable
from ledr_core.domain.kernel.identifiers import CourseId, LessonId, PersonId, SessionId, ThemeId
from ledr_core.domain.learning.progress import Record, Viewing
from ledr_core.ports.unit import Store
from ledr_core.testing.builders import a_session, names
from ledr_core.testing.contracts.ordinary_school import NOW, PRECISE, RECRUTER, furnished, keep, reading


class RecordsContract:
    """The contract of `ledr_core.ports.records`."""

    def test_a_record(self, store: Store) -> None:
        """Views, badges and courses finished; empty for somebody who has done nothing."""
        furnished(store)
        with store.begin(reads=False) as unit:
            record = unit.records.of(PersonId("ana"))
            record.viewings[LessonId("l1")] = Viewing(97, PRECISE, 2)
            record.viewings[LessonId("l2")] = Viewing(5)
            record.badges[RECRUTER, ThemeId("t1")] = NOW.instant
            record.finished[RECRUTER] = PRECISE

        with reading(store) as unit:
            records = unit.records.many(names("ana bob"))
            assert records[PersonId("ana")] == record
            assert records[PersonId("bob")] == Record(PersonId("bob"))
            assert unit.records.finished(RECRUTER, names("ana bob")) == {"ana"}
            assert unit.records.finished(CourseId("autre"), names("ana bob")) == set()

    def test_the_members_of_sessions_who_have_finished(self, store: Store) -> None:
        """Those of the sessions named, who are members still, and of that course."""
        furnished(store)
        keep(store, a_session(members="ana bob"), a_session(reference="Nantes", members="cleo dan"))
        with store.begin(reads=False) as unit:
            for person in names("ana bob cleo"):
                unit.records.of(person).finished[RECRUTER] = NOW.instant
            unit.sessions.get(SessionId("lyon")).leave(PersonId("bob"), NOW)

        with reading(store) as unit:
            both = [SessionId("lyon"), SessionId("nantes")]
            assert unit.records.finished_in(RECRUTER, both) == {"ana", "cleo"}
            assert unit.records.finished_in(RECRUTER, both[:1]) == {"ana"}
            assert unit.records.finished_in(CourseId("autre"), both) == set()
            assert unit.records.finished_in(RECRUTER, []) == set()

    def test_the_record_of_nobody_can_be_read_and_not_kept(self, store: Store) -> None:
        """It is empty; asked for in order to write, it is Unavailable."""
        nobody = PersonId("nobody")
        with reading(store) as unit:
            assert unit.records.of(nobody) == Record(nobody)
        with pytest.raises(Unavailable), store.begin(reads=False) as unit:
            unit.records.of(nobody)
