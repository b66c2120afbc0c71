"""The areas of the school by name, in the order in which people read about them."""

from __future__ import annotations

from typing import Final

from ledr_core.application.access.accounts import Accounts
from ledr_core.application.assessments.assessments import Assessments
from ledr_core.application.catalogue.catalogue import Catalogue
from ledr_core.application.certification.cases import Cases
from ledr_core.application.certification.certifications import Certifications
from ledr_core.application.certification.documents import Documents
from ledr_core.application.jobs.jobs import Jobs
from ledr_core.application.learning.learning import Learning
from ledr_core.application.learning.placement import Placement
from ledr_core.application.learning.quizzes import Quizzes
from ledr_core.application.learning.workshops import Workshops
from ledr_core.application.messages.messages import Messages
from ledr_core.application.messages.notifications import Notifications
from ledr_core.application.messages.support import Support
from ledr_core.application.operating.operation import Area, Operation, operations_of
from ledr_core.application.people.companies import Companies
from ledr_core.application.people.people import People
from ledr_core.application.school.settings import Settings
from ledr_core.application.sessions.rotations import Rotations
from ledr_core.application.sessions.sessions import Sessions
from ledr_core.application.sessions.slots import Slots
from ledr_core.domain.kernel.errors import Invalid

AREAS: Final[dict[str, type[Area]]] = {
    area.name: area
    for area in (
        Companies,
        People,
        Accounts,
        Catalogue,
        Sessions,
        Slots,
        Rotations,
        Learning,
        Documents,
        Workshops,
        Cases,
        Certifications,
        Quizzes,
        Assessments,
        Placement,
        Jobs,
        Messages,
        Notifications,
        Settings,
        Support,
    )
}


def operation_named(name: str) -> Operation:
    """The operation of a name such as `slots.assign`. Raises Invalid, naming what there is."""
    area, _, verb = name.partition(".")
    if area not in AREAS:
        raise Invalid("operation", f"no area {area!r}", list(AREAS))
    operations = operations_of(AREAS[area])
    if verb not in operations:
        raise Invalid("operation", f"no operation {name!r}", [f"{area}.{known}" for known in operations])
    return operations[verb]
