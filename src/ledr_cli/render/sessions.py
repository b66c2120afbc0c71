"""Sessions, their slots and their people."""

from __future__ import annotations

from typing import Any, Final

from ledr_cli.render.page import Page
from ledr_cli.render.tables import listing as table_of
from ledr_cli.render.tables import sheet as plain_sheet
from ledr_cli.render.words import Words, full_name, names_in

_LEARN: Final = frozenset({"learner", "learner_manager", "learner_pilot", "student", "admin"})
"""The roles that take a seat (ROLE-9)."""


def sheet(page: Page, data: dict[str, Any]) -> None:
    """A session: its figures, who holds which slot and who comes next, who waits, and all members."""
    words = page.words
    dates = f"{words.full_day(data['start'])} → {words.full_day(data['end'])}"
    page.heading(data["reference"], f"{_taken(words, data)} · {dates}")
    page.line(" · ".join(_facts(words, data)))
    if data.get("kind") == "slot":
        page.line()
        _slots(page, data)
        waiting(page, data)
    page.line()
    _members(page, data)


def _taken(words: Words, data: dict[str, Any]) -> str:
    if data.get("kind") != "slot":
        learners = sum(one.get("role") in _LEARN for one in data["members"])
        return words.say("licences taken", held=learners, package=data["package"])
    held = len(data.get("holders", ()))
    return words.say("slots taken", held=held, package=data["package"], taken=words.noun(data["package"], "taken"))


def _facts(words: Words, data: dict[str, Any]) -> list[str]:
    facts = [words.say("course", course=data.get("course_title") or data.get("course"))]
    facts.append(data["company"] if data.get("company") else words.say("no company"))
    if data.get("kind") == "slot":
        facts.append(rotation(words, data["policy"]))
    if data.get("expired"):
        facts.append(words.say("expired on", day=words.full_day(data["end"])))
    return facts


def rotation(words: Words, policy: dict[str, Any]) -> str:
    """A policy in words: "rotation rythmée, tous les 10 jours ouvrés"."""
    if policy.get("kind") != "paced":
        return words.say(str(policy.get("kind") or "manual"))
    every, noun = int(policy.get("every") or 1), "day" if policy.get("weekends") else "working_day"
    if every == 1:
        pace = words.say("every day", day=words.noun(1, noun))
    else:
        pace = words.say("every", days=words.count(every, noun))
    left_out = "" if policy.get("holidays", True) else ", " + words.say("no holidays")
    return words.say("paced", pace=pace) + left_out


def _slots(page: Page, data: dict[str, Any]) -> None:
    words = page.words
    names = names_in(data.get("members"), data.get("holders"), data.get("expected"))
    rows = []
    for slot in data.get("slots") or _bare_slots(data):
        holder = slot.get("name") or names.get(str(slot.get("person")).casefold()) or slot.get("person")
        turn = f"{slot['counted_days']}/{slot['of']}" if slot.get("of") else ""
        since = words.day(slot["since"]) if slot.get("since") else ""
        rows.append([str(slot["slot"]), holder or words.say("free"), since, turn, _next(words, slot)])
    titles = ["slot", "who", "since", "turn", "next"]
    page.table([words.label(title) if title in ("slot", "since") else words.say(title) for title in titles], rows)


def _next(words: Words, slot: dict[str, Any]) -> str:
    name = slot.get("next_name") or slot.get("next")
    if not name:
        return ""
    return f"{name}, {words.near_day(slot['next_on'])}" if slot.get("next_on") else str(name)


def _bare_slots(data: dict[str, Any]) -> list[dict[str, Any]]:
    held = {holder["slot"]: holder for holder in data.get("holders", ())}
    free = (number for number in range(1, data["package"] + len(held) + 1) if number not in held)
    numbers = [*held, *(next(free) for _ in range(data["package"] - len(held)))]
    return [held.get(number, {"slot": number}) for number in sorted(numbers)]


def waiting(page: Page, data: dict[str, Any]) -> None:
    """The waiting list on one line: "En attente : 1 Ana Costa (demain) · 2 Max Petit (20 sept.)"."""
    words = page.words
    if not data.get("waiting"):
        page.line(words.say("nobody waits"))
        return
    names = names_in(data.get("members"), data.get("expected"))
    days = {str(one["person"]).casefold(): one.get("date") for one in data.get("expected") or ()}
    people = []
    for place, email in enumerate(data["waiting"], 1):
        day = days.get(email.casefold())
        expected = f" ({words.near_day(day, weekday=False)})" if day else ""
        people.append(f"{place} {names.get(email.casefold(), email)}{expected}")
    page.line(words.say("waiting", people=" · ".join(people)))


def _members(page: Page, data: dict[str, Any]) -> None:
    words = page.words
    members = data.get("members") or []
    if not members:
        page.line(words.say("no member"))
        return
    page.heading(words.count(len(members), "member"))
    own_dates = any((one.get("start"), one.get("end")) != (data["start"], data["end"]) for one in members)
    slots = any(one.get("slot") for one in members)
    titles = [words.label("name"), words.label("email"), words.label("role")]
    titles += [words.say("dates")] if own_dates else []
    titles += [words.label("slot")] if slots else []
    rows = []
    for one in members:
        row = [full_name(one), one["email"], words.value("role", one["role"])]
        row += [f"{words.short_day(one['start'])} → {words.short_day(one['end'])}"] if own_dates else []
        row += [words.value("slot", one.get("slot"))] if slots else []
        rows.append(row)
    page.table(titles, rows)


def listing(page: Page, items: list[dict[str, Any]]) -> None:
    """Sessions, with how many of their seats are taken."""
    words = page.words
    if not items:
        page.line(words.say("no session"))
        return
    about = [words.label("reference")] if page.narrow else [words.label(key) for key in _ABOUT]
    titles = [words.label("kind"), words.say("dates"), words.say("taken"), words.label("waiting")]
    rows = [[*_about(page, one), *_figures(words, one)] for one in items]
    page.table([*about, *titles], rows, right=[len(about) + 2, len(about) + 3])


_ABOUT: Final = ("reference", "company", "course")


def _about(page: Page, one: dict[str, Any]) -> list[str]:
    reference, *others = [str(one.get(key) or "") for key in _ABOUT]
    return [reference + "\n  " + " · ".join(filter(None, others))] if page.narrow else [reference, *others]


def _figures(words: Words, one: dict[str, Any]) -> list[str]:
    dates = f"{words.short_day(one['start'])} → {words.short_day(one['end'])}"
    if one.get("expired"):
        dates += f" ({words.label('expired').lower()})"
    taken = one.get("held") if one.get("kind") == "slot" else one.get("package")
    waiting = words.value("waiting", one.get("waiting") or None)
    return [words.value("kind", one.get("kind")), dates, f"{taken}/{one['package']}", waiting]


def person(page: Page, data: dict[str, Any]) -> None:
    """All about a person."""
    page.heading(full_name(data))
    hidden = {"first_name", "last_name", "name", "picture", "initials"}
    plain_sheet(page, {key: value for key, value in data.items() if key not in hidden and value not in (None, [], "")})


def holding(page: Page, data: dict[str, Any]) -> None:
    """A slot given, as a sentence."""
    _holding(page, data, "holds")


def release(page: Page, data: dict[str, Any]) -> None:
    """A slot given back, as a sentence."""
    _holding(page, data, "held")


def _holding(page: Page, data: dict[str, Any], sentence: str) -> None:
    since = page.words.long_day(data["since"])
    name = full_name(data)
    page.line(page.words.say(sentence, name=name, slot=data["slot"], session=data["session"], since=since))


def ledger(page: Page, items: list[dict[str, Any]]) -> None:
    """Every period of holding, and why it began and ended."""
    shown = [{**one, "person": full_name(one)} for one in items]
    table_of(page, shown, "nobody held", ("slot", "person", "since", "until", "opened_by", "closed_by"))
