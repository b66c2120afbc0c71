"""Opaque identifiers: what the rules call a person, a company, a session… whatever it is named today.

They are strings of a type of their own, so that facts and events that carry them can be put into the words people
know (an e-mail, a reference) at the border, and renames never break stored data.
"""

from __future__ import annotations


class Identifier(str):
    """An opaque identifier; two of the same text are equal whatever made them."""

    __slots__ = ()


class PersonId(Identifier):
    """Identifies a person."""

    __slots__ = ()


class CompanyId(Identifier):
    """Identifies a company."""

    __slots__ = ()


class SessionId(Identifier):
    """Identifies a session."""

    __slots__ = ()


class CourseId(Identifier):
    """Identifies a course."""

    __slots__ = ()


class ThemeId(Identifier):
    """Identifies a theme."""

    __slots__ = ()


class ModuleId(Identifier):
    """Identifies a module."""

    __slots__ = ()


class LessonId(Identifier):
    """Identifies a lesson."""

    __slots__ = ()


class WorkshopId(Identifier):
    """Identifies a workshop."""

    __slots__ = ()


class QuestionId(Identifier):
    """Identifies a question of a quiz or an assessment."""

    __slots__ = ()


class CaseId(Identifier):
    """Identifies a final case."""

    __slots__ = ()


class CopyId(Identifier):
    """Identifies a learner's copy of a case."""

    __slots__ = ()


class QuizId(Identifier):
    """Identifies a practice quiz that somebody was given."""

    __slots__ = ()


class CertificationId(Identifier):
    """Identifies a certification."""

    __slots__ = ()


class PlacementId(Identifier):
    """Identifies one go at the placement test."""

    __slots__ = ()


class AttemptId(Identifier):
    """Identifies an attempt at the assessment of a theme."""

    __slots__ = ()


class TeamId(Identifier):
    """Identifies a team of an organisation."""

    __slots__ = ()


class InvitationId(Identifier):
    """Identifies an invitation to an organisation."""

    __slots__ = ()


class GoalId(Identifier):
    """Identifies a personal goal of a member of an organisation."""

    __slots__ = ()
