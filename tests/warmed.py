"""Imported by the server that the processes of tests are forked from: whatever a school imports when it is asked for
something has been imported there, once for all of them."""

import gc
from contextlib import closing

import psycopg
import pytest
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy.dialects.postgresql import psycopg as dialect

from ledr_cli import commands, extras, main, render
from ledr_core.testing import FixedClock, pytest_plugin
from ledr_core.testing.builders import a_school, learners
from tests import disks, generated

ALSO = (psycopg, pytest, pytest_plugin, dialect, disks, generated, commands, extras, main, render)


def hash_at_no_cost() -> None:
    """Commands that are forked from here open schools as users do, whose passwords are costly to hash."""
    _, __, ___, *others = Argon2Hasher.__init__.__defaults__
    Argon2Hasher.__init__.__defaults__ = (1, 8, 1, *others)


def a_school_at_work() -> None:
    """In memory: people come, wait for slots and change places, jobs run and letters leave."""
    clock = FixedClock("2026-11-30T09:00")
    with closing(a_school(clock=clock)) as school:
        session = {"reference": "Lyon", "company": "Manpower", "course": "recruter", "kind": "slot", "package": 1}
        school.sessions.create(by="staff", **session, start="2026-11-01", members=learners("ana bob"))
        school.slots.assign(by="staff", session="Lyon", person="ana@manpower.example")
        school.rotations.enqueue(by="staff", session="Lyon", person="bob@manpower.example")
        school.rotations.set_policy(by="staff", session="Lyon", policy="paced", every=1)
        school.learning.watch(by="ana@manpower.example", lesson="l1", ended=True)
        clock.set("2026-12-01T11:00")
        for job in (school.jobs.daily, school.jobs.weekly, school.jobs.monthly, school.messages.deliver):
            assert job(by="staff").failures == ()
        school.sessions.show(by="staff", session="Lyon")
        school.messages.list(by="staff")


hash_at_no_cost()
a_school_at_work()
gc.collect()
gc.freeze()  # whoever looks for garbage in a fork of this would write to all that it shares, page by page
