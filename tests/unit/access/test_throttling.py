"""How failed tries are slowed: free ones, pauses that double up to a limit, and forgetting."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ledr_core import Invalid
from ledr_core.domain.access.throttling import (
    QUIET,
    WIDER,
    Pace,
    Tries,
    account_key,
    network_of,
    request_paces,
    sign_in_paces,
)

NOON = datetime(2026, 11, 19, 11, tzinfo=UTC)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
ORDINARY = Pace(5, 30 * SECOND, 15 * MINUTE)

paces = some.builds(
    Pace,
    some.integers(1, 100),
    some.timedeltas(SECOND, MINUTE),
    some.timedeltas(MINUTE, timedelta(hours=2)),
)


def after(failures: int, pace: Pace = ORDINARY) -> Tries:
    """That many failures, each as soon as it is possible."""
    tries, at = Tries(), NOON
    for _ in range(failures):
        at = tries.waits_until(at) or at
        tries = tries.failed(at, pace)
    return tries


@pytest.mark.rule("ACC-5")
def test_a_few_failures_are_free_then_pauses_double_up_to_the_longest() -> None:
    pauses = [ORDINARY.pause(failures) / SECOND for failures in range(13)]

    assert pauses == [0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]


@pytest.mark.rule("ACC-5")
@given(paces, some.integers(0, 10_000))
def test_pauses_never_shrink_and_never_pass_the_longest(pace: Pace, failures: int) -> None:
    assert pace.pause(failures) <= pace.pause(failures + 1) <= pace.longest


@pytest.mark.rule("ACC-5")
@given(paces, some.integers(0, 300))
def test_nobody_is_locked_out_for_good(pace: Pace, failures: int) -> None:
    """However many failures, the next try is possible after the longest pause."""
    tries = after(failures, pace)

    assert tries.waits_until((tries.last or NOON) + pace.longest) is None


@pytest.mark.rule("ACC-5")
def test_failures_are_forgotten_after_a_day_of_quiet() -> None:
    tries = after(9)
    assert tries.last is not None

    assert tries.failed(tries.last + QUIET - SECOND, ORDINARY).failures == 10
    assert tries.failed(tries.last + QUIET, ORDINARY) == Tries(1, tries.last + QUIET, None)


@pytest.mark.rule("ACC-5")
def test_the_free_tries_come_back_with_quiet() -> None:
    tries = after(5)

    assert after(4).still_free(NOON, ORDINARY)
    assert not tries.still_free(NOON, ORDINARY)
    assert tries.still_free(NOON + QUIET, ORDINARY)


@pytest.mark.rule("ACC-5")
@given(some.integers(1, 100), some.integers(1, 120))
def test_an_address_and_an_account_alone_have_more_free_tries_and_a_shorter_pause(free: int, minutes: int) -> None:
    paces = sign_in_paces(free, minutes * MINUTE)

    for alone in (paces.address, paces.account):
        assert alone.free == WIDER * paces.pair.free
        assert alone.longest <= min(paces.pair.longest, MINUTE)


@pytest.mark.rule("ACC-3")
@given(some.integers(1, 100), some.integers(1, 120))
def test_requests_from_many_addresses_are_slowed_for_the_mailbox(free: int, minutes: int) -> None:
    paces = request_paces(free, minutes * MINUTE)

    assert (paces.account.free, paces.account.longest) == (2 * free, minutes * MINUTE)


@pytest.mark.rule("ACC-5")
@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (" 2001:db8:1:2::1 ", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
    ],
)
def test_an_address_stands_for_the_network_of_a_subscriber(address: str, network: str) -> None:
    assert network_of(address) == network


@pytest.mark.parametrize("address", ["", "home", "203.0.113", "203.0.113.7:443", "203.0.113.0/24", "1.2.3.4.5"])
def test_what_is_no_address_is_invalid(address: str) -> None:
    with pytest.raises(Invalid) as invalid:
        network_of(address)
    assert invalid.value.field == "address"


@given(some.text(some.characters(codec="latin-1", exclude_characters="ßµ")))
def test_an_account_is_counted_whatever_the_case_and_white_space_of_its_login(login: str) -> None:
    """Letters whose other case is two letters, or of another alphabet, are apart (ACC-18)."""
    assert account_key(f"  {login}\t") == account_key(login)
    assert account_key(login.swapcase()) == account_key(login)
    assert len(account_key(login)) == 64
