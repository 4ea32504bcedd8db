#include "ui/widgets/appearance.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusServer>
#include <QSignalSpy>
#include <QTest>
#include <vector>

using namespace syncline::ui;

Q_DECLARE_METATYPE(std::optional<Brightness>)

namespace {

const QString kPath = QStringLiteral("/org/freedesktop/portal/desktop");
const QString kInterface = QStringLiteral("org.freedesktop.portal.Settings");

/// Answers as the desktop's portal does.
class Portal : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Settings")
public:
    uint scheme = 0;
    QStringList asked;

public slots:
    QDBusVariant Read(const QString& group, const QString& key) {
        asked += group + QLatin1Char('/') + key;
        return QDBusVariant(QVariant::fromValue(QDBusVariant(scheme)));
    }
};

}  // namespace

/// Two ends of one connection without a bus between them: the portal at the one, what is tested at the other.
class TestAppearance : public QObject {
    Q_OBJECT

private slots:
    void value_isReadAsThePortalDefinesIt_data() {
        QTest::addColumn<QVariant>("value");
        QTest::addColumn<std::optional<Brightness>>("brightness");
        const auto wrapped = [](const QVariant& value) { return QVariant::fromValue(QDBusVariant(value)); };
        QTest::newRow("no preference") << QVariant(0U) << std::optional<Brightness>();
        QTest::newRow("dark") << QVariant(1U) << std::optional(Brightness::Dark);
        QTest::newRow("light") << QVariant(2U) << std::optional(Brightness::Light);
        QTest::newRow("a value of the future") << QVariant(7U) << std::optional<Brightness>();
        QTest::newRow("in one variant") << wrapped(1U) << std::optional(Brightness::Dark);
        QTest::newRow("in two variants") << wrapped(wrapped(2U)) << std::optional(Brightness::Light);
        QTest::newRow("a text") << QVariant(QStringLiteral("dark")) << std::optional<Brightness>();
        QTest::newRow("nothing") << QVariant() << std::optional<Brightness>();
    }
    void value_isReadAsThePortalDefinesIt() {
        QFETCH(QVariant, value);
        QTEST(Appearance::brightnessOf(value), "brightness");
    }

    void portal_isAskedAndItsChangesAreTold() {
        QDBusServer server(QStringLiteral("unix:tmpdir=/tmp"));
        server.setAnonymousAuthenticationAllowed(true);
        Portal portal;
        portal.scheme = 1;
        QList<QDBusConnection> ends;
        connect(&server, &QDBusServer::newConnection, this, [&](QDBusConnection end) {
            end.registerObject(kPath, &portal, QDBusConnection::ExportAllSlots);
            ends += end;
        });
        const QString name = QStringLiteral("appearance-test");
        const QDBusConnection bus = QDBusConnection::connectToPeer(server.address(), name);
        QTRY_COMPARE(ends.size(), 1);

        Appearance appearance(bus);
        std::vector<std::optional<Brightness>> told;
        connect(&appearance, &Appearance::told, this, [&](std::optional<Brightness> what) { told.push_back(what); });
        QTRY_COMPARE(told.size(), std::size_t{1});
        QCOMPARE(told.back(), std::optional(Brightness::Dark));
        QCOMPARE(portal.asked, QStringList{QStringLiteral("org.freedesktop.appearance/color-scheme")});

        const auto change = [&](const QString& group, uint value) {
            QDBusMessage signal = QDBusMessage::createSignal(kPath, kInterface, QStringLiteral("SettingChanged"));
            signal.setArguments({group, QStringLiteral("color-scheme"), QVariant::fromValue(QDBusVariant(value))});
            ends.front().send(signal);
        };
        change(QStringLiteral("org.gnome.desktop.interface"), 1);  // of another group: not ours
        change(QStringLiteral("org.freedesktop.appearance"), 2);
        QTRY_COMPARE(told.size(), std::size_t{2});
        QCOMPARE(told.back(), std::optional(Brightness::Light));
        change(QStringLiteral("org.freedesktop.appearance"), 0);
        QTRY_COMPARE(told.size(), std::size_t{3});
        QCOMPARE(told.back(), std::optional<Brightness>());
        QDBusConnection::disconnectFromPeer(name);
    }

    void withoutABus_nothingIsSaid() {
        qunsetenv("DBUS_SESSION_BUS_ADDRESS");
        qunsetenv("XDG_RUNTIME_DIR");
        const QDBusConnection bus = Appearance::sessionBus();
        QVERIFY(!bus.isConnected());
        Appearance appearance(bus);
        QSignalSpy told(&appearance, &Appearance::told);
        QVERIFY(told.isValid());
        QCOMPARE(told.size(), 0);
    }
};

QTEST_GUILESS_MAIN(TestAppearance)
#include "test_appearance.moc"
