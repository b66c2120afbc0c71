"""Phone numbers as people write them: of France and overseas in national form, others in the international one."""

import pytest

from ledr_core.application.people.phones import read_phone, takes_sms
from ledr_core.domain.kernel.errors import Invalid
from ledr_core.wording import told


@pytest.mark.rule("NOTE-2")
@pytest.mark.parametrize(
    ("typed", "number", "sms"),
    [
        ("06 12 34 56 78", "+33612345678", True),
        ("01.42.68.53.00", "+33142685300", False),
        ("0590 81 12 34", "+590590811234", False),
        ("0690 30 12 34", "+590690301234", True),
        ("0590 27 12 34", "+590590271234", False),
        ("0596 30 12 34", "+596596301234", False),
        ("0696 20 12 34", "+596696201234", True),
        ("0594 29 12 34", "+594594291234", False),
        ("0694 20 12 34", "+594694201234", True),
        ("0262 20 12 34", "+262262201234", False),
        ("0692 12 34 56", "+262692123456", True),
        ("0693 12 34 56", "+262693123456", True),
        ("0269 60 12 34", "+262269601234", False),
        ("0639 20 12 34", "+262639201234", True),
        ("0508 41 12 34", "+508411234", False),
        ("05.08.41.12.34", "+508411234", False),
        ("0639 12 34 56", "+262639123456", True),
        ("06 39 12 34 56", "+262639123456", True),
        ("+262 639 12 34 56", "+262639123456", True),
        ("06.91.12.34.56", "+590691123456", True),
        ("0697.12.34.56", "+596697123456", True),
        ("0596 12 34 56", "+596596123456", False),
        ("0269 12 34 56", "+262269123456", False),
        ("+33 (0)6 12 34 56 78", "+33612345678", True),
        ("tél. +33 (0)6 12 34 56 78", "+33612345678", True),
        ("33 6 12 34 56 78", "+33612345678", True),
        ("0508412345", "+508412345", False),
        ("05 08 41 23 45", "+508412345", False),
        ("05.08.41.23.45", "+508412345", False),
        ("(0508) 41-23-45", "+508412345", False),
        ("tél. : 05 08 55 12 34", "+508551234", True),
        ("05 56 08 12 34", "+33556081234", False),
        ("+33 (0)5 08 41 23 45", "+33508412345", False),
        ("+32 470 12 34 56", "+32470123456", True),
        ("0033 6 12 34 56 78", "+33612345678", True),
    ],
)
def test_a_number_is_read_as_its_prefix_says(typed: str, number: str, sms: bool) -> None:
    assert read_phone(typed) == number
    assert takes_sms(number) is sms


@pytest.mark.rule("NOTE-2")
@pytest.mark.parametrize(
    "typed",
    ["0470 12 34", "12345", "soon", "0508 41 12", "687 12 34 56", "6 12 34 56 78", "0639 12 34", "05 08 41 23 45 67"],
)
def test_a_number_that_no_plan_has_is_refused_with_the_international_form(typed: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read_phone(typed)

    assert "international tel que +32" in told(refusal.value, "fr").help
    assert "0692 12 34 56" in told(refusal.value, "fr").help
    assert "international one such as +32" in told(refusal.value, "en").help
