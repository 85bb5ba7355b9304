"""One tree of errors; each carries one sentence that says what is wrong and what to do."""


class ExaminerError(Exception):
    """Anything Examiner tells its user about; ``str(error)`` is the whole message."""


class LogoError(ExaminerError):
    """An image cannot be used as a logo (unreadable, too large, not an image)."""


class QuestionError(ExaminerError):
    """A region or a corrected text mask does not fit the mark that is asked about."""


class BundleError(ExaminerError):
    """A model bundle is missing, damaged, or not what its manifest says."""


class FetchError(BundleError):
    """Weights could not be downloaded or imported."""


class RegisterError(ExaminerError):
    """A register is missing, damaged, or cannot be built."""


class RegisterMismatchError(RegisterError):
    """A register was built with other models than the ones that are loaded."""


class SourceError(ExaminerError):
    """A folder of marks, figures or fonts cannot be read as what it was given for."""


class EvaluationError(ExaminerError):
    """A register holds no query groups to evaluate on."""


class TrainingError(ExaminerError):
    """A training run cannot start or continue."""


class FilterError(ExaminerError):
    """A filter of marks makes no sense."""


class ReportError(ExaminerError):
    """A report cannot be written."""


class CaseError(ExaminerError):
    """What the examiner decided cannot be kept, or not be read again."""
