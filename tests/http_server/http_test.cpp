#include "engine/http_server/http.h"

#include "engine/http_server/exchange.h"
#include "engine/http_server/response_head.h"

#include <QTest>

using namespace syncline::http_server;
using syncline::base::WallTime;

namespace {

std::string shown(const std::vector<Header>& pairs) {
    std::string text;
    for (const Header& pair : pairs)
        text += "[" + pair.name + "|" + pair.value + "]";
    return text;
}

int statusOf(const std::optional<Outcome>& outcome) {
    return outcome && std::holds_alternative<SendWhole>(*outcome) ? std::get<SendWhole>(*outcome).response.status : -1;
}

}  // namespace

class HttpTest : public QObject {
    Q_OBJECT

private slots:
    void percentDecode_keepsBrokenEscapes_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("plusIsSpace");
        QTest::addColumn<QByteArray>("decoded");
        QTest::newRow("plain") << QByteArray("abc") << false << QByteArray("abc");
        QTest::newRow("upper and lower digits") << QByteArray("%4A%4a") << false << QByteArray("JJ");
        QTest::newRow("UTF-8") << QByteArray("%C3%BC") << false << QByteArray("\xC3\xBC");
        QTest::newRow("NUL") << QByteArray("a%00b") << false << QByteArray("a\0b", 3);
        QTest::newRow("plus kept") << QByteArray("a+b") << false << QByteArray("a+b");
        QTest::newRow("plus is a space") << QByteArray("a+b%2B") << true << QByteArray("a b+");
        QTest::newRow("lone percent") << QByteArray("100%") << false << QByteArray("100%");
        QTest::newRow("one digit") << QByteArray("%4") << false << QByteArray("%4");
        QTest::newRow("no digits") << QByteArray("%zz%4g") << false << QByteArray("%zz%4g");
        QTest::newRow("decoded once") << QByteArray("%2541") << false << QByteArray("%41");
        QTest::newRow("percent before an escape") << QByteArray("%%41") << false << QByteArray("%A");
        QTest::newRow("empty") << QByteArray("") << true << QByteArray("");
    }
    void percentDecode_keepsBrokenEscapes() {
        QFETCH(QByteArray, text);
        QFETCH(bool, plusIsSpace);
        QFETCH(QByteArray, decoded);
        QCOMPARE(percentDecode(text.toStdString(), plusIsSpace), decoded.toStdString());
    }

    void percentEncode_isUndoneByDecode() {
        std::string all;
        for (int c = 0; c < 256; ++c)
            all += static_cast<char>(c);
        QCOMPARE(percentEncode("aZ09-._~"), std::string("aZ09-._~"));
        QCOMPARE(percentEncode("a b/+%\xFF"), std::string("a%20b%2F%2B%25%FF"));
        QCOMPARE(percentDecode(percentEncode(all), true), all);
    }

    void parseForm_keepsOrderAndDoubles_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("pairs");
        QTest::newRow("empty") << QByteArray("") << QByteArray("");
        QTest::newRow("pairs") << QByteArray("b=2&a=1&b=3") << QByteArray("[b|2][a|1][b|3]");
        QTest::newRow("no value") << QByteArray("a&b=") << QByteArray("[a|][b|]");
        QTest::newRow("no name") << QByteArray("=x") << QByteArray("[|x]");
        QTest::newRow("equals in value") << QByteArray("a=b=c") << QByteArray("[a|b=c]");
        QTest::newRow("escaped marks") << QByteArray("a%26b=%3D+x") << QByteArray("[a&b|= x]");
        QTest::newRow("empty parts") << QByteArray("&&a=1&") << QByteArray("[a|1]");
    }
    void parseForm_keepsOrderAndDoubles() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, pairs);
        QCOMPARE(shown(parseForm(text.toStdString())), pairs.toStdString());
    }

    void header_isFoundWhateverItsCase() {
        Request request;
        request.headers = {{"X-One", "1"}, {"content-TYPE", "text/plain"}, {"x-one", "2"}, {"Empty", ""}};
        QCOMPARE(*request.header("Content-Type"), std::string_view("text/plain"));
        QCOMPARE(*request.header("x-ONE"), std::string_view("1"));
        QCOMPARE(*request.header("empty"), std::string_view(""));
        QVERIFY(!request.header("X-On"));
        QVERIFY(!request.header("X-Onee"));
    }

    void target_isSplitIntoPathAndQuery_data() {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("query");
        QTest::newRow("path") << QByteArray("/a/b") << QByteArray("/a/b") << QByteArray("");
        QTest::newRow("query") << QByteArray("/a?x=1?y") << QByteArray("/a") << QByteArray("x=1?y");
        QTest::newRow("empty query") << QByteArray("/a?") << QByteArray("/a") << QByteArray("");
        QTest::newRow("encoded mark") << QByteArray("/a%3Fb") << QByteArray("/a%3Fb") << QByteArray("");
        QTest::newRow("absolute") << QByteArray("http://h:1/a?x") << QByteArray("/a") << QByteArray("x");
        QTest::newRow("absolute, upper case") << QByteArray("HTTPS://h/a") << QByteArray("/a") << QByteArray("");
        QTest::newRow("absolute without path") << QByteArray("http://h") << QByteArray("/") << QByteArray("");
        QTest::newRow("absolute, query only") << QByteArray("http://h?x=/") << QByteArray("/") << QByteArray("x=/");
        QTest::newRow("address in query")
            << QByteArray("/r?u=http://h/a") << QByteArray("/r") << QByteArray("u=http://h/a");
        QTest::newRow("asterisk") << QByteArray("*") << QByteArray("*") << QByteArray("");
    }
    void target_isSplitIntoPathAndQuery() {
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, query);
        Request request;
        request.target = target.toStdString();
        QCOMPARE(std::string(request.path()), path.toStdString());
        QCOMPARE(std::string(request.query()), query.toStdString());
    }

    void reasonPhrase_knowsStandardCodes() {
        QCOMPARE(reasonPhrase(404), std::string_view("Not Found"));
        QCOMPARE(reasonPhrase(100), std::string_view("Continue"));
        QCOMPARE(reasonPhrase(507), std::string_view("Insufficient Storage"));
        QCOMPARE(reasonPhrase(299), std::string_view("Unknown"));
        QCOMPARE(reasonPhrase(599), std::string_view("Unknown"));
    }

    void httpDate_hasTheFixedForm() {
        using namespace std::chrono;
        QCOMPARE(httpDate(WallTime(784111777s)), std::string("Sun, 06 Nov 1994 08:49:37 GMT"));
        QCOMPARE(httpDate(WallTime(1709164799999ms)), std::string("Wed, 28 Feb 2024 23:59:59 GMT"));
    }

    void responseHead_isTheServersBusiness() {
        Response response{200, {{"content-length", "7"}, {"X-A", "1"}, {"Transfer-Encoding", "chunked"}}, "four"};
        const std::string head = responseHead(response, {true, std::chrono::seconds(60), WallTime()});
        QCOMPARE(head, std::string(
                           "HTTP/1.1 200 OK\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\nServer: Syncline\r\n"
                           "X-A: 1\r\nContent-Length: 4\r\nConnection: keep-alive\r\nKeep-Alive: timeout=60\r\n\r\n"));
        response.status = 204;
        const std::string empty = responseHead(response, {false, std::chrono::seconds(60), WallTime()});
        QVERIFY(empty.find("Content-Length") == std::string::npos);
        QVERIFY(empty.find("Connection: close\r\n") != std::string::npos);
    }

    void response_thatBreaksItsHeadIsNotSendable() {
        QVERIFY(isSendable({200, {{"X-A", "b c"}}, ""}));
        QVERIFY(!isSendable({200, {{"X-A", "b\r\nSet-Cookie: x"}}, ""}));
        QVERIFY(!isSendable({200, {{"X-A", std::string("b\0c", 3)}}, ""}));
        QVERIFY(!isSendable({200, {{"X A", "b"}}, ""}));
        QVERIFY(!isSendable({200, {{"", "b"}}, ""}));
        QVERIFY(!isSendable({100, {}, ""}));
        QVERIFY(!isSendable({1000, {}, ""}));
        QVERIFY(!isSendable({0, {}, ""}));
    }

    void exchange_answersOnce() {
        std::vector<Outcome> outcomes;
        Exchange exchange([&](Outcome outcome) { outcomes.push_back(std::move(outcome)); });
        QVERIFY(exchange.isOpen());
        exchange.sendCut({201, {}, "body"}, 2);
        QVERIFY(!exchange.isOpen());
        exchange.send({202, {}, {}});
        exchange.abort();
        QCOMPARE(outcomes.size(), std::size_t(1));
        QCOMPARE(std::get<SendCut>(outcomes[0]).bodyBytes, std::size_t(2));
    }

    void exchange_droppedAnswers500() {
        std::optional<Outcome> outcome;
        {
            const Exchange exchange([&](Outcome given) { outcome = std::move(given); });
        }
        QCOMPARE(statusOf(outcome), 500);
    }

    void exchange_movesItsRight() {
        std::optional<Outcome> first;
        std::optional<Outcome> second;
        bool isOpen = true;
        Exchange a([&](Outcome given) { first = std::move(given); }, [&] { return isOpen; });
        Exchange b(std::move(a));
        QVERIFY(b.isOpen());
        isOpen = false;
        QVERIFY(!b.isOpen());
        Exchange c([&](Outcome given) { second = std::move(given); });
        c = std::move(b);
        QCOMPARE(statusOf(second), 500);
        QVERIFY(!first);
        c.send({200, {}, {}});
        QCOMPARE(statusOf(first), 200);
    }
};

QTEST_APPLESS_MAIN(HttpTest)
#include "http_test.moc"
