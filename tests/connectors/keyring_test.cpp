#include "engine/connectors/keyring_secrets.h"

#include <QTest>
#include <QThread>
#include <optional>
#include <thread>

using namespace syncline;
using connectors::KeyringSecrets;
using connectors::SecretKind;
using connectors::SecretName;
using core::Side;

namespace {

using Found = std::optional<std::string>;

/// The secret's text, "(none)", or the error in words.
std::string read(KeyringSecrets& secrets, const SecretName& name) {
    std::optional<std::string> text;
    secrets.read(name, [&](const base::Result<Found>& found) {
        text = found ? found->value_or("(none)") : found.error().message();
    });
    return QTest::qWaitFor([&] { return text.has_value(); }, 20'000) ? *text : "(no answer)";
}

std::string write(KeyringSecrets& secrets, const SecretName& name, std::string value) {
    std::optional<std::string> text;
    secrets.write(name, std::move(value), [&](const base::Result<void>& written) {
        text = written ? std::string("written") : written.error().message();
    });
    return QTest::qWaitFor([&] { return text.has_value(); }, 20'000) ? *text : "(no answer)";
}

}  // namespace

/// On a session bus of its own with a Secret Service of its own, which is empty; see CMakeLists.txt.
class KeyringTest : public QObject {
    Q_OBJECT

private slots:
    void secret_isThereAfterItIsWritten() {
        KeyringSecrets secrets(m_keyring);
        const SecretName refresh{"ws", Side::Salesforce, SecretKind::RefreshToken};
        const SecretName access{"ws", Side::Salesforce, SecretKind::AccessToken};
        QCOMPARE(read(secrets, refresh), std::string("(none)"));
        QCOMPARE(write(secrets, refresh, "5Aep861…ü"), std::string("written"));
        QCOMPARE(read(secrets, refresh), std::string("5Aep861…ü"));
        QCOMPARE(write(secrets, refresh, "rotated"), std::string("written"));
        QCOMPARE(write(secrets, access, std::string(2000, 'a')), std::string("written"));
        QCOMPARE(read(secrets, refresh), std::string("rotated"));
        QCOMPARE(read(secrets, access), std::string(2000, 'a'));
        QCOMPARE(read(secrets, {"other", Side::Salesforce, SecretKind::RefreshToken}), std::string("(none)"));
        QCOMPARE(read(secrets, {"ws", Side::HubSpot, SecretKind::RefreshToken}), std::string("(none)"));
    }

    /// Two connectors, each on its thread.
    void threads_shareOneKeyring() {
        std::atomic<int> right{0};
        {
            std::vector<std::unique_ptr<QThread>> threads;
            for (const Side side : core::kSides) {
                threads.emplace_back(QThread::create([&, side] {
                    KeyringSecrets secrets(m_keyring);
                    const std::string value(core::name(side));
                    const SecretName name{"shared", side, SecretKind::ClientSecret};
                    if (write(secrets, name, value) == "written" && read(secrets, name) == value)
                        ++right;
                }));
                threads.back()->start();
            }
            for (const auto& thread : threads)
                QVERIFY(thread->wait(30'000));
        }
        QCOMPARE(right.load(), 2);
    }

private:
    const std::shared_ptr<connectors::Keyring> m_keyring = std::make_shared<connectors::Keyring>();
};

QTEST_GUILESS_MAIN(KeyringTest)
#include "keyring_test.moc"
