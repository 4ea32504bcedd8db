#include "ui/stream/stream_columns.h"

#include "ui/stream/words.h"

namespace syncline::ui::stream {

std::vector<Column> streamColumns() {
    return {
        {{}, 24, Qt::AlignHCenter, Words::tr("What led to the chosen entry, and what came of it")},
        {Words::tr("Sequence"), 84, Qt::AlignRight, Words::tr("The entry's number in the journal")},
        {Words::tr("Time"), 104, Qt::AlignLeft, Words::tr("When we had it, by our clock")},
        {Words::tr("Entry"), 88, Qt::AlignLeft, Words::tr("What kind of entry it is")},
        {Words::tr("Side"), 44, Qt::AlignHCenter, Words::tr("The side that it came from, or that was written to")},
        // 8 more than in look.md: "Company" would be cut at every text size.
        {Words::tr("Object"), 76, Qt::AlignLeft, Words::tr("The record's object")},
        {Words::tr("Record"), 112, Qt::AlignLeft, Words::tr("What the record is called")},
        {Words::tr("Field"), 116, Qt::AlignLeft, Words::tr("The field, and how many more the entry names")},
        {Words::tr("Before → after"), 0, Qt::AlignLeft, Words::tr("The value before, and the one that came"), 120},
        {Words::tr("Outcome"), 168, Qt::AlignLeft, Words::tr("What became of it")},
        {Words::tr("Rule"), 104, Qt::AlignLeft, Words::tr("The field's rule, as it was then")},
    };
}

}  // namespace syncline::ui::stream
