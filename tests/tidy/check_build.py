"""What needs tools or a build folder: clang-format, bash, the list of tests, the list of compiled files."""

from __future__ import annotations

import json
import shutil
import subprocess

from rules import LABELS, Rules
from tree import Finding, Tree

CLANG_FORMAT = "clang-format-14"


class Unchecked(Exception):
    """A check could not be made here; the text says why."""


def check_format(tree: Tree, rules: Rules) -> list[Finding]:
    if tree.root is None:
        return []
    if shutil.which(CLANG_FORMAT) is None:
        raise Unchecked(f"{CLANG_FORMAT} is not installed: the format was not looked at")
    found = []
    paths = [file.path for file in tree.cpp()]
    if not paths:
        return []
    command = [CLANG_FORMAT, "--dry-run", "--fno-color-diagnostics", *paths]
    run = subprocess.run(command, cwd=tree.root, capture_output=True, text=True, check=False)
    seen = set()
    for line in run.stderr.splitlines():
        path, _, rest = line.partition(":")
        if "[-Wclang-format-violations]" in line and path not in seen:
            seen.add(path)
            number = int(rest.split(":")[0])
            found.append(Finding("format", path, number, f"first of its faults; '{CLANG_FORMAT} -i {path}' mends all"))
    if run.returncode != 0 and not found:
        found.append(Finding("format", ".clang-format", 0, run.stderr.strip() or f"{CLANG_FORMAT} failed"))
    return found


def check_shell_syntax(tree: Tree, rules: Rules) -> list[Finding]:
    found = []
    for file in tree:
        if file.is_script and "bash" in file.text.split("\n", 1)[0]:
            run = subprocess.run(["bash", "-n"], input=file.text, capture_output=True, text=True, check=False)
            if run.returncode != 0:
                found.append(Finding("shell-syntax", file.path, 0, run.stderr.strip()))
    return found


def check_tests(tree: Tree, rules: Rules) -> list[Finding]:
    if tree.build is None:
        raise Unchecked("no --build folder: the labels of the tests were not looked at")
    command = ["ctest", "--test-dir", str(tree.build), "--show-only=json-v1"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True)
    return faults_of_tests(json.loads(listed.stdout))


def faults_of_tests(listing: dict) -> list[Finding]:
    """`listing` is what ctest --show-only=json-v1 prints."""
    found = []
    for test in listing["tests"]:
        properties = {entry["name"]: entry["value"] for entry in test.get("properties", [])}
        labels = properties.get("LABELS", [])
        if len(labels) != 1 or labels[0] not in LABELS:
            given = ", ".join(labels) or "none"
            found.append(Finding("label", test["name"], 0, f"one label of {', '.join(LABELS)}; it has {given}"))
        if "TIMEOUT" not in properties:
            found.append(Finding("timeout", test["name"], 0, "a test has a TIMEOUT"))
        if properties.get("DISABLED") or properties.get("SKIP_RETURN_CODE") or properties.get("WILL_FAIL"):
            found.append(Finding("skipped-test", test["name"], 0, "a test runs and can fail"))
    return found


def check_compiled(tree: Tree, rules: Rules) -> list[Finding]:
    """Every source is built: a file that no target names is dead."""
    if tree.build is None:
        raise Unchecked("no --build folder: whether every source is built was not looked at")
    commands = json.loads((tree.build / "compile_commands.json").read_text())
    compiled = {command["file"] for command in commands}
    return [
        Finding("not-built", file.path, 0, "no target builds it")
        for file in tree.cpp()
        if file.suffix == ".cpp" and str(tree.root / file.path) not in compiled
    ]
