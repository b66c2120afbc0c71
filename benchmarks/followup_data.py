"""A school of one company whose learners follow one course of 20 themes, written straight into the tables.

100 lessons, five a theme; each learner has seen the first so many of them, and has the badges of the themes seen whole;
one in ten has finished and has a certificate; all have connected, and are managed by one of ten managers.
"""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa

from ledr_adapters import open_rehearsal
from ledr_adapters.recording import RecordingMail
from ledr_core import School
from ledr_core.testing import FixedClock

AT: Final = "2026-11-19T10:00"
THEMES, LESSONS, MANAGERS = 20, 5, 10
NUMBERS: Final = (
    "(with recursive n(i) as (select 0 union all select i + 1 from n where i < {learners} - 1) select i from n)"
)
ROWS: Final = """
insert into people (id, email, email_key, first_name, last_name, list_key, role, created, company_id, welcomed, version)
select 'p' || i, 'p' || i || '@grande.example', 'p' || i || '@grande.example', 'Léa', 'Martin ' || i,
       'martin ' || i || char(1) || 'léa' || char(1) || 'p' || i || '@grande.example', 'learner',
       '2026-11-01 08:00:00.000000', (select id from companies), true, 1 from [numbers];
insert into sessions (id, reference, reference_key, company_id, course_id, kind, start, "end", package, policy,
                      weekends, holidays, members_enrolled, holdings_opened, version)
select 's' || (i / 100), 'Session ' || (i / 100), 'session ' || (i / 100), (select id from companies),
       (select id from courses), 'licence', '2026-11-02', '2027-10-31', 100, 'manual', false, true, 100, 0, 1
from [numbers] where i % 100 = 0;
insert into memberships (session_id, number, person_id, role, start, "end", enrolled, welcomed)
select 's' || (i / 100), i % 100 + 1, 'p' || i, 'learner', '2026-11-02', '2027-10-31', '2026-11-01 08:00:00.000000',
       true
from [numbers];
insert into manager_links (person_id, manager_id)
select 'p' || i, (select id from people where email = 'chef' || (i % 10) || '@grande.example') from [numbers];
insert into connections (person_id, started, last_active)
select 'p' || i, '2026-11-09 08:00:00.000000', '2026-11-10 08:00:00.000000' from [numbers];
insert into records (person_id, version) select 'p' || i, 1 from [numbers];
insert into viewings (person_id, lesson_id, position, seen, watched)
select 'p' || i, l.id, 300, '2026-11-10 08:00:00.000000', l.place from [numbers],
       (select id, cast(substr(reference, 2) as integer) + 1 as place from lessons) l where l.place <= 1 + i * 7 % 100;
insert into badges (person_id, course_id, theme_id, earned)
select 'p' || i, (select id from courses), t.id, '2026-11-10 08:00:00.000000' from [numbers],
       (select id, cast(substr(reference, 2) as integer) + 1 as place from themes) t
where 5 * t.place <= 1 + i * 7 % 100;
insert into finishes (person_id, course_id, finished)
select 'p' || i, (select id from courses), '2026-11-10 08:00:00.000000' from [numbers] where i % 10 = 0;
insert into certifications (id, person_id, course_id, grade, level, awarded_on, company, version)
select 'z' || i, 'p' || i, (select id from courses), '15.00', 'silver', '2026-11-12', 'Grande', 1
from [numbers] where i % 10 = 0
"""


def build(file: str, learners: int) -> School:
    """The school in a SQLite file, open."""
    school = open_rehearsal(f"sqlite:///{file}", clock=FixedClock(AT), mail=RecordingMail())
    school.catalogue.load(by="staff", data=catalogue())
    school.companies.create(by="staff", name="Grande")
    for number in range(MANAGERS):
        email = f"chef{number}@grande.example"
        school.people.create(
            by="staff", email=email, first_name="Nora", last_name=f"Chef {number}", role="manager", company="Grande"
        )
    engine = school._desk.ports.store.engine  # type: ignore[attr-defined]
    with engine.begin() as connection:
        for statement in ROWS.replace("[numbers]", NUMBERS.replace("{learners}", str(learners))).split(";\n"):
            connection.execute(sa.text(statement.replace(":", "\\:")))
    return school


def catalogue() -> dict[str, Any]:
    """The course, as a catalogue file would give it."""
    lessons = [
        {"reference": f"l{number}", "title": f"Leçon {number}", "video": f"https://v/{number}", "seconds": 300}
        for number in range(THEMES * LESSONS)
    ]
    modules = [
        {
            "reference": f"m{theme}",
            "title": f"Module {theme}",
            "lessons": [f"l{theme * LESSONS + n}" for n in range(LESSONS)],
        }
        for theme in range(THEMES)
    ]
    themes = [
        {
            "reference": f"t{theme}",
            "title": f"Thématique {theme}",
            "colour": f"#0b72{theme:02x}",
            "modules": [f"m{theme}"],
        }
        for theme in range(THEMES)
    ]
    course = {"reference": "recruter", "title": "Recruter", "themes": [theme["reference"] for theme in themes]}
    return {"lessons": lessons, "modules": modules, "themes": themes, "courses": [course]}
