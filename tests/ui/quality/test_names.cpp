#include "tests/ui/quality/controls.h"
#include "tests/ui/quality/places.h"

#include <QAccessible>
#include <QApplication>
#include <QDebug>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QRegularExpression>
#include <QTest>
#include <map>
#include <set>

using namespace syncline::test;

namespace {

constexpr int kLeastControls = 8;  ///< of any view: the navigation and the two directions alone are seven

QString nameOf(QWidget& widget) {
    QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(&widget);
    return spoken == nullptr ? QString() : spoken->text(QAccessible::Name);
}

QAccessible::Role roleOf(QWidget& widget) {
    QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(&widget);
    return spoken == nullptr ? QAccessible::NoRole : spoken->role();
}

/// What is wrong with it as a name that a person would say; empty when nothing is.
QString wrongWith(const QString& name, const QWidget& widget) {
    if (name.trimmed().isEmpty())
        return QStringLiteral("has no name");
    if (name == widget.objectName() || widget.metaObject()->className() == name.toLatin1())
        return QStringLiteral("is called by its name in the code, “%1”").arg(name);
    static const QRegularExpression kLetter(QStringLiteral("[A-Za-z]{2}"));
    if (!kLetter.match(name).hasMatch())
        return QStringLiteral("is called “%1”, which is no word").arg(name);
    static const QRegularExpression kCode(QStringLiteral("[a-z][A-Z]|\\.svg"));
    // Names of customers' fields may be in a name; names in the code may not.
    QString words = name;
    words.remove(QStringLiteral("HubSpot"));
    if (!name.contains(QLatin1Char(' ')) && kCode.match(words).hasMatch())
        return QStringLiteral("is called “%1”, which nobody says").arg(name);
    static const std::set<QString> kIcons = {QStringLiteral("chevron up"), QStringLiteral("chevron down"),
                                             QStringLiteral("arrow left"), QStringLiteral("arrow right"),
                                             QStringLiteral("icon"),       QStringLiteral("close icon"),
                                             QStringLiteral("copy icon")};
    if (kIcons.count(name.toLower()) != 0)
        return QStringLiteral("is called by its icon, “%1”").arg(name);
    return {};
}

/// Roles that say what can be done with it. Client and Window are what Qt says of a widget that it does not know.
bool isFitting(QAccessible::Role role) {
    static const std::set<QAccessible::Role> kNone = {QAccessible::NoRole,   QAccessible::Client,
                                                      QAccessible::Window,   QAccessible::Pane,
                                                      QAccessible::Grouping, QAccessible::Whitespace};
    return kNone.count(role) == 0;
}

}  // namespace

class TestNames : public QObject {
    Q_OBJECT

private slots:
    void checker_refusesWhatNobodySays_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("objectName");
        QTest::addColumn<bool>("isGood");
        QTest::newRow("nothing") << QString() << QStringLiteral("rulesApply") << false;
        QTest::newRow("the name in the code") << QStringLiteral("rulesApply") << QStringLiteral("rulesApply") << false;
        QTest::newRow("some name in code") << QStringLiteral("applyRules") << QStringLiteral("rulesApply") << false;
        QTest::newRow("an icon") << QStringLiteral("Chevron up") << QStringLiteral("conflictPrevious") << false;
        QTest::newRow("a sign") << QStringLiteral("…") << QStringLiteral("more") << false;
        QTest::newRow("words") << QStringLiteral("Previous conflict") << QStringLiteral("conflictPrevious") << true;
        QTest::newRow("a side") << QStringLiteral("HubSpot") << QStringLiteral("side") << true;
    }
    void checker_refusesWhatNobodySays() {
        QFETCH(QString, name);
        QFETCH(QString, objectName);
        QFETCH(bool, isGood);
        QWidget widget;
        widget.setObjectName(objectName);
        QCOMPARE(wrongWith(name, widget).isEmpty(), isGood);
    }

    void checker_refusesTwoOfOneName() {
        QWidget window;
        auto* row = new QHBoxLayout(&window);
        row->addWidget(new QPushButton(QStringLiteral("Try again")));
        row->addWidget(new QPushButton(QStringLiteral("Try again")));
        window.show();
        m_faults.clear();
        look("made", window);
        QCOMPARE(m_faults.size(), std::size_t(1));
    }

    void everyControl_hasANameThatAPersonWouldSay_data() {
        QTest::addColumn<int>("kind");
        QTest::newRow("a full workspace") << static_cast<int>(Acme::Kind::Full);
        QTest::newRow("an empty workspace") << static_cast<int>(Acme::Kind::Empty);
        QTest::newRow("a workspace that cannot be read") << static_cast<int>(Acme::Kind::Failing);
    }
    void everyControl_hasANameThatAPersonWouldSay() {
        QFETCH(int, kind);
        m_faults.clear();
        m_seen.clear();
        WholeWindow console(static_cast<Acme::Kind>(kind));
        console.window().resize(1440, 900);
        std::vector<Place> places = placesOf(static_cast<Acme::Kind>(kind));
        if (static_cast<Acme::Kind>(kind) == Acme::Kind::Full) {
            places.insert(places.end(), placesAbove().begin(), placesAbove().end());
            places.insert(places.end(), placesBefore().begin(), placesBefore().end());
            lookAtMenus(console);
        }
        for (const Place& place : places) {
            place.go(console);
            for (QWidget* top : QApplication::topLevelWidgets()) {
                if (top->isVisible())
                    look(place.name, *top);
            }
            closeAbove(console);
        }
        tellFaults();
        QCOMPARE(m_faults.size(), std::size_t(0));
        if (static_cast<Acme::Kind>(kind) != Acme::Kind::Full)
            return;
        // The ones that are painted by hand are among those that were looked at.
        for (const char* name : {"navConflicts", "directionToHubSpot", "findOrRun", "recordTabs", "conflictTabs",
                                 "ownershipObjects", "candidateValue1", "conflictTake3", "recordSlider", "streamTable",
                                 "streamStrip", "statusTimeStyle", "paletteInput", "rewindPlace", "connectFolder"})
            QVERIFY2(m_seen.count(QString::fromLatin1(name)) == 1, name);
    }

private:
    void look(const char* place, QWidget& window) {
        std::map<std::pair<QString, QAccessible::Role>, QWidget*> named;
        const std::vector<QWidget*> controls = controlsOf(window);
        if (window.objectName() == QLatin1String("mainWindow")
            && window.findChild<QWidget*>(QStringLiteral("navigation")) && controls.size() < kLeastControls)
            m_faults[QStringLiteral("too few controls were seen")] << QString::fromLatin1(place);
        for (QWidget* control : controls) {
            m_seen.insert(control->objectName());
            const QString name = nameOf(*control);
            const QAccessible::Role role = roleOf(*control);
            if (const QString fault = wrongWith(name, *control); !fault.isEmpty())
                m_faults[described(*control) + QLatin1Char(' ') + fault] << QString::fromLatin1(place);
            if (!isFitting(role))
                m_faults[described(*control) + QStringLiteral(" has the role %1").arg(role)]
                    << QString::fromLatin1(place);
            const auto [other, isNew] = named.emplace(std::pair(name, role), control);
            if (!isNew)
                m_faults[described(*control) + QStringLiteral(" and ") + described(*other->second)
                         + QStringLiteral(" are both called “%1”").arg(name)]
                    << QString::fromLatin1(place);
        }
    }

    void lookAtMenus(WholeWindow& console) {
        int count = 0;
        for (QMenu* menu : menusOf(console)) {
            std::set<QString> names;
            for (const QAction* action : menu->actions()) {
                if (action->isSeparator() || !action->isVisible())
                    continue;
                ++count;
                QVERIFY2(!action->text().trimmed().isEmpty(), qPrintable(menu->title()));
                QVERIFY2(names.insert(action->text()).second, qPrintable(action->text()));
            }
        }
        QVERIFY(count >= 25);
    }

    void tellFaults() const {
        for (const auto& [fault, places] : m_faults)
            qWarning().noquote() << QStringLiteral("%1 (%2)").arg(fault, places.join(QStringLiteral("; ")));
    }

    std::map<QString, QStringList> m_faults;  ///< and where
    std::set<QString> m_seen;
};

QTEST_MAIN(TestNames)
#include "test_names.moc"
