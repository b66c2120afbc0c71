"""Importing a bank of questions from each format against loading the same questions as YAML, in the same run.

Each load is into a school of its own, which has the theme and a course with it; processor time counts. The last figures
are memory: what a process grows by for each further question, beside those of a quarter of the bank, against what YAML
takes for it.

Full size: 20,000 questions of about 300 letters, SQLite. Exits 1 when a ratio is above its limit.
"""

from __future__ import annotations

import re
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.figures import apart, options, told
from ledr_adapters import open_rehearsal
from ledr_adapters.question_files import FilesByName
from ledr_core import School
from ledr_core.domain.catalogue.questions import Question, QuestionKind, Wording
from ledr_core.domain.kernel.identifiers import QuestionId, ThemeId
from ledr_core.wording import yaml12

FORMATS = ("csv", "xlsx", "xml", "gift")
TIMES, GROWTH = 2.0, 0.35
QUARTER = 4


def main() -> int:
    chosen = options(__doc__, "40 questions: only to see that it works")
    number = 40 if chosen.small else 20_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for size in (number, number // QUARTER):
            write_banks(folder, size)
        by_hand = seconds(folder, "yaml", number)
        figures = [time_of(folder, kind, number, by_hand) for kind in FORMATS]
        in_yaml = per_question(folder, "yaml", number)
        figures += [memory_of(folder, kind, number, in_yaml) for kind in FORMATS]
    return told("questions", figures, chosen)


def time_of(folder: Path, kind: str, number: int, by_hand: float) -> dict[str, Any]:
    taken = seconds(folder, kind, number)
    what = f"{number} questions in {taken:.2f} s, in YAML {by_hand:.2f} s"
    return {"name": f"questions, {kind}", "what": what, "ratio": taken / by_hand, "limit": TIMES}


def memory_of(folder: Path, kind: str, number: int, in_yaml: float) -> dict[str, Any]:
    taken = per_question(folder, kind, number)
    what = f"{taken:.2f} kB for each further question, with its part of the file; in YAML {in_yaml:.2f} kB"
    return {"name": f"questions, {kind}, memory", "what": what, "ratio": taken / in_yaml, "limit": GROWTH}


def per_question(folder: Path, kind: str, number: int) -> float:
    """The kilobytes that a process grows by for each question, from a quarter of them on."""
    whole, quarter = (grown(folder, kind, size) for size in (number, number // QUARTER))
    return max(1e3 * (whole - quarter) / (number - number // QUARTER), 0.01)


def write_banks(folder: Path, number: int) -> None:
    """The same questions in every format."""
    questions = [a_question(place) for place in range(number)]
    entries = [an_entry(one) for one in questions]
    (folder / f"{number}.yaml").write_text(yaml12.dump({"questions": entries}), encoding="utf-8")
    for kind in ("csv", "xlsx", "xml"):
        (folder / f"{number}.{kind}").write_bytes(FilesByName().write(f"b.{kind}", "t1", "Culture", questions))
    (folder / f"{number}.gift").write_text("\n\n".join(map(in_gift, questions)), encoding="utf-8")


def a_question(place: int) -> Question:
    text = f"Question {place} : que faut-il dire d'abord dans une annonce pour qu'elle soit lue jusqu'au bout ?"
    choices = tuple(f"Le choix numéro {choice}, dit en une ligne" for choice in range(4))
    wording = Wording(text, choices, (place % 4,), "Parce que c'est ce que l'on cherche d'abord.")
    return Question(
        QuestionId(f"q{place}"),
        f"q{place}",
        QuestionKind.PROGRAMME,
        wording,
        theme=ThemeId("t"),
        level=place % 5 + 1,
        public=True,
    )


def an_entry(question: Question) -> dict[str, Any]:
    wording = question.wording
    return {
        "reference": question.reference,
        "kind": "programme",
        "theme": "t1",
        "level": question.level,
        "public": True,
        "text": wording.text,
        "choices": list(wording.choices),
        "right": list(wording.right),
        "explanation": wording.explanation,
    }


def in_gift(question: Question) -> str:
    wording = question.wording
    tags = f"[id:{question.reference}] [tag:theme:t1] [tag:level:{question.level}] [tag:public]"
    choices = "".join(f"\n{'=' if place in wording.right else '~'}{one}" for place, one in enumerate(wording.choices))
    return f"// {tags}\n{wording.text.replace(':', chr(92) + ':')} {{{choices}\n####{wording.explanation}\n}}"


def seconds(folder: Path, kind: str, number: int) -> float:
    """How long a processor takes for a file in a new school."""
    with tempfile.TemporaryDirectory(dir=folder) as name, closing(a_school(Path(name))) as school:
        started = time.process_time()
        take(school, folder / f"{number}.{kind}")
        return time.process_time() - started


def a_school(folder: Path) -> School:
    school = open_rehearsal(f"sqlite:///{folder}/ecole.db")
    lesson = {"reference": "l1", "title": "Bonjour", "video": "https://vimeo.com/1", "seconds": 60}
    data = {
        "lessons": [lesson],
        "modules": [{"reference": "m1", "title": "Bases", "lessons": ["l1"]}],
        "themes": [{"reference": "t1", "title": "Culture", "colour": "#0b7285", "modules": ["m1"]}],
        "courses": [{"reference": "c1", "title": "Recruter", "themes": ["t1"], "assessments": True}],
    }
    school.catalogue.load(by="staff", data=data)
    return school


def take(school: School, file: Path) -> None:
    ask: Callable[..., Any] = school.catalogue.load if file.suffix == ".yaml" else school.catalogue.import_questions
    done = ask(by="staff", file=file)
    if done.created != int(file.stem):
        raise AssertionError(f"{file}: {done}")


def grown(folder: Path, kind: str, number: int) -> float:
    """By how many megabytes a process of its own grows."""
    return apart(growing, folder, folder / f"{number}.{kind}")


def growing(folder: Path, file: Path) -> float:
    """By how many megabytes this process grows, once it has taken a small bank and so imported all it needs."""
    with tempfile.TemporaryDirectory(dir=folder) as name, closing(a_school(Path(name))) as school:
        small = folder / f"1.{file.suffix.lstrip('.')}"
        if not small.exists():
            write_banks(folder, 1)
        take(school, small)
    with tempfile.TemporaryDirectory(dir=folder) as name, closing(a_school(Path(name))) as school:
        before = megabytes()
        take(school, file)
        return megabytes() - before


def megabytes() -> float:
    """The most memory that this process has had: of its own, where `ru_maxrss` begins with that of who started it."""
    (most,) = re.findall(r"^VmHWM:\s+(\d+) kB$", Path("/proc/self/status").read_text(encoding="ascii"), re.MULTILINE)
    return int(most) / 1e3


if __name__ == "__main__":
    sys.exit(main())
