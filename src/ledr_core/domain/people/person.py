"""People: who somebody is, in which role, for which company, under which managers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from attrs import define, field

from ledr_core.domain.events import AddressChanged, CompanyChanged, Event, PersonCreated, SignedIn
from ledr_core.domain.kernel.errors import Refused
from ledr_core.domain.kernel.identifiers import CompanyId, PersonId
from ledr_core.domain.kernel.moments import Moment
from ledr_core.domain.organisation.roles import OverallRole
from ledr_core.domain.people.roles import Role


@define
class Person:
    """An account: the login is the enrolment e-mail (ACC-1)."""

    id: PersonId
    email: str
    first_name: str
    last_name: str
    role: Role
    created: datetime
    company: CompanyId | None = None
    phone: str | None = None
    welcomed: bool = False
    """Whether the access codes of an account without membership have been written (ACC-15)."""
    managers: set[PersonId] = field(factory=set)
    """Who manages this person (ROLE-12)."""
    anonymous: bool = False
    """Whether contributions to the community are shown without the name (NOTE-4)."""
    community_emails: bool = True
    """Whether e-mails about the community are wanted (NOTE-3)."""
    sms: bool = False
    """Whether SMS are consented to; they need a number as well (NOTE-2)."""
    picture: str | None = None
    """The kept file of the profile picture; without one the initials show (NOTE-5)."""
    demo_day: date | None = None
    """The day on which a tester without membership may look around (ACC-9)."""
    organisation_role: OverallRole = OverallRole.MEMBER
    """What this person is in the organisation of their company (TEAM-1)."""
    invited: bool = False
    """Whether an invitation brought them into the company: its space is open to them by that alone (ACC-16)."""
    events: list[Event] = field(factory=list, eq=False, repr=False)

    @classmethod
    def new(
        cls,
        identifier: PersonId,
        email: str,
        role: Role,
        at: Moment,
        first_name: str = "",
        last_name: str = "",
        demo_day: date | None = None,
    ) -> Person:
        """An account made now; a visitor of a demo needs no names (ACC-9)."""
        person = cls(identifier, email, first_name, last_name, role, at.instant, demo_day=demo_day)
        person.events.append(PersonCreated(at=at.instant, person=identifier))
        return person

    @property
    def name(self) -> str:
        """First name and last name, as people say it."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def place_in_lists(self) -> str:
        """What puts people in order: by last name, first name, then address, and no two in one place."""
        return place_in_lists(self.last_name, self.first_name, self.email)

    def rename(self, first_name: str | None, last_name: str | None) -> None:
        """Change the names that are given."""
        self.first_name = self.first_name if first_name is None else first_name
        self.last_name = self.last_name if last_name is None else last_name

    def move_to(self, email: str, at: Moment) -> None:
        """Have that address, which is the login from now on (ACC-12)."""
        self.email = email
        self.events.append(AddressChanged(at=at.instant, person=self.id))

    def sign_in(self, at: Moment, *, first: bool) -> None:
        """Get in, for the *first* time or again (TRACK-7)."""
        self.events.append(SignedIn(at=at.instant, person=self.id, first=first))

    def greet(self, today: date) -> bool:
        """Be welcomed, once; a visitor on the day of the demo (ACC-9, ACC-15). Gives whether the codes are due now."""
        due = not self.welcomed and self.demo_day in (None, today)
        self.welcomed = self.welcomed or due
        return due

    def must_have_company_for(self, role: Role) -> None:
        """Raises Refused ROLE-6 without a company, when the role steers or manages its people."""
        if self.company is None and (role.steers or role.manages):
            raise Refused("ROLE-6", "no company", {"person": self.id, "role": role})

    def become(self, role: Role) -> None:
        """Take another role; a visitor's demo is over with it, and the role has a welcome of its own (ACC-15)."""
        if self.demo_day is not None and role is not Role.TESTER:
            self.demo_day, self.welcomed = None, False
        self.role = role

    def visit_on(self, day: date) -> None:
        """Look around on that day, and on no other (ACC-9)."""
        if day != self.demo_day:
            self.demo_day, self.welcomed = day, False

    @property
    def initials(self) -> str:
        """What shows without a picture: the first letters of the names, else that of the address (NOTE-5)."""
        letters = "".join(name.strip()[:1] for name in (self.first_name, self.last_name))
        return (letters or self.email[:1]).upper()

    def show(self, picture: str | None) -> str | None:
        """Be shown by that kept picture, or by the initials; gives the former one (NOTE-5)."""
        former, self.picture = self.picture, picture
        return former

    def picture_shown(self) -> str:
        """The kept picture. Raises Refused NOTE-5 when the initials are shown."""
        if self.picture is None:
            raise Refused("NOTE-5", "no picture", {"person": self.id})
        return self.picture

    def call_at(self, phone: str | None, takes_sms: bool) -> None:
        """Have that phone number, or none; consent to SMS ends with a number that they do not reach (NOTE-2)."""
        self.phone = phone
        self.sms = self.sms and takes_sms

    def accept_sms(self, wanted: bool, takes_sms: bool) -> None:
        """Consent to SMS, or not any more. Raises Refused NOTE-2 without a number that they reach."""
        if wanted and self.phone is None:
            raise Refused("NOTE-2", "no number", {"person": self.id})
        if wanted and not takes_sms:
            raise Refused("NOTE-2", "not a mobile", {"person": self.id, "phone": self.phone})
        self.sms = wanted

    def choose(self, anonymous: bool | None, community_emails: bool | None) -> None:
        """Say how to be shown in the community, and whether it may write (NOTE-3, NOTE-4); None leaves it."""
        self.anonymous = self.anonymous if anonymous is None else anonymous
        self.community_emails = self.community_emails if community_emails is None else community_emails

    def join(self, company: CompanyId, at: Moment) -> bool:
        """Belong to that company; leaving another ends the links in it (ROLE-12). Gives whether another was left."""
        former = self.company
        if former == company:
            return False
        self.leave_company()
        self.company = company
        if former is None:
            return False
        self.events.append(CompanyChanged(at=at.instant, person=self.id, former=former))
        return True

    def come_by_invitation(self, company: CompanyId, at: Moment) -> None:
        """Belong to the company that invites. Raises Refused INV-2 for somebody of another one."""
        if self.company not in (None, company):
            raise Refused("INV-2", "another organisation", {"person": self.id})
        self.join(company, at)
        self.invited = True

    def leave_company(self) -> None:
        """Belong to no company; the links and the role in it end (ROLE-12)."""
        self.company = None
        self.managers.clear()
        self.organisation_role, self.invited = OverallRole.MEMBER, False

    def be_in_organisation(self, role: OverallRole, *, supervises: bool) -> None:
        """Have that role in the company's organisation; *supervises* when they supervise a team of it.

        Raises Refused: TEAM-6 without a company, TEAM-2 when they were administrator and supervisor at once.
        """
        if self.company is None:
            raise Refused("TEAM-6", "no organisation", {"person": self.id})
        if supervises and role is OverallRole.ADMINISTRATOR:
            raise Refused("TEAM-2", "supervises", {"person": self.id})
        self.organisation_role = role

    def follows_figures_of(self, company: CompanyId) -> bool:
        """Whether the figures of that organisation are theirs to follow (TEAM-8)."""
        return self.company == company and self.organisation_role.follows_all

    def must_be_able_to_supervise(self) -> None:
        """Raises Refused TEAM-2 for an administrator."""
        if self.organisation_role is OverallRole.ADMINISTRATOR:
            raise Refused("TEAM-2", "administers", {"person": self.id})

    def be_managed_by(self, managers: Iterable[Person]) -> None:
        """Have exactly these managers. Raises Refused ROLE-12: each is a manager of the same company."""
        chosen = list(managers)
        for manager in chosen:
            self._may_be_managed_by(manager)
        self.managers = {manager.id for manager in chosen}

    def add_manager(self, manager: Person) -> None:
        """Have that manager as well. Raises Refused ROLE-12."""
        self._may_be_managed_by(manager)
        self.managers.add(manager.id)

    def part_from_manager(self, manager: PersonId) -> None:
        """Not have that manager any more, if it was one."""
        self.managers.discard(manager)

    def _may_be_managed_by(self, manager: Person) -> None:
        facts = {"person": self.id, "manager": manager.id}
        if not manager.role.manages:
            raise Refused("ROLE-12", "not a manager", facts | {"role": manager.role})
        if manager.company is None or manager.company != self.company:
            raise Refused("ROLE-12", "another company", facts)
        if manager.id == self.id:
            raise Refused("ROLE-12", "own manager", facts)

    @property
    def erased(self) -> bool:
        """Whether the identifier alone is left (NOTE-6): it stands in the place of the address."""
        return self.email == self.id

    def erase(self) -> None:
        """Keep nothing but the identifier, by which what is kept of them names them (NOTE-6, PASS-6)."""
        self.email, self.first_name, self.last_name = str(self.id), "", ""
        self.role, self.demo_day = Role.TESTER, None
        self.phone, self.picture = None, None
        self.sms = self.community_emails = False
        self.anonymous = self.welcomed = True
        self.leave_company()

    def enrolment_day(self) -> date:
        """The school's day on which the account was made."""
        return Moment(self.created).day


def place_in_lists(last_name: str, first_name: str, email: str) -> str:
    """The same of somebody so called."""
    return "\x01".join((last_name.casefold(), first_name.casefold(), email.casefold()))
