"""How many marks are judged how in a case, whichever register they are of."""

from __future__ import annotations

from typing import Final

from examiner_app.engine.cases.case_store import CaseStore
from examiner_app.engine.cases.judgements import Judgement, Tally

# Beside MAX, SQLite takes the other columns from the row that has it: of what is held of a mark
# under several images of the case, the latest holds.
_COUNTS: Final = """
SELECT judgement, COUNT(*), SUM(note != '') FROM (
    SELECT judgement, note, MAX(changed) FROM assessments
    WHERE candidate IN (SELECT sha256 FROM images WHERE case_id = ?) GROUP BY register, mark
) GROUP BY judgement
"""


def case_tally(store: CaseStore, case: str) -> Tally:
    """Return how many marks are judged how; of a case that is not there, none.

    Raises:
        CaseError: The store cannot be read.
    """
    rows = store.database.run(lambda to: to.execute(_COUNTS, (case,)).fetchall())
    counts = {judgement: count for judgement, count, _ in rows}
    cited, considered, rejected = (counts.get(one.value, 0) for one in Judgement)
    return Tally(cited, considered, rejected, sum(notes for _, _, notes in rows))
