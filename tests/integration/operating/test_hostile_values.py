"""Whatever is asked of a full school, by whomever: a result comes, or an error of ours, soon and in few words."""

import json
import time
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledr_core import LedrError, School
from ledr_core.application.areas import every_operation
from ledr_core.application.operating.operation import Operation
from ledr_core.views import as_json
from ledr_core.wording import told
from tests import full_school
from tests.generated import generated
from tests.hostile import PLAUSIBLE, asked
from tests.postgresql import PostgresServer

pytestmark = pytest.mark.slow
OPERATIONS = every_operation()


@pytest.fixture(scope="module")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    url = f"sqlite:///{tmp_path_factory.mktemp('full') / 'ecole.db'}"
    full_school.make(url)
    with closing(full_school.opened(url)) as school:
        yield school


@pytest.fixture(scope="module")
def on_postgresql(postgresql_server: PostgresServer) -> Iterator[School]:
    with postgresql_server.database() as url:
        full_school.make(url)
        with closing(full_school.opened(url)) as school:
            yield school


@pytest.fixture(autouse=True, scope="module")
def somewhere_else(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What staff have written goes nowhere else."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("here"))
        yield


class TakenBackError(Exception):
    """Ends a transaction that must leave nothing."""


def tried(school: School, operation: Operation, by: object, values: dict[str, Any]) -> object:
    """What comes of it, taken back where that can be; anything but a result or an error of ours is raised."""
    found: object = None
    try:
        if operation.piecewise:
            return school.perform(operation.name, by, values)
        with school.transaction() as inside:
            found = inside.perform(operation.name, by, values)
            raise TakenBackError
    except TakenBackError:
        return found
    except LedrError as error:
        return error


def must_be_told(answer: object) -> None:
    """A result has a JSON form; an error has words in both languages, and few of those that it was given."""
    if not isinstance(answer, LedrError):
        json.dumps(as_json(answer), allow_nan=False)
        return
    for language in ("fr", "en"):
        assert len(told(answer, language).message) < 3_000
    assert len(str(answer)) < 20_000
    particulars = ("rule", "reason", "facts", "what", "reference", "field", "allowed", "part")
    json.dumps(as_json({name: getattr(answer, name) for name in particulars if hasattr(answer, name)}), default=repr)


wanted = st.sampled_from(sorted(OPERATIONS)).flatmap(lambda name: st.tuples(st.just(name), asked(OPERATIONS[name])))
Wanted = tuple[str, tuple[Any, dict[str, Any]]]


@generated(250, 20_000)
@given(wanted)
def test_nothing_but_results_and_our_errors_come_from_sqlite(on_sqlite: School, wanted: Wanted) -> None:
    name, (by, values) = wanted
    must_be_told(tried(on_sqlite, OPERATIONS[name], by, values))


@generated(100, 20_000)
@given(wanted)
def test_nothing_but_results_and_our_errors_come_from_postgresql(on_postgresql: School, wanted: Wanted) -> None:
    name, (by, values) = wanted
    must_be_told(tried(on_postgresql, OPERATIONS[name], by, values))


# However long


PATIENCE = 1.0
"""Seconds after which an answer is late; all of it takes some milliseconds."""
LONG = ("x" * 1_000_000, "9" * 100_000, "a@" * 50_000)


def in_time(call: Any) -> Any:
    """What a call gives, when it comes in time."""
    begun = time.process_time()
    answer = call()
    assert time.process_time() - begun < PATIENCE
    return answer


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_a_long_text_is_answered_at_once_wherever_it_stands(on_sqlite: School, name: str) -> None:
    """A million letters for each parameter, by anybody and by staff, told in both languages."""
    operation = OPERATIONS[name]
    plain = {field.name: PLAUSIBLE.get(field.name, ("x",))[0] for field in operation.parameters if field.required}
    for field in operation.parameters:
        for text in LONG:
            for by in ("public", "staff"):
                for value in (text, [text]):
                    answer = in_time(partial(tried, on_sqlite, operation, by, plain | {field.name: value}))
                    in_time(partial(must_be_told, answer))
                    assert isinstance(answer, LedrError) or len(text) < 1_000_000


@pytest.mark.parametrize("text", LONG)
def test_nobody_has_a_long_name(on_sqlite: School, text: str) -> None:
    for by in (text, [text]):
        answer = in_time(partial(tried, on_sqlite, OPERATIONS["people.show"], by, {}))
        in_time(partial(must_be_told, answer))
        assert isinstance(answer, LedrError)
