"""The two kinds of report: what the office keeps, and what goes into the applicant's file."""

from __future__ import annotations

from enum import Enum
from typing import Final, Literal

from examiner_app.translation import marked

Paper = Literal["a4", "letter"]
"""What pages a report is laid out for."""

Separator = Literal["comma", "semicolon", "tab"]
"""What is between the cells of a CSV file: what the spreadsheet that opens it takes for that."""


class ReportKind(Enum):
    """How much a report says.

    US practice (TMEP 710.02) keeps copies of marks that were merely considered out of the file.
    """

    WORKING_FILE = "working-file"
    """Everything: the nearest marks, what was considered and rejected, the whole log."""

    FILE_COPY = "file-copy"
    """The parameters of the search and the cited marks, nothing else.

    Notes are left out, those on cited marks too: any of them may speak of other marks.
    """


KIND_TITLES: Final = {
    ReportKind.WORKING_FILE: marked("Working file"),
    ReportKind.FILE_COPY: marked("File copy"),
}

KIND_SUMMARIES: Final = {
    ReportKind.WORKING_FILE: marked(
        "Everything: the nearest marks, what was considered and rejected, notes, the whole log."
    ),
    ReportKind.FILE_COPY: marked(
        "For the applicant's file: what was searched and the cited marks, without notes."
    ),
}
"""What is in each kind, for whoever chooses one."""

KIND_NOTES: Final = {
    ReportKind.WORKING_FILE: (
        "This is the examiner's working file. It lists marks that were considered and rejected "
        "too; the file copy leaves them out."
    ),
    ReportKind.FILE_COPY: (
        "This is the file copy. It has the parameters of the search and the cited marks only; "
        "notes, and other marks that were found, are in the examiner's working file."
    ),
}

LIMITS: Final = (
    "Pictures are compared, not names: marks that sound alike or mean the same are found only "
    "where they look alike. Search words separately.",
    "A mark is compared by one picture of it, as the register holds it. Colours claimed, "
    "disclaimers, sounds, shapes in space and motion are not looked at.",
    "The text mask is a network's estimate unless it was corrected by hand. Text removal is a view "
    "for searching, not a view of the law: the mark as filed is what is examined.",
    "Ranks depend on the register and the models named in this report. Another register, or other "
    "models, give other ranks.",
    "Distances of different methods cannot be compared with each other.",
)
"""What the methods do not see, for whoever reads the report without the program."""

_ONE_IMAGE: Final = (
    "Judgements and notes are those on this image of the candidate. What was judged under other "
    "images of the same application is not told here."
)


def limits(*, whole_case: bool) -> tuple[str, ...]:
    """Return what a report does not tell, by whether the judgements of the whole case are known."""
    return LIMITS if whole_case else (*LIMITS, _ONE_IMAGE)
