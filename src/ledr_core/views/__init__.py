"""What operations give back: frozen values with the keys that the API promises, and their JSON form."""

from __future__ import annotations

from attrs import frozen

from ledr_core.views.assessments import AbilityView, LevelExposureView, QuestionExposureView, SimulationView
from ledr_core.views.catalogue import (
    AboutView,
    CourseSheet,
    GuessWarning,
    LevelCount,
    LoadView,
    ModuleItem,
    ThemeCounts,
    ThemeItem,
    UsageView,
    VideoView,
)
from ledr_core.views.json_form import as_json
from ledr_core.views.learning import HomeView, MissingView, ProgressView, ThemeProgress, VideoHelp, WatchView
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
    "ChangeView",
    "CompanyItem",
    "CompanyView",
    "CourseSheet",
    "DeliveryView",
    "ExpectedView",
    "FailureView",
    "GuessWarning",
    "HolderView",
    "HoldingView",
    "HomeView",
    "LedgerRow",
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
    "ThemeCounts",
    "ThemeItem",
    "ThemeProgress",
    "TimelineView",
    "UsageView",
    "VideoHelp",
    "VideoView",
    "WaitingView",
    "WatchView",
    "as_json",
]


@frozen
class Nothing:
    """The result of an operation that promises no key."""
