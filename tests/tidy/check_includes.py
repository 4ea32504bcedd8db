"""Includes: by room, by library, by root path."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from rules import BEAST_HEADERS, BEAST_SOURCES, COMMON_LIBRARIES, EVERYTHING, LIBRARIES, LIBRARY_PLACES, Room, Rules
from tree import File, Finding, Tree

_INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)', re.MULTILINE)
_BEAST_HOME = "engine/http_server/"


def includes(file: File) -> list[tuple[int, str, bool]]:
    """Line, name, and whether it stands in angle brackets."""
    return [
        (file.code.count("\n", 0, match.start(0)) + 1, match[1] or match[2], match[2] is not None)
        for match in _INCLUDE.finditer(file.code)
    ]


def room_of(path: str, rules: Rules) -> Room | None:
    """The innermost room around a file."""
    around = [room for room in rules.rooms if path.startswith(room.path + "/")]
    return max(around, key=lambda room: len(room.path), default=None)


def library_of(name: str) -> str | None:
    return next((library for library, pattern in LIBRARIES if re.match(pattern, name)), None)


def check_includes(tree: Tree, rules: Rules) -> list[Finding]:
    found = []
    for file in tree.cpp():
        room = room_of(file.path, rules)
        if room is None:
            found.append(Finding("unknown-room", file.path, 0, "no room of architecture.md; rules.py lists them"))
            continue
        for line, name, angled in includes(file):
            check = _check_library if angled else _check_own
            message = check(tree, file, room, name, rules)
            if message:
                found.append(Finding(message[0], file.path, line, message[1]))
    return found + _check_beast(tree)


def _check_own(tree: Tree, file: File, room: Room, name: str, rules: Rules) -> tuple[str, str] | None:
    generated = {PurePosixPath(file.name).stem + ".moc", "moc_" + PurePosixPath(file.name).stem + ".cpp"}
    if name in generated:
        return None
    if name not in tree.files:
        return "include-path", f'"{name}" is no file by its path from the root'
    if name.endswith(".cpp"):
        return "include-path", f'"{name}": sources are compiled, not included'
    other = room_of(name, rules)
    allowed = {room.path, "engine/base", *room.rooms}
    if other is None or (other.path not in allowed and EVERYTHING not in allowed):
        return "include-room", f'{room.path} may not include {other.path if other else name} ("{name}")'
    return None


def _check_library(tree: Tree, file: File, room: Room, name: str, rules: Rules) -> tuple[str, str] | None:
    if name in tree.files:
        return "include-path", f'<{name}> is ours: "{name}"'
    library = library_of(name)
    if library is None:
        return "include-library", f"no rule knows the library of <{name}>; rules.py lists them"
    pattern, reason = LIBRARY_PLACES.get(library, ("", ""))
    if pattern and not re.match(pattern, file.path):
        return "include-library", f"<{name}>: {reason}"
    common = COMMON_LIBRARIES[:1] if room.pure else COMMON_LIBRARIES
    if library not in (*common, *room.libraries) and EVERYTHING not in room.libraries:
        return "include-library", f"{room.path} may not include {library} (<{name}>)"
    if library == "openssl" and file.path.startswith(_BEAST_HOME) and file.suffix == ".h" and not _uses_beast(file):
        return "include-library", f"<{name}>: OpenSSL stands in the sources of http_server only"
    return None


def _uses_beast(file: File) -> bool:
    return any(angled and library_of(name) == "beast" for _, name, angled in includes(file))


def _check_beast(tree: Tree) -> list[Finding]:
    """At most three sources see Beast, themselves or through the one private header, which nobody else includes."""
    home = [file for file in tree.cpp() if file.path.startswith(_BEAST_HOME)]
    headers = [file for file in home if file.suffix == ".h" and _uses_beast(file)]
    private = {file.path for file in headers}
    sources = [
        file
        for file in home
        if file.suffix == ".cpp" and (_uses_beast(file) or any(name in private for _, name, _ in includes(file)))
    ]
    found = [
        Finding("beast", file.path, 0, f"more than {limit} {what} of http_server see Beast")
        for files, limit, what in ((headers, BEAST_HEADERS, "headers"), (sources, BEAST_SOURCES, "sources"))
        for file in files[limit:]
    ]
    for file in tree.cpp():
        if file in sources:
            continue
        for line, name, _ in includes(file):
            if name in private:
                found.append(Finding("beast", file.path, line, f'"{name}" is private: it carries Beast'))
    return found
