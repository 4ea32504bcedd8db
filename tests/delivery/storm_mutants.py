"""Mistakes made on purpose in the engine, one at a time, each of which the storm has to notice, or else a test of its room.

    storm_mutants.py SOURCE_FOLDER BUILD_FOLDER [NAME ...]

Nothing in the two folders is changed: the one source is written, compiled and linked elsewhere, with the command lines
of the build, before the library that has the right one. A mistake whose place is not found any more is a failure too.
"""

import json
import os
import pathlib
import shlex
import subprocess
import sys
import tempfile

STORM = "test_delivery_writer_storm"
# Asked, in this order, about what the storm does not notice: its end is right all the same, or it does not come there.
ROOMS = (
    "test_core_own_writes",
    "test_core_lost_answers",
    "test_core_apply_writes",
    "test_core_due",
    "test_core_exploration",
    "test_delivery_writer_creates",
    "test_delivery_writer_failures",
    "test_delivery_writer_read_back",
    "test_delivery_writer_sending",
)
SEEDS = (20, 200, 2000)
SECONDS = 300

CLOSING = "engine/core/closing.cpp"
JUDGE = "engine/core/judge.cpp"
ECHO = "engine/core/echo.cpp"
DUE = "engine/core/due.cpp"
WRITER = "engine/delivery/writer.cpp"
SENDER = "engine/delivery/sender.cpp"
READ_BACK = "engine/delivery/read_back.cpp"
DUE_WORK = "engine/delivery/due_work.cpp"

MISTAKES = {
    "settles at once": (WRITER, "    return from + parts.options.settle;", "    return answered.seen;"),
    "settles before captured changes are decided": (
        WRITER,
        "return connectedSince && entity.undecided.empty();",
        "return connectedSince && (entity.undecided.empty() || true);",
    ),
    "settles as soon as the side is back": (
        WRITER,
        "std::max(answered.seen, connectedSince.value_or(answered.seen));",
        "answered.seen;",
    ),
    "settles though the stream is behind": (
        WRITER,
        "        m_impl->behindAt = context.monotonicNow();",
        "        (void)context.monotonicNow();",
    ),
    "never settles": (WRITER, "    return until && appendDecision(", "    return until && false && appendDecision("),
    "forgets in a crash what was out": (WRITER, "writes.insert(out.write);", "writes.erase(out.write);"),
    "repeats a write whose answer was lost": (
        SENDER,
        "        case WriteEffect::Unknown:\n        case WriteEffect::Done:\n",
        "        case WriteEffect::Unknown:\n            body.failure = FailureClass::NotSent;\n"
        "            break;\n        case WriteEffect::Done:\n",
    ),
    "sends what is in doubt": (DUE_WORK, "if (cell == nullptr || isInDoubt(*cell, side))", "if (cell == nullptr)"),
    "has two requests out for one record": (SENDER, "    track.isOut = true;\n", ""),
    "reads back at once": (
        WRITER,
        "track.doubt = Doubt{now, now + parts.options.readBackDelay, 0, false};",
        "track.doubt = Doubt{now, now, 0, false};",
    ),
    "believes a read that is older than an event": (
        READ_BACK,
        "still != now.end() && before->second == still->second)",
        "still != now.end())",
    ),
    "does not compare a new record that it found": (
        READ_BACK,
        "        appendGap(context, asked.entity, made, record,\n"
        '                  "the answer to its create was lost: what the record holds has to be read");\n',
        "",
    ),
    "writes to a stale record": (
        DUE_WORK,
        "    return entity.isLinked() && (entity.stale.salesforce || entity.stale.hubspot);",
        "    return false && entity.isLinked();",
    ),
    "does not make the partner of a stale record": (
        DUE_WORK,
        "    return entity.isLinked() && (entity.stale.salesforce || entity.stale.hubspot);",
        "    return entity.stale.salesforce || entity.stale.hubspot;",
    ),
    "takes a write for its event that came before it": (
        ECHO,
        "    return write.write < arrived.id.seq;",
        "    return write.write < arrived.id.seq || true;",
    ),
    "does not know its own writes": (
        ECHO,
        "    if (const Out* write = oldestWith(out, side, arrived))\n"
        "        return {.kind = Kind::Echo, .write = write};\n"
        "    const std::vector<Version>& sent",
        "    const std::vector<Version>& sent",
    ),
    "takes a late event for an automation's": (
        ECHO,
        "    const std::vector<Version>& sent = cell.sent[side];\n",
        "    if (!out.empty())\n        return {.kind = Kind::ChangedInSameStep, .write = &out.front()};\n"
        "    const std::vector<Version>& sent = cell.sent[side];\n",
    ),
    "does not know its late events": (ECHO, "    if (newest != sent.rend())", "    if (newest != sent.rend() && false)"),
    "believes only its newest late event": (
        JUDGE,
        "    if (!isOvertaken(sent) && !isSuperseded",
        "    if (sent == m_cell.sent[m_side].back() && !isSuperseded",
    ),
    "believes every late event": (JUDGE, "    if (!isOvertaken(sent) && !isSuperseded", "    if (!isSuperseded"),
    "closes what a read has found": (
        CLOSING,
        "        result.decision.change = {};\n",
        "        result.decision.change.closedThrough[side] = newest->write;\n        add(decision, result);\n"
        "        result.decision.change = {};\n",
    ),
    "awaits for ever what is in a gap": (
        CLOSING,
        "    const bool mayBeTold = !entity.stale[side] || !entity.undecided.empty();",
        "    const bool mayBeTold = true;",
    ),
    "does not await captured changes after a gap": (
        CLOSING,
        "    const bool mayBeTold = !entity.stale[side] || !entity.undecided.empty();",
        "    const bool mayBeTold = !entity.stale[side];",
    ),
    "takes another value for a write that did not land": (
        CLOSING,
        "    if (newest == out.rend() && !isAsItWas && mayBeTold)\n        return;\n",
        "    static_cast<void>(mayBeTold);\n",
    ),
    "takes a settled write for the newest": (
        CLOSING,
        "    if (!isSurelyNewest(cell, side, write))\n        keepPresent(result, side);\n",
        "    static_cast<void>(isSurelyNewest);\n    static_cast<void>(keepPresent);\n",
    ),
    "settles past a write without an answer": (
        CLOSING,
        "return write.outcomeUnknown || !write.answeredAt || *write.answeredAt > until;",
        "return write.answeredAt && *write.answeredAt > until;",
    ),
    "takes what a gap may hide for what it knows": (
        JUDGE,
        "    const bool mayHideOurs = m_arrival.isAfterGap && !m_cell.out[m_side].empty();",
        "    const bool mayHideOurs = false;",
    ),
    "asks no history of a stale record": (
        "engine/core/decide.cpp",
        "    if (!needs.link && !isUnknown && !historyTried)",
        "    if (!needs.link && !needs.baseline && !historyTried)",
    ),
    "takes what it wrote for a reading": ("engine/core/apply.cpp", "    present->byRead = false;\n", ""),
    "does not know what a new record holds": (
        "engine/core/apply.cpp",
        "                    setWritten(cell.present[body.side], out.version);",
        "                    static_cast<void>(setWritten);",
    ),
    "writes during a conflict": (DUE, "|| cell.conflict || cell.apart[side])", "|| cell.apart[side])"),
    "does not look at what is on its way": (
        DUE,
        "const Version& last = out.empty() ? *cell.present[side] : out.back().version;",
        "const Version& last = *cell.present[side];",
    ),
    "writes again what the API has refused": (
        DUE,
        "|| cell.conflict || cell.apart[side])",
        "|| cell.conflict)",
    ),
}


class Build:
    """The command lines of a Ninja build."""

    def __init__(self, source, folder):
        self.source = pathlib.Path(source).resolve()
        self.folder = pathlib.Path(folder).resolve()
        compiled = json.loads((self.folder / "compile_commands.json").read_text())
        self.commands = {str(pathlib.Path(one["file"])): one for one in compiled}
        self.links = {}

    def link_of(self, test):
        if test not in self.links:
            told = subprocess.run(
                ["ninja", "-C", self.folder, "-t", "commands", test], check=True, capture_output=True, text=True
            ).stdout
            link = [line for line in told.splitlines() if f" -o bin/{test} " in line][-1]
            self.links[test] = link.removeprefix(": && ").removesuffix(" && :")
        return self.links[test]

    def compile(self, file, text, room):
        """The object of the file with `text` in it; None when that does not build."""
        changed = room / "changed.cpp"
        changed.write_text(text)
        one = self.commands[str(self.source / file)]
        words = shlex.split(one["command"])
        words[words.index("-o") + 1] = str(room / "changed.o")
        words[words.index("-c") + 1] = str(changed)
        # What a mistake leaves unused is no reason not to try it.
        ran = subprocess.run([*words, "-w"], cwd=one["directory"], capture_output=True)
        return room / "changed.o" if ran.returncode == 0 else None

    def link(self, test, made):
        """The test with that object before the library that has the right one; None when that does not build."""
        words = shlex.split(self.link_of(test))
        place = words.index("-o")
        words[place + 1] = str(made.parent / test)
        words.insert(place, str(made))
        return made.parent / test if subprocess.run(words, cwd=self.folder, capture_output=True).returncode == 0 else None


def fails(program, seeds=None):
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    if seeds is not None:
        environment["SYNCLINE_TEST_SEEDS"] = str(seeds)
    try:
        return subprocess.run([program], env=environment, capture_output=True, timeout=SECONDS).returncode != 0
    except subprocess.TimeoutExpired:
        return True


def who_notices(build, made):
    """The test that does; None when it builds for nobody, "" when nobody does."""
    storm = build.link(STORM, made)
    if storm is None:
        return None
    if any(fails(storm, seeds) for seeds in SEEDS):
        return STORM
    for test in ROOMS:
        program = build.link(test, made)
        if program is not None and fails(program):
            return test
    return ""


def outcome_of(build, file, right, mistake):
    """What is wrong, else who noticed."""
    text = (build.source / file).read_text()
    if right not in text:
        return "its place is not found in " + file, None
    with tempfile.TemporaryDirectory() as room:
        made = build.compile(file, text.replace(right, mistake, 1), pathlib.Path(room))
        noticed = made and who_notices(build, made)
    if noticed is None:
        return "does not build", None
    return ("", noticed) if noticed else ("NOT NOTICED", None)


def main():
    build = Build(sys.argv[1], sys.argv[2])
    wrong = 0
    for name in sys.argv[3:] or MISTAKES:
        problem, noticed = outcome_of(build, *MISTAKES[name])
        wrong += problem != ""
        print(f"{name}: {problem or 'noticed by ' + noticed}", flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
