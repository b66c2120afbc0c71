"""The request for help that goes to the school's address, with who asks and their state there (SUP-3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from attrs import asdict, frozen

from ledr_core.application.access.standings import standing_of
from ledr_core.application.operating.made_up import MadeUp
from ledr_core.application.operating.message_kinds import Matter, MessageKind, Said
from ledr_core.application.operating.permissions import Who
from ledr_core.application.operating.work import Work
from ledr_core.domain.access.standing import accesses
from ledr_core.domain.kernel.moments import Moment
from ledr_core.domain.kernel.school import LANGUAGE
from ledr_core.domain.people.person import Person
from ledr_core.domain.sessions.sessions import Session
from ledr_core.views import as_json
from ledr_core.wording import because, condition, why
from ledr_core.wording.speech import speech


@frozen(kw_only=True)
class Asking:
    """Who asks for help."""

    name: str
    email: str
    company: str | None
    session: str | None
    role: str


@frozen(kw_only=True)
class SpaceLine:
    """A space that is open, with what opens it, or closed, with what keeps it so; `said` in words."""

    space: str
    open: bool
    rule: str
    ground: str
    facts: Mapping[str, Any]
    said: str | None = None


@frozen(kw_only=True)
class PageLine:
    """A ground with its facts, `said` in the school's language; the rule where one refuses."""

    rule: str | None = None
    ground: str
    facts: Mapping[str, Any]
    said: str


@frozen(kw_only=True)
class SupportRequestFacts:
    """Who asks what from which page, and their state there."""

    person: Asking
    page: str | None = None
    text: str
    state: tuple[SpaceLine, ...] = ()
    page_state: tuple[PageLine, ...] = ()
    video_hosts: tuple[str, ...] | None = None
    signed_in: bool = True
    """Whether whoever asked had signed in: else anybody may have given that address."""
    answerable: bool = True
    """Whether there is an address to answer to."""
    answer_to: str | None = None
    """Where the answer goes, when it is not to the person's own address."""


def asking(work: Work, person: Person, session: str | None) -> Asking:
    """Who that is to whoever helps."""
    company = work.unit.companies.get(person.company).name if person.company else None
    return Asking(name=person.name, email=person.email, company=company, session=session, role=person.role.value)


def visiting(email: str | None, language: str) -> Asking:
    """Somebody without an account, by the address that they give, if any."""
    name = email or str(speech(language).named("roles", Who.PUBLIC)).capitalize()
    return Asking(name=name, email=email or "", company=None, session=None, role=Who.PUBLIC.value)


def _in_words(work: Work, matter: Matter[SupportRequestFacts]) -> Said:
    """The state of who asks: each ground in the words of `accounts.explain_access`."""
    language = work.setting(LANGUAGE)
    return {"state": [{"said": _said(line, language), **_without_words(line)} for line in matter.facts.state]}


def _said(line: SpaceLine, language: str) -> str:
    if line.said is not None:
        return line.said
    if not line.open:
        return because(line.rule, line.ground, line.facts, language)
    return why(line.rule, line.ground, line.facts, language) or condition(line.rule, line.ground, language)


def _without_words(line: SpaceLine) -> dict[str, object]:
    return {name: value for name, value in asdict(line, recurse=False).items() if name != "said"}


def _their_state(work: Work, person: Person, session: Session | None) -> Said:
    """Who asks for help, and where they enter."""
    state = [
        SpaceLine(
            space=verdict.space.value,
            open=verdict.open,
            rule=check.rule,
            ground=check.ground,
            facts=as_json(check.facts),
        )
        for verdict in accesses(standing_of(work, person), work.today)
        for check in [verdict.refusal or verdict.reasons[-1]]
    ]
    return {
        "person": asking(work, person, session.reference if session else None),
        "state": [_without_words(line) for line in state],
    }


def _made_up(made_up: MadeUp, moment: Moment) -> Said:
    person = Asking(name=made_up.people[0], email="", company=made_up.company, session=made_up.session, role="learner")
    return {"person": person, "page": made_up.page, "text": made_up.text, "state": [], "video_hosts": None}


def _who_asks(facts: SupportRequestFacts) -> str:
    return facts.answer_to or facts.person.email


SUPPORT_REQUEST: Final = MessageKind(
    name="support_request",
    rule="SUP-3",
    automatic=False,
    facts=SupportRequestFacts,
    sample=_made_up,
    adds=_in_words,
    to_school=True,
    answers_to=_who_asks,
    previewed=_their_state,
)

KINDS: Final = (SUPPORT_REQUEST,)
