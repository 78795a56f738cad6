"""What a step of the book decided, said in a sentence: for the learner who is refused, and for the instructor."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field


class Verdict(Struct, frozen=True):
    """`step` is the book's reference of a process, with the exception's number where it raised one ("SB.2.9-3");
    `template` is the English sentence with `{fields}` that `values` fill."""

    step: str
    template: str
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        return self.template.format(**self.values) if self.values else self.template


class SequencingException(Exception):
    """A process ended with an exception code of the book [SN 4th Ed. appendix C]."""

    def __init__(self, step: str, template: str, /, **values: str) -> None:
        super().__init__(step)
        self.verdict = Verdict(step, template, values)

    @classmethod
    def saying(cls, verdict: Verdict) -> SequencingException:
        return cls(verdict.step, verdict.template, **verdict.values)
