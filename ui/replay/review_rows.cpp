#include "ui/replay/review_rows.h"

#include "ui/replay/consumer_lines.h"
#include "ui/widgets/controls.h"
#include "ui/widgets/entry_kinds.h"
#include "ui/widgets/theme.h"

#include <QCoreApplication>
#include <QGridLayout>
#include <QStringList>
#include <algorithm>

namespace syncline::ui {
namespace {

constexpr int kColumns = 3;
constexpr std::size_t kKindsShown = 4;  ///< and a fifth where it is the last one

QString tr(const char* text) {
    return QCoreApplication::translate("Replay", text);
}

QString back(const RewindReview& review) {
    const std::int64_t entries = review.from.value() - review.to.value();
    QString text = tr("from %1, %2").arg(sequence(review.from), entriesCounted(std::max<std::int64_t>(0, entries)));
    if (review.fromAt && review.toAt && *review.fromAt > *review.toAt)
        text += tr(" and %1 back").arg(span(*review.fromAt - *review.toAt));
    return text;
}

QString kindsOf(const RewindReview& review) {
    std::vector<std::pair<std::int64_t, core::EntryKind>> kinds;
    for (const auto& [name, count] : review.kinds) {
        if (const auto kind = core::entryKindNamed(name))
            kinds.emplace_back(count, *kind);
    }
    std::sort(kinds.begin(), kinds.end(), [](const auto& a, const auto& b) {
        return std::pair(-a.first, a.second) < std::pair(-b.first, b.second);
    });
    QStringList words;
    const std::size_t shown = kinds.size() == kKindsShown + 1 ? kinds.size() : std::min(kinds.size(), kKindsShown);
    for (std::size_t i = 0; i < shown; ++i)
        words << kindCounted(kinds[i].second, kinds[i].first);
    std::int64_t others = 0;
    for (std::size_t i = shown; i < kinds.size(); ++i)
        others += kinds[i].first;
    if (others > 0)
        words << tr("%1 of %2 other kinds").arg(entriesCounted(others)).arg(kinds.size() - shown);
    return words.join(QStringLiteral(", "));
}

void addLine(QGridLayout& grid, int line, const Theme& theme) {
    auto* label = new Text(theme, Face::Body);
    label->setTone(Tone::Muted);
    auto* number = new Text(theme, Face::MonoStrong);
    number->setObjectName(QStringLiteral("rewindReviewNumber%1").arg(line));
    auto* words = new Text(theme, Face::Body);
    words->setTone(Tone::Muted);
    words->setElided(true);
    grid.addWidget(label, line, 0);
    grid.addWidget(number, line, 1, Qt::AlignRight);
    grid.addWidget(words, line, 2);
}

void removeLine(QGridLayout& grid, int line) {
    for (int column = 0; column < kColumns; ++column) {
        QLayoutItem* const item = grid.itemAtPosition(line, column);
        grid.removeItem(item);
        delete item->widget();
        delete item;
    }
}

}  // namespace

QString unreadableWords(const RewindReview& review) {
    if (!review.unreadable)
        return {};
    const QString first = sequence(review.unreadable->first);
    if (review.unreadable->entries == 1)
        return tr("Entry %1 cannot be read: the stream stops before it, and sends what is behind it only after the "
                  "journal is mended. Verify the journal.")
            .arg(first);
    return tr("%1 cannot be read, the first of them is entry %2: the stream stops before it, and sends what is behind "
              "it only after the journal is mended. Verify the journal.")
        .arg(entriesCounted(review.unreadable->entries), first);
}

std::vector<ReviewRow> reviewRows(const RewindReview& review, const ConsumerRow& consumer, const TimeFormat& times) {
    std::vector<ReviewRow> rows;
    rows.push_back({tr("Offset"), sequence(review.to), back(review)});
    const QString filter = consumer.filter.empty()
                               ? tr("all of them, the stream has no filter")
                               : tr("match the stream's filter, of %1 read").arg(counted(review.entries));
    rows.push_back({tr("Entries"), counted(review.matching), filter});
    rows.push_back({tr("Records"), counted(review.records), kindsOf(review)});
    if (review.to != core::Seq())
        rows.push_back({tr("First"), sequence(core::next(review.to)),
                        review.toAt
                            ? tr("sent again as well; the entry before it is of %1").arg(times.moment(*review.toAt))
                            : tr("sent again as well; the time of the entry before it is unknown")});
    rows.push_back({tr("To"), QString::fromStdString(consumer.name),
                    tr("%1; the same bytes again, marked as a replay; nothing is written to Salesforce or HubSpot")
                        .arg(QString::fromStdString(consumer.file))});
    return rows;
}

void showReviewRows(const std::vector<ReviewRow>& rows, const Theme& theme, QGridLayout& grid) {
    const int lines = static_cast<int>(rows.size());
    for (int line = grid.count() / kColumns - 1; line >= lines; --line)
        removeLine(grid, line);
    for (int line = grid.count() / kColumns; line < lines; ++line)
        addLine(grid, line, theme);
    for (int line = 0; line < lines; ++line) {
        const ReviewRow& row = rows[static_cast<std::size_t>(line)];
        const QString* const words[kColumns] = {&row.label, &row.number, &row.sentence};
        for (int column = 0; column < kColumns; ++column)
            static_cast<Text*>(grid.itemAtPosition(line, column)->widget())->setText(*words[column]);
    }
}

}  // namespace syncline::ui
