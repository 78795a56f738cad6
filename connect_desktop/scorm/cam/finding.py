"""What a look at a package found: each finding is a plain sentence with its place and its clause."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct, field


class Severity(StrEnum):
    """`ERROR` stops the import, `WARNING` is a fault that players tolerate, `HINT` is advice."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


class Finding(Struct, frozen=True, kw_only=True):
    """One finding.

    `code` is a stable slug (`missing-launch-file`), `template` the English sentence with `{name}` fields filled from
    `values`; `file` is a member name of the package and `line` counts from 1 (None where there is none); `clause` names
    the paragraph of the standard (`CAM 3.4.1.8`), "" where only practice speaks.
    """

    severity: Severity
    code: str
    template: str
    values: Mapping[str, str] = field(default_factory=dict)
    file: str | None = None
    line: int | None = None
    clause: str = ""

    @property
    def message(self) -> str:
        """The sentence in English, fields filled."""
        return self.template.format(**self.values) if self.values else self.template

    def as_json(self) -> dict[str, object]:
        """The finding as the command line and the API print it."""
        return {
            "severity": self.severity.value,
            "code": self.code,
            "message": self.message,
            "file": self.file,
            "line": self.line,
            "clause": self.clause,
        }
