#include "engine/connectors/environment_secrets.h"
#include "engine/connectors/keyring_secrets.h"
#include "engine/connectors/layered_secrets.h"
#include "engine/connectors/memory_secrets.h"
#include "tests/connectors/log_file.h"

#include <QTest>
#include <QThread>
#include <map>
#include <optional>

using namespace syncline;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using base::ErrorCode;
using connectors::EnvironmentSecrets;
using connectors::LayeredSecrets;
using connectors::MemorySecrets;
using connectors::SecretKind;
using connectors::SecretName;
using connectors::SecretStore;
using core::Side;

namespace {

using Found = std::optional<std::string>;

const SecretName kAccess{"one", Side::Salesforce, SecretKind::AccessToken};
const SecretName kRefresh{"one", Side::Salesforce, SecretKind::RefreshToken};
const SecretName kSecret{"one", Side::Salesforce, SecretKind::ClientSecret};

EnvironmentSecrets environment(std::map<std::string, std::string> variables) {
    return EnvironmentSecrets([variables = std::move(variables)](const std::string& name) {
        const auto found = variables.find(name);
        return found == variables.end() ? std::nullopt : std::optional<std::string>(found->second);
    });
}

/// Reads from a store that answers at once; "(none)", or the error's name.
QString read(SecretStore& store, const SecretName& name) {
    QString text = QStringLiteral("(no answer)");
    store.read(name, [&](const base::Result<Found>& found) {
        const std::string said = !found ? std::string(base::name(found.error().code)) : found->value_or("(none)");
        text = QString::fromStdString(said);
    });
    return text;
}

QString write(SecretStore& store, const SecretName& name, std::string value) {
    QString text = QStringLiteral("(no answer)");
    store.write(name, std::move(value), [&](const base::Result<void>& written) {
        text =
            written ? QStringLiteral("written") : QString::fromStdString(std::string(base::name(written.error().code)));
    });
    return text;
}

/// A keyring that answers every call with an error.
class BrokenStore final : public SecretStore {
public:
    explicit BrokenStore(ErrorCode code) : m_code(code) {}
    void read(const SecretName&, Read done) override { done(error()); }
    void write(const SecretName&, std::string, Written done) override { done(error()); }

private:
    [[nodiscard]] base::Error error() const { return {m_code, "ask a keyring", {}, "no D-Bus", {}}; }
    ErrorCode m_code;
};

}  // namespace

class SecretsTest : public QObject {
    Q_OBJECT

private slots:
    void environment_variableNames_data() {
        QTest::addColumn<int>("side");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("variable");
        const auto row = [](Side side, SecretKind kind, const char* variable) {
            QTest::newRow(variable) << int(side) << int(kind) << QString::fromLatin1(variable);
        };
        row(Side::Salesforce, SecretKind::AccessToken, "SYNCLINE_SALESFORCE_TOKEN");
        row(Side::Salesforce, SecretKind::RefreshToken, "SYNCLINE_SALESFORCE_REFRESH_TOKEN");
        row(Side::Salesforce, SecretKind::ClientSecret, "SYNCLINE_SALESFORCE_CLIENT_SECRET");
        row(Side::HubSpot, SecretKind::AccessToken, "SYNCLINE_HUBSPOT_TOKEN");
        row(Side::HubSpot, SecretKind::RefreshToken, "SYNCLINE_HUBSPOT_REFRESH_TOKEN");
        row(Side::HubSpot, SecretKind::ClientSecret, "SYNCLINE_HUBSPOT_CLIENT_SECRET");
    }
    void environment_variableNames() {
        QFETCH(int, side);
        QFETCH(int, kind);
        QFETCH(QString, variable);
        qputenv(variable.toLatin1().constData(), "from the process");
        EnvironmentSecrets secrets;
        QCOMPARE(read(secrets, {"any", Side(side), SecretKind(kind)}), u"from the process"_s);
        qunsetenv(variable.toLatin1().constData());
        QCOMPARE(read(secrets, {"any", Side(side), SecretKind(kind)}), u"(none)"_s);
    }

    void environment_valuesAreTrimmed_data() {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QString>("expected");
        QTest::newRow("plain") << QByteArray("abc") << "abc";
        QTest::newRow("with the line end of a file") << QByteArray("abc\r\n") << "abc";
        QTest::newRow("blanks around") << QByteArray("  a b ") << "a b";
        QTest::newRow("empty") << QByteArray("") << "(none)";
        QTest::newRow("blank") << QByteArray(" \n") << "(none)";
    }
    void environment_valuesAreTrimmed() {
        QFETCH(QByteArray, value);
        QFETCH(QString, expected);
        EnvironmentSecrets secrets = environment({{"SYNCLINE_SALESFORCE_TOKEN", value.toStdString()}});
        QCOMPARE(read(secrets, kAccess), expected);
    }

    void environment_keepsWhatIsWritten() {
        const test::LogFile log;
        EnvironmentSecrets secrets = environment({{"SYNCLINE_SALESFORCE_REFRESH_TOKEN", "the-old-one"}});
        QCOMPARE(write(secrets, kRefresh, "the-new-one"), u"written"_s);
        QCOMPARE(read(secrets, kRefresh), u"the-new-one"_s);
        QCOMPARE(write(secrets, kRefresh, "the-newest"), u"written"_s);
        QCOMPARE(read(secrets, kRefresh), u"the-newest"_s);
        QCOMPARE(log.text().count("SYNCLINE_SALESFORCE_REFRESH_TOKEN"), 1);
        QVERIFY(!log.text().contains("the-"));
    }

    void memory_keepsSecretsApart() {
        MemorySecrets secrets({{kAccess, "given"}});
        QCOMPARE(read(secrets, kAccess), u"given"_s);
        QCOMPARE(read(secrets, kRefresh), u"(none)"_s);
        QCOMPARE(write(secrets, kRefresh, "r"), u"written"_s);
        QCOMPARE(read(secrets, kRefresh), u"r"_s);
        QCOMPARE(read(secrets, {"another", Side::Salesforce, SecretKind::RefreshToken}), u"(none)"_s);
        QCOMPARE(read(secrets, {"one", Side::HubSpot, SecretKind::RefreshToken}), u"(none)"_s);
    }

    void layers_environmentComesFirst() {
        LayeredSecrets secrets(environment({{"SYNCLINE_SALESFORCE_TOKEN", "environment's"}}),
                               std::make_unique<MemorySecrets>(
                                   std::map<SecretName, std::string>{{kAccess, "keyring's"}, {kSecret, "keyring's"}}));
        QCOMPARE(read(secrets, kAccess), u"environment's"_s);
        QCOMPARE(read(secrets, kSecret), u"keyring's"_s);
        QCOMPARE(read(secrets, {"one", Side::HubSpot, SecretKind::AccessToken}), u"(none)"_s);
    }

    /// A token of one grant is never used with one of another.
    void layers_tokensOfAGrantBelongTogether() {
        LayeredSecrets secrets(
            environment({{"SYNCLINE_SALESFORCE_REFRESH_TOKEN", "environment's"}}),
            std::make_unique<MemorySecrets>(std::map<SecretName, std::string>{{kAccess, "somebody else's"}}));
        QCOMPARE(read(secrets, kAccess), u"(none)"_s);
        QCOMPARE(write(secrets, kAccess, "renewed"), u"written"_s);
        QCOMPARE(read(secrets, kAccess), u"renewed"_s);
    }

    void layers_writesGoWhereTheyAreReadFrom() {
        auto keyring = std::make_unique<MemorySecrets>();
        MemorySecrets& inKeyring = *keyring;
        LayeredSecrets secrets(environment({{"SYNCLINE_SALESFORCE_REFRESH_TOKEN", "r1"}}), std::move(keyring));
        QCOMPARE(write(secrets, kRefresh, "r2"), u"written"_s);
        QCOMPARE(write(secrets, {"one", Side::HubSpot, SecretKind::RefreshToken}, "h1"), u"written"_s);
        QCOMPARE(read(secrets, kRefresh), u"r2"_s);
        QCOMPARE(read(inKeyring, kRefresh), u"(none)"_s);
        QCOMPARE(read(inKeyring, {"one", Side::HubSpot, SecretKind::RefreshToken}), u"h1"_s);
    }

    void layers_noKeyringIsNoError() {
        const test::LogFile log;
        LayeredSecrets secrets(environment({}), std::make_unique<BrokenStore>(ErrorCode::Unavailable));
        QCOMPARE(read(secrets, kAccess), u"(none)"_s);
        QCOMPARE(read(secrets, kRefresh), u"(none)"_s);
        QCOMPARE(write(secrets, kRefresh, "kept"), u"written"_s);
        QCOMPARE(read(secrets, kRefresh), u"kept"_s);
        QCOMPARE(log.text().count("no keyring"), 1);
        QVERIFY(log.text().contains("no D-Bus"));
        QVERIFY(!log.text().contains("kept\n") && !log.text().contains("=kept"));
    }

    void layers_refusedByAPersonIsAnError() {
        LayeredSecrets secrets(environment({}), std::make_unique<BrokenStore>(ErrorCode::PermissionDenied));
        QCOMPARE(read(secrets, kAccess), u"permission_denied"_s);
        QCOMPARE(write(secrets, kAccess, "x"), u"permission_denied"_s);
    }

    /// A keyring that is there but locked holds what counts: nothing may take its place.
    void layers_keyringThatDoesNotAnswerIsAnError() {
        LayeredSecrets secrets(environment({}), std::make_unique<BrokenStore>(ErrorCode::TimedOut));
        QCOMPARE(write(secrets, kRefresh, "x"), u"timed_out"_s);
        QCOMPARE(read(secrets, kRefresh), u"timed_out"_s);
    }

    void keyring_withoutDBusIsUnavailable() {
        connectors::KeyringSecrets secrets(m_keyring);
        std::optional<base::Result<Found>> found;
        std::optional<base::Result<void>> written;
        const QThread* thread = nullptr;
        secrets.read(kAccess, [&](base::Result<Found> result) {
            thread = QThread::currentThread();
            found = std::move(result);
        });
        secrets.write(kAccess, "x", [&](base::Result<void> result) { written = std::move(result); });
        QTRY_VERIFY_WITH_TIMEOUT(found && written, 20'000);
        QVERIFY(thread == QThread::currentThread());
        QVERIFY2(!*found && found->error().code == ErrorCode::Unavailable, "a keyring answered, or broke otherwise");
        QVERIFY(!*written && written->error().code == ErrorCode::Unavailable);
    }

    void keyring_thatDoesNotAnswerIsTold() {
        connectors::KeyringSecrets secrets(m_keyring, 0ms);
        std::vector<std::string> answers;
        secrets.read(kAccess, [&](const base::Result<Found>& found) { answers.push_back(found.error().detail); });
        QTRY_COMPARE(answers, (std::vector<std::string>{"the keyring does not answer"}));
        connectors::KeyringSecrets patient(m_keyring);
        bool isLaterAnswered = false;
        patient.read(kAccess, [&](const base::Result<Found>&) { isLaterAnswered = true; });
        QTRY_VERIFY_WITH_TIMEOUT(isLaterAnswered, 20'000);
        QCOMPARE(answers.size(), std::size_t(1));  // The first has had its answer by now.
    }

    void keyring_endAnswersNobody() {
        bool isAnswered = false;
        {
            connectors::KeyringSecrets gone(m_keyring);
            gone.read(kAccess, [&](const base::Result<Found>&) { isAnswered = true; });
        }
        connectors::KeyringSecrets secrets(m_keyring);
        bool isSecondAnswered = false;
        secrets.read(kAccess, [&](const base::Result<Found>&) { isSecondAnswered = true; });
        QTRY_VERIFY_WITH_TIMEOUT(isSecondAnswered, 20'000);
        QVERIFY(!isAnswered);
    }

private:
    const std::shared_ptr<connectors::Keyring> m_keyring = std::make_shared<connectors::Keyring>();  ///< the only one
};

QTEST_GUILESS_MAIN(SecretsTest)
#include "secrets_test.moc"
