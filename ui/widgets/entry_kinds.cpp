#include "ui/widgets/entry_kinds.h"

#include "ui/widgets/format.h"

#include <QCoreApplication>

namespace syncline::ui {

namespace {

using core::EntryKind;

class EntryKinds {
    Q_DECLARE_TR_FUNCTIONS(EntryKinds)
public:
    /// Of one, and of any other number.
    static QString noun(EntryKind kind, bool isOne);
};

QString EntryKinds::noun(EntryKind kind, bool isOne) {
    switch (kind) {
        case EntryKind::ChangeCaptured:
            return isOne ? tr("change") : tr("changes");
        case EntryKind::FieldsDecided:
            return isOne ? tr("decision") : tr("decisions");
        case EntryKind::ConflictOpened:
            return isOne ? tr("conflict") : tr("conflicts");
        case EntryKind::ConflictUpdated:
            return isOne ? tr("conflict update") : tr("conflict updates");
        case EntryKind::ConflictResolved:
            return isOne ? tr("resolution") : tr("resolutions");
        case EntryKind::WriteSent:
            return isOne ? tr("write") : tr("writes");
        case EntryKind::WriteSucceeded:
            return isOne ? tr("receipt") : tr("receipts");
        case EntryKind::WriteFailed:
            return isOne ? tr("failed write") : tr("failed writes");
        case EntryKind::RecordLinked:
            return isOne ? tr("link") : tr("links");
        case EntryKind::BaselineRead:
            return isOne ? tr("baseline") : tr("baselines");
        case EntryKind::PolicyChanged:
            return isOne ? tr("change of rules") : tr("changes of rules");
        case EntryKind::GapDetected:
            return isOne ? tr("gap") : tr("gaps");
        case EntryKind::ConnectorStateChanged:
            return isOne ? tr("change of a connection") : tr("changes of connections");
        case EntryKind::RecordDeleted:
            return isOne ? tr("deletion") : tr("deletions");
    }
    return {};
}

}  // namespace

QString kindWord(EntryKind kind) {
    switch (kind) {
        case EntryKind::ChangeCaptured:
            return EntryKinds::tr("Change");
        case EntryKind::FieldsDecided:
            return EntryKinds::tr("Decision");
        case EntryKind::ConflictOpened:
        case EntryKind::ConflictUpdated:
            return EntryKinds::tr("Conflict");
        case EntryKind::ConflictResolved:
            return EntryKinds::tr("Resolved");
        case EntryKind::WriteSent:
            return EntryKinds::tr("Write");
        case EntryKind::WriteSucceeded:
            return EntryKinds::tr("Receipt");
        case EntryKind::WriteFailed:
            return EntryKinds::tr("Failure");
        case EntryKind::RecordLinked:
            return EntryKinds::tr("Link");
        case EntryKind::BaselineRead:
            return EntryKinds::tr("Baseline");
        case EntryKind::PolicyChanged:
            return EntryKinds::tr("Rules");
        case EntryKind::GapDetected:
            return EntryKinds::tr("Gap");
        case EntryKind::ConnectorStateChanged:
            return EntryKinds::tr("State");
        case EntryKind::RecordDeleted:
            return EntryKinds::tr("Delete");
    }
    return {};
}

QString kindTitle(EntryKind kind) {
    switch (kind) {
        case EntryKind::ChangeCaptured:
            return EntryKinds::tr("Change captured");
        case EntryKind::FieldsDecided:
            return EntryKinds::tr("Fields decided");
        case EntryKind::ConflictOpened:
            return EntryKinds::tr("Conflict opened");
        case EntryKind::ConflictUpdated:
            return EntryKinds::tr("Conflict updated");
        case EntryKind::ConflictResolved:
            return EntryKinds::tr("Conflict resolved");
        case EntryKind::WriteSent:
            return EntryKinds::tr("Write sent");
        case EntryKind::WriteSucceeded:
            return EntryKinds::tr("Write accepted");
        case EntryKind::WriteFailed:
            return EntryKinds::tr("Write failed");
        case EntryKind::RecordLinked:
            return EntryKinds::tr("Records linked");
        case EntryKind::BaselineRead:
            return EntryKinds::tr("Baseline read");
        case EntryKind::PolicyChanged:
            return EntryKinds::tr("Rules changed");
        case EntryKind::GapDetected:
            return EntryKinds::tr("Gap detected");
        case EntryKind::ConnectorStateChanged:
            return EntryKinds::tr("Connection changed");
        case EntryKind::RecordDeleted:
            return EntryKinds::tr("Record deleted");
    }
    return {};
}

QString kindCounted(EntryKind kind, std::int64_t count) {
    return counted(count) + QLatin1Char(' ') + EntryKinds::noun(kind, count == 1);
}

Icon kindIcon(EntryKind kind) {
    switch (kind) {
        case EntryKind::ChangeCaptured:
            return Icon::Change;
        case EntryKind::FieldsDecided:
            return Icon::Decide;
        case EntryKind::ConflictOpened:
        case EntryKind::ConflictUpdated:
            return Icon::Conflicts;
        case EntryKind::ConflictResolved:
            return Icon::Merge;
        case EntryKind::WriteSent:
            return Icon::Write;
        case EntryKind::WriteSucceeded:
            return Icon::Receipt;
        case EntryKind::WriteFailed:
            return Icon::Fail;
        case EntryKind::RecordLinked:
            return Icon::Link;
        case EntryKind::BaselineRead:
            return Icon::Equals;
        case EntryKind::PolicyChanged:
            return Icon::Ownership;
        case EntryKind::GapDetected:
            return Icon::Gap;
        case EntryKind::ConnectorStateChanged:
            return Icon::Connections;
        case EntryKind::RecordDeleted:
            return Icon::Trash;
    }
    return Icon::None;
}

}  // namespace syncline::ui
