#include "tests/http_server/tcp_client.h"

#include <QCoreApplication>
#include <QProcess>
#include <QTest>
#include <cstdio>
#include <fstream>
#include <vector>

using namespace std::chrono_literals;
using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

namespace {

constexpr milliseconds kHeadTime = 400ms;
constexpr milliseconds kBodyTime = 500ms;
constexpr milliseconds kIdleTime = 600ms;
/// What scheduling may add on a machine that is busy with other things.
constexpr milliseconds kSlack = 2000ms;
constexpr long kMaxGrowthKiB = 16L * 1024;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
// A sanitizer keeps freed memory aside and shadows all of it: its process says nothing about ours.
constexpr bool kMeasuresMemory = false;
#else
constexpr bool kMeasuresMemory = true;
#endif

/// What an attacker saw. The status is 0 when the server closed without a word.
struct Seen {
    std::string sent;
    int status = 0;
    bool isClosed = false;
    milliseconds after{};
};

struct Attack {
    std::string name;
    std::vector<int> statuses;  ///< what the server may answer
    milliseconds limit;         ///< from the first byte to the close, without slack
    std::function<Seen(std::uint16_t)> run;
};

milliseconds since(Clock::time_point start) {
    return std::chrono::duration_cast<milliseconds>(Clock::now() - start);
}

/// Reads the answer, if one comes, and waits for the close.
Seen outcome(TcpClient& client, std::string sent, Clock::time_point start) {
    Seen seen{std::move(sent)};
    if (const auto answer = client.answer(kBodyTime + kSlack))
        seen.status = answer->status;
    seen.after = since(start);
    seen.isClosed = client.isClosedWithin(kSlack);
    return seen;
}

std::string inMegabytes(std::size_t bytes) {
    char text[32];
    std::snprintf(text, sizeof text, "%.1f MB", double(bytes) / 1e6);
    return text;
}

/// Sends the head and then the block again and again, whatever the server says, until it no longer takes any.
Seen flood(std::uint16_t port, const std::string& head, const std::string& block, std::size_t times) {
    const auto start = Clock::now();
    TcpClient client(port);
    std::size_t sent = client.send(head) ? head.size() : 0;
    for (std::size_t i = 0; i < times && client.send(block); ++i)
        sent += block.size();
    const std::size_t whole = head.size() + block.size() * times;
    return outcome(client, inMegabytes(sent) + " of " + inMegabytes(whole) + " taken", start);
}

/// Sends bytes, and then nothing more.
Seen sendOnce(std::uint16_t port, const std::string& bytes) {
    const auto start = Clock::now();
    TcpClient client(port);
    client.send(bytes);
    return outcome(client, std::to_string(bytes.size()) + " B", start);
}

/// Sends the head at once, and the rest one byte at each interval while there is no answer.
Seen trickle(std::uint16_t port, const std::string& head, milliseconds interval) {
    const auto start = Clock::now();
    TcpClient client(port);
    client.send(head);
    std::size_t sent = head.size();
    while (!client.isReadable(interval) && since(start) < kBodyTime + kSlack && client.send("a"))
        ++sent;
    return outcome(client, std::to_string(sent) + " B, one each " + std::to_string(interval.count()) + " ms", start);
}

/// Many clients that send the same and stop; a good request must be served meanwhile.
Seen stall(std::uint16_t port, std::size_t count, const std::string& bytes) {
    const auto start = Clock::now();
    std::vector<TcpClient> clients;
    for (std::size_t i = 0; i < count; ++i) {
        clients.emplace_back(port);
        if (!clients.back().isConnected() || !clients.back().send(bytes))
            return {"only " + std::to_string(i) + " clients could connect"};
    }
    const auto asked = Clock::now();
    const int good = statusOfGet(port);
    const milliseconds served = since(asked);
    Seen seen = outcome(clients.front(), {}, start);
    for (TcpClient& client : clients)
        seen.isClosed = client.isClosedWithin(kSlack) && seen.isClosed;
    seen.after = since(start);
    seen.sent = std::to_string(count) + " clients; good request " + std::to_string(good) + " in "
                + std::to_string(served.count()) + " ms";
    seen.isClosed = seen.isClosed && good == 200 && served < kHeadTime;
    return seen;
}

Seen abortInBody(std::uint16_t port, std::size_t count) {
    const auto start = Clock::now();
    const std::string bytes = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 900000\r\n\r\n" + std::string(100000, 'a');
    for (std::size_t i = 0; i < count; ++i) {
        TcpClient client(port);
        client.send(bytes);
        client.reset();
    }
    Seen seen{std::to_string(count) + " x 100 kB, then a reset"};
    // The server has let go of all when it counts no connection but the one that asks.
    while (!seen.isClosed && since(start) < kBodyTime + kSlack) {
        TcpClient client(port);
        client.send("GET /open HTTP/1.1\r\nHost: h\r\n\r\n");
        const auto answer = client.answer();
        seen.isClosed = answer && answer->body == "1";
    }
    seen.after = since(start);
    return seen;
}

std::string post(const std::string& lines) {
    return "POST /x HTTP/1.1\r\nHost: h\r\n" + lines + "\r\n";
}

std::string chunked(const std::string& body) {
    return post("Transfer-Encoding: chunked\r\n") + body;
}

const std::string& block() {
    static const std::string text(100000, 'a');
    return text;
}

const std::string& manyHeaders() {
    static const std::string text = [] {
        std::string lines;
        for (int i = 0; i < 1000; ++i)
            lines += "X-Header-" + std::to_string(i) + ": value\r\n";
        return lines;
    }();
    return text;
}

/// A literal with what lies behind its first NUL.
template <std::size_t size>
std::string withNul(const char (&literal)[size]) {
    return {literal, size - 1};
}

std::string tlsHello() {
    // The record and handshake header of a ClientHello (RFC 8446, 4 and 5.1), and its random bytes.
    return withNul("\x16\x03\x01\x00\xC8\x01\x00\x00\xC4\x03\x03") + std::string(194, '\x5A');
}

std::vector<Attack> floods() {
    return {
        {"200 MB body with a length",
         {413},
         0ms,
         [](auto port) { return flood(port, post("Content-Length: 200000000\r\n"), block(), 2000); }},
        {"200 MB body in chunks",
         {413},
         kBodyTime,
         [](auto port) { return flood(port, chunked({}), "186A0\r\n" + block() + "\r\n", 2000); }},
        {"200 MB body in chunks of one byte",
         {413, 408},
         kBodyTime,
         [](auto port) {
             std::string chunks;
             for (int i = 0; i < 10000; ++i)
                 chunks += "1\r\na\r\n";
             return flood(port, chunked({}), chunks, 3334);
         }},
        {"50 MB header",
         {431},
         0ms,
         [](auto port) { return flood(port, "GET / HTTP/1.1\r\nHost: h\r\nX: ", block(), 500); }},
        {"50 MB chunk extension",
         {400},
         kBodyTime,
         [](auto port) { return flood(port, chunked("1;a="), block(), 500); }},
        {"50 MB trailer", {400}, kBodyTime, [](auto port) { return flood(port, chunked("0\r\nX: "), block(), 500); }},
        {"200,000 headers",
         {431},
         0ms,
         [](auto port) { return flood(port, "GET / HTTP/1.1\r\nHost: h\r\n", manyHeaders(), 200); }},
        {"letters without an end", {431}, 0ms, [](auto port) { return flood(port, {}, block(), 500); }},
    };
}

std::vector<Attack> slowOnes() {
    const std::string stalledHead = "GET / HTTP/1.1\r\nHost: h\r\nX";
    const std::string stalledBody = post("Content-Length: 1000\r\n") + "abc";
    return {
        {"head, one byte a second", {408}, kHeadTime, [](auto port) { return trickle(port, "GET /", 1000ms); }},
        {"head, one byte at a time", {408}, kHeadTime, [](auto port) { return trickle(port, "GET /", 40ms); }},
        {"body, one byte at a time",
         {408},
         kBodyTime,
         [](auto port) { return trickle(port, post("Content-Length: 1000\r\n"), 40ms); }},
        {"stalled head", {408}, kHeadTime, [=](auto port) { return sendOnce(port, stalledHead); }},
        {"stalled body", {408}, kBodyTime, [=](auto port) { return sendOnce(port, stalledBody); }},
        {"last chunk never comes", {408}, kBodyTime, [](auto port) { return sendOnce(port, chunked("1\r\na\r\n")); }},
        {"300 clients stalled in the head", {408}, kHeadTime, [=](auto port) { return stall(port, 300, stalledHead); }},
        {"300 clients stalled in the body", {408}, kBodyTime, [=](auto port) { return stall(port, 300, stalledBody); }},
        {"300 clients that say nothing", {0}, kIdleTime, [](auto port) { return stall(port, 300, {}); }},
        {"200 aborts in mid-body", {0}, kBodyTime, [](auto port) { return abortInBody(port, 200); }},
    };
}

Attack malformed(std::string name, int status, std::string bytes) {
    return {std::move(name), {status}, 0ms, [bytes = std::move(bytes)](auto port) { return sendOnce(port, bytes); }};
}

std::vector<Attack> malformedOnes() {
    return {
        malformed("bad chunk size", 400, chunked("ZZZ\r\nabc\r\n0\r\n\r\n")),
        malformed("huge chunk size", 413, chunked("7FFFFFFFFFFFFFFF\r\nabc")),
        malformed("chunk size beyond 64 bits", 400, chunked("FFFFFFFFFFFFFFFFF\r\nabc")),
        malformed("negative chunk size", 400, chunked("-5\r\nabcde\r\n0\r\n\r\n")),
        malformed("unterminated chunk", 400, chunked("3\r\nabcdef\r\n0\r\n\r\n")),
        malformed("negative Content-Length", 400, post("Content-Length: -1\r\n")),
        malformed("huge Content-Length", 413, post("Content-Length: 9223372036854775807\r\n")),
        malformed("Content-Length beyond 64 bits", 400, post("Content-Length: 99999999999999999999\r\n")),
        malformed("double Content-Length, equal", 400, post("Content-Length: 3\r\nContent-Length: 3\r\n") + "abc"),
        malformed("double Content-Length, unequal", 400, post("Content-Length: 3\r\nContent-Length: 4\r\n") + "abcd"),
        malformed("Transfer-Encoding with Content-Length", 400,
                  post("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n") + "0\r\n\r\n"),
        malformed("folded header", 400, "GET / HTTP/1.1\r\nHost: h\r\nX: a\r\n b\r\n\r\n"),
        malformed("NUL in a header", 400, withNul("GET / HTTP/1.1\r\nHost: h\r\nX: \0\r\n\r\n")),
        malformed("garbage", 400, "\x7f\x45\x4c\x46\x02\x01\x01 \xff\xfe garbage\r\n\r\n"),
        malformed("TLS hello on the plain port", 400, tlsHello()),
    };
}

std::vector<Attack> allAttacks() {
    std::vector<Attack> attacks = floods();
    for (auto more : {slowOnes(), malformedOnes()})
        attacks.insert(attacks.end(), more.begin(), more.end());
    return attacks;
}

}  // namespace

/// Attacks a server in another process, one row after the other, and looks at what becomes of it.
class HostileClientsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        const auto text = [](milliseconds time) { return QString::number(time.count()); };
        m_target.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_target.start(QCoreApplication::applicationDirPath() + QStringLiteral("/hostile_target"),
                       {text(kHeadTime), text(kBodyTime), text(kIdleTime)});
        QVERIFY(m_target.waitForStarted());
        QVERIFY(m_target.waitForReadyRead(20000));
        m_port = static_cast<std::uint16_t>(m_target.readLine().trimmed().toUShort());
        QVERIFY(m_port != 0);
        for (int i = 0; i < 20; ++i)
            QCOMPARE(statusOfGet(m_port), 200);
        std::printf("%-38s | %-48s | %-12s | %8s | %s\n", "attack", "sent", "came back", "after", "memory growth");
    }

    void attack_isRefusedInTime_data() {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < m_attacks.size(); ++i)
            QTest::newRow(m_attacks[i].name.c_str()) << static_cast<int>(i);
    }
    void attack_isRefusedInTime() {
        QFETCH(int, index);
        const Attack& attack = m_attacks[static_cast<std::size_t>(index)];
        resetPeak();
        const long before = kibibytes("VmRSS:");
        const Seen seen = attack.run(m_port);
        const long growth = std::max(kibibytes("VmHWM:") - before, 0L);
        print(attack, seen, growth);

        QVERIFY(std::find(attack.statuses.begin(), attack.statuses.end(), seen.status) != attack.statuses.end());
        QVERIFY(seen.isClosed);
        QVERIFY(seen.after < attack.limit + kSlack);
        QCOMPARE(statusOfGet(m_port, "/good", 1000ms), 200);
        QCOMPARE(m_target.state(), QProcess::Running);
        QVERIFY(before > 0);
        if (kMeasuresMemory)
            QVERIFY2(growth < kMaxGrowthKiB, std::to_string(growth).c_str());
    }

    void cleanupTestCase() {
        m_target.closeWriteChannel();
        QVERIFY(m_target.waitForFinished(20000));
        QCOMPARE(m_target.exitStatus(), QProcess::NormalExit);
        QCOMPARE(m_target.exitCode(), 0);
    }

private:
    [[nodiscard]] std::string procFile(const char* name) const {
        return "/proc/" + std::to_string(m_target.processId()) + "/" + name;
    }

    /// proc(5): 5 sets the peak of the resident size back to what is resident now.
    void resetPeak() const { std::ofstream(procFile("clear_refs")) << "5"; }

    [[nodiscard]] long kibibytes(const std::string& field) const {
        std::ifstream status(procFile("status"));
        std::string word;
        long value = 0;
        while (status >> word)
            if (word == field)
                status >> value;
        return value;
    }

    static void print(const Attack& attack, const Seen& seen, long growth) {
        const std::string came = (seen.status != 0 ? std::to_string(seen.status) + ", " : std::string())
                                 + (seen.isClosed ? "closed" : "open");
        const std::string memory =
            kMeasuresMemory ? std::to_string(growth) + " KiB" : std::string("not measured under a sanitizer");
        std::printf("%-38s | %-48s | %-12s | %5lld ms | %s\n", attack.name.c_str(), seen.sent.c_str(), came.c_str(),
                    static_cast<long long>(seen.after.count()), memory.c_str());
        std::fflush(stdout);
    }

    std::vector<Attack> m_attacks = allAttacks();
    QProcess m_target;
    std::uint16_t m_port = 0;
};

QTEST_GUILESS_MAIN(HostileClientsTest)
#include "hostile_clients_test.moc"
