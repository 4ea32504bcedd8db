#!/usr/bin/env python3
"""Checks the rules of the house that a script can read. See README.md beside this file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import check_build
import check_files
import check_includes
import check_sizes
from rules import Rules
from tree import Finding, Tree, read_tree

CHECKS = (
    check_includes.check_includes,
    check_sizes.check_file_sizes,
    check_sizes.check_functions,
    check_files.check_words,
    check_files.check_headers,
    check_files.check_names,
    check_files.check_scripts,
    check_files.check_text,
    check_files.check_json,
    check_files.check_readmes,
    check_build.check_shell_syntax,
    check_build.check_format,
    check_build.check_tests,
    check_build.check_compiled,
)
AIMS_TOLD = 10


def run(tree: Tree, rules: Rules) -> tuple[list[Finding], list[str]]:
    """The findings, by path, and what could not be looked at."""
    findings, unchecked = [], []
    for check in CHECKS:
        try:
            findings += check(tree, rules)
        except check_build.Unchecked as reason:
            unchecked.append(str(reason))
    return sorted(findings, key=lambda finding: (finding.path, finding.line, finding.rule)), unchecked


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=Path, help="a configured build folder, for what is known only there")
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parents[2], help="the checkout")
    arguments = parser.parse_args()

    rules = Rules()
    tree = read_tree(arguments.root.resolve(), arguments.build.resolve() if arguments.build else None)
    findings, unchecked = run(tree, rules)
    for finding in findings:
        print(finding)
    for reason in unchecked:
        print(f"not looked at: {reason}")
    aims = check_sizes.beyond_aims(tree, rules)
    for text in aims[:AIMS_TOLD]:
        print(f"beyond its aim, no fault: {text}")
    if len(aims) > AIMS_TOLD:
        print(f"beyond its aim, no fault: {len(aims) - AIMS_TOLD} more")
    print(f"tidy: {len(tree.files)} files, {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
