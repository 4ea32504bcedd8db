#include "ui/conflicts/inbox.h"

#include "ui/conflicts/conflict_words.h"
#include "ui/widgets/format.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

namespace syncline::ui {
namespace {

bool takes(const ConflictRow& one, const QString& filter) {
    if (filter.isEmpty())
        return true;
    std::string words = one.title + '\n' + one.company + '\n' + one.field.name + '\n' + one.object;
    for (const core::Candidate& candidate : one.candidates)
        words += '\n' + candidate.version.value[candidate.place].text.value_or(std::string());
    return QString::fromStdString(words).contains(filter, Qt::CaseInsensitive);
}

InboxLine lineOf(const std::vector<ConflictRow>& conflicts, std::size_t index) {
    InboxLine line;
    line.conflict = index;
    line.since = conflicts[index].openedAt;
    return line;
}

}  // namespace

bool isAmong(const std::vector<ConflictRow>& conflicts, std::optional<core::Seq> wanted) {
    return std::any_of(conflicts.begin(), conflicts.end(),
                       [&](const ConflictRow& one) { return one.conflict == wanted; });
}

std::vector<ConflictRow> renewed(std::vector<ConflictRow> listed, const std::vector<ConflictRow>& latest) {
    std::map<core::Seq, const ConflictRow*> byNumber;
    for (const ConflictRow& one : latest)
        byNumber.emplace(one.conflict, &one);
    for (ConflictRow& one : listed) {
        if (const auto found = byNumber.find(one.conflict); found != byNumber.end())
            one = *found->second;
    }
    return listed;
}

std::vector<InboxLine> inboxLines(const std::vector<ConflictRow>& conflicts, InboxOrder order, const QString& filter) {
    std::vector<std::size_t> taken;
    for (std::size_t i = 0; i < conflicts.size(); ++i) {
        if (takes(conflicts[i], filter.trimmed()))
            taken.push_back(i);
    }
    std::stable_sort(taken.begin(), taken.end(),
                     [&](std::size_t a, std::size_t b) { return conflicts[a].openedAt > conflicts[b].openedAt; });
    std::vector<InboxLine> lines;
    if (order == InboxOrder::ByAge) {
        for (const std::size_t index : taken)
            lines.push_back(lineOf(conflicts, index));
        return lines;
    }
    std::map<std::pair<QString, std::string>, std::vector<std::size_t>> groups;
    for (const std::size_t index : taken)
        groups[{causeOf(conflicts[index]), conflicts[index].field.name}].push_back(index);
    std::vector<std::vector<std::size_t>> ordered;
    for (auto& [key, members] : groups)
        ordered.push_back(std::move(members));
    std::stable_sort(ordered.begin(), ordered.end(), [&](const auto& a, const auto& b) {
        return conflicts[a.back()].openedAt < conflicts[b.back()].openedAt;
    });
    for (const std::vector<std::size_t>& members : ordered) {
        const ConflictRow& oldest = conflicts[members.back()];
        InboxLine group;
        group.cause = causeOf(oldest);
        group.field = QString::fromStdString(oldest.field.name);
        group.icon = causeIcon(oldest);
        group.count = static_cast<int>(members.size());
        group.since = oldest.openedAt;
        lines.push_back(group);
        for (const std::size_t index : members)
            lines.push_back(lineOf(conflicts, index));
    }
    return lines;
}

}  // namespace syncline::ui
