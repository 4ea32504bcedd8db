#include "tests/ui/quality/cut_texts.h"
#include "tests/ui/quality/places.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QTableWidget>
#include <QTest>
#include <map>
#include <utility>

using namespace syncline::test;

namespace {

/// Paints its words at the left, however wide it is.
class OwnPainted final : public QWidget {
public:
    explicit OwnPainted(QWidget* parent, QString words = QStringLiteral("Salesforce to HubSpot"))
        : QWidget(parent), m_words(std::move(words)) {}

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.drawText(QPoint(0, height() - 6), m_words);
    }

private:
    QString m_words;
};

constexpr int kLeastTexts = 12;  ///< of any state of the window: navigation and status line alone have more

}  // namespace

class TestCutTexts : public QObject {
    Q_OBJECT

private slots:
    void checker_findsWhatIsCutOnPurpose_data() {
        QTest::addColumn<int>("which");
        QTest::addColumn<QString>("fault");
        QTest::newRow("a label that is too narrow") << 0 << "needs";
        QTest::newRow("a button that is too narrow") << 1 << "needs";
        QTest::newRow("a header's section that is too narrow") << 2 << "elided";
        QTest::newRow("a widget that paints past its edge") << 3 << "cut by the edge";
        QTest::newRow("a label that is outside of its parent") << 4 << "cut by the edge";
        QTest::newRow("a label on another") << 5 << "painted over each other";
        QTest::newRow("a wrapped label that is too low") << 6 << "needs";
        QTest::newRow("a time that is elided in a cell") << 7 << "a number or a time";
        QTest::newRow("a bar's sentence that is elided") << 8 << "a bar's sentence";
    }
    void checker_findsWhatIsCutOnPurpose() {
        QFETCH(int, which);
        QFETCH(QString, fault);
        QWidget window;
        window.resize(400, 200);
        cutOne(window, which);
        window.show();
        const CutReport report = cutTexts(window);
        QVERIFY(report.texts > 0);
        QVERIFY2(report.faults.join(u'\n').contains(fault), qPrintable(report.faults.join(u'\n')));
    }

    void checker_isContentWithWhatFits() {
        QWidget window;
        auto* row = new QHBoxLayout(&window);
        row->addWidget(new QLabel(QStringLiteral("Salesforce to HubSpot")));
        row->addWidget(new QPushButton(QStringLiteral("Rewind…")));
        auto* table = new QTableWidget(3, 1);
        table->setHorizontalHeaderLabels({QStringLiteral("Record")});
        table->setItem(0, 0, new QTableWidgetItem(QStringLiteral("a value that is elided, as values may be")));
        row->addWidget(table);
        window.show();
        const CutReport report = cutTexts(window);
        QVERIFY(report.texts >= 6);
        QVERIFY2(report.faults.isEmpty(), qPrintable(report.faults.join(u'\n')));
    }

    void nothing_isCut_data() {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<int>("percent");
        for (const QSize size : {QSize(1280, 800), QSize(1440, 900)}) {
            for (const int percent : {90, 125, 150})
                QTest::addRow("%d x %d at %d %%", size.width(), size.height(), percent) << size << percent;
        }
    }
    void nothing_isCut() {
        QFETCH(QSize, size);
        QFETCH(int, percent);
        m_faults.clear();
        for (const auto kind : {Acme::Kind::Full, Acme::Kind::Empty, Acme::Kind::Failing})
            lookAtViews(kind, size, percent);
        lookBefore(size, percent);
        for (const auto& [fault, places] : m_faults)
            qWarning().noquote() << QStringLiteral("%1 (%2)").arg(fault, places.join(QStringLiteral("; ")));
        QCOMPARE(m_faults.size(), std::size_t(0));
    }

private:
    static void cutOne(QWidget& window, int which) {
        if (which == 2 || which == 7) {
            auto* table = new QTableWidget(1, 1, &window);
            table->setHorizontalHeaderLabels({QStringLiteral("Last written in Salesforce")});
            table->setItem(0, 0, new QTableWidgetItem(QStringLiteral("10:41:31.604 – 31.999")));
            table->setColumnWidth(0, 60);
            return;
        }
        if (which == 3) {
            auto* own = new OwnPainted(&window);
            own->resize(60, 24);
            return;
        }
        if (which == 8) {
            auto* sentence = new OwnPainted(&window, QStringLiteral("Next try in 38 s. 503: The serv…"));
            sentence->setObjectName(QStringLiteral("barSentence"));
            sentence->setToolTip(QStringLiteral("Next try in 38 s. 503: The server is temporarily unable"));
            sentence->resize(390, 24);
            return;
        }
        const QString words = QStringLiteral("The tolerance is 500 ms, so nobody can say who was later");
        QWidget* one = which == 1 ? static_cast<QWidget*>(new QPushButton(words, &window)) : new QLabel(words, &window);
        one->adjustSize();
        if (which == 0 || which == 1)
            one->resize(60, one->height());
        if (which == 4)
            one->move(300, 10);
        if (which == 5)
            (new QLabel(words, &window))->move(20, 2);
        if (which == 6) {
            qobject_cast<QLabel*>(one)->setWordWrap(true);
            one->resize(80, 20);
        }
    }

    void look(const char* place, QWidget& top) {
        const CutReport report = cutTexts(top);
        for (const QString& fault : report.faults)
            m_faults[fault] << QString::fromLatin1(place);
        if (report.texts == 0)
            m_faults[QStringLiteral("no text was seen")] << QString::fromLatin1(place);
    }

    void lookAll(const char* place, WholeWindow& console) {
        const CutReport window = cutTexts(console.window());
        QVERIFY2(window.texts >= kLeastTexts, place);
        for (QWidget* top : QApplication::topLevelWidgets()) {
            if (top->isVisible())
                look(place, *top);
        }
    }

    void lookAtViews(Acme::Kind kind, QSize size, int percent) {
        WholeWindow console(kind);
        console.window().resize(size);
        // As a person does it, while the window is open: what was measured before must be measured again.
        console.theme().setTextScale(percent / 100.0);
        WholeWindow::settle();
        QCOMPARE(console.window().size(), size);
        if (kind == Acme::Kind::Failing)
            seeLongSentence(console);
        for (const Place& place : placesOf(kind)) {
            place.go(console);
            lookAll(place.name, console);
            closeAbove(console);
        }
        if (kind != Acme::Kind::Full)
            return;
        for (const Place& place : placesAbove()) {
            place.go(console);
            lookAll(place.name, console);
            closeAbove(console);
        }
        lookAtMenus(console);
    }

    /// What the bars must have room for: it is among what is looked at in each place.
    static void seeLongSentence(WholeWindow& console) {
        const auto* bar = console.window().findChild<QWidget*>(QStringLiteral("bar-HubSpot"));
        QVERIFY(bar != nullptr && bar->isVisible());
        const auto* sentence = bar->findChild<QLabel*>(QStringLiteral("barSentence"));
        QVERIFY(sentence->isVisible());
        QVERIFY2(sentence->text().contains(QStringLiteral("Next try in 38 s. HubSpot answered 503: ")),
                 qPrintable(sentence->text()));
        // More than one line has room for.
        QVERIFY(sentence->fontMetrics().horizontalAdvance(sentence->text()) > sentence->width());
        QVERIFY(sentence->height() >= 2 * sentence->fontMetrics().lineSpacing());
    }

    void lookAtMenus(WholeWindow& console) {
        const std::vector<QMenu*> menus = menusOf(console);
        QVERIFY(menus.size() >= 7);
        for (QMenu* menu : menus) {
            menu->popup(console.window().mapToGlobal(QPoint(20, 20)));
            WholeWindow::settle();
            QVERIFY(menu->isVisible());
            look(qPrintable(QStringLiteral("menu ") + menu->title()), *menu);
            menu->close();
        }
    }

    void lookBefore(QSize size, int percent) {
        WholeWindow console(Acme::Kind::Full);
        console.window().resize(size);
        console.theme().setTextScale(percent / 100.0);
        for (const Place& place : placesBefore()) {
            place.go(console);
            look(place.name, console.window());
        }
    }

    std::map<QString, QStringList> m_faults;  ///< and where
};

QTEST_MAIN(TestCutTexts)
#include "test_cut_texts.moc"
