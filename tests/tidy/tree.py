"""The files of the project as the checks see them."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath

from cpp_text import Structure, blank_comments, blank_comments_and_strings
from rules import RULES


@dataclass(frozen=True)
class Finding:
    """One breach of one rule; line 0 stands for the whole file."""

    rule: str
    path: str
    line: int
    message: str

    def __post_init__(self) -> None:
        assert self.rule in RULES, self.rule

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.message} [{self.rule}]"


@dataclass
class File:
    """One text file. What is derived from the text is worked out once, when first asked for."""

    path: str
    text: str
    executable: bool = False

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.path).suffix

    @property
    def name(self) -> str:
        return PurePosixPath(self.path).name

    @property
    def is_cpp(self) -> bool:
        return self.suffix in (".cpp", ".h")

    @property
    def is_script(self) -> bool:
        return self.text.startswith("#!")

    @cached_property
    def code(self) -> str:
        """C++ with blanks for comments."""
        return blank_comments(self.text)

    @cached_property
    def bare(self) -> str:
        """C++ with blanks for comments and for what stands in strings."""
        return blank_comments_and_strings(self.text)

    @cached_property
    def structure(self) -> Structure:
        return Structure(self.bare)


@dataclass
class Tree:
    """All files by path, and the folder of a build when there is one."""

    files: dict[str, File] = field(default_factory=dict)
    root: Path | None = None
    build: Path | None = None

    def __iter__(self):
        return iter(self.files.values())

    def cpp(self):
        return [file for file in self if file.is_cpp]


def read_tree(root: Path, build: Path | None = None) -> Tree:
    """The files that git tracks or would track. Outside a git checkout: every file but those of a build."""
    tree = Tree(root=root, build=build)
    for path in _paths(root):
        full = root / path
        if full.is_symlink() or not full.is_file():
            continue
        content = full.read_bytes()
        if b"\0" in content:
            continue
        text = content.decode("utf-8", errors="surrogateescape")
        tree.files[path] = File(path, text, executable=bool(full.stat().st_mode & 0o100))
    return tree


def _paths(root: Path) -> list[str]:
    command = ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, capture_output=True, check=False)
    if listed.returncode == 0:
        return sorted(path for path in listed.stdout.decode().split("\0") if path)
    skipped = {"build", "node_modules", ".git", ".cache", "__pycache__"}
    return sorted(
        str(path.relative_to(root))
        for path in root.rglob("*")
        if path.is_file() and not skipped.intersection(path.relative_to(root).parts)
    )
