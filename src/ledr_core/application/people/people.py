"""People: accounts, roles, managers. See the rules ROLE and ACC-12."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import attrs

from ledr_core.application.certification.copies import forget_copy
from ledr_core.application.certification.issuing import printing_another_name, remake_attestations
from ledr_core.application.operating.files import FileIn, FileOut, target_of, written
from ledr_core.application.operating.operation import Area, operation
from ledr_core.application.operating.permissions import MANAGER, PILOT, SELF
from ledr_core.application.operating.settling import settle
from ledr_core.application.operating.values import Count, Email, LastSeen, Limit, Typed
from ledr_core.application.people.erasing import erase
from ledr_core.application.people.exporting import Packed, data_packed
from ledr_core.application.people.histories import person_history
from ledr_core.application.people.phones import read_phone, takes_sms
from ledr_core.application.people.pictures import keep_portrait, portrait_given
from ledr_core.application.people.pictures import remove_picture as remove_picture_of
from ledr_core.application.people.sheets import person_settings, person_sheet
from ledr_core.application.sessions.enrolment import (
    NewMember,
    enrol,
    give_role,
    match_packages,
    must_be_free,
    new_person,
)
from ledr_core.domain.kernel.errors import Invalid, Refused
from ledr_core.domain.kernel.texts import address_key
from ledr_core.domain.people.person import Person
from ledr_core.domain.people.roles import Role, RoleName
from ledr_core.domain.sessions.steering import must_be_a_pilots_to_make
from ledr_core.ports.paging import Page
from ledr_core.views.documents import DocumentView
from ledr_core.views.people import (
    DataExported,
    KeptItem,
    PersonErased,
    PersonHistory,
    PersonItem,
    PersonSettings,
    PersonSheet,
    PersonUpdated,
    PrintedName,
)


class People(Area):
    """People: accounts, roles, managers."""

    name = "people"

    @operation(rule="ROLE-13", may=PILOT)
    def create(
        self,
        *,
        by: str,
        email: Email,
        first_name: str,
        last_name: str,
        role: Role | RoleName,
        company: str | None = None,
        session: str | None = None,
        package: Count | None = None,
    ) -> PersonSheet:
        """Make an account, in a session if one is named; pilots make learners and managers (ROLE-13).

        Refused ACC-12 when the address has an account already.

        Example: ledr people create lea@manpower.example Léa Martin learner --session "Manpower - Lyon"
        """
        role = Role(role)
        if not self.work.actor.is_staff:
            must_be_a_pilots_to_make(role, in_session=session is not None)
        contract = None if session is None else self.work.session(session)
        owner = None if company is None else self.work.company(company)
        if contract and owner and contract.company not in (None, owner.id):
            raise Invalid("company", "another company")
        must_be_free(self.work, email)
        if contract is not None:
            member = NewMember(email, first_name, last_name, role)
            person = enrol(self.work, contract, [member], "people", later=True)[0].person
        else:
            person = new_person(self.work, email, first_name, last_name, role)
        match_packages([contract] if contract else [], package)
        if owner is not None and person.company is None:
            person.join(owner.id, self.work.moment)
        person.must_have_company_for(role)
        return self._sheet(person)

    @operation(may=(PILOT, MANAGER, SELF), reads=True)
    def show(self, *, by: str, person: str | None = None) -> PersonHistory:
        """All about a person.

        Staff see the history too: sessions, who gave and took each slot, the last connection, progress, the state of
        the access codes and of slowed tries (TRACK-9).

        Example: ledr people show lea@manpower.example
        """
        return person_history(self.work, self.work.subject(person))

    @operation(may=(PILOT, MANAGER), reads=True)
    def list(
        self,
        *,
        by: str,
        company: str | None = None,
        session: str | None = None,
        role: Role | RoleName | None = None,
        text: str | None = None,
        limit: Limit | None = None,
        after: Annotated[str, LastSeen("email")] | None = None,
    ) -> tuple[PersonItem, ...]:
        """People by name; a pilot's own company's, a manager's own team's.

        Each word of `text` begins a word of the names or the address, case and accents apart (CAT-8).

        Example: ledr people list --session "Manpower - Lyon" --text martin
        """
        me = self.work.actor.person
        everybody = self.work.actor.is_staff
        owner = None if company is None else self.work.company(company).id
        contract = None if session is None else self.work.session(session).id
        steers = self.work.actor.steers
        if not everybody and steers and owner is None:
            owner = me.company if me else None
            if owner is None:
                return ()
        managed_by = me.id if me and not everybody and not steers else None
        page = Page(None if after is None else self.work.person(after).id, limit)
        rows = self.work.unit.readings.people(owner, contract, Role(role) if role else None, text, managed_by, page)
        return tuple(
            PersonItem(row.email, row.first_name, row.last_name, row.role.value, row.company, row.session)
            for row in rows
        )

    @operation(rule="ROLE-10", may=SELF)
    def update(
        self,
        *,
        by: str,
        person: str | None = None,
        first_name: str | None = None,
        last_name: str | None = None,
        phone: Typed | None = None,
    ) -> PersonUpdated:
        """Change names (staff only, ROLE-10) or the phone number (staff and the person; empty to forget it).

        Training attestations are made again, changed or not; `attestations_made` is how many (CERT-6). `still_printed`
        names the other documents, which print a former name until they are made again: `certifications edit` (CERT-5).

        Example: ledr people update lea@manpower.example --last-name "Martin-Roux"
        """
        actor = self.work.actor
        if not actor.is_staff and (first_name is not None or last_name is not None):
            raise Refused("ROLE-10", "names", {"allowed": ["staff"]})
        found = self.work.own_subject(person)
        found.rename(first_name, last_name)
        if phone is not None:
            number = read_phone(phone)
            found.call_at(number, takes_sms(number))
        made = remake_attestations(self.work, found)
        sheet = attrs.asdict(self._sheet(found), recurse=False)
        printed = (PrintedName(one.code, one.kind.value) for one in printing_another_name(self.work, found))
        return PersonUpdated(**sheet, still_printed=tuple(printed), attestations_made=made)

    @operation(destructive=True)
    def reset_account(self, *, by: str, person: str) -> PersonSheet:
        """Erase what a person did in every course: lessons, badges, quizzes, workshops, copies (ACC-13).

        Membership, slot and notes stay; so do certificates, and while one remains the case of its course stays closed.

        Example: ledr --yes people reset-account lea@manpower.example
        """
        found = self.work.person(person)
        for copy in self.work.unit.copies.of_person(found.id):
            forget_copy(self.work, copy)
        self.work.unit.records.erase(found.id)
        return self._sheet(found)

    @operation(destructive=True)
    def erase(self, *, by: str, person: str, package: Count | None = None) -> PersonErased:
        """Erase a person for good; what the law has kept stays under the identifier alone (NOTE-6).

        Membership, slot, place in the list, messages that had not left and a copy without a grade end at once.
        Certificates still verify, without the name (CERT-8). The evidence of a training is kept for the years of the
        setting `evidence_years`; the contact bases are told by the next daily run. When the learners of a licence
        session become fewer, `package` is its new one (SES-3). Unlike `reset_account`, nobody has the account any more.

        Example: ledr --yes people erase lea@manpower.example
        """
        removed, kept = erase(self.work, self.work.person(person), package)
        items = (KeptItem(one.what.value, one.why.value, one.until) for one in kept)
        return PersonErased(tuple(one.value for one in removed), tuple(items))

    @operation(may=SELF, reads=True, first=data_packed)
    def export_data(
        self, packed: Packed, /, *, by: str, file: FileOut | None = None, person: str | None = None
    ) -> DataExported:
        """Write all that is kept of a person to one archive (zip): as JSON, as a page, and the picture (NOTE-6).

        Oneself, or whom staff name. Passwords, secret links and what would show the right answers of questions are not
        in it. The same data makes the same file.

        Example: ledr people export-data lea.zip --person lea@manpower.example
        """
        made = written(target_of(file, packed.name), packed.content, None)
        return DataExported(made.file, made.sha256)

    @operation(rule="ROLE-10", may=SELF)
    def change_email(self, *, by: str, person: str, email: Email) -> PersonSheet:
        """Change the address, which is the login: by staff or the person, while no other account has it (ACC-12).

        Links to choose a password that went to the former address end; what was kept back from it, since nothing could
        be sent there, leaves for the new one if its ground still holds (NOTE-8). An invitation to the new one goes
        there anew with another link: the former one ends (INV-2).

        Example: ledr people change-email lea@manpower.example lea.martin@manpower.example
        """
        found = self.work.own_subject(person, "ROLE-10", allowed=["staff", "self"])
        must_be_free(self.work, email, but=found)
        now = self.work.moment.instant
        self.work.unit.reset_links.end(found.id, now)
        self.work.unit.outbox.release("email", found.email, now, self.work.contexts.skipped_kinds)
        if address_key(self.work.unit.personal_data.began_with(found)) == address_key(found.email):
            self.work.unit.outbox.adopt(found.email, found.id, self.work.contexts.kinds_to_the_school)
        found.move_to(email, self.work.moment)
        return self._sheet(found)

    @operation(rule="ROLE-13")
    def change_role(self, *, by: str, person: str, role: Role | RoleName, package: Count | None = None) -> PersonSheet:
        """Give a person another role; losing the learning role ends slot and place in the list at once (SLOT-10).

        When the learners of a licence session change in number, `package` is its new one (SES-3).

        Example: ledr people change-role karim@manpower.example learner_manager --package 3
        """
        role, found = Role(role), self.work.person(person)
        found.must_have_company_for(role)
        counted = found.role.learns != role.learns
        sessions = give_role(self.work, found, role)
        match_packages((one for one in sessions if counted and not one.expired(self.work.today)), package)
        return self._sheet(found)

    @operation(may=PILOT)
    def set_managers(self, *, by: str, person: str, managers: Sequence[str]) -> PersonSheet:
        """Say who manages a person: exactly these, of the same company (ROLE-12).

        Example: ledr people set-managers lea@manpower.example --managers nora@manpower.example
        """
        found = self.work.person(person)
        found.be_managed_by([self.work.person(email) for email in managers])
        return self._sheet(found)

    @operation(may=PILOT)
    def set_managed(self, *, by: str, manager: str, people: Sequence[str]) -> PersonSheet:
        """Say whom a manager manages: exactly these, of the same company (ROLE-12).

        Example: ledr people set-managed nora@manpower.example --people lea@manpower.example
        """
        found = self.work.person(manager)
        chosen = {person.id: person for person in (self.work.person(email) for email in people)}
        for former in self.work.unit.people.managed_by(found.id):
            if former.id not in chosen:
                former.part_from_manager(found.id)
        for person in chosen.values():
            person.add_manager(found)
        return self._sheet(found)

    @operation(may=SELF, reads=True)
    def settings(self, *, by: str, person: str | None = None) -> PersonSettings:
        """What a person has set for themselves, and the exact day on which their access ends (NOTE-2 to 5, LEARN-4).

        Example: ledr --as lea@manpower.example people settings
        """
        return person_settings(self.work, self.work.own_subject(person))

    @operation(may=SELF, first=portrait_given)
    def change_settings(
        self,
        portrait: bytes | None,
        /,
        *,
        by: str,
        person: str | None = None,
        anonymous: bool | None = None,
        community_emails: bool | None = None,
        sms: bool | None = None,
        phone: Typed | None = None,
        picture: FileIn | None = None,
        remove_picture: bool = False,
    ) -> PersonSettings:
        """Change what a person sets for themselves, the person or staff: what is left out stays.

        SMS need a mobile number and consent; without the number consent ends (NOTE-2). `phone` empty forgets the
        number. `picture` is a PNG or JPEG file of at most 5 MB; without a picture the initials show (NOTE-5).

        Example: ledr --as lea@manpower.example people change-settings --phone "06 12 34 56 78" --sms
        """
        if picture is not None and remove_picture:
            raise Invalid("picture", "picture given and removed")
        found = self.work.own_subject(person)
        if phone is not None:
            number = read_phone(phone)
            found.call_at(number, takes_sms(number))
        found.choose(anonymous, community_emails)
        if sms is not None:
            found.accept_sms(sms, takes_sms(found.phone))
        if portrait is not None:
            keep_portrait(self.work, found, portrait)
        if remove_picture:
            remove_picture_of(self.work, found)
        return person_settings(self.work, found)

    @operation(may=SELF, reads=True)
    def picture(self, *, by: str, file: FileOut | None = None, person: str | None = None) -> DocumentView:
        """Write a person's profile picture to a JPEG file; its `code` is null (NOTE-5).

        Example: ledr people picture lea.jpg --person lea@manpower.example
        """
        found = self.work.own_subject(person)
        return written(target_of(file, "picture.jpg"), self.work.unit.files.get(found.picture_shown()), None)

    def _sheet(self, person: Person) -> PersonSheet:
        """The sheet, read after what has just been changed is written."""
        settle(self.work)
        return person_sheet(self.work, person)
