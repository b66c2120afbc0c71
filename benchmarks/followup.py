"""The follow-up, against the SQL that it takes, by hand on the bare sqlite3 driver.

A table of 2,000 learners and 20 themes, against statements that give the same figures, every row fetched into tuples;
50,000 learners in CSV against a script that writes the same from those statements, and in XLSX against XlsxWriter alone
on rows that are ready, each in a process of its own, with the memory that it took; and one page of 50, in each order
that an index has, in a school of 1,000,000 members against one of 1,000. Both sides are asked in turn, and the quickest
of each counts, in processor time. And the analytics of an organisation of 10,000, over a month and the one before,
against the statements that they run, by hand, every row fetched. Exits 1 when a figure is above its limit.
"""

from __future__ import annotations

import csv
import io
import os
import resource
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import growth_data
from benchmarks.figures import options, told
from benchmarks.followup_data import AT, build
from benchmarks.growth import Statements
from ledr_adapters import open_rehearsal
from ledr_adapters.recording import RecordingMail
from ledr_core import Content, School
from ledr_core.testing import FixedClock

TABLE, CSV, XLSX, PAGE, MEMORY, ANALYTICS = 2.0, 2.0, 1.3, 2.0, 150, 1.5
ORDERS: Final = ("name", "email", "session", "start", "end")


def main() -> int:
    chosen = options(
        __doc__, "60 learners, 200 in files and organisations, a page of 100 members against one of 200, once"
    )
    learners, many, sizes, turns = (60, 200, (100, 200), 1) if chosen.small else (2_000, 50_000, (1_000, 1_000_000), 9)
    with tempfile.TemporaryDirectory(prefix="ledr-bench-") as folder:
        measure = _measured if chosen.small else apart
        figures = [table(Path(folder), learners, turns), *files(Path(folder), many, measure)]
        figures += [analytics(Path(folder), many // 5, turns), *pages(Path(folder), sizes, turns * 3)]
    return told("followup", figures, chosen)


def table(folder: Path, learners: int, turns: int) -> dict[str, Any]:
    """The table of all learners."""
    file = folder / "table.db"
    with closing(build(str(file), learners)) as school, closing(ByHand(file)) as by_hand:
        rows = school.followup.table(by="staff", scope="all").rows
        assert [(row.email, row.percent, *row.themes.values()) for row in rows] == [
            (row[2], row[9], *row[13:]) for row in by_hand.rows()
        ]
        ours, floor = quickest(
            turns, lambda: school.followup.table(by="staff", scope="all"), lambda: list(by_hand.rows())
        )
    what = f"{learners} learners × 20 themes: {ours * 1000:.0f} ms, by hand {floor * 1000:.0f} ms"
    return {"name": "followup.table", "what": what, "ratio": ours / floor, "limit": TABLE}


def files(folder: Path, learners: int, measure: Callable[..., tuple[float, float]]) -> Iterator[dict[str, Any]]:
    """Files of many learners."""
    file = folder / "files.db"
    build(str(file), learners).close()
    for kind, limit, by_hand in (("csv", CSV, csv_by_hand), ("xlsx", XLSX, xlsx_alone)):
        ours, memory = measure(exported, file, kind)
        floor, _ = measure(by_hand, file, kind)
        what = f"{learners} learners: {ours:.2f} s, by hand {floor:.2f} s"
        yield {"name": f"followup.table {kind}", "what": what, "ratio": ours / floor, "limit": limit}
        what = f"{learners} learners: {memory:.0f} MiB of {MEMORY}"
        yield {"name": f"followup.table {kind}, memory", "what": what, "ratio": memory / MEMORY, "limit": 1}


def apart(task: Callable[[Path, str], float], file: Path, kind: str) -> tuple[float, float]:
    """The processor's seconds of a task in a process of its own, and the most memory that it had, in MiB."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_measured, (task, file, kind))


def _measured(task: Callable[[Path, str], float], file: Path, kind: str) -> tuple[float, float]:
    """The same, here."""
    seconds = task(file, kind)
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def exported(file: Path, kind: str) -> float:
    """Ours."""
    with closing(open_rehearsal(f"sqlite:///{file}", clock=FixedClock(AT), mail=RecordingMail())) as school:
        school.followup.table(by="staff", scope="all", format=kind, limit=1)
        begun = time.process_time()
        made = school.followup.table(by="staff", scope="all", format=kind)
        seconds = time.process_time() - begun
    assert isinstance(made.file, Content)
    return seconds


def csv_by_hand(file: Path, kind: str) -> float:
    """A script that selects, and writes what it finds."""
    with closing(ByHand(file)) as by_hand:
        begun = time.process_time()
        made = io.StringIO()
        csv.writer(made, delimiter=";").writerows(by_hand.rows())
        made.getvalue().encode()
        return time.process_time() - begun


def xlsx_alone(file: Path, kind: str) -> float:
    """XlsxWriter, with rows that are ready: texts, days and numbers of the columns that ours has."""
    from datetime import date

    from xlsxwriter import Workbook

    with closing(ByHand(file)) as by_hand:
        rows = list(by_hand.rows())
    day = date(2026, 11, 2)
    begun = time.process_time()
    made = io.BytesIO()
    with Workbook(made, {"constant_memory": True}) as book:
        sheet, days = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy"})
        share = book.add_format({"num_format": "0%"})
        for line, row in enumerate(rows, 1):
            for place, cell in enumerate((*row[:5], "Recruter", row[5])):
                sheet.write_string(line, place, cell)
            for place in (7, 8, 12):
                sheet.write_datetime(line, place, day, days)
            sheet.write_string(line, 9, "en cours")
            for place, number in enumerate(row[9:], 16):
                sheet.write_number(line, place, number if isinstance(number, int) else 1, share)
    made.getvalue()
    return time.process_time() - begun


def analytics(folder: Path, members: int, turns: int) -> dict[str, Any]:
    """The figures of an organisation and its teams, over a month and the one before."""
    with closing(build(str(folder / "organisation.db"), members)) as school:
        for number in range(3):
            school.organisation.put_team(by="staff", company="Grande", team=f"Équipe {number}")

        def asked() -> object:
            return school.organisation.analytics(by="staff", company="Grande", start="2026-10-01", end="2026-10-31")

        ours, floor = quickest(turns, asked, Statements.of(school, asked).run)
    what = f"{members} members: {ours * 1000:.0f} ms, its statements {floor * 1000:.0f} ms"
    return {"name": "organisation.analytics", "what": what, "ratio": ours / floor, "limit": ANALYTICS}


def pages(folder: Path, sizes: tuple[int, int], turns: int) -> Iterator[dict[str, Any]]:
    """One page of 50, the first and one that goes on, in a small school and in a large one."""
    few = folder / "few.db"
    growth_data.furnish(f"sqlite:///{few}")
    schools: list[School] = []
    for size in sizes:
        file = shutil.copy(few, folder / f"school{size}.db")
        schools.append(growth_data.surrounded(f"sqlite:///{file}", size))
    for order in ORDERS:
        small, large = quickest(turns, *(page(school, order) for school in schools))
        what = f"{small * 1000:.1f} ms, of {sizes[1]} members {large * 1000:.1f} ms"
        yield {"name": f"a page by {order}", "what": what, "ratio": large / small, "limit": PAGE}
    for school in schools:
        school.close()


def page(school: School, order: str) -> Callable[[], object]:
    """Asks for the page after the first."""
    after = school.followup.table(by="staff", scope="all", sort=order, limit=50).next
    assert after is not None
    return lambda: school.followup.table(by="staff", scope="all", sort=order, limit=50, after=after)


def quickest(turns: int, ours: Callable[[], object], theirs: Callable[[], object]) -> tuple[float, float]:
    """The quickest of each, asked in turn."""
    pairs = [(seconds(ours), seconds(theirs)) for _ in range(turns + 1)]
    return min(pair[0] for pair in pairs), min(pair[1] for pair in pairs)


def seconds(task: Callable[[], object]) -> float:
    begun = time.process_time()
    task()
    return time.process_time() - begun


class ByHand:
    """The statements that a programmer would write for the same figures, without any library."""

    def __init__(self, file: Path) -> None:
        self._db = sqlite3.connect(os.fspath(file))

    def close(self) -> None:
        self._db.close()

    def _all(self, statement: str) -> list[Any]:
        return self._db.execute(statement).fetchall()

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Who, where, managers, dates, last lesson, percent, lessons seen, connection, certificate, themes."""
        themes = [row[0] for row in self._all("select theme_id from course_themes order by position")]
        managers = dict(
            self._all(
                "select l.person_id, group_concat(p.email, ', ') from manager_links l"
                " join people p on p.id = l.manager_id group by l.person_id"
            )
        )
        active = dict(self._all("select person_id, max(last_active) from connections group by person_id"))
        seen = {
            row[0]: row[1:]
            for row in self._all(
                "select person_id, count(*), max(seen) from viewings where seen is not null group by person_id"
            )
        }
        counts: dict[str, dict[str, int]] = {}
        for person, theme, percent in self._all(
            "select v.person_id, m.theme_id, min(99, 100 * count(*) / 5) from viewings v"
            " join module_lessons n on n.lesson_id = v.lesson_id join theme_modules m on m.module_id = n.module_id"
            " where v.seen is not null group by v.person_id, m.theme_id"
        ):
            counts.setdefault(person, {})[theme] = percent
        for person, theme in self._all("select person_id, theme_id from badges"):
            counts[person][theme] = 100
        finished = {row[0] for row in self._all("select person_id from finishes")}
        certified = {
            row[0]: row[1:] for row in self._all("select person_id, level, grade, awarded_on from certifications")
        }
        for person, *row in self._db.execute(
            'select p.id, p.last_name, p.first_name, p.email, c.name, s.reference, m.start, m."end"'
            " from people p join memberships m on m.person_id = p.id join sessions s on s.id = m.session_id"
            " join companies c on c.id = s.company_id where m.left_at is null order by p.list_key"
        ):
            count, last = seen.get(person, (0, None))
            own = counts.get(person, {})
            percent = 100 if person in finished else min(99, count)
            award = certified.get(person, (None, None, None))
            shown = [own.get(theme, 0) for theme in themes]
            yield (
                *row[:5],
                managers.get(person),
                *row[5:],
                last[:10],
                percent,
                count,
                active[person][:10],
                award[0],
                *shown,
            )


if __name__ == "__main__":
    sys.exit(main())
