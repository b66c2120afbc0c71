"""The organisation of a company: who is what in it, and in which teams. See the rules TEAM."""

from __future__ import annotations

from collections.abc import Sequence

from ledr_core.application.operating.files import AnyFolderOut, FileIn
from ledr_core.application.operating.operation import Area, operation
from ledr_core.application.operating.permissions import ADMINISTRATOR, ANALYST, SELF, SUPERVISOR
from ledr_core.application.operating.values import Day, Sentence, Text
from ledr_core.application.organisation.addressing import addressed, sender, write_to
from ledr_core.application.organisation.analytics import analytics_of
from ledr_core.application.organisation.following import follow_figures
from ledr_core.application.organisation.leaving import leave
from ledr_core.application.organisation.letters import (
    ORGANISATION_MESSAGE,
    PERSONAL_GOAL,
    RECOMMENDATION,
    GoalFacts,
    OrganisationMessageFacts,
    RecommendationFacts,
)
from ledr_core.application.organisation.naming import (
    followed_team,
    member_of,
    own_member_of,
    readable_team,
    sight_of,
    whose_role,
)
from ledr_core.application.organisation.packing import packed
from ledr_core.application.organisation.showing import shown_organisation
from ledr_core.domain.kernel.errors import Invalid, Refused
from ledr_core.domain.kernel.identifiers import GoalId, PersonId, TeamId
from ledr_core.domain.kernel.moments import read_day
from ledr_core.domain.kernel.school import SCHOOL_NAME
from ledr_core.domain.kernel.texts import address_key, trimmed
from ledr_core.domain.organisation.goals import Goal, due_day
from ledr_core.domain.organisation.key_figures import KeyFigure, KeyFigureName, Rhythm, RhythmName
from ledr_core.domain.organisation.periods import period_asked
from ledr_core.domain.organisation.roles import OverallRole, OverallRoleName
from ledr_core.domain.organisation.teams import Team, team_name
from ledr_core.domain.people.companies import Company
from ledr_core.views.nothing import Done, Nothing
from ledr_core.views.organisation import (
    AddressedView,
    AnalyticsView,
    GoalItem,
    GoalSetView,
    OrganisationView,
    PackView,
    SuggestedCourse,
    TeamPageView,
)


class Organisation(Area):
    """The organisation of a company: who is what in it, and in which teams."""

    name = "organisation"
    rule = "TEAM-1"
    may = ADMINISTRATOR

    @operation(may=SELF, reads=True, counts=True)
    def show(self, *, by: str, company: str | None = None) -> OrganisationView:
        """The organisation, as far as one's role in it shows it; one's own when left out.

        Administrators see all of it, analysts the teams, supervisors their own teams, other members themselves.

        Example: ledr organisation show --company "Manpower"
        """
        return shown_organisation(self.work, self._company(company))

    @operation
    def set_role(self, *, by: str, person: str, role: OverallRole | OverallRoleName) -> Nothing:
        """Give a member another role in the organisation of their company (TEAM-1).

        Refused TEAM-2 when a supervisor of a team were to administer.

        Example: ledr organisation set-role nora@manpower.example administrator
        """
        found = whose_role(self.work, person)
        supervises = bool(self.work.unit.teams.supervised_by(found.id))
        found.be_in_organisation(OverallRole(role), supervises=supervises)
        if not found.organisation_role.follows_all:
            self.work.unit.key_figures.end(found.id)
        return Done(role=OverallRole(role).value)

    @operation
    def put_team(self, *, by: str, company: str, team: str) -> Nothing:
        """Have a team of that name in the organisation; one that is there stays as it is (TEAM-3).

        Example: ledr organisation put-team "Manpower" "Recrutement Lyon"
        """
        owner = self.work.company(company)
        kept = self.work.unit.teams.named(owner.id, team_name(team))
        if kept is not None:
            return Done(team=kept.name, kept=True)
        made = Team(TeamId(self.work.ports.chance.identifier()), owner.id, team_name(team))
        self.work.unit.teams.add(made)
        return Done(team=made.name)

    @operation
    def rename_team(self, *, by: str, company: str, team: str, new_name: str) -> Nothing:
        """Give a team another name. Refused TEAM-3 when another of the organisation has it.

        Example: ledr organisation rename-team "Manpower" "Recrutement Lyon" "Lyon"
        """
        owner = self.work.company(company)
        found = followed_team(self.work, owner, team)
        other = self.work.unit.teams.named(owner.id, team_name(new_name))
        if other is not None and other is not found:
            raise Refused("TEAM-3", "name taken", {"team_name": other.name})
        former = found.name
        found.rename(new_name)
        return Done(team=former, new_name=found.name)

    @operation(destructive=True)
    def delete_team(self, *, by: str, company: str, team: str) -> Nothing:
        """Delete a team; its people stay members of the organisation. Invitations to supervise it are withdrawn.

        Example: ledr --yes organisation delete-team "Manpower" "Lyon"
        """
        found = followed_team(self.work, self.work.company(company), team)
        self.work.unit.invitations.without_team(found.id, self.work.moment.instant)
        self.work.unit.teams.remove(found)
        return Nothing()

    @operation
    def set_supervisor(self, *, by: str, company: str, team: str, person: str) -> Nothing:
        """Have a member supervise a team. Refused TEAM-2 for an administrator.

        Example: ledr organisation set-supervisor "Manpower" "Lyon" nora@manpower.example
        """
        owner = self.work.company(company)
        found = followed_team(self.work, owner, team)
        supervisor = own_member_of(self.work, owner, person)
        supervisor.must_be_able_to_supervise()
        self.work.flush()
        self.work.unit.teams.give(found.id, supervisor.id)
        return Nothing()

    @operation
    def unset_supervisor(self, *, by: str, company: str, team: str, person: str) -> Nothing:
        """Have somebody supervise a team no more.

        Example: ledr organisation unset-supervisor "Manpower" "Lyon" nora@manpower.example
        """
        owner = self.work.company(company)
        found = followed_team(self.work, owner, team)
        self.work.unit.teams.take_from(found.id, member_of(self.work, owner, person).id)
        return Nothing()

    @operation(may=(ADMINISTRATOR, SUPERVISOR))
    def add_to_team(self, *, by: str, company: str, team: str, person: str) -> Nothing:
        """Have a member of the organisation in a team; a supervisor in their own ones.

        Example: ledr organisation add-to-team "Manpower" "Lyon" lea@manpower.example
        """
        owner = self.work.company(company)
        found = followed_team(self.work, owner, team)
        self.work.unit.teams.put_in(found.id, [member_of(self.work, owner, person).id])
        return Nothing()

    @operation(may=(ADMINISTRATOR, SUPERVISOR))
    def remove_from_team(self, *, by: str, company: str, team: str, person: str) -> Nothing:
        """Have a member in a team no more; they stay in the organisation.

        Example: ledr organisation remove-from-team "Manpower" "Lyon" lea@manpower.example
        """
        owner = self.work.company(company)
        found = followed_team(self.work, owner, team)
        self.work.unit.teams.take_out(found.id, member_of(self.work, owner, person).id)
        return Nothing()

    @operation(may=SELF, reads=True)
    def team_page(self, *, by: str, company: str, team: str) -> TeamPageView:
        """The page of a team: what it says, and the courses that it suggests (TEAM-3).

        Whoever is in the team reads it, its supervisors, and administrators.

        Example: ledr organisation team-page "Manpower" "Lyon"
        """
        found = readable_team(self.work, self.work.company(company), team)
        titles = self.work.unit.catalogue.titles(found.courses)
        courses = (SuggestedCourse(*titles[course]) for course in found.courses)
        return TeamPageView(found.name, found.message, tuple(courses))

    @operation(may=(ADMINISTRATOR, SUPERVISOR))
    def set_team_page(
        self, *, by: str, company: str, team: str, message: Text | None = None, courses: Sequence[str] | None = None
    ) -> Nothing:
        """Say something on the page of a team, and suggest courses there; what is left out stays (TEAM-3).

        Example: ledr organisation set-team-page "Manpower" "Lyon" --message "Bienvenue" --courses recruter
        """
        found = followed_team(self.work, self.work.company(company), team)
        chosen = None if courses is None else [course.id for course in self.work.courses(courses)]
        found.present(message, chosen)
        return Nothing()

    @operation(may=(ADMINISTRATOR, SUPERVISOR))
    def message(
        self,
        *,
        by: str,
        company: str,
        title: Sentence,
        text: Text,
        team: str | None = None,
        people: Sequence[str] | None = None,
    ) -> AddressedView:
        """Write to members: those named, a team, or all (TEAM-5).

        A supervisor writes to the people of their own teams. It leaves by e-mail, and rings the bell.

        Example: ledr organisation message "Manpower" "Atelier jeudi" "À midi, en salle B." --team "Lyon"
        """
        owner = self.work.company(company)
        if not trimmed(text):
            raise Invalid("text", "empty")
        facts = OrganisationMessageFacts(
            title=title, text=text, sender=sender(self.work), company=owner.name, company_id=owner.id
        )
        members = addressed(self.work, owner, team, people)
        return write_to(self.work, members, ORGANISATION_MESSAGE, facts)

    @operation(may=(ADMINISTRATOR, SUPERVISOR))
    def recommend(
        self,
        *,
        by: str,
        company: str,
        courses: Sequence[str],
        team: str | None = None,
        people: Sequence[str] | None = None,
    ) -> AddressedView:
        """Recommend courses to members: those named, a team, or all (TEAM-5).

        Example: ledr organisation recommend "Manpower" recruter --people lea@manpower.example
        """
        owner = self.work.company(company)
        members = addressed(self.work, owner, team, people)
        titles = tuple(course.title for course in self.work.courses(courses))
        if not titles:
            raise Invalid("courses", "no course named")
        facts = RecommendationFacts(courses=titles, sender=sender(self.work), company=owner.name, company_id=owner.id)
        return write_to(self.work, members, RECOMMENDATION, facts)

    @operation(may=(ADMINISTRATOR, SUPERVISOR))
    def goal(self, *, by: str, person: str, text: Sentence, due: Day | None = None) -> GoalSetView:
        """Set a member a personal goal, by a day or without one; they are told (TEAM-5).

        It ends when they leave the organisation.

        Example: ledr organisation goal lea@manpower.example "Finir le module Sourcing" --due 2026-12-31
        """
        owner, found = self._followed(person)
        me = self.work.actor.person
        goal = Goal(
            id=GoalId(self.work.ports.chance.identifier()),
            company=owner.id,
            person=found,
            text=text,
            due=None if due is None else due_day(read_day(due, "due"), self.work.today),
            author=None if me is None else me.id,
            created=self.work.moment.instant,
        )
        self.work.unit.goals.add(goal)
        facts = GoalFacts(text=text, due=goal.due, sender=sender(self.work), company_id=owner.id)
        (whose,) = write_to(self.work, [found], PERSONAL_GOAL, facts).people
        return GoalSetView(goal.id, whose, goal.text, goal.due)

    @operation(may=SELF, reads=True)
    def goals(self, *, by: str, person: str | None = None) -> tuple[GoalItem, ...]:
        """The goals of a person, one's own when nobody is named, by the day that they are due (TEAM-5).

        Example: ledr --as lea@manpower.example organisation goals
        """
        goals = self._goals(person)
        cards = self.work.unit.people.cards(goal.author for goal in goals if goal.author is not None)
        school = self.work.setting(SCHOOL_NAME)
        names = {author: card.name or card.email for author, card in cards.items()}
        return tuple(
            GoalItem(one.id, one.text, one.due, school if one.author is None else names.get(one.author, school))
            for one in goals
        )

    @operation(may=(ADMINISTRATOR, ANALYST, SUPERVISOR), reads=True, counts=True)
    def analytics(
        self,
        *,
        by: str,
        company: str,
        teams: Sequence[str] | None = None,
        start: Day | None = None,
        end: Day | None = None,
    ) -> AnalyticsView:
        """Figures of the organisation and of each team, side by side, beside those of the period before (TEAM-4).

        Of the teams named alone, when some are; supervisors follow their own. From the beginning up to today, unless a
        period is given: as many days before it, of whole months as many months, are what it is compared with.

        Example: ledr organisation analytics "Manpower" --start 2026-10-01 --end 2026-10-31
        """
        first = None if start is None else read_day(start, "start")
        last = None if end is None else read_day(end, "end")
        period = period_asked(first, last, self.work.today)
        return analytics_of(self.work, self.work.company(company), teams, period)

    @operation(may=(ADMINISTRATOR, ANALYST))
    def set_key_figures(
        self,
        *,
        by: str,
        company: str,
        figures: Sequence[KeyFigure | KeyFigureName],
        every: Rhythm | RhythmName | None = None,
        person: str | None = None,
    ) -> Nothing:
        """Choose the figures of the organisation that one follows, and how often these are mailed (TEAM-8).

        Those of the week or of the month that is over, beside the one before; never without a rhythm. It ends with the
        role. Staff say for whom.

        Example: ledr --as nora@manpower.example organisation set-key-figures "Manpower" --figures active --every week
        """
        owner, me = self.work.company(company), self.work.own_subject(person, "TEAM-1")
        follow_figures(
            self.work, me, owner, [KeyFigure(one) for one in figures], None if every is None else Rhythm(every)
        )
        return Nothing()

    @operation(may=SELF)
    def leave(self, *, by: str, person: str) -> Nothing:
        """Leave the organisation: one's own doing, or an administrator's; role, teams and premium status end (INV-2).

        Refused INV-2 while a membership of one of the company's sessions runs or is to come.

        Example: ledr organisation leave lea@manpower.example
        """
        leave(self.work, person)
        return Nothing()

    @operation(reads=True, first=packed)
    def pack(
        self,
        packed: PackView,
        /,
        *,
        by: str,
        company: str,
        folder: AnyFolderOut | None = None,
        logo: FileIn | None = None,
    ) -> PackView:
        """Write the communication pack of a launch to a folder, made if need be, in French and English (INV-5).

        Flyer (A5) and poster (A3) as PDF for a printer, with 3 mm of bleed; a newsletter as HTML and text; a banner as
        SVG and PNG; a storyboard for a teaser and a managers' guide as PDF and text. They name the company, its courses
        and, when an administrator asks, that person as whom to write to. `logo` is a PNG or JPEG file of at most 5 MB.
        Files that have these names in the folder are replaced.

        Example: ledr organisation pack "Manpower" lancement --logo logo.png
        """
        return packed

    def _company(self, name: str | None) -> Company:
        """The company of that name, one's own when left out. Raises what `Work.company` raises, and Refused TEAM-6."""
        if name is not None:
            return self.work.company(name)
        me = self.work.actor.person
        if me is None:
            raise Invalid("company", "no company named")
        if me.company is None:
            raise Refused("TEAM-6", "no organisation", {"person": me.id})
        return self.work.unit.companies.get(me.company)

    def _goals(self, email: str | None) -> list[Goal]:
        """One's own goals; of somebody whom the actor follows, those that their organisation has set."""
        me = self.work.actor.person
        own = me is not None and (email is None or address_key(email) == address_key(me.email))
        if own or not (sight_of(self.work).administers or self.work.supervised):
            return self.work.unit.goals.of(self.work.own_subject(email, "TEAM-1").id)
        owner, found = self._followed(email)
        return [goal for goal in self.work.unit.goals.of(found) if goal.company == owner.id]

    def _followed(self, email: str | None) -> tuple[Company, PersonId]:
        """A member whom the actor follows, and the organisation: the actor's, or theirs to staff."""
        if email is None:
            raise Invalid("person", "nobody meant")
        own = self.work.actor.company
        if self.work.actor.is_staff or own is None:
            own = self.work.person(email).company
        if own is None:
            raise Refused("TEAM-6", "no organisation", {"person": email})
        owner = self.work.unit.companies.get(own)
        return owner, addressed(self.work, owner, None, [email])[0]
