"""What people set for themselves: SMS, community e-mails, anonymity, the picture."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from PIL import Image

from ledr_core import Content, Invalid
from ledr_core.views import as_json
from tests.integration.conftest import Rehearsal, address, grounds, refusal
from tests.kept_schools import kept

LEA, MAX = address("lea"), address("max")
MOBILE, LANDLINE = "+33612345678", "+33142345678"
PLACE = 0x8825
"""The tag of an image under which a camera writes where it was taken."""


def change(ledr: Rehearsal, by: str = LEA, **given: Any) -> Any:
    return ledr.school.perform("people.change_settings", by, given, vouched=True)


def settings(ledr: Rehearsal, by: str = LEA, **given: Any) -> Any:
    return ledr.school.people.settings(by=by, **given)


@pytest.fixture
def lea(stored: Rehearsal) -> Rehearsal:
    return kept(stored, a_team)


def a_team(ledr: Rehearsal) -> None:
    ledr.a_session(kind="licence", members="lea max paul:pilot nora:manager")


@pytest.mark.rule("NOTE-2", "NOTE-3", "NOTE-5")
def test_at_first_there_are_community_e_mails_and_initials_and_nothing_else(lea: Rehearsal) -> None:
    assert as_json(settings(lea)) == {
        "person": LEA,
        "anonymous": False,
        "community_emails": True,
        "sms": False,
        "phone": None,
        "picture": None,
        "initials": "LM",
        "end": "2027-10-31",
    }


@pytest.mark.rule("LEARN-4")
def test_the_exact_end_date_is_ones_own(lea: Rehearsal) -> None:
    lea.school.sessions.change_member_end(by="staff", session="Lyon", person=LEA, end="2027-03-15")

    assert as_json(settings(lea))["end"] == "2027-03-15"
    assert as_json(settings(lea, MAX))["end"] == "2027-10-31"


@pytest.mark.rule("LEARN-4")
def test_somebody_without_a_session_has_no_end(ledr: Rehearsal) -> None:
    ledr.a_person("lea")
    ledr.school.accounts.register_demo(by="public", email=MAX, day="2026-11-24")

    assert settings(ledr).end is None
    assert as_json(settings(ledr, MAX))["end"] == "2026-11-24"


@pytest.mark.rule("NOTE-3")
@pytest.mark.parametrize("name", ["anonymous", "community_emails"])
@pytest.mark.parametrize("value", [True, False])
def test_a_choice_is_kept_and_what_is_left_out_stays(lea: Rehearsal, name: str, value: bool) -> None:
    change(lea, anonymous=True, community_emails=False)

    changed = change(lea, **{name: value})

    assert changed == settings(lea)
    others = {"anonymous": True, "community_emails": False} | {name: value}
    assert {key: getattr(changed, key) for key in others} == others
    assert settings(lea, MAX).anonymous is False


@pytest.mark.parametrize("operation", ["settings", "change_settings", "picture"])
def test_they_are_ones_own_and_staffs(lea: Rehearsal, operation: str) -> None:
    given = {"file": Content("lea.jpg", b"")} if operation == "picture" else {}
    perform = lea.school.perform

    for by in (MAX, address("paul"), address("nora")):
        refused = refusal(lambda by=by: perform(f"people.{operation}", by, {"person": LEA, **given}))
        assert grounds(refused) == ("ROLE-11", "another person")
    assert refusal(lambda: perform(f"people.{operation}", "public", {"person": LEA, **given})).reason == "role"
    if operation != "picture":
        assert perform(f"people.{operation}", "staff", {"person": LEA}).person == LEA


# NOTE-2: SMS


@pytest.mark.rule("NOTE-2")
@pytest.mark.parametrize("typed", ["06 12 34 56 78", MOBILE, " 0612345678 "])
def test_sms_take_a_number_and_consent(lea: Rehearsal, typed: str) -> None:
    change(lea, phone=typed)
    assert (settings(lea).phone, settings(lea).sms) == (MOBILE, False)

    change(lea, sms=True)

    assert settings(lea).sms
    assert lea.school.people.show(by="staff", person=LEA).phone == MOBILE


@pytest.mark.rule("NOTE-2")
def test_number_and_consent_may_be_given_together(lea: Rehearsal) -> None:
    assert change(lea, phone=MOBILE, sms=True).sms


@pytest.mark.rule("NOTE-2")
def test_without_a_number_consent_is_refused_and_nothing_changes(lea: Rehearsal) -> None:
    refused = refusal(lambda: change(lea, sms=True, anonymous=True))

    assert grounds(refused) == ("NOTE-2", "no number")
    assert not settings(lea).anonymous
    change(lea, sms=False)


@pytest.mark.rule("NOTE-2")
def test_a_landline_is_kept_but_takes_no_sms(lea: Rehearsal) -> None:
    refused = refusal(lambda: change(lea, phone=LANDLINE, sms=True))
    assert grounds(refused) == ("NOTE-2", "not a mobile")
    assert refused.facts["phone"] == LANDLINE

    change(lea, phone=LANDLINE)

    assert (settings(lea).phone, settings(lea).sms) == (LANDLINE, False)


@pytest.mark.rule("NOTE-2")
@pytest.mark.parametrize("through", ["change_settings", "update"])
@pytest.mark.parametrize(("phone", "stays"), [("", False), (LANDLINE, False), ("+33698765432", True)])
def test_consent_ends_with_a_number_that_takes_none(lea: Rehearsal, through: str, phone: str, stays: bool) -> None:
    """And does not come back with the next number."""
    change(lea, phone=MOBILE, sms=True)

    lea.school.perform(f"people.{through}", LEA, {"phone": phone})

    assert settings(lea).sms is stays
    lea.school.perform(f"people.{through}", LEA, {"phone": MOBILE})
    assert settings(lea).sms is stays


@pytest.mark.rule("NOTE-2")
@pytest.mark.parametrize("phone", ["douze", "06 12", "+99912345678", "112"])
def test_a_number_that_is_none_is_invalid(lea: Rehearsal, phone: str) -> None:
    with pytest.raises(Invalid) as invalid:
        change(lea, phone=phone)
    assert invalid.value.field == "phone"


# NOTE-5: the picture


def an_image(
    folder: Path, form: str = "PNG", size: tuple[int, int] = (800, 400), name: str = "moi", **written: Any
) -> str:
    file = folder / f"{name}.{form.lower()}"
    Image.new("RGB", size, "#0b5d7a").save(file, form, **written)
    return str(file)


def the_picture(ledr: Rehearsal, folder: Path, by: str = LEA) -> Image.Image:
    file = folder / "seen.jpg"
    ledr.school.perform("people.picture", by, {"file": str(file)}, vouched=True)
    return Image.open(BytesIO(file.read_bytes()))


@pytest.mark.rule("NOTE-5")
@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_picture_is_kept_small_and_shown_to_its_owner(lea: Rehearsal, tmp_path: Path, form: str) -> None:
    changed = change(lea, picture=an_image(tmp_path, form))

    seen = the_picture(lea, tmp_path)
    assert changed.picture == settings(lea).picture == lea.school.people.show(by=LEA).picture
    assert (seen.format, seen.size) == ("JPEG", (512, 256))
    assert settings(lea, MAX).picture is None


@pytest.mark.rule("NOTE-5")
def test_a_picture_does_not_keep_where_it_was_taken(lea: Rehearsal, tmp_path: Path) -> None:
    place = Image.Exif()
    place[0x010F] = "Telephone"
    place.get_ifd(PLACE)[1] = "N"
    file = an_image(tmp_path, "JPEG", exif=place)
    with Image.open(file) as taken:
        assert taken.getexif()

    change(lea, picture=file)

    assert not the_picture(lea, tmp_path).getexif()


@pytest.mark.rule("NOTE-5")
@pytest.mark.parametrize("by", [LEA, "staff"])
def test_a_picture_is_removed_by_its_owner_or_staff_and_initials_show(lea: Rehearsal, tmp_path: Path, by: str) -> None:
    change(lea, picture=an_image(tmp_path))

    changed = change(lea, by, person=LEA, remove_picture=True)

    assert (changed.picture, changed.initials) == (None, "LM")
    refused = refusal(lambda: lea.school.people.picture(by=LEA))
    assert grounds(refused) == ("NOTE-5", "no picture")
    change(lea, remove_picture=True)


@pytest.mark.rule("NOTE-5")
def test_a_picture_that_nobody_has_any_more_is_forgotten(lea: Rehearsal, tmp_path: Path) -> None:
    """Removed, or replaced by another; one that somebody else has too stays."""
    ours = an_image(tmp_path)
    for by in (LEA, MAX):
        change(lea, by, picture=ours)
    assert _files(lea) == 1

    change(lea, picture=an_image(tmp_path, size=(100, 100), name="autre"))
    assert _files(lea) == 2
    change(lea, MAX, remove_picture=True)
    assert _files(lea) == 1
    change(lea, remove_picture=True)

    assert _files(lea) == 0


def _files(ledr: Rehearsal) -> int:
    engine: sa.Engine = ledr.school._desk.ports.store.engine  # type: ignore[attr-defined]
    with engine.connect() as connection:
        return int(connection.scalar(sa.text("select count(*) from files")) or 0)


@pytest.mark.rule("NOTE-5")
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"GIF89a", "is of another format"),
        (b"", "is of another format"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "is not a whole PNG or JPEG image"),
        (b"\xff\xd8\xff" + bytes(5_000_001), "is too large"),
    ],
)
def test_what_is_no_picture_is_invalid_and_the_former_one_stays(
    lea: Rehearsal, tmp_path: Path, content: bytes, reason: str
) -> None:
    change(lea, picture=an_image(tmp_path))
    former, file = settings(lea).picture, tmp_path / "autre.png"
    file.write_bytes(content)

    with pytest.raises(Invalid) as invalid:
        change(lea, picture=str(file))

    assert invalid.value.field == "picture"
    assert reason in invalid.value.reason
    assert settings(lea).picture == former


@pytest.mark.rule("NOTE-5")
def test_a_picture_that_is_too_large_missing_or_given_and_removed_at_once_is_invalid(
    lea: Rehearsal, tmp_path: Path
) -> None:
    wide = an_image(tmp_path, size=(6_001, 1), name="large")
    for given in (
        {"picture": wide},
        {"picture": str(tmp_path / "none.png")},
        {"picture": wide, "remove_picture": True},
    ):
        with pytest.raises(Invalid) as invalid:
            change(lea, **given)
        assert invalid.value.field == "picture"


@pytest.mark.rule("NOTE-5")
@pytest.mark.parametrize(
    ("first", "last", "initials"), [("Léa", "Martin", "LM"), ("élodie", "d'Arc", "ÉD"), ("Jean-Pierre", "Roux", "JR")]
)
def test_initials_are_the_first_letters_of_the_names(ledr: Rehearsal, first: str, last: str, initials: str) -> None:
    shown = ledr.school.people.create(by="staff", email=LEA, first_name=first, last_name=last, role="student")

    assert (shown.picture, shown.initials) == (None, initials)


@pytest.mark.rule("NOTE-5")
def test_without_names_the_address_gives_the_initial(ledr: Rehearsal) -> None:
    ledr.school.accounts.register_demo(by="public", email=LEA, day="2026-11-24")

    assert settings(ledr).initials == "L"
