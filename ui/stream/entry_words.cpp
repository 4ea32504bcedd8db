#include "ui/stream/entry_words.h"

#include "ui/stream/words.h"
#include "ui/widgets/format.h"

namespace syncline::ui::stream {

using core::EntryKind;

QString kindWord(EntryKind kind) {
    switch (kind) {
        case EntryKind::ChangeCaptured:
            return Words::tr("Change");
        case EntryKind::FieldsDecided:
            return Words::tr("Decision");
        case EntryKind::ConflictOpened:
        case EntryKind::ConflictUpdated:
            return Words::tr("Conflict");
        case EntryKind::ConflictResolved:
            return Words::tr("Resolved");
        case EntryKind::WriteSent:
            return Words::tr("Write");
        case EntryKind::WriteSucceeded:
            return Words::tr("Receipt");
        case EntryKind::WriteFailed:
            return Words::tr("Failure");
        case EntryKind::RecordLinked:
            return Words::tr("Link");
        case EntryKind::BaselineRead:
            return Words::tr("Baseline");
        case EntryKind::PolicyChanged:
            return Words::tr("Rules");
        case EntryKind::GapDetected:
            return Words::tr("Gap");
        case EntryKind::ConnectorStateChanged:
            return Words::tr("State");
        case EntryKind::RecordDeleted:
            return Words::tr("Delete");
    }
    return {};
}

QString kindTitle(EntryKind kind) {
    switch (kind) {
        case EntryKind::ChangeCaptured:
            return Words::tr("Change captured");
        case EntryKind::FieldsDecided:
            return Words::tr("Fields decided");
        case EntryKind::ConflictOpened:
            return Words::tr("Conflict opened");
        case EntryKind::ConflictUpdated:
            return Words::tr("Conflict updated");
        case EntryKind::ConflictResolved:
            return Words::tr("Conflict resolved");
        case EntryKind::WriteSent:
            return Words::tr("Write sent");
        case EntryKind::WriteSucceeded:
            return Words::tr("Write accepted");
        case EntryKind::WriteFailed:
            return Words::tr("Write failed");
        case EntryKind::RecordLinked:
            return Words::tr("Records linked");
        case EntryKind::BaselineRead:
            return Words::tr("Baseline read");
        case EntryKind::PolicyChanged:
            return Words::tr("Rules changed");
        case EntryKind::GapDetected:
            return Words::tr("Gap detected");
        case EntryKind::ConnectorStateChanged:
            return Words::tr("Connection changed");
        case EntryKind::RecordDeleted:
            return Words::tr("Record deleted");
    }
    return {};
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

QString summaryOf(const EntryRow& row) {
    const QString kind = kindWord(row.entry.kind()).toLower();
    const QString outcome = outcomeOf(row.entry).text;
    return outcome.isEmpty() ? kind : Words::tr("%1: %2", "a kind of entry, what became of it").arg(kind, outcome);
}

}  // namespace syncline::ui::stream
