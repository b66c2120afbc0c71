"""The areas of the school, in the order in which people read about them; each is imported when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar, overload

from ledr_core.domain.kernel.errors import Invalid

if TYPE_CHECKING:
    from ledr_core.application.access.accounts import Accounts
    from ledr_core.application.assessments.assessments import Assessments
    from ledr_core.application.catalogue.catalogue import Catalogue
    from ledr_core.application.certification.cases import Cases
    from ledr_core.application.certification.certifications import Certifications
    from ledr_core.application.certification.documents import Documents
    from ledr_core.application.followup.followup import FollowUp
    from ledr_core.application.jobs.jobs import Jobs
    from ledr_core.application.learning.learning import Learning
    from ledr_core.application.learning.placement import Placement
    from ledr_core.application.learning.quizzes import Quizzes
    from ledr_core.application.learning.workshops import Workshops
    from ledr_core.application.messages.messages import Messages
    from ledr_core.application.messages.notifications import Notifications
    from ledr_core.application.messages.support import Support
    from ledr_core.application.operating.desk import Desk
    from ledr_core.application.operating.operation import Area, Operation
    from ledr_core.application.organisation.invitations import Invitations
    from ledr_core.application.organisation.organisation import Organisation
    from ledr_core.application.people.companies import Companies
    from ledr_core.application.people.people import People
    from ledr_core.application.school.settings import Settings
    from ledr_core.application.sessions.rotations import Rotations
    from ledr_core.application.sessions.sessions import Sessions
    from ledr_core.application.sessions.slots import Slots

_Kind = TypeVar("_Kind", bound="Area")


class In(Generic[_Kind]):
    """An area of whoever has a desk, imported when it is asked for: where its class is, in the module of its name."""

    def __init__(self, context: str, kind: str) -> None:
        self._context, self._kind = context, kind

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, having: None, owner: type) -> In[_Kind]: ...
    @overload
    def __get__(self, having: HasAreas, owner: type) -> _Kind: ...
    def __get__(self, having: HasAreas | None, owner: type) -> In[_Kind] | _Kind:
        if having is None:
            return self
        area = having.__dict__[self._name] = self.kind(having._desk)
        return area

    @property
    def kind(self) -> type[_Kind]:
        """Its class, imported now."""
        module = import_module(f"ledr_core.application.{self._context}.{self._name}")
        kind: type[_Kind] = getattr(module, self._kind)
        return kind


class HasAreas:
    """The areas over one desk."""

    companies: In[Companies] = In("people", "Companies")
    people: In[People] = In("people", "People")
    accounts: In[Accounts] = In("access", "Accounts")
    catalogue: In[Catalogue] = In("catalogue", "Catalogue")
    sessions: In[Sessions] = In("sessions", "Sessions")
    slots: In[Slots] = In("sessions", "Slots")
    rotations: In[Rotations] = In("sessions", "Rotations")
    learning: In[Learning] = In("learning", "Learning")
    documents: In[Documents] = In("certification", "Documents")
    workshops: In[Workshops] = In("learning", "Workshops")
    cases: In[Cases] = In("certification", "Cases")
    certifications: In[Certifications] = In("certification", "Certifications")
    quizzes: In[Quizzes] = In("learning", "Quizzes")
    assessments: In[Assessments] = In("assessments", "Assessments")
    placement: In[Placement] = In("learning", "Placement")
    followup: In[FollowUp] = In("followup", "FollowUp")
    jobs: In[Jobs] = In("jobs", "Jobs")
    messages: In[Messages] = In("messages", "Messages")
    notifications: In[Notifications] = In("messages", "Notifications")
    settings: In[Settings] = In("school", "Settings")
    support: In[Support] = In("messages", "Support")
    organisation: In[Organisation] = In("organisation", "Organisation")
    invitations: In[Invitations] = In("organisation", "Invitations")

    def __init__(self, desk: Desk) -> None:
        self._desk = desk


class _Areas(Mapping[str, "type[Area]"]):
    """The areas by name."""

    def __init__(self, areas: Mapping[str, In[Any]]) -> None:
        self._areas = areas

    def __getitem__(self, name: str) -> type[Area]:
        return self._areas[name].kind

    def __iter__(self) -> Iterator[str]:
        return iter(self._areas)

    def __len__(self) -> int:
        return len(self._areas)

    def __contains__(self, name: object) -> bool:
        return name in self._areas


AREAS: Final[Mapping[str, type[Area]]] = _Areas(
    {name: area for name, area in vars(HasAreas).items() if isinstance(area, In)}
)


def every_operation() -> dict[str, Operation]:
    """All operations of the school by name, in the order in which people read about them."""
    return {f"{area}.{verb}": one for area in AREAS for verb, one in operations_in(area).items()}


def operation_named(name: str) -> Operation:
    """The operation of a name such as `slots.assign`. Raises Invalid, naming what there is."""
    area, _, verb = name.partition(".")
    if area not in AREAS:
        raise Invalid("operation", "no such area", {"value": area, "choices": list(AREAS)})
    operations = operations_in(area)
    if verb not in operations:
        raise Invalid(
            "operation", "no such operation", {"value": name, "choices": [f"{area}.{known}" for known in operations]}
        )
    return operations[verb]


def operations_in(area: str) -> dict[str, Operation]:
    """The operations of the area of that name by verb."""
    from ledr_core.application.operating.operation import operations_of

    return operations_of(AREAS[area])
