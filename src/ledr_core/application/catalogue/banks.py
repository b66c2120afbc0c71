"""Question banks as files of other programs: spreadsheets and Moodle."""

from __future__ import annotations

from ledr_core.application.catalogue.exporting import Export, export_made
from ledr_core.application.catalogue.importing import Bank, bank_given, imported
from ledr_core.application.operating.files import FileIn, FileOut
from ledr_core.application.operating.operation import Area, operation
from ledr_core.views.catalogue import ExportView, ImportView


class QuestionBanks(Area):
    """The part of the catalogue's operations that is about banks from elsewhere."""

    @operation(first=bank_given)
    def import_questions(
        self,
        bank: Bank,
        /,
        *,
        by: str,
        file: FileIn,
        theme: str | None = None,
        level: int | None = None,
        mapping: FileIn | None = None,
        check_only: bool = False,
    ) -> ImportView:
        """Take the questions of a file: CSV, XLSX, Moodle XML or GIFT, by what its name ends in.

        Each question is taken whole or not at all; those that are not are `refused`, with their line and the reason.
        One that the catalogue has by its reference is changed; one without a reference is given the same each time.
        Questions that name no theme or level are of `theme` and `level`; `mapping` is a YAML file that says what
        categories and tags of Moodle mean. With `check_only` nothing is kept, and `changes` says of each question that
        differs in which fields, where it is used, and how many learners that concerns (CAT-7). Raises Invalid, and
        takes nothing, for a file that cannot be read.

        Example: ledr catalogue import-questions banque.xlsx --theme t1 --level 1
        """
        view = imported(self.work, bank, self.desk.progress, check_only=check_only)
        if check_only:
            self.work.give_up()
        return view

    @operation(reads=True, first=export_made)
    def export_questions(self, made: Export, /, *, by: str, theme: str, file: FileOut | None = None) -> ExportView:
        """The questions of a theme as a file: CSV, XLSX or Moodle XML, by what its name ends in.

        It says all that `import_questions` reads. Without a file the result holds a CSV.

        Example: ledr catalogue export-questions t1 banque.xlsx
        """
        return made.put()
