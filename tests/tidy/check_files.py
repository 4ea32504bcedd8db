"""Words, names, run bits, scripts, JSON and READMEs."""

from __future__ import annotations

import json
import re
from pathlib import PurePosixPath

from check_includes import room_of
from rules import CPP_NAME, REFUSED_NAMES, Rules
from tree import Finding, Tree


def check_words(tree: Tree, rules: Rules) -> list[Finding]:
    found = []
    for word in rules.words:
        pattern = re.compile(word.pattern)
        for file in tree:
            if not re.match(word.where, file.path) or re.match(word.but, file.path):
                continue
            text = getattr(file, word.part) if file.is_cpp else file.text
            for number, line in enumerate(text.split("\n"), 1):
                match = pattern.search(line)
                if match:
                    what = " ".join(match[0].split()) or "white space"
                    found.append(Finding(word.rule, file.path, number, f"'{what}': {word.message}"))
    return found


def check_headers(tree: Tree, rules: Rules) -> list[Finding]:
    return [
        Finding("pragma-once", file.path, 0, "a header begins with #pragma once")
        for file in tree.cpp()
        if file.suffix == ".h" and not file.code.lstrip().startswith("#pragma once\n")
    ]


def check_names(tree: Tree, rules: Rules) -> list[Finding]:
    found = []
    for file in tree:
        stem = PurePosixPath(file.name).stem
        if (file.is_cpp or file.suffix in (".py", ".mjs") or file.is_script) and re.search(REFUSED_NAMES, stem):
            found.append(Finding("file-name", file.path, 0, f"'{stem}' names no responsibility"))
        if file.is_cpp and not re.fullmatch(CPP_NAME, file.name):
            found.append(Finding("file-name", file.path, 0, "sources are named in snake_case"))
        elif file.suffix in (".cc", ".cxx", ".hpp", ".hh", ".c"):
            found.append(Finding("file-name", file.path, 0, "sources end in .cpp, headers in .h"))
    return found


def check_scripts(tree: Tree, rules: Rules) -> list[Finding]:
    found = []
    for file in tree:
        if file.is_script and not file.executable:
            found.append(Finding("run-bit", file.path, 0, "a script has the run bit"))
        elif file.executable and not file.is_script:
            found.append(Finding("run-bit", file.path, 0, "it has the run bit and is no script"))
        first = file.text.split("\n", 1)[0]
        if file.is_script and "bash" in first and "\nset -euo pipefail\n" not in file.text:
            found.append(Finding("shell-options", file.path, 0, "a shell script says 'set -euo pipefail'"))
        if file.is_script and re.search(r"/(sh|dash)\b", first):
            found.append(Finding("shell-options", file.path, 0, "scripts are written for bash"))
    return found


def check_text(tree: Tree, rules: Rules) -> list[Finding]:
    found = []
    for file in tree:
        if file.text and not file.text.endswith("\n"):
            found.append(Finding("last-line", file.path, 0, "the last line has no end"))
        if "\r\n" in file.text or any("\udc80" <= char <= "\udcff" for char in file.text):
            found.append(Finding("encoding", file.path, 0, "text is UTF-8 with Unix line ends"))
    return found


def check_json(tree: Tree, rules: Rules) -> list[Finding]:
    found = []
    for file in tree:
        if file.suffix != ".json":
            continue
        try:
            content = json.loads(file.text)
        except ValueError as error:
            found.append(Finding("json", file.path, 0, f"not JSON: {error}"))
            continue
        if file.name == "package-lock.json":
            found += _lock_faults(file.path, content)
    return found


def _lock_faults(path: str, content: dict) -> list[Finding]:
    found = []
    for name, package in content.get("packages", {}).items():
        if "resolved" in package:
            found.append(Finding("lock-file", path, 0, f"{name}: an address in 'resolved'; npm finds it by name"))
        if name and "integrity" not in package and not package.get("link"):
            found.append(Finding("lock-file", path, 0, f"{name}: no 'integrity'"))
    return found


def check_readmes(tree: Tree, rules: Rules) -> list[Finding]:
    rooms = {room.path for file in tree.cpp() if (room := room_of(file.path, rules))}
    rooms |= {folder for folder in ("packaging", "tests") if any(path.startswith(folder + "/") for path in tree.files)}
    return [
        Finding("readme", room, 0, "a room has a README.md")
        for room in sorted(rooms)
        if f"{room}/README.md" not in tree.files
    ]
