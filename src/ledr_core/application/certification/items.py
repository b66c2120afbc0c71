"""Certificates as results show them."""

from __future__ import annotations

from ledr_core.application.operating.naming import Named
from ledr_core.ports.certification import CertificationRow
from ledr_core.views.certifications import CertificationItem


def certification_item(row: CertificationRow) -> CertificationItem:
    """A certificate in a list."""
    one = row.certification
    return CertificationItem(
        person=row.email,
        course=Named(row.course, row.course_title),
        level=one.level.value,
        grade=one.grade,
        date=one.awarded_on,
        code=row.code,
        state="valid" if one.revoked is None else "revoked",
        company=one.company,
    )
