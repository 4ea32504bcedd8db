#include "engine/base/log.h"

#include <chrono>
#include <filesystem>
#include <limits>
#include <string>
#include <thread>
#include <vector>

#include <QtTest/QtTest>
#include <fcntl.h>
#include <unistd.h>

using namespace syncline::base;

namespace {

const WallTime kTime = WallTime(std::chrono::milliseconds(1795536000000));

std::string render(log::Format format, std::string_view message, const std::vector<log::Field>& fields) {
    return log::renderLine({kTime, log::Level::Info, "salesforce", message, fields}, format);
}

QJsonObject parsed(const std::string& line) {
    return QJsonDocument::fromJson(QByteArray::fromStdString(line)).object();
}

}  // namespace

class TestLog : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void text_isOneReadableLine_data();
    void text_isOneReadableLine();
    void json_holdsAllParts();
    void json_keepsEveryText_data();
    void json_keepsEveryText();
    void text_cannotBeMadeToLookLikeTwoEntries_data();
    void text_cannotBeMadeToLookLikeTwoEntries();
    void secrets_areMasked_data();
    void secrets_areMasked();
    void level_decidesWhatIsWritten_data();
    void level_decidesWhatIsWritten();
    void formatChange_takesEffectAtOnce();
    void file_isAppendedTo();
    void file_thatCannotBeOpened_changesNothing();
    void failure_isLoggedWithItsParts();
    void standardError_getsTheLines();
    void fullDisk_isSurvivedAndSaidOnce();
    void manyThreads_writeWholeLines();

private:
    [[nodiscard]] std::filesystem::path file() const { return m_folder->path().toStdString() + "/syncline.log"; }
    [[nodiscard]] QStringList lines() const {
        QFile log(QString::fromStdString(file().string()));
        if (!log.open(QIODevice::ReadOnly))
            return {};
        return QString::fromUtf8(log.readAll()).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    }
    void divertStandardError(const char* to);
    void restoreStandardError();

    std::unique_ptr<QTemporaryDir> m_folder;
    int m_standardError = -1;
};

void TestLog::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
    divertStandardError("/dev/null");
    QVERIFY(log::configure({.level = log::Level::Debug, .file = file()}));
}

void TestLog::cleanup() {
    QVERIFY(log::configure({}));
    restoreStandardError();
}

void TestLog::divertStandardError(const char* to) {
    restoreStandardError();
    m_standardError = ::dup(2);
    const int target = ::open(to, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    QVERIFY(m_standardError >= 0 && target >= 0);
    QCOMPARE(::dup2(target, 2), 2);
    ::close(target);
}

void TestLog::restoreStandardError() {
    if (m_standardError < 0)
        return;
    ::dup2(m_standardError, 2);
    ::close(m_standardError);
    m_standardError = -1;
}

void TestLog::text_isOneReadableLine_data() {
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const std::string& line, const char* expected) {
        QTest::newRow(name) << QString::fromStdString(
            line) << QStringLiteral("2026-11-24T16:00:00.000Z info salesforce: ") + QString::fromUtf8(expected);
    };
    constexpr auto kText = log::Format::Text;
    row("no fields", render(kText, "token refreshed", {}), "token refreshed");
    row("words", render(kText, "read", {{"attempt", 2}, {"host", "a.example"}}), "read attempt=2 host=a.example");
    row("numbers", render(kText, "read", {{"low", std::numeric_limits<std::int64_t>::min()}, {"high", UINT64_MAX}}),
        "read low=-9223372036854775808 high=18446744073709551615");
    row("facts", render(kText, "read", {{"good", true}, {"bad", false}}), "read good=true bad=false");
    row("blanks are quoted", render(kText, "read", {{"name", "Ada L"}}), "read name=\"Ada L\"");
    row("nothing is quoted", render(kText, "read", {{"name", ""}}), "read name=\"\"");
    row("equals sign is quoted", render(kText, "read", {{"query", "a=b"}}), "read query=\"a=b\"");
    row("quotes are escaped", render(kText, "read", {{"name", "a\"b"}}), "read name=\"a\\\"b\"");
    row("backslash is escaped", render(kText, "read", {{"name", "a\\"}}), "read name=\"a\\\\\"");
    row("letters of the world", render(kText, "gelöscht", {{"name", "Žižek"}}), "gelöscht name=\"Žižek\"");
    row("quotes in the message stay", render(kText, "near \"x\"", {}), "near \"x\"");
}

void TestLog::text_isOneReadableLine() {
    QFETCH(QString, line);
    QFETCH(QString, expected);
    QCOMPARE(line, expected);
}

void TestLog::json_holdsAllParts() {
    const std::string line = render(log::Format::JsonLines, "token refreshed", {{"attempt", 2}, {"host", "a.example"}});
    const QJsonObject expected{
        {QStringLiteral("time"), QStringLiteral("2026-11-24T16:00:00.000Z")},
        {QStringLiteral("level"), QStringLiteral("info")},
        {QStringLiteral("component"), QStringLiteral("salesforce")},
        {QStringLiteral("message"), QStringLiteral("token refreshed")},
        {QStringLiteral("fields"), QJsonObject{{QStringLiteral("attempt"), QStringLiteral("2")},
                                               {QStringLiteral("host"), QStringLiteral("a.example")}}},
    };
    QCOMPARE(parsed(line), expected);
    QVERIFY(!parsed(render(log::Format::JsonLines, "x", {})).contains(QStringLiteral("fields")));
}

void TestLog::json_keepsEveryText_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("read");
    const auto same = [](const char* name, const QByteArray& text) {
        QTest::newRow(name) << text << QString::fromUtf8(text);
    };
    same("quotes and backslashes", R"("a\"b\\)");
    same("line ends", "a\nb\r\nc");
    same("all control characters",
         QByteArray("\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10\x1b\x1f\x7f", 20));
    same("C1 controls", "\xC2\x80\xC2\x85\xC2\x9F\xC2\xA0");
    same("line separators of Unicode", "\xE2\x80\xA8\xE2\x80\xA9\xE2\x80\xAA");
    same("two, three and four bytes", "ä€😀");
    same("greatest code point", "\xF4\x8F\xBF\xBF");
    const auto replaced = [](const char* name, const QByteArray& text, int count) {
        QTest::newRow(name) << QByteArray("a" + text + "b")
                            << QStringLiteral("a") + QString(count, QChar(0xFFFD)) + QLatin1Char('b');
    };
    replaced("stray continuation", "\x80", 1);
    replaced("cut sequence", "\xE2\x82", 2);
    replaced("overlong slash", "\xC0\xAF", 2);
    replaced("overlong in three bytes", "\xE0\x80\xAF", 3);
    replaced("surrogate", "\xED\xA0\x80", 3);
    replaced("above the greatest", "\xF4\x90\x80\x80", 4);
    replaced("no beginning", "\xFF\xFE", 2);
}

void TestLog::json_keepsEveryText() {
    QFETCH(QByteArray, text);
    QFETCH(QString, read);
    const std::string value = text.toStdString();
    const std::string line = render(log::Format::JsonLines, value, {{"value", value}, {"key", "x"}});
    QVERIFY(line.find('\n') == std::string::npos);
    QCOMPARE(parsed(line).value(QStringLiteral("message")).toString(), read);
    const QJsonObject fields = parsed(line).value(QStringLiteral("fields")).toObject();
    QCOMPARE(fields.value(QStringLiteral("value")).toString(), read);
}

void TestLog::text_cannotBeMadeToLookLikeTwoEntries_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("line feed") << QByteArray("x\n2026-11-24T16:00:00.000Z error salesforce: forged");
    QTest::newRow("carriage return") << QByteArray("x\rforged");
    QTest::newRow("escape sequence of a terminal") << QByteArray("x\x1b[2Jforged");
    QTest::newRow("next line of C1") << QByteArray(
        "x\xC2\x85"
        "forged");
    QTest::newRow("zero") << QByteArray("x\0forged", 8);
}

void TestLog::text_cannotBeMadeToLookLikeTwoEntries() {
    QFETCH(QByteArray, text);
    const std::string value = text.toStdString();
    const std::string line = log::renderLine({kTime, log::Level::Info, value, value, {}}, log::Format::Text)
                             + render(log::Format::Text, "x", {{value, value}});
    for (const QChar c : QString::fromStdString(line))
        QVERIFY2(c.category() != QChar::Other_Control, line.c_str());
}

void TestLog::secrets_areMasked_data() {
    QTest::addColumn<QString>("key");
    QTest::addColumn<bool>("masked");
    const auto row = [](const char* key, bool masked) { QTest::newRow(key) << QString::fromUtf8(key) << masked; };
    row("token", true);
    row("secret", true);
    row("authorization", true);
    row("password", true);
    row("cookie", true);
    row("signature", true);
    row("access_token", true);
    row("refreshToken", true);
    row("CLIENT_SECRET", true);
    row("Authorization", true);
    row("Set-Cookie", true);
    row("X-HubSpot-Signature-v3", true);
    row("attempt", false);
    row("toke", false);
    row("user", false);
    row("", false);
}

void TestLog::secrets_areMasked() {
    QFETCH(QString, key);
    QFETCH(bool, masked);
    const std::string name = key.toStdString();
    QCOMPARE(log::namesSecret(name), masked);
    for (const log::Format format : {log::Format::Text, log::Format::JsonLines}) {
        const std::string line = render(format, "x", {{name, "hush-hush"}});
        QCOMPARE(line.find("hush-hush") == std::string::npos, masked);
        QCOMPARE(line.find("***") != std::string::npos, masked);
    }
}

void TestLog::level_decidesWhatIsWritten_data() {
    QTest::addColumn<log::Level>("level");
    QTest::addColumn<QString>("written");
    QTest::newRow("debug") << log::Level::Debug << "debug info warning error";
    QTest::newRow("info") << log::Level::Info << "info warning error";
    QTest::newRow("warning") << log::Level::Warning << "warning error";
    QTest::newRow("error") << log::Level::Error << "error";
}

void TestLog::level_decidesWhatIsWritten() {
    QFETCH(log::Level, level);
    QFETCH(QString, written);
    log::setLevel(level);
    log::debug("test", "m");
    log::info("test", "m");
    log::warning("test", "m");
    log::error("test", "m");
    QStringList found;
    for (const QString& line : lines())
        found += line.section(QLatin1Char(' '), 1, 1);
    QCOMPARE(found.join(QLatin1Char(' ')), written);
    QCOMPARE(log::isWritten(log::Level::Info), written.contains(QStringLiteral("info")));
}

void TestLog::formatChange_takesEffectAtOnce() {
    log::info("test", "one");
    log::setFormat(log::Format::JsonLines);
    log::info("test", "two");
    QCOMPARE(lines().size(), 2);
    QVERIFY(lines()[0].endsWith(QStringLiteral(" info test: one")));
    QCOMPARE(parsed(lines()[1].toStdString()).value(QStringLiteral("message")).toString(), QStringLiteral("two"));
}

void TestLog::file_isAppendedTo() {
    log::info("test", "one");
    QVERIFY(log::configure({.file = file()}));
    log::info("test", "two");
    QVERIFY(log::configure({}));
    log::info("test", "three, to stderr only");
    QCOMPARE(lines().size(), 2);
}

void TestLog::file_thatCannotBeOpened_changesNothing() {
    const Result<void> configured = log::configure({.file = file() / "not-a-folder" / "x.log"});
    QVERIFY(!configured);
    QCOMPARE(configured.error().operation, std::string("open log file"));
    log::debug("test", "still here");
    QCOMPARE(lines().size(), 1);
}

void TestLog::failure_isLoggedWithItsParts() {
    log::setFormat(log::Format::JsonLines);
    log::error("journal", "stopped", Error{ErrorCode::NoSpace, "commit", "j.db", "disk is full", "free some space"});
    QCOMPARE(lines().size(), 1);
    const QJsonObject entry = parsed(lines()[0].toStdString());
    QCOMPARE(entry.value(QStringLiteral("level")).toString(), QStringLiteral("error"));
    const QJsonObject expected{{QStringLiteral("code"), QStringLiteral("no_space")},
                               {QStringLiteral("operation"), QStringLiteral("commit")},
                               {QStringLiteral("object"), QStringLiteral("j.db")},
                               {QStringLiteral("detail"), QStringLiteral("disk is full")},
                               {QStringLiteral("hint"), QStringLiteral("free some space")}};
    QCOMPARE(entry.value(QStringLiteral("fields")).toObject(), expected);
}

void TestLog::standardError_getsTheLines() {
    QVERIFY(log::configure({}));
    divertStandardError(file().c_str());
    log::info("test", "to stderr");
    restoreStandardError();
    QCOMPARE(lines().size(), 1);
    QVERIFY(lines()[0].endsWith(QStringLiteral(" info test: to stderr")));
}

void TestLog::fullDisk_isSurvivedAndSaidOnce() {
    QVERIFY(log::configure({.file = "/dev/full"}));
    divertStandardError(file().c_str());
    log::info("test", "one");
    log::info("test", "two");
    restoreStandardError();
    QVERIFY(log::configure({}));
    const QStringList found = lines();
    QCOMPARE(found.filter(QStringLiteral("lines are being lost")).size(), 1);
    QCOMPARE(found.filter(QStringLiteral(" info test: ")).size(), 2);
}

void TestLog::manyThreads_writeWholeLines() {
    constexpr int kThreads = 4;
    constexpr int kEach = 250;
    {
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < kThreads; ++thread)
            threads.emplace_back([thread] {
                for (int i = 0; i < kEach; ++i) {
                    log::setFormat(i % 2 == 0 ? log::Format::Text : log::Format::JsonLines);
                    log::info("test", "a message of some length", {{"thread", thread}, {"number", i}});
                }
            });
    }
    const QStringList found = lines();
    QCOMPARE(found.size(), kThreads * kEach);
    for (const QString& line : found)
        QVERIFY2(line.contains(QStringLiteral("a message of some length")), qPrintable(line));
}

QTEST_APPLESS_MAIN(TestLog)
#include "test_log.moc"
