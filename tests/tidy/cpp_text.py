"""Reads as much of C++ as the checks need: comments, strings, and where functions and classes begin and end.

It is no parser. It relies on code that compiles and that clang-format has seen, and prefers silence to a false alarm.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_TOKENS = re.compile(
    r"""
      (?P<comment> //[^\n]* | /\*.*?\*/ )
    | (?P<raw> R"(?P<mark>[^()\\\s]{0,16})\(.*?\)(?P=mark)" )
    | (?P<string> "(?:\\.|[^"\\\n])*" )
    | (?P<char> (?<![0-9A-Fa-f])'(?:\\.|[^'\\\n])+' )
    """,
    re.DOTALL | re.VERBOSE,
)


def _blanks(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def blank_comments(text: str) -> str:
    return _TOKENS.sub(lambda match: _blanks(match[0]) if match["comment"] else match[0], text)


def blank_comments_and_strings(text: str) -> str:
    def replace(match: re.Match) -> str:
        if match["comment"]:
            return _blanks(match[0])
        # The quotes stay, so that a string is still seen as one.
        return match[0][0] + _blanks(match[0][1:-1]) + match[0][-1] if len(match[0]) > 1 else match[0]

    return _TOKENS.sub(replace, text)


@dataclass
class Function:
    """A function that is declared or defined."""

    name: str
    line: int
    parameters: int
    owner: str = ""  # the class around it, or the one that its name begins with
    in_class: bool = False
    access: str = "public"
    pure: bool = False
    override: bool = False
    defaulted: bool = False  # or deleted
    defined: bool = False
    lines: int = 0  # of the body, without blank ones
    nesting: int = 0

    @property
    def special(self) -> bool:
        """Constructor or destructor."""
        return bool(self.owner) and self.name.lstrip("~") == self.owner


@dataclass
class Type:
    name: str
    line: int
    functions: list[Function] = field(default_factory=list)


@dataclass
class Variable:
    line: int
    text: str


@dataclass
class _Frame:
    kind: str  # file, namespace, type, enum, function, block, init, inner
    header_start: int
    opened: int = 0
    parens: int = 0
    access: str = "public"
    type: Type | None = None
    function: Function | None = None
    nesting: int = 0


_CONTROL = re.compile(r"^\s*(?:}?\s*else\b|if\b|for\b|while\b|do\b|switch\b|try\b|catch\b)")
_ACCESS = re.compile(r"^\s*(?:(public|private|protected)(?:\s+(?:slots|Q_SLOTS))?|(signals|Q_SIGNALS))\s*:(?!:)")
_QT_MACRO = re.compile(r"^\s*Q_[A-Z_]+\b(?:\s*\([^()]*\))?")
_TYPE = re.compile(r"^\s*(?:\[\[[^\]]*\]\]\s*)*(?:class|struct|union)\b(?P<rest>[^({]*)$")
_NOT_DECLARED = re.compile(
    r"^\s*(?:using|typedef|namespace|class|struct|union|enum|static_assert|friend|extern|template|return|concept"
    r"|goto|QTEST_\w+|Q_[A-Z]\w*|[A-Z][A-Z0-9_]{3,}\s*\()"
)
_CONST = re.compile(r"\b(?:const|constexpr|constinit)\b")


class Structure:
    """Functions, types and variables of one file, from its text without comments and strings."""

    def __init__(self, bare: str):
        self.functions: list[Function] = []
        self.types: list[Type] = []
        self.globals: list[Variable] = []
        self.statics: list[Variable] = []
        self._text = _blank_preprocessor(bare)
        self._frames = [_Frame("file", 0)]
        for match in re.finditer(r"[{}();]", self._text):
            self._take(match[0], match.start())

    def _line(self, position: int) -> int:
        return self._text.count("\n", 0, position) + 1

    def _take(self, token: str, position: int) -> None:
        frame = self._frames[-1]
        if token == "(":
            frame.parens += 1
        elif token == ")":
            frame.parens = max(0, frame.parens - 1)
        elif token == ";" and frame.parens == 0:
            self._statement(frame, self._text[frame.header_start : position], frame.header_start)
            frame.header_start = position + 1
        elif token == "{":
            self._open(frame, position)
        elif token == "}" and len(self._frames) > 1:
            self._close(position)

    def _open(self, frame: _Frame, position: int) -> None:
        header = self._text[frame.header_start : position]
        new = _Frame("inner", position + 1, opened=position, function=frame.function)
        if frame.parens == 0 and frame.kind in ("file", "namespace", "type"):
            self._open_declaration(frame, header, new)
        elif frame.parens == 0 and frame.kind in ("function", "block", "inner"):
            new.kind = "block"
            new.nesting = frame.nesting + (1 if _CONTROL.search(_after_labels(header)) else 0)
            if frame.function:
                frame.function.nesting = max(frame.function.nesting, new.nesting)
        elif frame.kind in ("enum", "init"):
            new.kind = "init"
        self._frames.append(new)

    def _open_declaration(self, frame: _Frame, header: str, new: _Frame) -> None:
        start = frame.header_start
        plain = self._declaration(frame, header)
        type_header = _TYPE.match(plain)
        if re.match(r"^\s*(?:inline\s+)?namespace\b|^\s*extern\s*\"\s*\"\s*$", plain):
            new.kind = "namespace"
        elif re.match(r"^\s*enum\b", plain):
            new.kind = "enum"
        elif type_header:
            new.kind = "type"
            names = re.findall(r"\w+", re.split(r"(?<!:):(?!:)", type_header["rest"])[0])
            names = [name for name in names if name != "final"]
            new.type = Type(names[-1] if names else "", self._line(start + _indent(header)))
            new.access = "private" if re.match(r"^\s*class\b", plain) else "public"
            self.types.append(new.type)
        else:
            function = self._function(frame, plain, start + _indent(header))
            if function is None or _is_member_initialiser(plain):
                new.kind = "init"
            else:
                new.kind = "function"
                new.function = function
                function.defined = True

    def _close(self, position: int) -> None:
        frame = self._frames.pop()
        parent = self._frames[-1]
        if frame.kind == "function":
            body = self._text[frame.opened + 1 : position]
            frame.function.lines = sum(1 for line in body.split("\n") if line.strip())
            self._add(parent, frame.function)
        if frame.kind not in ("init", "inner"):
            parent.header_start = position + 1

    def _statement(self, frame: _Frame, text: str, start: int) -> None:
        if frame.kind in ("file", "namespace", "type"):
            plain = self._declaration(frame, text)
            if not plain.strip() or _NOT_DECLARED.match(plain):
                return
            function = self._function(frame, plain, start + _indent(text))
            if function is not None:
                self._add(frame, function)
            elif frame.kind != "type" and not _CONST.search(re.split(r"[={]", plain)[0]):
                self.globals.append(Variable(self._line(start + _indent(text)), " ".join(plain.split())))
        elif frame.kind in ("function", "block", "inner"):
            plain = _after_labels(text)
            if re.match(r"\s*(?:static|thread_local)\b", plain) and not _CONST.search(re.split(r"[={(]", plain)[0]):
                self.statics.append(Variable(self._line(start + _indent(text)), " ".join(plain.split())))

    def _add(self, frame: _Frame, function: Function) -> None:
        self.functions.append(function)
        if frame.kind == "type":
            frame.type.functions.append(function)

    def _declaration(self, frame: _Frame, text: str) -> str:
        """The text without access labels (which are noted), Qt's macros, attributes, templates and operator signs."""
        while True:
            label = _ACCESS.match(text)
            macro = _QT_MACRO.match(text)
            if label:
                frame.access = label[1] or "signals"
                text = text[label.end() :]
            elif macro:
                text = text[macro.end() :]
            else:
                break
        text = re.sub(r"\[\[[^\]]*\]\]|\balignas\s*\([^)]*\)", " ", text)
        text = re.sub(r"\boperator\s*(?:\(\s*\)|[^\s\w(]+)", "operator_sign", text)
        return _strip_templates(text)

    def _function(self, frame: _Frame, plain: str, start: int) -> Function | None:
        opening = _top_level_paren(plain)
        if opening < 0 or "=" in plain[:opening] or "{" in plain[:opening]:
            return None
        named = re.search(r"(?:(\w+)\s*(?:<[^<>]*>)?\s*::\s*)?(~?\w+)\s*$", plain[:opening])
        if not named:
            return None
        closing = _matching(plain, opening)
        tail = plain[closing + 1 :]
        in_class = frame.kind == "type"
        return Function(
            name=named[2],
            line=self._line(start),
            parameters=_count_parameters(plain[opening + 1 : closing]),
            owner=frame.type.name if in_class else (named[1] or ""),
            in_class=in_class,
            access=frame.access if in_class else "public",
            pure=bool(re.search(r"=\s*0\s*$", tail)),
            override=bool(re.search(r"\b(?:override|final)\b", tail)),
            defaulted=bool(re.search(r"=\s*(?:default|delete)\s*$", tail)),
        )


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _after_labels(text: str) -> str:
    return re.sub(r"^(?:\s*(?:case\b[^;{}]*?|default)\s*:(?!:))+", "", text)


def _blank_preprocessor(text: str) -> str:
    return re.sub(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", lambda match: _blanks(match[0]), text, flags=re.MULTILINE)


def _strip_templates(text: str) -> str:
    """Without leading template<…> and a requires clause of one word."""
    while True:
        match = re.match(r"^\s*template\s*<", text)
        if not match:
            return text
        depth, position = 1, match.end()
        while position < len(text) and depth:
            depth += {"<": 1, ">": -1}.get(text[position], 0)
            position += 1
        text = re.sub(r"^\s*requires\s+[\w:]+(?:<[^<>]*>)?\s", " ", text[position:])


def _top_level_paren(text: str) -> int:
    """The first parenthesis that is no part of template arguments; -1 when there is none."""
    depth = 0
    for position, char in enumerate(text):
        if char == "<":
            depth += 1
        elif char == ">" and text[position - 1 : position] != "-":
            depth = max(0, depth - 1)
        elif char == "(" and depth == 0:
            return position
    return -1


def _matching(text: str, opening: int) -> int:
    depth = 0
    for position in range(opening, len(text)):
        depth += {"(": 1, ")": -1}.get(text[position], 0)
        if depth == 0:
            return position
    return len(text)


def _count_parameters(text: str) -> int:
    if text.strip() in ("", "void"):
        return 0
    depth, count = 0, 1
    for char in text:
        if char in "(<[{":
            depth += 1
        elif char in ")>]}":
            depth -= 1
        elif char == "," and depth == 0:
            count += 1
    return count


def _is_member_initialiser(plain: str) -> bool:
    """True at the brace of `m_a` in `A() : m_a{1} {`: the initialiser's, not the body's."""
    closing = _matching(plain, _top_level_paren(plain))
    tail = plain[closing + 1 :]
    if not re.match(r"^\s*(?:noexcept(?:\s*\([^)]*\))?\s*)?:(?!:)", tail):
        return False
    return bool(re.search(r"[\w>]\s*$", tail))
