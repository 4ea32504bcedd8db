"""Sizes of files, functions and classes. Stops are findings; aims are only told."""

from __future__ import annotations

import re

from cpp_text import Function, Type
from rules import (
    FUNCTION_LINES,
    INTERFACE_FUNCTIONS,
    MUTABLE_ALLOWED,
    NESTING,
    PARAMETERS,
    PUBLIC_FUNCTIONS,
    Rules,
    Size,
)
from tree import File, Finding, Tree

_COMMENT_LINES = {".py": r"^\s*#", ".mjs": r"^\s*(//|/?\*)", "script": r"^\s*#"}


def kind_of(file: File) -> str:
    return "script" if file.is_script and file.suffix not in (".py", ".mjs") else file.suffix


def code_lines(file: File) -> int:
    """Lines without comments and blanks."""
    if file.is_cpp:
        return sum(1 for line in file.code.split("\n") if line.strip())
    comment = re.compile(_COMMENT_LINES[kind_of(file)])
    return sum(1 for line in file.text.split("\n") if line.strip() and not comment.match(line))


def check_file_sizes(tree: Tree, rules: Rules) -> list[Finding]:
    found = []
    for file in tree:
        size = rules.sizes.get(kind_of(file))
        if size is None:
            continue
        lines, whole = code_lines(file), file.text.count("\n")
        if lines > size.stop:
            found.append(Finding("file-size", file.path, 0, f"{lines} lines, the stop is {size.stop}: split it"))
        elif whole > size.whole:
            found.append(
                Finding("file-size", file.path, 0, f"{whole} lines with comments, the stop is {size.whole}: split it")
            )
    return found


def check_functions(tree: Tree, rules: Rules) -> list[Finding]:
    found = []
    for file in tree.cpp():
        for function in file.structure.functions:
            found += [Finding(rule, file.path, function.line, text) for rule, text in _function_faults(function)]
        for kind in file.structure.types:
            found += [Finding("class-size", file.path, kind.line, text) for text in _type_faults(kind)]
        if not re.match(MUTABLE_ALLOWED, file.path):
            for variable in (*file.structure.globals, *file.structure.statics):
                text = f"'{variable.text[:60]}' can change: hand it in through a constructor"
                found.append(Finding("mutable-global", file.path, variable.line, text))
    return found


def _function_faults(function: Function) -> list[tuple[str, str]]:
    faults = []
    if function.lines > FUNCTION_LINES.stop:
        faults.append(
            ("function-size", f"{function.name}: {function.lines} lines, the stop is {FUNCTION_LINES.stop}")
        )
    # Where the class is elsewhere, its declaration is looked at there.
    declared_here = function.in_class or not function.owner
    if function.parameters > PARAMETERS and declared_here and not function.special and not function.override:
        faults.append(
            ("parameters", f"{function.name}: {function.parameters} parameters, after {PARAMETERS} an options struct")
        )
    if function.nesting > NESTING:
        faults.append(("nesting", f"{function.name}: nested {function.nesting} deep, the stop is {NESTING}"))
    return faults


def _counts(function: Function) -> bool:
    return (
        function.access == "public"
        and not function.special
        and not function.override
        and not function.defaulted
        and function.name != "operator_sign"
    )


def _type_faults(kind: Type) -> list[str]:
    public = [function for function in kind.functions if _counts(function)]
    interface = bool(public) and all(function.pure for function in public)
    limit = INTERFACE_FUNCTIONS if interface else PUBLIC_FUNCTIONS
    if len(public) <= limit:
        return []
    return [f"{kind.name}: {len(public)} public functions, the stop is {limit}: split by who uses it"]


def beyond_aims(tree: Tree, rules: Rules) -> list[str]:
    """What is larger than it aims to be, largest excess first; no fault."""
    told = []
    for file in tree:
        size = rules.sizes.get(kind_of(file))
        if size is not None:
            told += _beyond(size, code_lines(file), file.path)
        if file.is_cpp:
            for function in file.structure.functions:
                told += _beyond(FUNCTION_LINES, function.lines, f"{file.path}:{function.line} {function.name}")
    return [text for _, text in sorted(told, reverse=True)]


def _beyond(size: Size, lines: int, what: str) -> list[tuple[float, str]]:
    return [(lines / size.aim, f"{what}: {lines} lines, the aim is {size.aim}")] if lines > size.aim else []
