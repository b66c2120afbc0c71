"""Facts of every kind of message, for the tests of their words; and a reader of their pages."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest

from ledr_adapters.mail.jinja import JinjaTemplates
from ledr_core.ports.templates import Rendered

Facts = dict[str, Any]

SITE = "https://parcours.ecole.example/"
CHAT = "https://chat.ecole.example/aide?from=mail&lang=fr"
ADDRESS = "ausecours@ecole.example"
TOKEN = "8c1f4e0b52d97a66"

EVERYBODY: Facts = {
    "person": {"first_name": "Léa", "last_name": "Martin", "email": "lea@manpower.example"},
    "school": {"name": "L'École du Recrutement", "address": ADDRESS, "chat": CHAT, "site": SITE},
}
SESSION: Facts = {"session": "Manpower - Lyon - Septembre 2026", "course": "Recruter"}


def a_learner(
    name: str,
    state: str,
    *,
    percent: int,
    lessons: int = 0,
    points: int = 0,
    inactive_days: int | None = None,
    certification: Facts | None = None,
    end: str | None = "2027-08-31",
) -> Facts:
    """Somebody of the team, as its report tells of them."""
    return {
        "name": name,
        "email": f"{name.split()[0].casefold()}@manpower.example",
        "course": "Recruter",
        "percent": percent,
        "lessons": percent // 2,
        "since_last": {"lessons": lessons, "percent": points},
        "finished": state == "finished",
        "inactive_days": inactive_days,
        "state": state,
        "certification": certification,
        "end": end,
    }


FACTS: dict[str, Facts] = {
    "key_figures": {
        "company": "Manpower",
        "company_id": "manpower",
        "every": "week",
        "start": "2026-11-09",
        "end": "2026-11-15",
        "figures": ["people", "active", "courses", "percent", "certified", "hours"],
        "now": {
            **{"people": 27, "active": 18, "percent": 45, "certified": 4, "hours": 33},
            "courses": [{"course": "Recruter", "people": 23, "percent": 45}],
        },
        "before": {"people": 24, "active": 15, "percent": 42, "certified": 1, "hours": 30, "courses": []},
    },
    "welcome": {
        "login": "lea@manpower.example",
        "password": "kX7-Tulipe-42",
        "role": "learner",
        "spaces": ["learner"],
        **SESSION,
        "start": "2026-09-01",
        "end": "2027-08-31",
        "slot": 2,
    },
    "slot_given": {
        **SESSION,
        "slot": 2,
        "day": "2026-11-23",
        "turn_ends": "2026-12-04",
        "end": "2027-08-31",
        "opens": None,
    },
    "slot_taken": {
        **SESSION,
        "slot": 2,
        "day": "2026-11-23",
        "reason": "rotation",
        "position": 3,
        "expected": "2026-12-21",
    },
    "slot_soon": {**SESSION, "slot": 2, "due": "2026-11-24"},
    "waiting": {**SESSION, "position": 3, "expected": "2026-12-21"},
    "end_reminder": {**SESSION, "end": "2027-08-31", "days": 30, "percent": 42},
    "inactivity": {**SESSION, "end": "2027-08-31", "days": 21, "percent": 42},
    "certified": {"course": "Recruter", "grade": "15.50", "level": "silver", "rework_until": "2026-12-04"},
    "correction_amended": {
        "course": "Recruter",
        "grade": "11.25",
        "level": "bronze",
        "reason": "Question 2 mal lue",
        "rework_until": "2026-12-04",
    },
    "manager_certified": {"course": "Recruter", "grade": "18", "level": "gold", "learner": "Karim Benali"},
    "placement_result": {"day": "2026-11-19", "token": TOKEN, "link": f"{SITE}placement?token={TOKEN}"},
    "reset_password": {
        "token": TOKEN,
        "expires": "2026-11-30T13:05:00+00:00",
        "link": f"{SITE}password?token={TOKEN}",
    },
    "demo_move": {
        "token": TOKEN,
        "day": "2026-11-25",
        "booked": "2026-11-23",
        "expires": "2026-11-30T13:05:00+00:00",
        "link": f"{SITE}demo?token={TOKEN}",
    },
    "team_report": {
        "week_of": "2026-11-24",
        "learners": [
            a_learner("Karim Benali", "moved", percent=64, lessons=3, points=6),
            a_learner("Zoé Roux", "moved", percent=20, lessons=1, points=0),
            a_learner("Max Petit", "still", percent=12, inactive_days=23),
            a_learner("Ana Costa", "still", percent=35, end=None),
            a_learner("Nina Faure", "finished", percent=100, certification={"level": "gold", "grade": "18.50"}),
            a_learner("Paul Diaz", "finished", percent=100),
        ],
        "totals": {"learning": 4, "moved": 2, "still": 2, "finished": 2},
    },
    "certified_list": {
        "since": "2026-11-17",
        "until": "2026-11-24",
        "certified": [
            {
                "name": "Nina Faure",
                "email": "nina@manpower.example",
                "company": "Manpower",
                "course": "Recruter",
                "level": "gold",
                "grade": "18.50",
                "date": "2026-11-20",
            },
            {
                "name": "Hugo Lambert",
                "email": "hugo@home.example",
                "company": None,
                "course": "Recruter",
                "level": "bronze",
                "grade": "12",
                "date": "2026-11-20",
            },
        ],
    },
    "attestations": {
        "month": "2026-10-01",
        "people": [
            {
                "name": "Nina Faure",
                "email": "nina@manpower.example",
                "course": "Recruter",
                "ended_on": "2026-10-12",
                "finished": True,
            },
            {
                "name": "Max Petit",
                "email": "max@manpower.example",
                "course": "Recruter",
                "ended_on": "2026-10-31",
                "finished": False,
            },
        ],
        "documents": ["K7QF-2M9X-4TRP-8WZD", "9HDN-XF8V-7KQ3-MWT5"],
    },
    "report_closed": {
        "outcome": "delete",
        "role": "author",
        "title": "Relancer\u00a0: quand, comment\u00a0?",
        "excerpt": "Ma méthode\nà moitié prix\u00a0!",
        "reason": "Publicité",
    },
    "right_answer": {
        "role": "asker",
        "title": "Relancer\u00a0: quand, comment\u00a0?",
        "excerpt": "Un message court, le mardi matin.",
        "link": f"{SITE}community/q7",
    },
    "invitation": {
        "company": "Manpower",
        "role": "analyst",
        "team": "Agence de Lyon",
        "inviter": "Karim Benali",
        "token": TOKEN,
        "expires": "2026-12-30T09:00:00+01:00",
        "link": f"{SITE}invitation?token={TOKEN}",
    },
    "organisation_message": {
        "title": "Un atelier en salle jeudi",
        "text": "Jeudi à midi, un atelier.\n\nOuvert à toutes et à tous.",
        "sender": "Karim Benali",
        "company": "Manpower",
    },
    "recommendation": {"courses": ["Recruter", "Sourcing"], "sender": "Karim Benali", "company": "Manpower"},
    "personal_goal": {"text": "Finir le module Sourcing.", "due": "2026-12-31", "sender": "Karim Benali"},
    "invitation_code": {
        "company": "Manpower",
        "account": "lea.martin@maison.example",
        "token": TOKEN,
        "expires": "2026-11-30T13:05:00+00:00",
        "link": f"{SITE}confirmation?token={TOKEN}",
    },
    "campaign": {
        "title": "Un atelier en direct jeudi",
        "text": "Jeudi à midi, un atelier en direct.\n\nOuvert à toutes et à tous, sans inscription.",
        "link": f"{SITE}live",
    },
    "support_request": {
        "person": {
            "name": "Léa Martin",
            "email": "lea@manpower.example",
            "company": "Manpower",
            "session": "Manpower - Lyon - Septembre 2026",
            "role": "learner",
        },
        "page": "Leçon 12",
        "signed_in": True,
        "answerable": True,
        "text": "La vidéo ne se lance pas.\nDeux navigateurs essayés.",
        "state": [
            {
                "space": "learner",
                "open": True,
                "rule": "ACC-6",
                "ground": "slot held",
                "facts": {"slot": 2},
                "said": "tient le slot 2",
            }
        ],
        "page_state": [
            {
                "rule": None,
                "ground": "lesson not seen",
                "facts": {"title": "Leçon 12"},
                "said": "Leçon 12 vue à moitié.",
            },
            {"rule": "LEARN-6", "ground": "lessons to see", "facts": {"lessons": 3}, "said": "Il reste 3 leçons."},
        ],
        "video_hosts": ["player.vimeo.com", "*.vimeocdn.com"],
    },
}
NOBODY: Facts = {"learners": [], "totals": {"learning": 0, "moved": 0, "still": 0, "finished": 0}}
OPTIONAL: dict[str, tuple[str, ...]] = {
    "welcome": ("password", "session", "course", "start", "end", "slot"),
    "slot_given": ("turn_ends",),
    "slot_taken": ("position", "expected"),
    "waiting": ("expected",),
    "report_closed": ("title", "reason"),
    "invitation": ("team",),
    "personal_goal": ("due",),
    "campaign": ("link",),
    "support_request": ("page", "page_state", "video_hosts"),
    "certified": ("level", "rework_until"),
    "correction_amended": ("level", "rework_until"),
}
VARIANTS: dict[str, dict[str, Facts]] = {
    "welcome": {
        spaces: {"spaces": spaces.split()}
        for spaces in (
            "manager",
            "pilot",
            "learner pilot",
            "learner manager",
            "learner student",
            "student",
            "staff",
        )
    }
    | {"demo": {"spaces": ["demo"], "demo_day": "2026-11-23", **dict.fromkeys(("session", "course", "start", "end"))}},
    "slot_given": {"to open": {"opens": "2026-12-01", "turn_ends": None}},
    "slot_taken": {reason: {"reason": reason} for reason in ("released", "finished")},
    "end_reminder": {"tomorrow": {"days": 1}, "today": {"days": 0}, "not begun": {"percent": 0}},
    "inactivity": {"not begun": {"percent": 0}, "a thousand days": {"days": 1000}, "all": {"percent": 100}},
    "team_report": {"nobody": NOBODY},
    "certified_list": {"nobody": {"certified": []}, "one": {"certified": FACTS["certified_list"]["certified"][:1]}},
    "attestations": {
        "nobody": {"people": [], "documents": []},
        "one": {"people": FACTS["attestations"]["people"][:1], "documents": ["K7QF-2M9X-4TRP-8WZD"]},
    },
    "report_closed": {
        f"{outcome} {role}": {"outcome": outcome, "role": role}
        for outcome in ("delete", "hide", "nothing")
        for role in ("author", "reporter")
    },
    "right_answer": {"answerer": {"role": "answerer"}},
    "recommendation": {"one": {"courses": ["Recruter"]}},
    "invitation": {role: {"role": role} for role in ("administrator", "supervisor", "member")},
    "support_request": {"no state": {"state": []}},
}


def facts_of(kind: str, **changes: object) -> Facts:
    return EVERYBODY | FACTS[kind] | changes


def rendered(kind: str, language: str = "fr", **changes: object) -> Rendered:
    return JinjaTemplates().render(kind, facts_of(kind, **changes), language)


def words_of(kind: str) -> str:
    """How a kind begins: most greet, staff and campaigns come to the point."""
    return {"campaign": "Un atelier", "organisation_message": "Un atelier", "support_request": "Léa Martin"}.get(
        kind, "(?:Bonjour|Hello)"
    )


def every_message() -> Iterator[tuple[str, str, Facts]]:
    """Each kind as usual, with each optional fact null, with each missing, with all null, and in each variant."""
    for kind, usual in FACTS.items():
        yield kind, "usual", facts_of(kind)
        for name, changes in VARIANTS.get(kind, {}).items():
            yield kind, name, facts_of(kind, **changes)
        for fact in OPTIONAL.get(kind, ()):
            yield kind, f"{fact} null", facts_of(kind, **{fact: None})
            yield kind, f"no {fact}", EVERYBODY | {name: value for name, value in usual.items() if name != fact}
        yield kind, "nothing optional", facts_of(kind, **dict.fromkeys(OPTIONAL.get(kind, ())))
        yield kind, "no chat", facts_of(kind, school=EVERYBODY["school"] | {"chat": ""})
        if "person" not in usual:
            yield kind, "no first name", facts_of(kind, person=EVERYBODY["person"] | {"first_name": ""})


ALL = [pytest.param(kind, facts, id=f"{kind}, {name}") for kind, name, facts in every_message()]
each_message = pytest.mark.parametrize(("kind", "facts"), ALL)
each_language = pytest.mark.parametrize("language", ["fr", "en"])


class Page(HTMLParser):
    """The words, tags and links of a page; fails on a tag that is not closed in order."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.words = ""
        self.tags: list[str] = []
        self.links: list[str] = []
        self._open: list[str] = []
        self.feed(source)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]
        assert not any(name.startswith("on") for name, _ in attrs)
        if tag not in ("meta", "br"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] != "style":
            self.words += data
