"""What reading a manifest comes to, and the log in which its readers note what they find."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct

from connect_desktop.scorm.cam.course import Course
from connect_desktop.scorm.cam.finding import Finding, Severity

_MOST_OF_A_KIND = 20
_LONGEST_VALUE = 300


class ManifestReading(Struct, frozen=True):
    """`course` is None when nothing could be made of the manifest; then one of the findings is an error."""

    course: Course | None
    findings: tuple[Finding, ...]


class FindingLog:
    """Collects the findings about one file. Of each code it keeps the first twenty and then only counts."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._findings: list[Finding] = []
        self._seen: Counter[str] = Counter()

    def error(self, code: str, template: str, *, line: int | None = None, clause: str = "", **values: object) -> None:
        self._add(Severity.ERROR, code, template, line, clause, values)

    def warning(self, code: str, template: str, *, line: int | None = None, clause: str = "", **values: object) -> None:
        self._add(Severity.WARNING, code, template, line, clause, values)

    def hint(self, code: str, template: str, *, line: int | None = None, clause: str = "", **values: object) -> None:
        self._add(Severity.HINT, code, template, line, clause, values)

    def findings(self) -> tuple[Finding, ...]:
        """Everything noted so far, in the order in which it was noted."""
        left_out = {code: count - _MOST_OF_A_KIND for code, count in self._seen.items() if count > _MOST_OF_A_KIND}
        summaries = (
            Finding(
                severity=Severity.HINT,
                code="more-of-a-kind",
                template="There are {count} more findings of the kind “{kind}”.",
                values={"count": str(count), "kind": code},
                file=self.file,
            )
            for code, count in left_out.items()
        )
        return (*self._findings, *summaries)

    def _add(
        self, severity: Severity, code: str, template: str, line: int | None, clause: str, values: dict[str, object]
    ) -> None:
        self._seen[code] += 1
        if self._seen[code] > _MOST_OF_A_KIND:
            return
        finding = Finding(
            severity=severity,
            code=code,
            template=template,
            values={name: _shortened(str(value)) for name, value in values.items()},
            file=self.file,
            line=line,
            clause=clause,
        )
        self._findings.append(finding)


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_VALUE else text[:_LONGEST_VALUE] + "…"
