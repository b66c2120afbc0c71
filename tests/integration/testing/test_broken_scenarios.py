"""Scenario files with one thing wrong each: what is said names file, line and field, in either language, and what it
proposes works."""

import re
from pathlib import Path
from typing import Final

import pytest
from attrs import frozen

from ledr_adapters import open_rehearsal
from ledr_core.testing.scenarios import checked, examine, played
from ledr_core.testing.scenarios.saying import Problem

STORY: Final = """\
scenario: Le slot de Lyon
rules: [SLOT-2, SLOT-9]
at: 2026-11-19T09:00
given: [ledr:small]
steps:
  - do: slots.assign
    by: pilote@manpower.example
    with: {session: Lyon, person: lea@manpower.example}
    returns: {slot: 1, since: 2026-11-19T09:00}
    keep: {holder: person}
  - do: slots.assign
    with: {session: Lyon, person: max@manpower.example}
    refused: SLOT-2
  - do: sessions.show
    with: {session: Lyon}
    has: {holders: [{person: $holder}], expired: false}
    lacks: {waiting: [$holder]}
  - at: 2026-11-23T05:00
  - do: rotations.set_policy
    with: {session: Lyon, policy: paced, every: 2, weekends: true}
    returns: {kind: paced}
  - do: messages.list
    has: [{kind: slot_given, person: lea@manpower.example}]
  - do: sessions.show
    with: {session: Nice}
    not_found: session
  - do: companies.create
    with: {name: "2026"}
    returns: {name: "2026"}
"""


@frozen
class Broken:
    """A good piece of the story, what stands in its place, and what must be said of that."""

    good: str
    bad: str
    line: int
    field: str
    proposed: tuple[str, ...]
    """What the help of either language says; whoever does so has the good piece back."""
    first: bool = True
    """Whether nothing else is said before it."""

    @property
    def text(self) -> str:
        assert STORY.count(self.good) == 1, self.good
        return STORY.replace(self.good, self.bad)


def broken(good: str, bad: str, line: int, field: str, *proposed: str) -> Broken:
    return Broken(good, bad, line, field, proposed)


BROKEN = [
    # the file
    broken("scenario: Le slot de Lyon\n", "", 1, "scenario", "scenario"),
    broken("scenario: Le slot de Lyon", "scenario: 3", 1, "scenario"),
    broken("given: [ledr:small]", "givn: [ledr:small]", 4, "givn", "given"),
    broken("rules: [SLOT-2, SLOT-9]", "rules: SLOT-2", 2, "rules"),
    broken("rules: [SLOT-2, SLOT-9]", "rules: [SLOT-2, SLOT-99]", 2, "rules[1]", "SLOT-9"),
    broken("rules: [SLOT-2, SLOT-9]", "rules: [slot 2, SLOT-9]", 2, "rules[0]", "SLOT-2"),
    broken("at: 2026-11-19T09:00\n", "at: le 19 novembre\n", 3, "at", "2026-11-19T0"),
    broken("at: 2026-11-19T09:00\n", "at: 19/11/2026 09:00\n", 3, "at", "2026-11-19T09:00"),
    broken("at: 2026-11-19T09:00\n", "at: 2026-11-31T09:00\n", 3, "at", "2026-11-"),
    broken("[ledr:small]", "[ledr:smal]", 4, "given[0]", "ledr:small"),
    broken("[ledr:small]", "[small.yaml]", 4, "given[0]", "ledr:small"),
    broken("[ledr:small]", "ledr:small", 4, "given", "[ledr:small]"),
    broken("given: [ledr:small]", "given:\n  -ledr:small", 4, "given", "[ledr:small]"),
    broken("[ledr:small]", "[small]", 4, "given[0]", "ledr:small"),
    broken("rules: [SLOT-2, SLOT-9]", "rules:\n  -SLOT-2\n  -SLOT-9", 2, "rules", "[SLOT-2, SLOT-9]"),
    # keys in French, and spaces that nobody sees
    broken("scenario: Le slot", "scénario: Le slot", 1, "scénario", "scenario"),
    broken("steps:\n", "étapes:\n", 5, "étapes", "steps"),
    broken("- do: rotations.set_policy", "- faire: rotations.set_policy", 19, "steps[4].faire", "do"),
    broken("    with: {name:", "    avec: {name:", 28, "steps[7].avec", "with"),
    broken("    with: {name:", "    with: {nom:", 28, "steps[7].with.nom", "name"),
    broken("returns: {kind: paced}", "attendu: {kind: paced}", 21, "steps[4].attendu", "returns"),
    broken("keep: {holder: person}", "keep: {holder: personne}", 10, "steps[0].keep.holder", "person"),
    broken("scenario: Le slot", "scenario\u00a0: Le slot", 1, "scenario\u00a0", "scenario"),
    broken("{session: Nice}", "{session\u00a0: Nice}", 25, "steps[6].with.session\u00a0", "session"),
    broken("expired: false", "expired\u202f: false", 16, "steps[2].has.expired\u202f", "expired"),
    # YAML itself
    broken("scenario: Le slot", "scenario:\u00a0Le slot", 1, "file"),
    broken("    by: pilote@", "\u00a0   by: pilote@", 7, "file"),
    broken("    by: pilote@", "    by: qui: pilote@", 7, "file", "`"),
    broken("    refused: SLOT-2", "\trefused: SLOT-2", 13, "file"),
    broken("weekends: true}", "weekends: true", 21, "file"),
    broken('with: {name: "2026"}', 'with: {name: "2026}', 29, "file"),
    broken("    refused: SLOT-2\n", "    refused: SLOT-2\n    refused: SLOT-3\n", 14, "steps[1].refused"),
    # what a step does
    broken("- do: rotations.set_policy", "- do: rotations.set_polici", 19, "steps[4].do", "rotations.set_policy"),
    broken("- do: rotations.set_policy", "- do: rotation.set_policy", 19, "steps[4].do", "rotations.set_policy"),
    broken("    with: {name:", "    whit: {name:", 28, "steps[7].whit", "with"),
    broken("- at: 2026-11-23T05:00", "- by: staff", 18, "steps[3]", "`at`"),
    broken("- at: 2026-11-23T05:00", "- at: 2026-11-18T05:00", 18, "steps[3].at", "2026-11-19T09:00"),
    broken("- do: rotations.set_policy", "- do: rotations.choisir", 19, "steps[4].do", "rotations.set_policy"),
    # what it is given
    broken("{session: Nice}", "{sesion: Nice}", 25, "steps[6].with.sesion", "session"),
    broken("{session: Nice}", "{}", 25, "steps[6].with.session", "session"),
    broken("with: {session: Nice}", "with: {session: Nice, by: staff}", 25, "steps[6].with.by", "by"),
    broken("with: {session: Nice}", "with: [Nice]", 25, "steps[6].with", "session"),
    broken("policy: paced,", "policy: pacd,", 20, "steps[4].with.policy", "paced"),
    broken("weekends: true", "weekends: oui", 20, "steps[4].with.weekends", "true"),
    broken("every: 2,", 'every: "2",', 20, "steps[4].with.every"),
    # what it expects
    broken("returns: {slot: 1,", "returns: {slott: 1,", 9, "steps[0].returns.slott", "slot"),
    broken("since: 2026-11-19T09:00", "since: 2026-13-19T09:00", 9, "steps[0].returns.since", "2026-11-19T0"),
    broken("expired: false", "expired: non", 16, "steps[2].has.expired", "false"),
    broken("has: [{kind: slot_given", "has: [{kynd: slot_given", 23, "steps[5].has[0].kynd", "kind"),
    broken("has: [{kind: slot_given", "has: [{kind: slot_givn", 23, "steps[5].has[0].kind", "slot_given"),
    broken("returns: {kind: paced}", "returns: {kind: pacd}", 21, "steps[4].returns.kind", "paced"),
    broken("has: [{kind: slot_given, person: lea@manpower.example}]", "has: {kind: slot_given}", 23, "steps[5].has"),
    broken("lacks: {waiting: ", "lacks: {waitin: ", 17, "steps[2].lacks.waitin", "waiting"),
    broken("keep: {holder: person}", "keep: {holder: persn}", 10, "steps[0].keep.holder", "person"),
    broken("has: {holders: [{person: $holder}]", "has: {holders: [{person: $holdr}]", 16,
           "steps[2].has.holders[0].person", "$holder"),
    broken("refused: SLOT-2", "refused:", 13, "steps[1].refused", "SLOT-2"),
    broken("not_found: session", "not_found:", 26, "steps[6].not_found", "session"),
    broken("refused: SLOT-2", "refused: SLOT-22", 13, "steps[1].refused", "SLOT-2"),
    broken("refused: SLOT-2", "refused: SLOT-2\n    returns: {slot: 1}", 13, "steps[1].refused", "refused"),
    broken("refused: SLOT-2", "refused: SLOT-2\n    lacks: {slot: 1}", 14, "steps[1].lacks"),
    broken("refused: SLOT-2", "refused: S10T-2", 13, "steps[1].refused", "SLOT-2"),
    broken("not_found: session", "not_found: sesion", 26, "steps[6].not_found", "session"),
    broken('returns: {name: "2026"}', "returns: {name: 2026}", 29, "steps[7].returns.name", '"2026"'),
]  # fmt: skip


def problems(folder: Path, text: str, language: str) -> list[Problem]:
    file = folder / "histoire.yaml"
    file.write_text(text, encoding="utf-8")
    return list(checked(examine(file), language).problems)


def test_the_story_itself_is_good(tmp_path: Path) -> None:
    file = tmp_path / "histoire.yaml"
    file.write_text(STORY, encoding="utf-8")

    outcome = played(examine(file), open_rehearsal)

    assert outcome.passed, outcome.message


@pytest.mark.parametrize("one", BROKEN, ids=lambda one: one.bad.strip())
def test_what_is_wrong_is_said_with_its_place_in_english(tmp_path: Path, one: Broken) -> None:
    (said,) = problems(tmp_path, one.text, "en")

    assert (said.line, said.field) == (one.line, one.field)
    assert said.message.startswith(f"{tmp_path / 'histoire.yaml'}, line {one.line}: ")
    assert one.field == "file" or one.field in said.message
    assert said.help
    for proposal in one.proposed:
        assert proposal in said.help


@pytest.mark.parametrize("one", BROKEN, ids=lambda one: one.bad.strip())
def test_what_is_wrong_is_said_wholly_in_french(tmp_path: Path, one: Broken) -> None:
    (said,) = problems(tmp_path, one.text, "fr")

    assert said.message.startswith(f"{tmp_path / 'histoire.yaml'}, ligne {one.line}\u00a0: ")
    assert one.field == "file" or one.field in said.message
    assert said.help
    for proposal in one.proposed:
        assert proposal in said.help
    words = re.findall(r"[a-z_]+", f"{said.message} {said.help}".replace(str(tmp_path), ""))
    assert not ENGLISH & set(words), said


# fmt: off
ENGLISH: Final = {
    "the", "is", "not", "of", "this", "that", "which", "and", "are", "there", "have", "been", "it", "they", "what",
    "here", "such", "allowed", "missing", "known", "unknown", "perhaps", "write", "take", "put", "number", "before",
    "while", "did", "found", "could", "where", "line",
}
# fmt: on


@pytest.mark.parametrize("one", [one for one in BROKEN if one.proposed], ids=lambda one: one.bad.strip())
def test_what_is_proposed_is_in_the_good_story(one: Broken) -> None:
    assert all(proposal in STORY or proposal in ("`", "`at`") for proposal in one.proposed)


def test_a_slip_in_the_operation_hides_nothing_else_of_its_step(tmp_path: Path) -> None:
    bad = STORY.replace("do: rotations.set_policy", "do: rotations.set_polici").replace("every: 2", "evry: 2")
    bad = bad.replace("returns: {kind: paced}", "returns: {kynd: paced}")

    assert [(one.line, one.field) for one in problems(tmp_path, bad, "fr")] == [
        (19, "steps[4].do"),
        (20, "steps[4].with.evry"),
        (21, "steps[4].returns.kynd"),
    ]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    ("good", "bad", "close"),
    [
        ("by: pilote@manpower.example", "by: pilote", "pilote@manpower.example"),
        ("{session: Lyon, person: max@manpower.example}", "{session: Lyon, person: max}", "max@manpower.example"),
    ],
)
def test_an_address_that_nobody_has_is_told_with_one_that_begins_so(
    tmp_path: Path, good: str, bad: str, close: str, language: str
) -> None:
    file = tmp_path / "histoire.yaml"
    file.write_text(STORY.replace(good, bad), encoding="utf-8")

    outcome = played(examine(file), open_rehearsal, language=language)

    assert not outcome.passed
    assert (outcome.got or "").count(close) == 1


def test_words_that_people_read_are_taken_where_a_result_has_one_of_a_list(tmp_path: Path) -> None:
    french = STORY.replace("{kind: paced}", "{kind: rythmée}").replace("{kind: slot_given,", "{kind: Slot reçu,")
    french += """\
  - do: people.show
    with: {person: lea@manpower.example}
    returns: {role: apprenant}
    lacks: {role: pilote}
"""
    file = tmp_path / "histoire.yaml"
    file.write_text(french, encoding="utf-8")

    assert played(examine(file), open_rehearsal).passed
    file.write_text(french.replace("lacks: {role: pilote}", "lacks: {role: apprenant}"), encoding="utf-8")
    assert not played(examine(file), open_rehearsal).passed


def test_everything_that_is_wrong_is_said_at_once_line_by_line(tmp_path: Path) -> None:
    members = "[{email: zoe, first_name: Zoé, last_name: R, role: learnr}, {emial: tom@manpower.example}]"
    step = f"{{do: sessions.add_members, with: {{session: Lyon, members: {members}}}, returns: {{without: 1}}}}"
    bad = STORY.replace("- at: 2026-11-23T05:00", f"- {step}\n  - do: jobs.dayly").replace("SLOT-9]", "SLOT-99]")

    assert [(one.line, one.field) for one in problems(tmp_path, bad, "en")] == [
        (2, "rules[1]"),
        (18, "steps[3].with.members[0].email"),
        (18, "steps[3].with.members[0].role"),
        (18, "steps[3].with.members[1].emial"),
        (18, "steps[3].returns.without"),
        (19, "steps[4].do"),
    ]
