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

/// Salesforce's value as it was found there, which HubSpot has come to hold as well.
core::Cell readInSalesforce(const std::string& value) {
    core::Cell cell = phone();
    cell.standing->value = value.empty() ? core::PerSide<core::Value>() : test::both(value);
    cell.standing->writer = {};
    cell.standing->time = {core::kBeginningOfTime, test::morning()};
    cell.present = {cell.standing, cell.standing};
    cell.present.salesforce->byRead = true;
    return cell;
}

using Brought = RecordState::Brought;
using BroughtTo = core::PerSide<std::optional<Brought>>;

BroughtTo ourWriteToHubSpot(std::int64_t laterMs) {
    return {std::nullopt, Brought{Brought::By::OurWrite, core::Seq(120), test::morning(laterMs)}};
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
        QCOMPARE(
            tip(kHubSpotWritten),
            QStringLiteral("<p>HubSpot user or import 90025, whose name Syncline does not read, wrote it in HubSpot at "
                           "10:41:31.090.</p>"));
    }

    void ours_saysWhoseValueItCarried() {
        show(phone());
        QCOMPARE(text(kSalesforceWritten), QStringLiteral("10:41:31.100 Jane"));
        QCOMPARE(text(kHubSpotWritten), QStringLiteral("Syncline"));
        QCOMPARE(tip(kHubSpotWritten), QStringLiteral("<p>Syncline wrote it here. It carried the value that Jane wrote "
                                                      "in Salesforce at 10:41:31.100.</p>"));
    }

    void ours_hasTheTimeOfTheWrite() {
        show(phone(), ourWriteToHubSpot(640));
        QCOMPARE(text(kSalesforceWritten), QStringLiteral("10:41:31.100 Jane"));
        QCOMPARE(text(kHubSpotWritten), QStringLiteral("10:41:31.640 Syncline"));
        QCOMPARE(tip(kHubSpotWritten), QStringLiteral("<p>Syncline wrote it here at 10:41:31.640. It carried the value "
                                                      "that Jane wrote in Salesforce at 10:41:31.100.</p>"));
    }

    void ours_ofWhatWasOnlyRead() {
        show(readInSalesforce("1"), ourWriteToHubSpot(640));
        QCOMPARE(text(kSalesforceWritten), QStringLiteral("≤ 10:41:31"));
        QCOMPARE(text(kHubSpotWritten), QStringLiteral("10:41:31.640 Syncline"));
        QCOMPARE(tip(kHubSpotWritten),
                 QStringLiteral("<p>Syncline wrote it here at 10:41:31.640. It carried the value that Salesforce held, "
                                "written there at 10:41:31 or before.</p>"));
    }

    /// The side's own value, which a write of ours had covered until another put it back.
    void ours_thatBroughtTheSidesOwnValueBack() {
        core::Cell cell = phone();
        cell.standing = test::version(100, Side::HubSpot, "1", 100);
        cell.standing->writer = {};
        cell.standing->time = {core::kBeginningOfTime, test::morning()};
        cell.present = {cell.standing, cell.standing};
        show(cell, ourWriteToHubSpot(640));
        QCOMPARE(text(kHubSpotWritten), QStringLiteral("10:41:31.640 Syncline"));
    }

    /// Once the other side has moved on, the journal still tells what our write had brought.
    void ours_ofWhatNoLongerStands() {
        core::Cell cell = phone();
        cell.present.salesforce = test::version(200, Side::Salesforce, "2", 200);
        cell.standing = cell.present.salesforce;
        show(cell, ourWriteToHubSpot(640));
        QCOMPARE(text(kHubSpotWritten), QStringLiteral("10:41:31.640 Syncline"));
    }

    void ours_ofWhatWasOnlyReadAndLongAgo_hasNoTime() {
        show(readInSalesforce("1"));
        QCOMPARE(text(kHubSpotWritten), QStringLiteral("Syncline"));
        QCOMPARE(tip(kHubSpotWritten), QStringLiteral("<p>Syncline wrote it here. It carried the value that Salesforce "
                                                      "held, written there at 10:41:31 or before.</p>"));
    }

    /// HubSpot had no record when Salesforce's was read: its partner was made without what was blank.
    void blankThatWasMissing_isNobodys() {
        show(readInSalesforce(""),
             {std::nullopt, Brought{Brought::By::Comparison, core::Seq(101), test::morning(600)}});
        QCOMPARE(text(kSalesforceWritten), QStringLiteral("≤ 10:41:31"));
        QCOMPARE(tip(kSalesforceWritten),
                 QStringLiteral("<p>It was empty when Syncline read Salesforce, since 10:41:31 "
                                "or before. Nobody is known to have written it.</p>"));
        expectFirstSeenEmptyInHubSpot();
    }

    void recordThatIsMissing_heldNothing() {
        core::Cell cell = readInSalesforce("1");
        cell.present.hubspot = core::Version{};
        cell.present.hubspot->id = {core::Seq(100), Side::HubSpot};
        show(cell);
        expectFirstSeenEmptyInHubSpot();
    }

    void blankThatWeWrote_isOurs() {
        core::Cell cell = phone();
        cell.standing->value = {};
        cell.present = {cell.standing, cell.standing};
        show(cell, ourWriteToHubSpot(640));
        QCOMPARE(text(kHubSpotWritten), QStringLiteral("10:41:31.640 Syncline"));
    }

    void userId_isNamedAsWhatItIs_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("who");
        const auto row = [](const char* name, core::WriterKind kind, const QString& id, const QString& who) {
            QTest::newRow(name) << static_cast<int>(kind) << id << who;
        };
        const QString unread = QStringLiteral(", whose name Syncline does not read,");
        row("a user of Salesforce", core::WriterKind::Person, QStringLiteral("0055g00000A1b2cAAB"),
            QStringLiteral("Salesforce user 0055g00000A1b2cAAB") + unread);
        row("a program without a name, by its user", core::WriterKind::Integration, QStringLiteral("0055g00000A1b2c"),
            QStringLiteral("Salesforce user 0055g00000A1b2c") + unread);
        row("a user of HubSpot", core::WriterKind::Person, QStringLiteral("90025"),
            QStringLiteral("HubSpot user or import 90025") + unread);
        row("an app of HubSpot", core::WriterKind::Integration, QStringLiteral("90025"), QStringLiteral("90025"));
        row("a workflow of HubSpot", core::WriterKind::Automation, QStringLiteral("90025"), QStringLiteral("90025"));
        row("a word of HubSpot's", core::WriterKind::Person, QStringLiteral("CRM_UI"), QStringLiteral("CRM_UI"));
    }

    void userId_isNamedAsWhatItIs() {
        QFETCH(int, kind);
        QFETCH(QString, id);
        QFETCH(QString, who);
        core::Cell cell = phone();
        cell.standing->writer = {static_cast<core::WriterKind>(kind), id.toStdString()};
        cell.present = {cell.standing, cell.standing};
        show(cell, ourWriteToHubSpot(640));
        // The column has room for no more.
        QCOMPARE(text(kSalesforceWritten), QStringLiteral("10:41:31.100 ") + id);
        QCOMPARE(tip(kSalesforceWritten), QStringLiteral("<p>%1 wrote it in Salesforce at 10:41:31.100.</p>").arg(who));
        QCOMPARE(tip(kHubSpotWritten), QStringLiteral("<p>Syncline wrote it here at 10:41:31.640. It carried the value "
                                                      "that %1 wrote in Salesforce at 10:41:31.100.</p>")
                                           .arg(who));
    }

    void resolution_isOursOnBothSidesAlike() {
        core::Cell cell;
        cell.standing = test::version(101, Side::HubSpot, "VP", 300);
        cell.standing->writer = {core::WriterKind::Operator, "root"};
        cell.present = {cell.standing, cell.standing};
        show(cell);
        for (const RecordColumn column : {kSalesforceWritten, kHubSpotWritten}) {
            QCOMPARE(text(column), QStringLiteral("Syncline"));
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
    void expectFirstSeenEmptyInHubSpot() const {
        QCOMPARE(text(kHubSpotWritten), QStringLiteral("first seen empty"));
        QCOMPARE(tip(kHubSpotWritten),
                 QStringLiteral("<p>There was nothing here in HubSpot when Syncline first compared "
                                "the record. Nobody is known to have written it.</p>"));
    }
    void show(const core::Cell& cell, const BroughtTo& brought = {}) {
        RecordState state;
        state.brought["phone"] = brought;
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
