#include "engine/http_server/message_reader.h"

#include "engine/base/random.h"

#include <QTest>

using namespace syncline::http_server;
using syncline::base::Random;
using State = RequestReader::State;

namespace {

constexpr std::size_t kHeaderBytes = 2048;
constexpr std::size_t kBodyBytes = 64;

/// Feeds in pieces of the given size; goes on to further requests as they are complete. What came of it, in text.
std::string read(std::string_view bytes, std::size_t piece) {
    RequestReader reader(kHeaderBytes, kBodyBytes);
    std::string log;
    State state = State::Idle;
    while (!bytes.empty() && state != State::Refused) {
        const auto room = reader.prepare();
        const std::size_t size = std::min({piece, room.size(), bytes.size()});
        std::copy_n(bytes.begin(), size, room.begin());
        bytes.remove_prefix(size);
        state = reader.commit(size);
        while (state == State::Complete) {
            const auto message = reader.take();
            log += message.request.method + " " + message.request.target + " [" + message.request.body + "]"
                   + (message.keepAlive ? "" : " close") + "; ";
            state = reader.next();
        }
    }
    if (state == State::Refused)
        return log + std::to_string(reader.refusal().status);
    return log + (state == State::Idle ? "idle" : state == State::Head ? "head" : "body");
}

/// Of what read() says, the requests that were taken: why the bytes behind them are not may depend on how they came.
std::string taken(const std::string& log) {
    const auto end = log.rfind("; ");
    return end == std::string::npos ? std::string() : log.substr(0, end);
}

QByteArray withHost(const char* lines) {
    return QByteArray("POST /x HTTP/1.1\r\nHost: h\r\n") + lines;
}

/// A literal with what lies behind its first NUL.
template <std::size_t size>
QByteArray withNul(const char (&literal)[size]) {
    return {literal, qsizetype(size) - 1};
}

QByteArray chunked(const char* body) {
    return withHost("Transfer-Encoding: chunked\r\n\r\n") + body;
}

/// What came of a response, in text.
std::string readResponse(const std::string& bytes, bool answersHead, bool close, std::size_t piece) {
    ResponseReader reader(256, answersHead);
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
        const std::string part = bytes.substr(at, piece);
        std::copy(part.begin(), part.end(), reader.prepare().begin());
        const auto complete = reader.commit(part.size());
        if (!complete)
            return std::string(name(complete.error().code));
        if (*complete) {
            const Response response = reader.take();
            return std::to_string(response.status) + " " + response.body;
        }
    }
    if (!close)
        return "more";
    const auto closed = reader.closed();
    if (!closed)
        return std::string(name(closed.error().code));
    const Response response = reader.take();
    return std::to_string(response.status) + " " + response.body;
}

}  // namespace

class MessageReaderTest : public QObject {
    Q_OBJECT

private slots:
    void request_isReadOrRefused_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("outcome");
        const auto row = [](const char* name, const QByteArray& bytes, const char* outcome) {
            QTest::newRow(name) << bytes << QByteArray(outcome);
        };
        addReadable(row);
        addHeads(row);
        addTargets(row);
        addLengths(row);
        addChunks(row);
    }
    void request_isReadOrRefused() {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, outcome);
        for (const std::size_t piece : {std::size_t(1), std::size_t(2), std::size_t(3), std::size_t(7), SIZE_MAX})
            QCOMPARE(QByteArray::fromStdString(read({bytes.constData(), std::size_t(bytes.size())}, piece)), outcome);
    }

    void continue_isWantedOnlyBeforeTheBody() {
        RequestReader reader(kHeaderBytes, kBodyBytes);
        const auto feed = [&](std::string_view text) {
            std::copy(text.begin(), text.end(), reader.prepare().begin());
            return reader.commit(text.size());
        };
        QCOMPARE(feed("PUT / HTTP/1.1\r\nhost: h\r\nexpect: 100-Continue\r\ncontent-length: 2\r\n\r\n"), State::Body);
        QVERIFY(reader.wantsContinue());
        QCOMPARE(feed("a"), State::Body);
        QVERIFY(!reader.wantsContinue());
        QCOMPARE(feed("b"), State::Complete);
    }

    void trailer_doesNotReachTheHead() {
        const std::string bytes = chunked("1\r\na\r\n0\r\nX-Late: 1\r\nConnection: close\r\n\r\n").toStdString();
        RequestReader reader(kHeaderBytes, kBodyBytes);
        std::copy(bytes.begin(), bytes.end(), reader.prepare().begin());
        QCOMPARE(reader.commit(bytes.size()), State::Complete);
        const auto message = reader.take();
        QVERIFY(!message.request.header("X-Late"));
        QVERIFY(!message.request.header("Connection"));
        QVERIFY(message.keepAlive);
    }

    void names_stayAsSentAndInOrder() {
        const std::string bytes = "GET / HTTP/1.1\r\nhOsT: h\r\nx-B:  two words \t\r\nX-b: \xC3\xBC\r\nEmpty:\r\n\r\n";
        RequestReader reader(kHeaderBytes, kBodyBytes);
        std::copy(bytes.begin(), bytes.end(), reader.prepare().begin());
        QCOMPARE(reader.commit(bytes.size()), State::Complete);
        const std::vector<Header> expected{{"hOsT", "h"}, {"x-B", "two words"}, {"X-b", "\xC3\xBC"}, {"Empty", ""}};
        QVERIFY(reader.take().request.headers == expected);
    }

    void everyCutOfAChunkedBodyIsHarmless() {
        const std::string whole = chunked("3;a=\"b\"\r\nabc\r\n1\r\nd\r\n000\r\nX: y\r\n\r\n").toStdString();
        for (std::size_t first = 1; first < whole.size(); ++first)
            for (std::size_t second = first; second < whole.size(); ++second) {
                RequestReader reader(kHeaderBytes, kBodyBytes);
                State state = State::Idle;
                for (const auto& [from, to] :
                     {std::pair{std::size_t(0), first}, {first, second}, {second, whole.size()}}) {
                    std::copy(whole.begin() + std::ptrdiff_t(from), whole.begin() + std::ptrdiff_t(to),
                              reader.prepare().begin());
                    state = reader.commit(to - from);
                }
                QCOMPARE(state, State::Complete);
                QCOMPARE(reader.take().request.body, std::string("abcd"));
            }
    }

    void bytesReadAheadAreKeptWhileARequestIsAnswered() {
        RequestReader reader(kHeaderBytes, kBodyBytes);
        const auto feed = [&](std::string_view text) {
            std::copy(text.begin(), text.end(), reader.prepare().begin());
            return reader.commit(text.size());
        };
        QCOMPARE(feed("GET /1 HTTP/1.1\r\nHost: h\r\n\r\nGET /2 HT"), State::Complete);
        QCOMPARE(reader.take().request.target, std::string("/1"));
        const auto room = reader.prepare();  // a read that is under way while the answer leaves
        QCOMPARE(reader.next(), State::Head);
        const std::string_view rest = "TP/1.1\r\nHost: h\r\n\r\n";
        std::copy(rest.begin(), rest.end(), room.begin());
        QCOMPARE(reader.commit(rest.size()), State::Complete);
        QCOMPARE(reader.take().request.target, std::string("/2"));
    }

    void mutatedMessages_areTakenAlikeHoweverTheyAreCut() {
        constexpr std::uint64_t kSeed = 20240611;
        const std::string sources[] = {
            chunked("3;a=\"b\"\r\nabc\r\n1\r\nd\r\n000\r\nX: y\r\n\r\nGET /2 HTTP/1.1\r\nHost: h\r\n\r\n")
                .toStdString(),
            withHost("Content-Length: 3\r\nConnection: keep-alive\r\n\r\nabcGET / HTTP/1.0\r\n\r\n").toStdString()};
        const std::string pieces[] = {"\r\n",
                                      "\n",
                                      "\r",
                                      "0\r\n",
                                      "0",
                                      ";",
                                      ": ",
                                      " ",
                                      std::string(1, '\0'),
                                      "Content-Length: 1\r\n",
                                      "Transfer-Encoding: chunked\r\n",
                                      "\r\n\r\n",
                                      "F",
                                      "\x80",
                                      "\""};
        constexpr int kRounds = 20000;
        Random random(kSeed);
        int takenRounds = 0;
        for (int round = 0; round < kRounds; ++round) {
            std::string bytes = sources[random.below(std::size(sources))];
            for (std::uint64_t changes = 1 + random.below(3); changes > 0; --changes) {
                const std::string& piece = pieces[random.below(std::size(pieces))];
                bytes.replace(random.below(bytes.size()), random.below(4), piece);
            }
            const std::string whole = taken(read(bytes, SIZE_MAX));
            takenRounds += whole.empty() ? 0 : 1;
            for (const std::size_t piece : {std::size_t(1), std::size_t(1 + random.below(20))})
                QVERIFY2(taken(read(bytes, piece)) == whole,
                         QByteArray::fromStdString(bytes).toPercentEncoding(" :;/=\"").constData());
        }
        QVERIFY(takenRounds > kRounds / 10 && takenRounds < kRounds * 9 / 10);  // both kinds are there
    }

    void response_isReadOrRefused_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<bool>("answersHead");
        QTest::addColumn<bool>("close");
        QTest::addColumn<QByteArray>("outcome");
        const auto row = [](const char* name, const char* bytes, bool head, bool close, const char* outcome) {
            QTest::newRow(name) << QByteArray(bytes) << head << close << QByteArray(outcome);
        };
        row("length", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab", false, false, "200 ab");
        row("chunked", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n", false, false,
            "200 ab");
        row("to the end", "HTTP/1.0 200 OK\r\n\r\nabc", false, true, "200 abc");
        row("no content", "HTTP/1.1 204 No Content\r\n\r\n", false, false, "204 ");
        row("answer to HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", true, false, "200 ");
        row("behind interim", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 C\r\nContent-Length: 0\r\n\r\n", false, false,
            "201 ");
        row("cut body", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab", false, true, "protocol_violation");
        row("cut chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab", false, true,
            "protocol_violation");
        row("cut head", "HTTP/1.1 200 OK\r\nA", false, true, "protocol_violation");
        row("nothing", "", false, true, "protocol_violation");
        row("no HTTP", "<html>", false, true, "protocol_violation");
        row("large by length", "HTTP/1.1 200 OK\r\nContent-Length: 257\r\n\r\n", false, false, "limit_exceeded");
        row("switches", "HTTP/1.1 101 S\r\n\r\n", false, false, "protocol_violation");
        const QByteArray large(300, 'x');
        QTest::newRow("large to the end")
            << QByteArray("HTTP/1.1 200 OK\r\n\r\n" + large) << false << true << QByteArray("limit_exceeded");
        QTest::newRow("large head") << QByteArray("HTTP/1.1 200 OK\r\nA: " + large) << false << true
                                    << QByteArray("limit_exceeded");
    }
    void response_isReadOrRefused() {
        QFETCH(QByteArray, bytes);
        QFETCH(bool, answersHead);
        QFETCH(bool, close);
        QFETCH(QByteArray, outcome);
        for (const std::size_t piece : {std::size_t(1), std::size_t(5), std::size_t(4096)})
            QCOMPARE(QByteArray::fromStdString(readResponse(bytes.toStdString(), answersHead, close, piece)), outcome);
    }

private:
    template <typename Row>
    static void addReadable(const Row& row) {
        row("GET", "GET /a?b HTTP/1.1\r\nHost: h\r\n\r\n", "GET /a?b []; idle");
        row("lower-case names", "GET / HTTP/1.1\r\nhost: h\r\n\r\n", "GET / []; idle");
        row("body", withHost("content-LENGTH: 3\r\n\r\nabc"), "POST /x [abc]; idle");
        row("empty body", withHost("Content-Length: 0\r\n\r\n"), "POST /x []; idle");
        row("chunks", chunked("3\r\nabc\r\n1;x=y\r\nd\r\n0\r\n\r\n"), "POST /x [abcd]; idle");
        row("chunk sizes in hex", chunked("0A\r\n0123456789\r\n00\r\n\r\n"), "POST /x [0123456789]; idle");
        row("two at once", withHost("Content-Length: 1\r\n\r\naGET /2 HTTP/1.1\r\nHost: h\r\n\r\n"),
            "POST /x [a]; GET /2 []; idle");
        row("empty line behind a body", withHost("Content-Length: 1\r\n\r\na\r\nGET /2 HTTP/1.1\r\nHost: h\r\n\r\n"),
            "POST /x [a]; GET /2 []; idle");
        row("close", "GET / HTTP/1.1\r\nHost: h\r\nConnection: Close\r\n\r\n", "GET / [] close; idle");
        row("HTTP/1.0", "GET / HTTP/1.0\r\n\r\n", "GET / [] close; idle");
        row("HTTP/1.0 keep-alive", "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", "GET / []; idle");
        row("absolute target", "GET http://h:8/a HTTP/1.1\r\nHost: H:8\r\n\r\n", "GET http://h:8/a []; idle");
        row("asterisk", "OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n", "OPTIONS * []; idle");
        row("unfinished head", "GET / HTTP/1.1\r\nHost: h\r\n", "head");
        row("unfinished body", withHost("Content-Length: 3\r\n\r\nab"), "body");
        row("unfinished chunk", chunked("3\r\nab"), "body");
        row("no end of chunks", chunked("1\r\na\r\n0\r\n"), "body");
    }

    template <typename Row>
    static void addHeads(const Row& row) {
        row("two empty lines", "\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n", "400");
        row("garbage", "\x01\x02\x03", "400");
        row("TLS hello", withNul("\x16\x03\x01\x02\x00\x01\x00"), "400");
        row("bare LF", "GET / HTTP/1.1\nHost: h\n\n", "400");
        row("bare LF in headers", "GET / HTTP/1.1\r\nHost: h\nX: y\r\n\r\n", "400");
        row("bare CR in a value", "GET / HTTP/1.1\r\nHost: h\r\nX: a\rb\r\n\r\n", "400");
        row("NUL in a value", withNul("GET / HTTP/1.1\r\nHost: h\r\nX: a\0b\r\n\r\n"), "400");
        row("NUL in a name", withNul("GET / HTTP/1.1\r\nHost: h\r\nX\0: a\r\n\r\n"), "400");
        row("DEL in a value", "GET / HTTP/1.1\r\nHost: h\r\nX: \x7f\r\n\r\n", "400");
        row("folded line", "GET / HTTP/1.1\r\nHost: h\r\nX: a\r\n b\r\n\r\n", "400");
        row("folded first line", "GET / HTTP/1.1\r\n X: a\r\nHost: h\r\n\r\n", "400");
        row("folded with tab", "GET / HTTP/1.1\r\nHost: h\r\nX:\r\n\tb\r\n\r\n", "400");
        row("space before the colon", "GET / HTTP/1.1\r\nHost : h\r\n\r\n", "400");
        row("space in a name", "GET / HTTP/1.1\r\nHost: h\r\nX Y: a\r\n\r\n", "400");
        row("no colon", "GET / HTTP/1.1\r\nHost: h\r\nabc\r\n\r\n", "400");
        row("empty name", "GET / HTTP/1.1\r\nHost: h\r\n: a\r\n\r\n", "400");
        row("HTTP/0.9", "GET /\r\n\r\n", "400");
        row("HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\n", "505");
        row("HTTP/1.2", "GET / HTTP/1.2\r\nHost: h\r\n\r\n", "505");
        row("lower-case protocol", "GET / http/1.1\r\nHost: h\r\n\r\n", "505");
        row("two spaces", "GET  / HTTP/1.1\r\nHost: h\r\n\r\n", "400");
        row("space behind the version", "GET / HTTP/1.1 \r\nHost: h\r\n\r\n", "505");
        row("tab in the request line", "GET\t/ HTTP/1.1\r\nHost: h\r\n\r\n", "400");
        row("bad Connection", "GET / HTTP/1.1\r\nHost: h\r\nConnection: a b\r\n\r\n", "400");
        row("unknown expectation", "GET / HTTP/1.1\r\nHost: h\r\nExpect: pony\r\n\r\n", "417");
        row("long line", "GET /" + QByteArray(3000, 'a'), "431");
        row("long head", "GET / HTTP/1.1\r\nHost: h\r\nX: " + QByteArray(2048, 'a') + "\r\n\r\n", "431");
        row("many lines", "GET / HTTP/1.1\r\nHost: h\r\n" + QByteArray("a:b\r\n").repeated(200) + "\r\n", "431");
    }

    template <typename Row>
    static void addTargets(const Row& row) {
        row("no Host", "GET / HTTP/1.1\r\n\r\n", "400");
        row("two Hosts", "GET / HTTP/1.1\r\nHost: h\r\nhost: h\r\n\r\n", "400");
        row("Host with a path", "GET / HTTP/1.1\r\nHost: h/x\r\n\r\n", "400");
        row("list of Hosts", "GET / HTTP/1.1\r\nHost: h, i\r\n\r\n", "400");
        row("absolute target, other Host", "GET http://a/ HTTP/1.1\r\nHost: b\r\n\r\n", "400");
        row("fragment", "GET /a#b HTTP/1.1\r\nHost: h\r\n\r\n", "400");
        row("relative target", "GET a HTTP/1.1\r\nHost: h\r\n\r\n", "400");
        row("other scheme", "GET ftp://h/ HTTP/1.1\r\nHost: h\r\n\r\n", "400");
        row("CONNECT", "CONNECT h:443 HTTP/1.1\r\nHost: h:443\r\n\r\n", "400");
        row("asterisk for GET", "GET * HTTP/1.1\r\nHost: h\r\n\r\n", "400");
    }

    template <typename Row>
    static void addLengths(const Row& row) {
        row("too large", withHost("Content-Length: 65\r\n\r\n"), "413");
        row("huge", withHost("Content-Length: 9223372036854775807\r\n\r\n"), "413");
        row("beyond 64 bits", withHost("Content-Length: 99999999999999999999999\r\n\r\n"), "400");
        row("many zeros", withHost("Content-Length: 0000000000000000000000001\r\n\r\na"), "413");
        row("negative", withHost("Content-Length: -1\r\n\r\n"), "400");
        row("signed", withHost("Content-Length: +1\r\n\r\na"), "400");
        row("hexadecimal", withHost("Content-Length: 0x1\r\n\r\na"), "400");
        row("not a number", withHost("Content-Length: abc\r\n\r\n"), "400");
        row("fraction", withHost("Content-Length: 1.0\r\n\r\na"), "400");
        row("no length in the field", withHost("Content-Length:\r\n\r\n"), "400");
        row("two words", withHost("Content-Length: 1 1\r\n\r\na"), "400");
        row("double, equal", withHost("Content-Length: 1\r\nContent-Length: 1\r\n\r\na"), "400");
        row("double, unequal", withHost("Content-Length: 1\r\ncontent-length: 2\r\n\r\nab"), "400");
        row("list, equal", withHost("Content-Length: 1, 1\r\n\r\na"), "400");
        row("with a coding", withHost("Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), "400");
        row("coding first", withHost("Transfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n0\r\n\r\n"), "400");
        row("with an unknown coding", withHost("Content-Length: 1\r\nTransfer-Encoding: x\r\n\r\na"), "400");
        row("unknown coding", withHost("Transfer-Encoding: xchunked\r\n\r\n"), "501");
        row("identity", withHost("Transfer-Encoding: identity\r\n\r\n"), "501");
        row("compressed chunks", withHost("Transfer-Encoding: gzip, chunked\r\n\r\n"), "501");
        row("chunked not last", withHost("Transfer-Encoding: chunked, gzip\r\n\r\n"), "501");
        row("chunked in quotes", withHost("Transfer-Encoding: \"chunked\"\r\n\r\n"), "501");
        row("two codings", withHost("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n"), "400");
        row("two codings, one unknown", withHost("Transfer-Encoding: x\r\nTransfer-Encoding: chunked\r\n\r\n"), "400");
        row("coding in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400");
    }

    template <typename Row>
    static void addChunks(const Row& row) {
        row("chunk size no number", chunked("ZZZ\r\nabc\r\n0\r\n\r\n"), "400");
        row("chunk size missing", chunked("\r\nabc\r\n0\r\n\r\n"), "400");
        row("chunk size negative", chunked("-1\r\nabc\r\n0\r\n\r\n"), "400");
        row("chunk size signed", chunked("+1\r\na\r\n0\r\n\r\n"), "400");
        row("chunk size with 0x", chunked("0x1\r\na\r\n0\r\n\r\n"), "400");
        row("chunk size with a space", chunked(" 1\r\na\r\n0\r\n\r\n"), "400");
        row("chunk size beyond 64 bits", chunked("FFFFFFFFFFFFFFFFF\r\na"), "400");
        row("chunk size huge", chunked("FFFFFFFFFFFFFFFF\r\na"), "413");
        row("chunk size 2^63", chunked("8000000000000000\r\na"), "413");
        row("chunk too large", chunked("41\r\n"), "body");
        row("chunk too large, with bytes", chunked("41\r\nabc"), "413");
        row("chunks together too large", chunked("20\r\n0123456789012345678901234567890\n\r\n21\r\n0"), "413");
        row("chunk without its end", chunked("1\r\nab\r\n0\r\n\r\n"), "400");
        row("chunk ended by LF", chunked("1\r\na\n0\r\n\r\n"), "400");
        row("chunk size ended by LF", chunked("1\na\r\n0\r\n\r\n"), "400");
        row("chunk size ended by CR", chunked("1\ra\r\n0\r\n\r\n"), "400");
        row("LF in an extension", chunked("1;a=\"\n\"\r\na\r\n0\r\n\r\n"), "400");
        row("NUL in an extension", withHost("Transfer-Encoding: chunked\r\n\r\n") + withNul("1;a=\"\0\"\r\na\r\n"),
            "400");
        row("extension without name", chunked("1;\r\na\r\n0\r\n\r\n"), "400");
        row("junk behind the size", chunked("1 x\r\na\r\n0\r\n\r\n"), "400");
        row("length in the trailer", chunked("1\r\na\r\n0\r\nContent-Length: 5\r\n\r\n"), "400");
        row("coding in the trailer", chunked("1\r\na\r\n0\r\nTransfer-Encoding: chunked\r\n\r\n"), "400");
        row("bad trailer", chunked("0\r\nabc\r\n\r\n"), "400");
        row("endless chunk line", chunked("1;") + QByteArray(70000, 'a'), "400");
    }
};

QTEST_APPLESS_MAIN(MessageReaderTest)
#include "message_reader_test.moc"
