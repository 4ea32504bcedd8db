#include "ui/stream/entry_words.h"

#include "ui/stream/words.h"

namespace syncline::ui::stream {

QString summaryOf(const EntryRow& row) {
    const QString kind = kindWord(row.entry.kind()).toLower();
    const QString outcome = outcomeOf(row.entry).text;
    return outcome.isEmpty() ? kind : Words::tr("%1: %2", "a kind of entry, what became of it").arg(kind, outcome);
}

}  // namespace syncline::ui::stream
