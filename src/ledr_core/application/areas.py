"""The areas of the school by name, in the order in which people read about them."""

from __future__ import annotations

from typing import Final

from ledr_core.application.accounts import Accounts
from ledr_core.application.assessments import Assessments
from ledr_core.application.cases import Cases
from ledr_core.application.catalogue import Catalogue
from ledr_core.application.certifications import Certifications
from ledr_core.application.companies import Companies
from ledr_core.application.documents import Documents
from ledr_core.application.jobs import Jobs
from ledr_core.application.learning import Learning
from ledr_core.application.messages import Messages
from ledr_core.application.notifications import Notifications
from ledr_core.application.operations import Area, Operation, operations_of
from ledr_core.application.people import People
from ledr_core.application.placement import Placement
from ledr_core.application.quizzes import Quizzes
from ledr_core.application.rotations import Rotations
from ledr_core.application.sessions import Sessions
from ledr_core.application.settings import Settings
from ledr_core.application.slots import Slots
from ledr_core.application.support import Support
from ledr_core.application.workshops import Workshops
from ledr_core.domain.errors import Invalid

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
        raise Invalid("operation", "no such area", {"value": area, "choices": list(AREAS)})
    operations = operations_of(AREAS[area])
    if verb not in operations:
        raise Invalid(
            "operation", "no such operation", {"value": name, "choices": [f"{area}.{known}" for known in operations]}
        )
    return operations[verb]
