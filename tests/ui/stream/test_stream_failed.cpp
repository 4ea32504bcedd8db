#include "engine/base/clock.h"
#include "tests/ui/stream/fake_journal.h"
#include "tests/ui/support/entries.h"
#include "ui/stream/stream_view.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/times.h"

#include <QAbstractButton>
#include <QClipboard>
#include <QGuiApplication>
#include <QTest>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>

using namespace syncline;
using namespace syncline::test;
using ui::EntriesFrom;
using ui::EntryRows;

namespace {

/// Leads nowhere; counts how often the journal was to be verified.
class VerifyingNavigator final : public ui::Navigator {
public:
    void showView(ui::ViewName /*view*/) override {}
    void showStream(const ui::StreamPlace& /*place*/) override {}
    void showRecord(core::EntityId /*entity*/, const QString& /*field*/) override {}
    void showConflict(core::Seq /*conflict*/) override {}
    void showRule(const QString& /*object*/, const QString& /*field*/) override {}
    void showRewind(const QString& /*consumer*/, std::optional<core::Seq> /*offset*/) override {}
    void verifyJournal() override { ++verified; }
    void toast(const QString& /*text*/, const QString& /*action*/, std::function<void()> /*run*/) override {}

    int verified = 0;
};

/// The stream over a journal that cannot be read. It is 10:41:32 UTC.
struct FailedStream {
    FailedStream() {
        theme.apply();
        times.setStyle(ui::TimeStyle::Utc);
        journal.setHead(1000);
        journal.answer();
        bridge.onQuery<EntriesFrom>([](const EntriesFrom&) -> base::Result<EntryRows> {
            return base::Error{base::ErrorCode::Io, "read entries", "journal.db", "disk I/O error (10, 266)", ""};
        });
        view = std::make_unique<ui::StreamView>(theme, times, bridge, navigator);
        view->resize(1248, 800);
        view->QWidget::show();
        view->setShown(true);
        view->activateWindow();
    }
    [[nodiscard]] QAbstractButton* button(const char* name) const {
        return view->findChild<QAbstractButton*>(QLatin1String(name));
    }
    [[nodiscard]] bool shows(const char* name) const {
        const QAbstractButton* const found = button(name);
        return found != nullptr && found->isVisible();
    }

    base::ManualClock clock{morning(1000)};
    ui::Theme theme;
    ui::Times times{clock};
    FakeBridge bridge;
    FakeJournal journal{bridge};
    VerifyingNavigator navigator;
    std::unique_ptr<ui::StreamView> view;
};

}  // namespace

class TestStreamFailed : public QObject {
    Q_OBJECT

private slots:
    void verifyButton_asksTheShell_data() {
        QTest::addColumn<bool>("byKey");
        QTest::newRow("mouse") << false;
        QTest::newRow("key") << true;
    }
    void verifyButton_asksTheShell() {
        QFETCH(bool, byKey);
        const FailedStream stream;
        QTRY_VERIFY(stream.shows("stateVerifyJournal"));
        QVERIFY(stream.shows("streamTryAgain"));
        QAbstractButton* const verify = stream.button("stateVerifyJournal");
        QCOMPARE(verify->text(), QStringLiteral("Verify journal…"));
        if (byKey) {
            verify->setFocus(Qt::TabFocusReason);
            QTest::keyClick(verify, Qt::Key_Space);
        } else {
            QTest::mouseClick(verify, Qt::LeftButton);
        }
        QTRY_COMPARE(stream.navigator.verified, 1);
    }

    void report_saysWhatWhenAndWhere() {
        QCoreApplication::setApplicationVersion(QStringLiteral("1.2.3"));
        FailedStream stream;
        QTRY_VERIFY(stream.shows("stateCopyReport"));
        const QString moment = stream.times.format().whole(stream.times.now());
        // When it was copied is not when it failed.
        stream.clock.advance(std::chrono::minutes(5));
        QTest::mouseClick(stream.button("stateCopyReport"), Qt::LeftButton);
        const QString report = QGuiApplication::clipboard()->text();
        QVERIFY2(report.startsWith(QStringLiteral("The journal cannot be read\n")), qPrintable(report));
        QVERIFY2(report.contains(QStringLiteral("disk I/O error (10, 266)")), qPrintable(report));
        QVERIFY2(report.endsWith(QStringLiteral("Syncline 1.2.3, workspace Acme, %1\n").arg(moment)),
                 qPrintable(report));
    }
};

QTEST_MAIN(TestStreamFailed)
#include "test_stream_failed.moc"
