"""How a result finds what draws it: by its type, in the module of its area, and without one by what it holds."""

import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import get_args

import pytest
from attrs import frozen

from ledr_adapters.pages.words import Words as PageWords
from ledr_cli.render import registry, write
from ledr_cli.render.page import Page
from ledr_cli.render.registry import drawing_of, renders, renders_list_of
from ledr_cli.render.sessions import rotation
from ledr_cli.render.words import Words
from ledr_core.application.areas import AREAS
from ledr_core.application.operating.operation import Operation, operations_of
from ledr_core.domain.kernel.moments import SCHOOL_ZONE
from ledr_core.domain.organisation.invitations import InvitationStateName
from ledr_core.views import as_json
from ledr_core.views.accounts import DemoDayView
from ledr_core.views.invitations import InvitationItem
from ledr_core.views.jobs import RunView
from ledr_core.views.nothing import Nothing
from ledr_core.views.sessions import MemberView, PolicyView
from ledr_core.views.support import AskedForHelp

MORNING = datetime(2026, 11, 19, 9, tzinfo=SCHOOL_ZONE)


@frozen
class Prize:
    """A made-up result."""

    name: str
    grade: Decimal
    since: date
    at: datetime
    told: bool = True
    remark: str | None = None


@frozen
class FirstPrize(Prize):
    """One that is drawn as another is."""


PRIZE = Prize("Léa", Decimal("15.50"), date(2026, 11, 23), datetime(2026, 11, 19, 5, tzinfo=UTC))
FIRST = FirstPrize("Max", Decimal("20"), date(2026, 11, 23), datetime(2026, 11, 19, 5, tzinfo=UTC))


@pytest.mark.rule("TRACK-5")
def test_no_name_gives_the_terminal_an_order(capsys: pytest.CaptureFixture[str]) -> None:
    """Neither control characters nor directions come through, in sentences, sheets and tables."""
    orders = "".join(map(chr, (0x1B, 0x7F, 0x85, 0x9B, 0x9D, 0x2028, 0x202E, 0x2066)))
    for result in (f"a{orders}b", Prize(f"a{orders}b", PRIZE.grade, PRIZE.since, PRIZE.at), (f"a{orders}b",)):
        write(result, "fr", MORNING, paged=False)
    page = Page("fr", MORNING)
    page.hanging("- ", f"a{orders}b")
    page.heading(f"a{orders}b", "3")
    page.show(paged=False)

    written = capsys.readouterr().out
    assert written.count("a" + " " * 5) >= 4
    assert [letter for letter in orders if letter in written] == []


@pytest.fixture(autouse=True)
def _nothing_stays_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    for drawings in (registry._ONE, registry._LISTS):
        for made_up in (Prize, FirstPrize):
            monkeypatch.setitem(drawings, made_up, None)
            monkeypatch.delitem(drawings, made_up)


def shown(capsys: pytest.CaptureFixture[str], result: object, declared: object = None) -> str:
    write(result, "fr", MORNING, declared=declared)
    return capsys.readouterr().out.replace("\u00a0", " ")


def test_a_view_without_a_renderer_is_shown_by_all_that_it_holds(capsys: pytest.CaptureFixture[str]) -> None:
    lines = [line.split() for line in shown(capsys, PRIZE).splitlines()]

    assert lines[0] == ["Nom", "Léa"]
    assert [line[1:] for line in lines[1:4]] == [["15,5"], ["lun.", "23", "nov."], ["jeu.", "19", "nov.", "06:00"]]
    assert lines[4][-1] == "oui"
    assert len(lines) == 5


def test_a_list_without_a_renderer_is_a_table_of_what_its_items_hold(capsys: pytest.CaptureFixture[str]) -> None:
    title, first, second = shown(capsys, (PRIZE, FIRST)).splitlines()

    assert title.split()[0] == "Nom" and "Remark" not in title
    assert first.split() == ["Léa", "15,5", "lun.", "23", "nov.", "jeu.", "19", "nov.", "06:00", "oui"]
    assert second.split()[:2] == ["Max", "20"]


def test_a_renderer_draws_its_view_and_what_is_one_too(capsys: pytest.CaptureFixture[str]) -> None:
    @renders(Prize)
    def prize(page: Page, prize: Prize) -> None:
        page.line(f"Un prix : {prize.name}")

    assert [shown(capsys, one) for one in (PRIZE, FIRST)] == ["Un prix : Léa\n", "Un prix : Max\n"]


def test_the_renderer_of_a_list_is_found_by_its_items_or_when_there_is_none_by_what_is_declared(
    capsys: pytest.CaptureFixture[str],
) -> None:
    @renders_list_of(Prize)
    def prizes(page: Page, items: Sequence[Prize]) -> None:
        page.line(f"{len(items)} prix")

    assert shown(capsys, (PRIZE, FIRST)) == "2 prix\n"
    assert shown(capsys, (), tuple[Prize, ...]) == "0 prix\n"
    assert drawing_of((), tuple[MemberView, ...]) is None
    assert drawing_of(()) is None


def test_a_result_that_promises_nothing_says_that_it_is_done(capsys: pytest.CaptureFixture[str]) -> None:
    write(Nothing(), "fr", MORNING)

    said = capsys.readouterr()
    assert (said.out, bool(said.err.strip())) == ("", True)


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", ("pending", "accepted", "expired", "withdrawn")), ("fr", ("en attente", "acceptée", "expirée", "retirée"))],
)
def test_the_state_of_an_invitation_is_said_once_and_not_as_that_of_a_message(
    capsys: pytest.CaptureFixture[str], language: str, said: tuple[str, ...]
) -> None:
    states = get_args(InvitationStateName)
    items = tuple(InvitationItem(f"i-{one}", "lea@x.example", "member", None, one, MORNING) for one in states)
    write(items, language, MORNING)

    _, *rows = capsys.readouterr().out.splitlines()
    assert [word in row for word, row in zip(said, rows, strict=True)] == [True] * len(said)


OPERATIONS = [one for area in AREAS.values() for one in operations_of(area).values()]


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.name)
def test_every_operation_says_which_view_it_gives_back_or_a_list_of_which(operation: Operation) -> None:
    view = registry.item_of(operation.result) or operation.result

    assert isinstance(view, type) and view.__module__.startswith("ledr_core.views.")


@pytest.mark.rule("SUP-4")
@pytest.mark.parametrize(("answerable", "said"), [(True, "qui répond par e-mail"), (False, "--email ADRESSE")])
def test_no_answer_is_promised_to_who_gives_no_address(
    capsys: pytest.CaptureFixture[str], answerable: bool, said: str
) -> None:
    write(AskedForHelp("m1", answerable=answerable), "fr", MORNING)

    told = capsys.readouterr().out
    assert said in told
    assert ("ne peut pas répondre" in told) is not answerable


def test_only_the_renderers_of_the_area_are_imported() -> None:
    script = (
        "import sys; from datetime import datetime; from ledr_cli.render import write;"
        "from ledr_core.views.companies import CompanyItem;"
        "write((), 'fr', datetime(2026, 11, 19), declared=tuple[CompanyItem, ...]); print(*sys.modules)"
    )

    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True).stdout

    assert {name for name in loaded.split() if name.startswith("ledr_core.views.")} == {
        "ledr_core.views.companies",
        "ledr_core.views.json_form",
        "ledr_core.views.nothing",
    }
    assert "ledr_cli.render.companies" in loaded and "ledr_cli.render.sessions" not in loaded


@pytest.mark.rule("ROLE-9")
@pytest.mark.parametrize(("role", "learns"), [("learner", True), ("learner_pilot", True), ("manager", False)])
def test_a_member_says_whether_they_take_a_seat_and_the_json_form_has_no_key_for_it(role: str, learns: bool) -> None:
    member = MemberView("lea@x.example", "Léa", role, date(2026, 9, 1), date(2027, 8, 31), None)

    assert member.learns is learns
    assert "learns" not in as_json(member)


@pytest.mark.rule("ACC-9")
def test_a_demo_day_that_is_moved_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    write(DemoDayView(date(2026, 11, 24)), "fr", MORNING)

    assert "est maintenant le 24 nov. 2026" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "10 contacts transférés (marketing 6, Care 4) · 1 contact retiré (Care 1)"),
        ("en", "10 contacts transferred (marketing 6, Care 4) · 1 contact removed (Care 1)"),
    ],
)
def test_contacts_are_said_by_base_since_somebody_may_be_in_several(
    capsys: pytest.CaptureFixture[str], language: str, said: str
) -> None:
    done = {
        "contacts": 10,
        "contacts_care": 4,
        "contacts_marketing": 6,
        "contacts_removed": 1,
        "contacts_removed_care": 1,
    }

    write(RunView("daily", date(2026, 11, 19), done, {}, ()), language, MORNING)

    assert said in capsys.readouterr().out.replace("\u00a0", " ").splitlines()


@pytest.mark.rule("ROT-4", "ROT-5")
@pytest.mark.parametrize(
    ("every", "weekends", "holidays", "french", "english"),
    [
        (2, True, True, "tous les 2 jours", "every 2 days"),
        (2, True, False, "tous les 2 jours, fériés non comptés", "every 2 days, public holidays left out"),
        (2, False, True, "tous les 2 jours du lundi au vendredi", "every 2 weekdays"),
        (1, False, True, "chaque jour du lundi au vendredi", "every weekday"),
        (2, False, False, "tous les 2 jours ouvrés", "every 2 working days"),
        (1, False, False, "chaque jour ouvré", "every working day"),
    ],
)
def test_a_pace_is_said_by_the_days_that_count(
    every: int, weekends: bool, holidays: bool, french: str, english: str
) -> None:
    """A working day is no public holiday, which counts unless it is left out."""
    policy = PolicyView("paced", every, weekends, holidays)

    for language, said in (("fr", f"rotation rythmée, {french}"), ("en", f"paced rotation, {english}")):
        assert rotation(Words(language, MORNING), policy).replace("\u00a0", " ") == said
        on_a_page = PageWords(language, MORNING.date()).rotation(policy).replace("\u00a0", " ")
        assert on_a_page.replace("jours fériés", "fériés").replace("not counted", "left out") == said
