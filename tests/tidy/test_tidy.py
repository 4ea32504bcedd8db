"""Every rule against code that breaks it and code that does not: no rule is dead, none cries wolf."""

from __future__ import annotations

import re
import tempfile
import unittest
from pathlib import Path

import check_build
import check_sizes
import rules
import tidy
from cpp_text import Structure, blank_comments, blank_comments_and_strings
from rules import Rules
from tree import File, Finding, Tree, read_tree


def body_of(lines: int) -> str:
    return "void f() {\n" + "    g();\n" * lines + "}\n"


def class_of(functions: int, declaration: str) -> str:
    return (
        "#pragma once\nclass A {\npublic:\n    A();\n    ~A();\n"
        + "".join(f"    {declaration.format(i)}\n" for i in range(functions))
        + "    A& operator=(const A&) = delete;\n};\n"
    )


H = "#pragma once\n"

# rule, name of the row, path, text that breaks it.
BAD = (
    ("unknown-room", "a folder of no room", "engine/elsewhere/a.cpp", "int f();\n"),
    ("include-room", "model includes a server", "engine/sandbox/model/a.cpp", '#include "engine/sqlite/x.h"\n'),
    ("include-room", "base includes a room", "engine/base/a.cpp", '#include "engine/sqlite/x.h"\n'),
    ("include-room", "a view includes a view", "ui/stream/a.cpp", '#include "ui/record/x.h"\n'),
    ("include-room", "the engine includes the program", "engine/runtime/a.cpp", '#include "app/x.h"\n'),
    ("include-room", "runtime knows a connector", "engine/runtime/a.cpp", '#include "engine/connectors/x.h"\n'),
    ("include-path", "beside the file, not from the root", "engine/sqlite/a.cpp", '#include "x.h"\n'),
    ("include-path", "upwards", "engine/sqlite/a.cpp", '#include "../base/x.h"\n'),
    ("include-path", "a file that is not there", "engine/sqlite/a.cpp", '#include "engine/base/gone.h"\n'),
    ("include-path", "ours in angle brackets", "engine/sqlite/a.cpp", "#include <engine/base/x.h>\n"),
    ("include-path", "a source", "engine/sqlite/a.cpp", '#include "engine/base/x.cpp"\n'),
    ("include-library", "Qt in the engine", "engine/base/a.cpp", "#include <QString>\n"),
    ("include-library", "Qt by its folder", "engine/delivery/a.cpp", "#include <QtCore/QString>\n"),
    ("include-library", "windows in a connector", "engine/connectors/a.cpp", "#include <QTableView>\n"),
    ("include-library", "the network in a window", "ui/stream/a.cpp", "#include <QNetworkReply>\n"),
    ("include-library", "QJson in a connector", "engine/connectors/a.cpp", "#include <QJsonObject>\n"),
    ("include-library", "Qt Test in the program", "app/a.cpp", "#include <QTest>\n"),
    ("include-library", "SQLite beside its room", "app/a.cpp", "#include <sqlite3.h>\n"),
    ("include-library", "spdlog beside the log", "engine/base/other.cpp", "#include <spdlog/spdlog.h>\n"),
    ("include-library", "fmt beside the log", "app/a.cpp", "#include <fmt/format.h>\n"),
    ("include-library", "Beast in a test", "tests/sandbox/a.cpp", "#include <boost/beast/http.hpp>\n"),
    ("include-library", "Asio in the sandbox", "engine/sandbox/a.cpp", "#include <boost/asio.hpp>\n"),
    ("include-library", "simdjson in the sandbox", "engine/sandbox/a.cpp", "#include <simdjson.h>\n"),
    ("include-library", "a thread in a pure room", "engine/core/a.cpp", "#include <thread>\n"),
    ("include-library", "a file in a pure room", "engine/sandbox/model/a.cpp", "#include <fstream>\n"),
    ("include-library", "the system in a pure room", "engine/sandbox/model/a.cpp", "#include <unistd.h>\n"),
    ("include-library", "OpenSSL in a header", "engine/http_server/a.h", H + "#include <openssl/ssl.h>\n"),
    ("include-library", "a library nobody chose", "engine/sqlite/a.cpp", "#include <tbb/flow_graph.h>\n"),
    ("file-size", "a long source", "app/a.cpp", "int f();\n" * 501),
    ("file-size", "a long header", "app/a.h", H + "int f();\n" * 150),
    ("file-size", "a source of comments", "app/a.cpp", "// why\n" * 651),
    ("file-size", "a long script", "packaging/a", "#!/usr/bin/env bash\nset -euo pipefail\n" + "true\n" * 500),
    ("function-size", "a long function", "app/a.cpp", body_of(71)),
    ("function-size", "a long member in a class", "app/a.h", H + "class A {\n" + body_of(71) + "};\n"),
    ("parameters", "six of a function", "app/a.cpp", "int f(int a, int b, int c, int d, int e, std::map<A, B> g) {}\n"),
    ("parameters", "six of a member", "app/a.h", H + "class A {\nint f(int a, int b, int c, int d, int e, int g);\n};\n"),
    ("nesting", "four deep", "app/a.cpp",
     "void f() {\n    for (;;) {\n        if (a) {\n            while (b) {\n                if (c) {\n"
     "                    g();\n                }\n            }\n        }\n    }\n}\n"),
    ("class-size", "sixteen functions", "app/a.h", class_of(16, "void f{}();")),
    ("class-size", "an interface of thirteen", "app/a.h", class_of(13, "virtual void f{}() = 0;")),
    ("mutable-global", "of a file", "app/a.cpp", "namespace a {\nint counter = 0;\n}\n"),
    ("mutable-global", "with braces", "app/a.cpp", "static std::map<int, int> cache{};\n"),
    ("mutable-global", "of a function", "app/a.cpp", "int f() {\n    static int last = 0;\n    return last;\n}\n"),
    ("pragma-once", "a header without", "app/a.h", "int f();\n"),
    ("file-name", "utils", "app/string_utils.cpp", "int f();\n"),
    ("file-name", "helpers", "tests/support/helpers.h", H),
    ("file-name", "a part", "app/window_part.cpp", "int f();\n"),
    ("file-name", "a number", "app/window_2.cpp", "int f();\n"),
    ("file-name", "an impl", "app/window_impl.h", H),
    ("file-name", "CamelCase", "app/MainWindow.cpp", "int f();\n"),
    ("file-name", "another suffix", "app/window.cc", "int f();\n"),
    ("run-bit", "a script without", "packaging/tool.py", "#!/usr/bin/env python3\n"),
    ("shell-options", "no set", "packaging/tool", "#!/usr/bin/env bash\ntrue\n"),
    ("shell-options", "not bash", "packaging/tool", "#!/bin/sh\ntrue\n"),
    ("shell-syntax", "an open quote", "packaging/tool", "#!/usr/bin/env bash\nset -euo pipefail\necho 'x\n"),
    ("last-line", "no end", "app/a.cpp", "int f();"),
    ("encoding", "Windows line ends", "NOTES.rst", "a\r\n"),
    ("encoding", "not UTF-8", "NOTES.rst", "caf\udce9\n"),
    ("json", "a comma too many", "CMakePresets.json", "{ 1, }\n"),
    ("lock-file", "an address", "tests/conformance/package-lock.json",
     '{"packages": {"node_modules/a": {"resolved": "x", "integrity": "y"}}}\n'),
    ("lock-file", "no hash", "tests/conformance/package-lock.json", '{"packages": {"node_modules/a": {}}}\n'),
    ("readme", "a room without", "engine/sqlite/a.cpp", "int f();\n"),
    ("unfinished", "a marker", "app/a.cpp", "// TODO: the other half\n"),
    ("unfinished", "a marker in a script", "packaging/README.md", "FIXME\n"),
    ("unfinished", "a stub", "app/a.cpp", "// a stub for now\n"),
    ("sleep", "in a test", "tests/base/a.cpp", "void f() {\n    QTest::qSleep(10);\n}\n"),
    ("sleep", "waiting for a time", "tests/base/a.cpp", "void f() {\n    QTest::qWait(10);\n}\n"),
    ("sleep", "in the engine", "engine/base/a.cpp", "void f() {\n    std::this_thread::sleep_for(kWait);\n}\n"),
    ("sleep", "in a script of the tests", "tests/conformance/a.mjs", "await sleep(10);\n"),
    ("random", "random_device", "tests/base/a.cpp", "std::random_device device();\n"),
    ("random", "another generator", "engine/base/a.cpp", "#include <random>\n"),
    ("random", "in a script of the tests", "tests/conformance/a.mjs", "const a = Math.random();\n"),
    ("clock", "the wall clock", "tests/base/a.cpp", "auto f() { return std::chrono::system_clock::now(); }\n"),
    ("clock", "Qt's wall clock", "app/a.cpp", "auto f() { return QDateTime::currentDateTimeUtc(); }\n"),
    ("clock", "the monotonic one", "engine/delivery/a.cpp", "auto f() { return std::chrono::steady_clock::now(); }\n"),
    ("event-loop", "pumping events", "ui/shell/a.cpp", "void f() {\n    qApp->processEvents();\n}\n"),
    ("newer-standard", "views", "app/a.cpp", "auto f() { return v | std::views::reverse; }\n"),
    ("newer-standard", "format", "app/a.cpp", "#include <format>\n"),
    ("using-namespace", "in a header", "app/a.h", H + "using namespace std;\n"),
    ("throw", "in the engine", "engine/sqlite/a.cpp", "void f() {\n    throw Error();\n}\n"),
    ("singleton", "instance()", "app/a.h", H + "struct A {\n    static A& instance();\n};\n"),
    ("include-guard", "the old way", "app/a.h", H + "#ifndef APP_A_H\n#define APP_A_H\n#endif\n"),
    ("skipped-test", "QSKIP", "tests/base/a.cpp", 'void f() {\n    QSKIP("later");\n}\n'),
    ("skipped-test", "a tautology", "tests/base/a.cpp", "void f() {\n    QVERIFY(true);\n}\n"),
    ("skipped-test", "only one", "tests/conformance/a.mjs", "test.only('a', () => {});\n"),
    ("banner", "dashes", "app/a.cpp", "// ------------------\n"),
    ("commented-out", "a call", "app/a.cpp", "    // m_rows.clear();\n"),
    ("commented-out", "a declaration", "app/a.cpp", "    // const int rows = count();\n"),
    ("commented-out", "an include", "app/a.cpp", "// #include <map>\n"),
    ("machine-path", "somebody's home", "packaging/README.md", "cd /home/ada/syncline\n"),
    ("registry-host", "of npm", "packaging/README.md", "https://registry.npm" + "js.org/\n"),
    ("registry-host", "of Debian", "packaging/tool.md", "http://deb." + "debian.org/debian\n"),
    ("download", "a build that fetches", "CMakeLists.txt", "include(FetchContent)\n"),
    ("white-space", "at the end", "app/a.cpp", "int f(); \n"),
    ("white-space", "a tab", "app/a.cpp", "\tint f();\n"),
    ("conflict", "a merge", "README.md", "<<<<<<< HEAD\n"),
)

# name of the row, path, text that breaks nothing.
GOOD = (
    ("words in strings and comments", "engine/base/a.cpp",
     '// An exception that others throw is caught here; nothing sleeps().\nconst char* f() { return "throw {"; }\n'),
    ("a raw string", "engine/base/a.cpp", 'auto f() { return R"x({ " throw ( )x"; }\nint g();\n'),
    ("digit separators", "engine/base/a.cpp", "constexpr int kMany = 1'000'000;\nint f();\nchar g() { return '{'; }\n"),
    ("constants", "engine/base/a.cpp",
     "constexpr int kA = 1;\nconst std::map<int, int> kB{{1, 2}};\nstatic constexpr std::array kC{1, 2};\n"
     "namespace {\nusing A = int;\nenum class E { A, B };\nstruct S;\nextern const int kD;\n}\n"
     "int f() {\n    static const int kE = [] { return 1; }();\n    return kE;\n}\n"),
    ("a waiting condition", "tests/base/a.cpp", "void f() {\n    QTRY_VERIFY(done());\n    QTest::qWaitFor(done);\n}\n"),
    ("throw of the test's own", "tests/base/a.cpp", "void f() {\n    throw 1;\n}\n"),
    ("prose that ends like code", "engine/base/a.cpp", "// Returns nothing (see below); then goes on;\nint f();\n"),
    ("an example in a class comment", "engine/base/a.h", H + "/// log::info(\"a\", \"b\");\nint f();\n"),
    ("seventy lines", "app/a.cpp", body_of(70)),
    ("a constructor may take six", "app/a.h", H + "class A {\n    A(int a, int b, int c, int d, int e, int f);\n};\n"),
    ("an override may take six", "app/a.h",
     H + "class A {\n    void f(int a, int b, int c, int d, int e, int g) override;\n};\n"),
    ("fifteen functions", "app/a.h", class_of(15, "void f{}();")),
    ("private ones do not count", "app/a.h", H + "class A {\n" + "".join(f"void f{i}();\n" for i in range(30)) + "};\n"),
    ("signals do not count", "app/a.h",
     H + "class A : public QObject {\n    Q_OBJECT\nsignals:\n" + "".join(f"void f{i}();\n" for i in range(30)) + "};\n"),
    ("three deep, and else-if is a sibling", "app/a.cpp",
     "void f() {\n    for (;;) {\n        if (a) {\n            while (b) {\n                g([&] { h(); });\n"
     "            }\n        } else if (c) {\n        } else {\n        }\n    }\n    switch (d) {\n"
     "        case A::B: {\n            break;\n        }\n    }\n}\n"),
    ("the moc file of its own", "tests/base/a.cpp", '#include "a.moc"\n'),
    ("a path in a URL", "app/a.cpp", '// https://example.test/root/page and {base}/home/page\nint f();\n'),
    ("a room includes itself and base", "engine/sqlite/a.cpp",
     '#include "engine/sqlite/x.h"\n\n#include <sqlite3.h>\n#include <vector>\n\n#include "engine/base/x.h"\n'),
    ("a script", "packaging/tool.sh", "#!/usr/bin/env bash\nset -euo pipefail\nmktemp -d -t a.XXXXXX\n"),
    ("a linked package", "tests/conformance/package-lock.json",
     '{"packages": {"": {}, "node_modules/a": {"integrity": "y"}, "node_modules/b": {"link": true}}}\n'),
)


def tree_with(path: str, text: str, executable: bool) -> Tree:
    """The file among the few that the rows include, with the READMEs that its rooms need."""
    files = [File(path, text, executable)]
    for other in ("engine/sqlite", "engine/base", "ui/record", "engine/connectors", "app"):
        files.append(File(f"{other}/x.h", H))
    files.append(File("engine/base/x.cpp", "int x();\n"))
    rooms = {room.path for room in rules.ROOMS} | {"packaging", "tests"}
    files += [File(f"{room}/README.md", "What lives here.\n") for room in rooms]
    return Tree({file.path: file for file in reversed(files)})


def broken_rules(tree: Tree) -> set[str]:
    findings, _ = tidy.run(tree, Rules())
    return {finding.rule for finding in findings}


class RulesFlag(unittest.TestCase):
    def test_badCode_isFlaggedByItsRule(self):
        for rule, name, path, text in BAD:
            with self.subTest(rule=rule, row=name):
                tree = tree_with(path, text, executable=rule.startswith("shell"))
                if rule == "readme":
                    del tree.files["engine/sqlite/README.md"]
                self.assertIn(rule, broken_rules(tree))

    def test_goodCode_isLeftInPeace(self):
        for name, path, text in GOOD:
            with self.subTest(row=name):
                tree = tree_with(path, text, executable=text.startswith("#!"))
                findings, _ = tidy.run(tree, Rules())
                self.assertEqual([str(finding) for finding in findings], [])

    def test_everyRule_hasARowThatBreaksIt(self):
        tested_below = {"beast", "label", "timeout", "format", "not-built"}
        self.assertEqual(rules.RULES - {row[0] for row in BAD}, tested_below)

    def test_everyWord_hasARowThatBreaksIt(self):
        for word in rules.WORDS:
            rows = [text for rule, _, path, text in BAD if rule == word.rule and re.match(word.where, path)]
            with self.subTest(word=word.pattern):
                self.assertTrue(any(re.search(word.pattern, line) for text in rows for line in text.split("\n")))


class BeastIsCounted(unittest.TestCase):
    INCLUDE = "#include <boost/beast/core.hpp>\n"

    def findings_of(self, sources: int, headers: int, outsider: str = "") -> set[str]:
        tree = tree_with("engine/http_server/loop.cpp", "int f();\n", executable=False)
        for i in range(sources):
            path = f"engine/http_server/source_{chr(97 + i)}.cpp"
            tree.files[path] = File(path, self.INCLUDE)
        for i in range(headers):
            path = f"engine/http_server/header_{chr(97 + i)}.h"
            tree.files[path] = File(path, H + self.INCLUDE)
        if outsider:
            tree.files[outsider] = File(outsider, '#include "engine/http_server/header_a.h"\n')
        return broken_rules(tree)

    def test_threeSourcesAndAHeader_areAllowed(self):
        self.assertEqual(self.findings_of(3, 1), set())

    def test_moreOrElsewhere_isFlagged(self):
        rows = ((4, 1, ""), (3, 2, ""), (1, 1, "engine/sandbox/a.cpp"), (3, 1, "engine/http_server/fourth.cpp"))
        for sources, headers, outsider in rows:
            with self.subTest(sources=sources, headers=headers, outsider=outsider):
                self.assertIn("beast", self.findings_of(sources, headers, outsider))


class TestsAreChecked(unittest.TestCase):
    @staticmethod
    def rules_of(**properties) -> list[str]:
        listed = [{"name": name, "value": value} for name, value in properties.items()]
        return [f.rule for f in check_build.faults_of_tests({"tests": [{"name": "a", "properties": listed}]})]

    def test_oneLabelAndATimeout_isRight(self):
        for label in rules.LABELS:
            self.assertEqual(self.rules_of(LABELS=[label], TIMEOUT=60.0), [])

    def test_otherLabels_areFlagged(self):
        for labels in ([], ["ci", "long"], ["quick"]):
            with self.subTest(labels=labels):
                self.assertEqual(self.rules_of(LABELS=labels, TIMEOUT=60.0), ["label"])

    def test_noTimeout_isFlagged(self):
        self.assertEqual(self.rules_of(LABELS=["ci"]), ["timeout"])

    def test_aDisabledTest_isFlagged(self):
        self.assertEqual(self.rules_of(LABELS=["ci"], TIMEOUT=60.0, DISABLED=True), ["skipped-test"])


class FoldersAreRead(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)

    def write(self, path: str, text: str) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)

    def test_badFormat_isFlaggedOnceForAFile(self):
        if not check_build.shutil.which(check_build.CLANG_FORMAT):
            with self.assertRaises(check_build.Unchecked):
                check_build.check_format(Tree(root=self.root), Rules())
            return
        self.write(".clang-format", "BasedOnStyle: Google\n")
        self.write("app/a.cpp", "int  f( ) ;\nint  g( ) ;\n")
        self.write("app/b.cpp", "int f();\n")
        findings = check_build.check_format(read_tree(self.root), Rules())
        self.assertEqual([(f.rule, f.path, f.line) for f in findings], [("format", "app/a.cpp", 1)])

    def test_aSourceThatNoTargetBuilds_isFlagged(self):
        self.write("app/a.cpp", "int f();\n")
        self.write("app/b.cpp", "int f();\n")
        self.write("build/compile_commands.json", '[{"file": "%s"}]' % (self.root / "app/a.cpp"))
        findings = check_build.check_compiled(read_tree(self.root, self.root / "build"), Rules())
        self.assertEqual([(f.rule, f.path) for f in findings], [("not-built", "app/b.cpp")])

    def test_withoutABuild_itSaysSo(self):
        _, unchecked = tidy.run(read_tree(self.root), Rules())
        self.assertEqual(len([reason for reason in unchecked if "--build" in reason]), 2)

    def test_binariesAndBuilds_areNotRead(self):
        self.write("resources/icon.png", "\0")
        self.write("build/dev/a.cpp", "throw")
        self.write("app/a.cpp", "int f();\n")
        self.assertEqual(list(read_tree(self.root).files), ["app/a.cpp"])


class CppIsRead(unittest.TestCase):
    def structure(self, text: str) -> Structure:
        return Structure(blank_comments_and_strings(text))

    def test_functions_areFound(self):
        rows = (
            ("free", "int f(int a) {\n}\n", ("f", 1)),
            ("member of a class elsewhere", "base::Result<int> A::f(int a, std::map<int, int> b) const& {\n}\n", ("f", 2)),
            ("constructor with initialisers", "A::A(int a) : m_a(a), m_b{a, {1}}, m_c{} {\n    g();\n}\n", ("A", 1)),
            ("operator", "bool A::operator()(int a, int b) const {\n}\n", ("operator_sign", 2)),
            ("template", "template <typename T, class U>\nvoid f(T t) {\n}\n", ("f", 1)),
            ("trailing type", "auto f(int a) -> std::vector<int> {\n}\n", ("f", 1)),
            ("default arguments", "void f(int a = 3, A b = {1, 2}) {\n}\n", ("f", 2)),
            ("attribute", "[[nodiscard]] bool f() {\n}\n", ("f", 0)),
            ("function type", "void f(std::function<void(int, int)> g) {\n}\n", ("f", 1)),
        )
        for name, text, expected in rows:
            with self.subTest(row=name):
                functions = self.structure(text).functions
                self.assertEqual([(f.name, f.parameters) for f in functions], [expected])
                self.assertTrue(functions[0].defined)

    def test_whatIsNoFunction_isNotFound(self):
        for text in ("std::function<void(int)> g;\n", "const A kA{f(1)};\n", "using F = void(int);\n", "struct A {\n};\n",
                     "Q_DECLARE_METATYPE(A)\n", "static_assert(f(1));\n", "#define F(a) { a\n#define G(a) }\n"):
            with self.subTest(text=text):
                self.assertEqual(self.structure(text).functions, [])

    def test_sizeOfABody_leavesOutCommentsAndBlanks(self):
        text = "void f() {\n    // why\n\n    g();\n    /* a\n       b */\n    h();\n}\n"
        self.assertEqual(self.structure(text).functions[0].lines, 2)

    def test_linesOfCode_leaveOutCommentsAndBlanks(self):
        self.assertEqual(check_sizes.code_lines(File("a.cpp", "// a\n\nint f();  // b\n/* c\n*/\n")), 1)
        self.assertEqual(check_sizes.code_lines(File("a.py", "# a\n\nf()\n")), 1)

    def test_blanking_keepsPlaces(self):
        text = 'int a; // "b\n"c // d" /* e */ \'f\''
        for blank in (blank_comments, blank_comments_and_strings):
            self.assertEqual(len(blank(text)), len(text))
        self.assertIn('"c // d"', blank_comments(text))
        self.assertNotIn("c //", blank_comments_and_strings(text))

    def test_findings_namePlaceAndRule(self):
        self.assertEqual(str(Finding("throw", "a.cpp", 3, "text")), "a.cpp:3: text [throw]")
        self.assertEqual(str(Finding("readme", "app", 0, "text")), "app: text [readme]")


if __name__ == "__main__":
    unittest.main()
