"""Prerequisites of SCORM 1.2 items: the AICC script language `aicc_script` [CAM 1.2 2.3.2 item, AICC CMI001 A.2].

    expression = term { "|" term }          either
    term       = factor { "&" factor }      both
    factor     = "~" factor                 not
               | "(" expression ")"
               | number "*{" expression { "," expression } "}"      that many of these, or more
               | identifier [ ( "=" | "<>" ) status ]

Identifiers and statuses may stand in double quotes; a status may be cut to its first letter. Authors also write the
operators as words (AND, OR, NOT), which is understood.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from msgspec import Struct

STATUSES = ("passed", "completed", "failed", "incomplete", "browsed", "not attempted")

_BOTH = frozenset({True, False})
_DEEPEST = 50
_TOKEN = re.compile(
    r"""\s*(?:
        (?P<count>[0-9]+)\s*\*\s*(?=\{)
      | "(?P<quoted>[^"]*)"
      | (?P<symbol><>|[&|~=(){},])
      | (?P<word>not\s+attempted(?![^\s&|~=<>(){},"*])|[^\s&|~=<>(){},"*]+)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_WORDS_FOR_SYMBOLS = {"and": "&", "or": "|", "not": "~"}

Statuses = Callable[[str], Collection[str]]


class PrerequisiteSyntaxError(ValueError):
    """The text is not an `aicc_script` expression; `position` counts characters from 0."""

    def __init__(self, reason: str, position: int) -> None:
        super().__init__(f"{reason} at character {position + 1}")
        self.reason = reason
        self.position = position


class Status(Struct, frozen=True):
    """An item, bare (completed or passed will do) or compared with one status."""

    identifier: str
    wanted: frozenset[str] = frozenset({"completed", "passed"})
    differs: bool = False

    def outcomes(self, statuses_of: Statuses) -> frozenset[bool]:
        return frozenset((status in self.wanted) != self.differs for status in statuses_of(self.identifier))


class Not(Struct, frozen=True):
    operand: Expression

    def outcomes(self, statuses_of: Statuses) -> frozenset[bool]:
        return frozenset(not truth for truth in self.operand.outcomes(statuses_of))


class AtLeast(Struct, frozen=True):
    """True when `count` operands or more are: "and" wants all of them, "or" wants one."""

    count: int
    operands: tuple[Expression, ...]

    def outcomes(self, statuses_of: Statuses) -> frozenset[bool]:
        each = [operand.outcomes(statuses_of) for operand in self.operands]
        fewest = sum(truths == {True} for truths in each)
        most = sum(True in truths for truths in each)
        if fewest >= self.count:
            return frozenset({True})
        return _BOTH if most >= self.count else frozenset({False})


Expression = Status | Not | AtLeast


class Prerequisite(Struct, frozen=True):
    """A parsed expression; `identifiers` are the items it names, each once, in the order of the text."""

    expression: Expression
    identifiers: tuple[str, ...]

    def satisfied(self, status_of: Callable[[str], str]) -> bool:
        """Whether it holds now. `status_of` gives the `cmi.core.lesson_status` of an item."""
        return self.expression.outcomes(lambda identifier: (status_of(identifier),)) == {True}

    def satisfiable(self, statuses_of: Statuses) -> bool:
        """Whether it could ever hold, when `statuses_of` gives every status an item could come to have."""
        return True in self.expression.outcomes(statuses_of)


def parse_prerequisites(text: str) -> Prerequisite:
    """Parse the text of `adlcp:prerequisites`; empty text is always satisfied.

    Raises `PrerequisiteSyntaxError`.
    """
    parser = _Parser(text)
    expression = parser.parse()
    return Prerequisite(expression, tuple(parser.identifiers))


class _Token(Struct, frozen=True):
    kind: str
    text: str
    position: int


class _Parser:
    """Recursive descent over the grammar above."""

    def __init__(self, text: str) -> None:
        self.identifiers: dict[str, None] = {}
        self._tokens = _tokens(text)
        self._next = 0
        self._depth = 0

    def parse(self) -> Expression:
        if self._peek().kind == "end":
            return AtLeast(0, ())
        expression = self._either()
        left = self._peek()
        if left.kind != "end":
            raise PrerequisiteSyntaxError(f"unexpected “{left.text}”", left.position)
        return expression

    def _either(self) -> Expression:
        terms = [self._both()]
        while self._take("|"):
            terms.append(self._both())
        return terms[0] if len(terms) == 1 else AtLeast(1, tuple(terms))

    def _both(self) -> Expression:
        factors = [self._factor()]
        while self._take("&"):
            factors.append(self._factor())
        return factors[0] if len(factors) == 1 else AtLeast(len(factors), tuple(factors))

    def _factor(self) -> Expression:
        negated = False
        while self._take("~"):
            negated = not negated
        token = self._advance()
        expression: Expression
        if token.kind in ("word", "quoted"):
            expression = self._status(token.text)
        elif token.kind == "count":
            expression = self._set(int(token.text[:9]), token.position)
        elif token.text == "(":
            expression = self._nested(token.position)
            self._expect(")")
        else:
            raise PrerequisiteSyntaxError("an item's identifier is missing", token.position)
        return Not(expression) if negated else expression

    def _set(self, count: int, position: int) -> Expression:
        self._expect("{")
        members = [self._nested(position)]
        while self._take(","):
            members.append(self._nested(position))
        self._expect("}")
        return AtLeast(count, tuple(members))

    def _nested(self, position: int) -> Expression:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise PrerequisiteSyntaxError("parentheses are nested too deeply", position)
        expression = self._either()
        self._depth -= 1
        return expression

    def _status(self, identifier: str) -> Status:
        self.identifiers[identifier] = None
        differs = self._take("<>")
        if not differs and not self._take("="):
            return Status(identifier)
        token = self._advance()
        if token.kind not in ("word", "quoted"):
            raise PrerequisiteSyntaxError("a status is missing", token.position)
        return Status(identifier, frozenset({_status(token)}), differs)

    def _peek(self) -> _Token:
        return self._tokens[self._next]

    def _advance(self) -> _Token:
        token = self._tokens[self._next]
        if token.kind != "end":
            self._next += 1
        return token

    def _take(self, symbol: str) -> bool:
        token = self._peek()
        if token.kind != "symbol" or token.text != symbol:
            return False
        self._next += 1
        return True

    def _expect(self, symbol: str) -> None:
        if not self._take(symbol):
            raise PrerequisiteSyntaxError(f"“{symbol}” is missing", self._peek().position)


def _tokens(text: str) -> list[_Token]:
    tokens = []
    position, end = 0, len(text.rstrip())
    while position < end:
        match = _TOKEN.match(text, position)
        if match is None:
            raise PrerequisiteSyntaxError(f"unexpected “{text[position:end].lstrip()[:1]}”", position)
        kind = match.lastgroup or ""
        text_of_token = match[kind].strip()
        if kind == "word" and text_of_token.lower() in _WORDS_FOR_SYMBOLS:
            kind, text_of_token = "symbol", _WORDS_FOR_SYMBOLS[text_of_token.lower()]
        tokens.append(_Token(kind, text_of_token, match.start(kind)))
        position = match.end()
    tokens.append(_Token("end", "", end))
    return tokens


def _status(token: _Token) -> str:
    written = " ".join(token.text.lower().split())
    for status in STATUSES:
        if written in (status, status[0], status.replace(" ", "")):
            return status
    raise PrerequisiteSyntaxError(f"“{token.text}” is not a status", token.position)
