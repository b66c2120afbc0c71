"""What a seat costs, and where those who want one are led (OFFER)."""

from __future__ import annotations

from typing import Final

from ledr_core.domain.kernel.settings import Setting, link, number

_HIGHEST: Final = 1_000_000

LICENCE_PRICE: Final = Setting("licence_price", 2400, number(0, _HIGHEST), "OFFER-1", unit="euros")
SLOT_PRICE: Final = Setting("slot_price", 5900, number(0, _HIGHEST), "OFFER-1", unit="euros")
APPOINTMENT_LINK: Final = Setting("appointment_link", "https://calendly.com/ledr/site", link, "OFFER-5")
DEMO_LINK: Final = Setting("demo_link", "https://leparcours.co/demo", link, "OFFER-5")
TEST_LINK: Final = Setting("test_link", "https://leparcours.co/test", link, "OFFER-5")
TRAINING_ACCOUNT_LINK: Final = Setting("training_account_link", "", link, "OFFER-5")

OFFER: Final = (LICENCE_PRICE, SLOT_PRICE, APPOINTMENT_LINK, DEMO_LINK, TEST_LINK, TRAINING_ACCOUNT_LINK)
