"""The rules as tables: rooms and what they may include, sizes, and words that have no place here."""

from __future__ import annotations

from dataclasses import dataclass, field


# Every rule by the name that a finding carries.
RULES = frozenset(
    """
    unknown-room include-room include-path include-library beast
    file-size function-size parameters nesting class-size mutable-global
    pragma-once include-guard file-name run-bit shell-options shell-syntax last-line encoding white-space conflict
    json lock-file readme format label timeout skipped-test not-built
    unfinished sleep random clock event-loop newer-standard using-namespace throw singleton banner commented-out
    machine-path registry-host download
    """.split()
)


@dataclass(frozen=True)
class Room:
    """A folder whose files may include the rooms and libraries named, its own files, and engine/base."""

    path: str
    rooms: tuple[str, ...] = ()
    libraries: tuple[str, ...] = ()
    pure: bool = False  # no threads, no files, no operating system


EVERYTHING = "*"
_QT_CORE = ("qt-core",)
_QT_WINDOW = ("qt-core", "qt-gui")

ROOMS = (
    Room("engine/base", libraries=("spdlog",)),
    Room("engine/sqlite", libraries=("sqlite",)),
    Room("engine/core", libraries=("boost-unordered",), pure=True),
    Room("engine/journal", rooms=("engine/core", "engine/sqlite"), libraries=("zstd", "openssl")),
    Room("engine/mapping", rooms=("engine/core",), libraries=("boost-json", "icu", "valijson", "openssl")),
    Room("engine/connectors/api", rooms=("engine/core",)),
    Room(
        "engine/connectors",
        rooms=("engine/connectors/api", "engine/core", "engine/mapping", "engine/http_server"),
        libraries=("qt-core", "qt-network", "qtkeychain", "simdjson", "boost-json", "openssl"),
    ),
    Room("engine/http_server", libraries=("beast", "boost", "openssl")),
    Room(
        "engine/delivery",
        rooms=("engine/core", "engine/journal", "engine/mapping", "engine/connectors/api", "engine/http_server"),
        libraries=("boost-json",),
    ),
    Room(
        "engine/runtime",
        rooms=("engine/core", "engine/journal", "engine/mapping", "engine/connectors/api", "engine/delivery"),
    ),
    Room("engine/sandbox/model", libraries=("zlib",), pure=True),
    Room(
        "engine/sandbox",
        rooms=("engine/sandbox/model", "engine/sqlite", "engine/http_server"),
        libraries=("boost-json", "openssl"),
    ),
    Room(
        "engine/simulator",
        rooms=(
            "engine/core",
            "engine/sqlite",
            "engine/journal",
            "engine/mapping",
            "engine/connectors/api",
            "engine/http_server",
            "engine/delivery",
            "engine/runtime",
            "engine/sandbox/model",
        ),
        libraries=("boost-json", "boost-unordered"),
    ),
    Room("ui/bridge", rooms=("engine/core", "engine/runtime"), libraries=_QT_CORE),
    Room("ui/widgets", rooms=("engine/core",), libraries=(*_QT_WINDOW, "qt-dbus", "qt-svg")),
    *(
        Room(f"ui/{view}", rooms=("engine/core", "ui/bridge", "ui/widgets"), libraries=(*_QT_WINDOW, "qt-json"))
        for view in (
            "shell",
            "stream",
            "record",
            "conflicts",
            "ownership",
            "replay",
            "deliveries",
            "connections",
            "overview",
        )
    ),
    Room("app", rooms=(EVERYTHING,), libraries=(EVERYTHING,)),
    Room("tests", rooms=(EVERYTHING,), libraries=(EVERYTHING,)),
)

# Which library an include in angle brackets belongs to: the first pattern that matches.
LIBRARIES = (
    ("qt-test", r"QtTest/|QTest$|QSignalSpy$|QAbstractItemModelTester$"),
    ("qt-network", r"QtNetwork/|QNetwork|QSsl|QTcp|QUdp|QHost|QHttp|QLocalSocket$|QLocalServer$|QAbstractSocket$"),
    ("qt-json", r"QJson"),
    ("qt-dbus", r"QDBus|QtDBus/"),
    ("qt-svg", r"QSvg|QtSvg/"),
    ("qt-gui", r"QtGui/|QtWidgets/|Q\w*(Widget|View|Dialog|Layout|Button|Label|Box|Bar|Menu|Edit|Delegate|Painter"
               r"|Pixmap|Image|Icon|Font\w*|Palette|Style\w*|Action|Window|Pen|Brush|Color|Cursor|Splitter|Application"
               r"|TrayIcon)$"),
    ("qt-core", r"QtCore/|Q[A-Z]\w*$"),
    ("qtkeychain", r"qt6?keychain/"),
    ("sqlite", r"sqlite3\.h$"),
    ("beast", r"boost/(beast|asio)\b"),
    ("boost-json", r"boost/json\b"),
    ("boost-unordered", r"boost/unordered\b"),
    ("boost", r"boost/"),
    ("openssl", r"openssl/"),
    ("spdlog", r"(spdlog|fmt)/"),
    ("zstd", r"(zstd|zdict|zstd_errors)\.h$"),
    ("icu", r"unicode/"),
    ("simdjson", r"simdjson"),
    ("zlib", r"zlib\.h"),
    ("valijson", r"valijson/"),
    ("cli11", r"CLI/"),
    ("std-system", r"(thread|mutex|shared_mutex|condition_variable|atomic|future|semaphore|latch|barrier|stop_token"
                   r"|iostream|fstream|filesystem|cstdio|csignal|ctime)$"),
    ("system", r"((sys|netinet|arpa|net|linux)/\w+|\w+)\.h$"),
    ("std", r"[a-z_0-9]+$"),
)

# Every room may include these; a pure room only the first.
COMMON_LIBRARIES = ("std", "std-system", "system")

# Libraries that stand in few files only, whatever room it is.
LIBRARY_PLACES = {
    "spdlog": (r"engine/base/log\.cpp$", "only engine/base/log.cpp knows spdlog"),
    "beast": (r"engine/http_server/", "only engine/http_server knows Beast and Asio: 20 s a translation unit"),
    "sqlite": (r"engine/sqlite/|tests/sqlite/", "only engine/sqlite knows SQLite's C API"),
    "qt-test": (r"tests/", "Qt Test belongs to tests"),
}
BEAST_SOURCES = 3
BEAST_HEADERS = 1


@dataclass(frozen=True)
class Size:
    aim: int
    stop: int
    whole: int = 0  # with comments and blanks


SIZES = {
    ".cpp": Size(250, 500, 650),
    ".h": Size(80, 150, 220),
    ".py": Size(250, 500, 650),
    ".mjs": Size(250, 500, 650),
    "script": Size(250, 500, 650),
}
FUNCTION_LINES = Size(25, 70)
PARAMETERS = 5
NESTING = 3
PUBLIC_FUNCTIONS = 15
INTERFACE_FUNCTIONS = 12

# The one place that keeps what is the process's own: where its log goes.
MUTABLE_ALLOWED = r"engine/base/log\.cpp$"

LABELS = ("ci", "long", "bench", "mutants", "fuzz", "tsan")


@dataclass(frozen=True)
class Word:
    """Text that has no place. `where` and `but` are patterns on the path; `part` is what of a file is read: its
    text, its code (without comments) or its bare code (without strings either)."""

    rule: str
    pattern: str
    message: str
    where: str = r".*"
    but: str = r"$^"
    part: str = "text"


_CPP = r".*\.(cpp|h)$"
_OURS = r"(engine|ui|app)/.*\.(cpp|h)$"
_TESTS = r"tests/.*\.(cpp|h|mjs|py)$"
_TIDY = r"tests/tidy/"
# The clock itself, its test, and a test that tells real processes when it is.
_WALL_CLOCK = r"engine/base/clock\.cpp$|tests/base/test_clock\.cpp$|tests/sandbox/process_test\.cpp$"
_COMMENTED = r".*\.(cpp|h|mjs)$"

# Written in two pieces, so that this page does not hold what it forbids.
_HOSTS = (
    ("registry", "npmjs"), ("npmjs", "org"), ("npmjs", "com"), ("deb", "debian"), ("security", "debian"),
    ("snapshot", "debian"), ("archive", "ubuntu"), ("security", "ubuntu"), ("ports", "ubuntu"), ("pypi", "org"),
    ("pythonhosted", "org"), ("crates", "io"), ("golang", "org"), ("nodesource", "com"),
)

WORDS = (
    Word("unfinished", r"\b(TODO|FIXME|XXX|HACK)\b", "finish it, or say in words what it does not do",
         but=_TIDY + r"|.*package-lock\.json$"),
    Word("unfinished", r"\b(not (yet )?implemented|stub(bed)?)\b", "no stubs", where=_CPP, part="text"),
    Word("sleep", r"\b(sleep|usleep|nanosleep|sleep_for|sleep_until|msleep|qSleep|qWait)\s*\(",
         "wait for a condition, not for a time", where=_TESTS + "|" + _OURS, but=_TIDY, part="bare"),
    Word("random", r"\brandom_device\b|\b(?:std::)?s?rand\s*\(|#\s*include\s*<random>|\bmt19937",
         "base::Random from a printed seed", where=_CPP, part="bare"),
    Word("random", r"\bMath\.random\s*\(", "a fixed value or a counter", where=r"tests/.*\.mjs$"),
    Word("clock", r"\bsystem_clock::now|\bstd::time\s*\(|\bgettimeofday\b|\bclock_gettime\b|\bQDateTime::current",
         "time comes through base::Clock", where=_CPP, but=_WALL_CLOCK, part="bare"),
    Word("clock", r"\b(steady_clock|high_resolution_clock)::now", "time comes through base::Clock",
         where=_OURS, but=r"engine/(base/clock\.cpp$|http_server/)", part="bare"),
    Word("event-loop", r"\bprocessEvents\b|\bBlockingQueuedConnection\b", "no nested event loops, no blocking calls",
         where=_CPP, part="bare"),
    Word("newer-standard", r"\bstd::(ranges::)?views\b|#\s*include\s*<(ranges|format|source_location)>"
         r"|\bstd::format\b|\bstd::source_location\b|\bstd::expected\b", "GCC 12 and clang 14 do not both have it",
         where=_CPP, part="bare"),
    Word("using-namespace", r"\busing\s+namespace\b", "not in a header", where=r".*\.h$", part="bare"),
    Word("throw", r"\bthrow\b", "return a base::Result", where=_OURS, part="bare"),
    Word("singleton", r"\binstance\s*\(\s*\)", "what a thing needs comes through its constructor", where=_OURS,
         part="bare"),
    Word("include-guard", r"^\s*#\s*ifndef\s+\w+_H_?\b", "#pragma once instead", where=r".*\.h$", part="bare"),
    Word("skipped-test", r"\bQSKIP\b|\bQEXPECT_FAIL\b|\bQVERIFY\s*\(\s*true\s*\)|\b(it|test|describe)\.(skip|only|todo)\b"
         r"|\bunittest\.skip", "a test runs and can fail", where=_TESTS, but=_TIDY),
    Word("banner", r"^\s*(//|#|/?\*)\s*[-=*#~_]{5,}", "no banners", where=r".*(\.(cpp|h|py|mjs|cmake|txt)|/[a-z-]+)$"),
    Word("commented-out", r"^\s*//\s*([\w:]+(\.|->))*[\w:]+(<[\w:, ]*>)?\([^()]*\);\s*$", "git remembers it",
         where=_COMMENTED),
    Word("commented-out", r"^\s*//\s*((return|auto|const|int|bool|std::\w+)\b|(if|for|while) \(|#\s*include\b)"
         r"[^.]*[;{>\"]\s*$", "git remembers it", where=_COMMENTED),
    Word("machine-path", r"(?<![\w.~}$-])/(home|root|work|Users|mnt|media)/\w", "a path of one machine",
         but=_TIDY + r"test_tidy\.py$"),
    Word("registry-host", "|".join(rf"\b{first}\.{second}\b" for first, second in _HOSTS),
         "apt and npm use the machine's own set-up"),
    Word("download", r"\b(FetchContent|ExternalProject)|\bfile\s*\(\s*DOWNLOAD", "a build fetches nothing",
         where=r".*(CMakeLists\.txt|\.cmake)$"),
    Word("white-space", r"[ \t]+$|\t", "no tabs, no blanks at the end of a line",
         where=r".*\.(cpp|h|py|mjs|cmake|txt|json|md)$", but=r".*package-lock\.json$"),
    Word("conflict", r"^(<<<<<<<|>>>>>>>) ", "a merge was left unfinished"),
)

# Names that tell nothing, for the file's name without its suffix.
REFUSED_NAMES = r"(^|_)(utils?|helpers?|part|impl|misc|stuff|common|\d+)$"
CPP_NAME = r"[a-z][a-z0-9]*(_[a-z0-9]+)*\.(cpp|h)$"


@dataclass(frozen=True)
class Rules:
    """All tables in one value, so that a test can put its own in their place."""

    rooms: tuple[Room, ...] = ROOMS
    words: tuple[Word, ...] = WORDS
    sizes: dict[str, Size] = field(default_factory=lambda: dict(SIZES))
