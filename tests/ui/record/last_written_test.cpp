#include "tests/ui/support/entries.h"
#include "ui/record/record_model.h"

#include <QTest>

using namespace syncline;
using namespace syncline::ui;
using core::Side;

namespace {

/// Salesforce's phone, which came to HubSpot by our write.
core::Cell phone() {
    core::Cell cell;
    cell.standing = test::version(100, Side::Salesforce, "1", 100);
    cell.present = {cell.standing, cell.standing};
    return cell;
}

}  // namespace

/// Who last wrote what each side holds.
class LastWrittenTest : public QObject {
    Q_OBJECT
private slots:
    void read_isByWhoWasRead() {
        core::Cell cell = phone();
        cell.standing->writer = {};
        cell.standing->time = {core::kBeginningOfTime, test::morning()};
        cell.present = {cell.standing, test::version(100, Side::HubSpot, "1", 90)};
        cell.present.salesforce->byRead = true;
        // Both hold one version, by one name.
        cell.present.hubspot->id = cell.standing->id;
        cell.present.hubspot->writer = {core::WriterKind::Person, "90025"};
        cell.present.hubspot->byRead = true;
        show(cell);
        QCOMPARE(text(kSalesforceWritten), QStringLiteral("≤ 10:41:31"));
        QCOMPARE(tip(kSalesforceWritten),
                 QStringLiteral("<p>It was there when Syncline read Salesforce, written at 10:41:31 or before. "
                                "Salesforce does not say by whom.</p>"));
        QCOMPARE(text(kHubSpotWritten), QStringLiteral("10:41:31.090 90025"));
        QCOMPARE(tip(kHubSpotWritten), QStringLiteral("<p>90025 wrote it in HubSpot at 10:41:31.090.</p>"));
    }

    void ours_saysWhoseValueItCarried() {
        show(phone());
        QCOMPARE(text(kSalesforceWritten), QStringLiteral("10:41:31.100 Jane"));
        QCOMPARE(text(kHubSpotWritten), QStringLiteral("10:41:31.100 Syncline"));
        QCOMPARE(tip(kHubSpotWritten), QStringLiteral("<p>Syncline wrote it here. It carried the value that Jane wrote "
                                                      "in Salesforce at 10:41:31.100.</p>"));
    }

    void ours_ofWhatWasOnlyRead() {
        core::Cell cell = phone();
        cell.standing->writer = {};
        cell.standing->time = {core::kBeginningOfTime, test::morning()};
        cell.present = {cell.standing, cell.standing};
        cell.present.salesforce->byRead = true;
        show(cell);
        QCOMPARE(text(kHubSpotWritten), QStringLiteral("≤ 10:41:31 Syncline"));
        QCOMPARE(tip(kHubSpotWritten), QStringLiteral("<p>Syncline wrote it here. It carried the value that Salesforce "
                                                      "held, written there at 10:41:31 or before.</p>"));
    }

    void resolution_isOursOnBothSidesAlike() {
        core::Cell cell;
        cell.standing = test::version(101, Side::HubSpot, "VP", 300);
        cell.standing->writer = {core::WriterKind::Operator, "root"};
        cell.present = {cell.standing, cell.standing};
        show(cell);
        for (const RecordColumn column : {kSalesforceWritten, kHubSpotWritten}) {
            QCOMPARE(text(column), QStringLiteral("10:41:31.300 Syncline"));
            QCOMPARE(tip(column), QStringLiteral("<p>Syncline wrote it here. The value was chosen by root in Syncline "
                                                 "at 10:41:31.300.</p>"));
        }
    }

    void sidesThatCameToTheSame_haveAWriterEach() {
        core::Cell cell = phone();
        cell.present.hubspot->time = {test::morning(130), test::morning(130)};
        cell.present.hubspot->writer = {core::WriterKind::Person, "90022"};
        show(cell);
        QCOMPARE(text(kSalesforceWritten), QStringLiteral("10:41:31.100 Jane"));
        QCOMPARE(text(kHubSpotWritten), QStringLiteral("10:41:31.130 90022"));
    }

    /// Once the other side has moved on, the ledger holds nothing by which our write is told from a write of the side.
    void whatNoLongerStands_isClaimedByNobody() {
        for (const bool cameByItself : {false, true}) {
            core::Cell cell = phone();
            if (cameByItself) {
                cell.present.hubspot->time = {test::morning(130), test::morning(130)};
                cell.present.hubspot->writer = {core::WriterKind::Person, "90022"};
            }
            cell.present.salesforce = test::version(200, Side::Salesforce, "2", 200);
            cell.standing = cell.present.salesforce;
            show(cell);
            const QString at = cameByItself ? QStringLiteral("10:41:31.130") : QStringLiteral("10:41:31.100");
            const QString name = cameByItself ? QStringLiteral("90022") : QStringLiteral("Jane");
            QCOMPARE(text(kHubSpotWritten), at);
            QCOMPARE(tip(kHubSpotWritten),
                     QStringLiteral("<p>%1 wrote this value at %2: in Salesforce, from where Syncline brought it here, "
                                    "or in HubSpot itself.</p>")
                         .arg(name, at));
            QCOMPARE(text(kSalesforceWritten), QStringLiteral("10:41:31.200 Jane"));
        }
    }

    void otherColumns_haveNoSentence() {
        show(phone());
        QVERIFY(!m_model.index(0, kSalesforceValue).data(Qt::ToolTipRole).isValid());
        show({});
        QVERIFY(!m_model.index(0, kHubSpotWritten).data(Qt::ToolTipRole).isValid());
    }

private:
    void show(const core::Cell& cell) {
        RecordState state;
        state.entity.id = core::EntityId(7);
        state.entity.cells["phone"] = cell;
        state.fields = {{"phone", {"Phone", "phone"}, "phone digits", {}}};
        TimeFormat times;
        times.style = TimeStyle::Utc;
        times.now = test::morning(1000);
        m_model.setRecord(state, times, {core::Mode::Live, core::Mode::Live});
    }
    [[nodiscard]] QString text(RecordColumn column) const { return m_model.index(0, column).data().toString(); }
    [[nodiscard]] QString tip(RecordColumn column) const {
        return m_model.index(0, column).data(Qt::ToolTipRole).toString();
    }

    RecordModel m_model;
};

QTEST_MAIN(LastWrittenTest)
#include "last_written_test.moc"
