"""What operations give back: frozen values with the keys that the API promises, and their JSON form."""

from __future__ import annotations

from attrs import frozen

from ledr_core.views.assessments import AbilityView, LevelExposureView, QuestionExposureView, SimulationView
from ledr_core.views.catalogue import (
    AboutView,
    CourseSheet,
    LevelCount,
    LoadView,
    ModuleItem,
    ThemeCounts,
    ThemeItem,
    UsageView,
    VideoView,
)
from ledr_core.views.json_form import as_json
from ledr_core.views.learning import (
    AnswerItem,
    AnswerView,
    HomeView,
    LessonView,
    MissingView,
    ProgressView,
    StepView,
    ThemeProgress,
    VideoHelp,
    WatchView,
    WorkshopItem,
    WorkshopsView,
)
from ledr_core.views.people import (
    AccessView,
    CompanyItem,
    CompanyView,
    PasswordView,
    PersonItem,
    PersonSheet,
    ReasonView,
    SignInView,
    SpaceView,
)
from ledr_core.views.rotations import (
    ChangeView,
    PeriodView,
    PreviewView,
    RotationExplanation,
    SessionTimeline,
    SlotExplanation,
    SlotTimeline,
    TimelineView,
    WaitingView,
)
from ledr_core.views.sessions import (
    ExpectedView,
    HolderView,
    HoldingView,
    LedgerRow,
    MemberView,
    PolicyView,
    ReleaseView,
    SessionItem,
    SessionSheet,
    SlotView,
)
from ledr_core.views.work import DeliveryView, FailureView, MessageItem, MessageSheet, RunItem, RunView, SettingView

__all__ = [
    "AbilityView",
    "AboutView",
    "AccessView",
    "AnswerItem",
    "AnswerView",
    "ChangeView",
    "CompanyItem",
    "CompanyView",
    "CourseSheet",
    "DeliveryView",
    "ExpectedView",
    "FailureView",
    "HolderView",
    "HoldingView",
    "HomeView",
    "LedgerRow",
    "LessonView",
    "LevelCount",
    "LevelExposureView",
    "LoadView",
    "MemberView",
    "MessageItem",
    "MessageSheet",
    "MissingView",
    "ModuleItem",
    "Nothing",
    "PasswordView",
    "PeriodView",
    "PersonItem",
    "PersonSheet",
    "PolicyView",
    "PreviewView",
    "ProgressView",
    "QuestionExposureView",
    "ReasonView",
    "ReleaseView",
    "RotationExplanation",
    "RunItem",
    "RunView",
    "SessionItem",
    "SessionSheet",
    "SessionTimeline",
    "SettingView",
    "SignInView",
    "SimulationView",
    "SlotExplanation",
    "SlotTimeline",
    "SlotView",
    "SpaceView",
    "StepView",
    "ThemeCounts",
    "ThemeItem",
    "ThemeProgress",
    "TimelineView",
    "UsageView",
    "VideoHelp",
    "VideoView",
    "WaitingView",
    "WatchView",
    "WorkshopItem",
    "WorkshopsView",
    "as_json",
]


@frozen
class Nothing:
    """The result of an operation that promises no key."""
