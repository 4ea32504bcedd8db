#include "engine/connectors/hubspot/merge_resolver.h"

#include <algorithm>
#include <utility>

#include <boost/json/serialize.hpp>

namespace syncline::connectors::hubspot {
namespace {

/// It may pass by itself, or when somebody has seen to the sign-in.
bool isTriedAgain(base::ErrorCode code) {
    return base::isRetryable(code) || code == base::ErrorCode::ProtocolViolation
           || code == base::ErrorCode::Unauthenticated;
}

}  // namespace

bool MergeResolver::isIncomplete(const SourceChange& change) {
    const std::vector<std::string>& merged = change.mergedFrom;
    const bool namesItself = std::find(merged.begin(), merged.end(), change.id) != merged.end();
    return change.action == core::Action::Merge && (merged.empty() || namesItself);
}

void MergeResolver::resolve(std::vector<SourceChange>& changes, Done done) {
    m_changes = &changes;
    m_index = 0;
    m_done = std::move(done);
    next();
}

void MergeResolver::next() {
    while (m_index < m_changes->size() && !isIncomplete((*m_changes)[m_index]))
        ++m_index;
    if (m_index == m_changes->size()) {
        std::exchange(m_done, nullptr)(std::nullopt);
        return;
    }
    SourceChange& change = (*m_changes)[m_index];
    const json::object body{{"properties", jsonList({std::string(kFormerIds)})},
                            {"inputs", json::array{json::object{{"id", change.id}}}}};
    m_calls.call({"POST", objectPath(m_version, change.object, "/batch/read"), json::serialize(body)},
                 [this, &change](HttpAnswer answer) {
                     if (m_done)
                         answered(change, answer);
                 });
}

void MergeResolver::answered(SourceChange& change, const HttpAnswer& answer) {
    const auto body = bodyOf(answer, "look up a merged record", change.object + " " + change.id);
    if (!body && isTriedAgain(body.error().code)) {
        std::exchange(m_done, nullptr)(body.error());
        return;
    }
    const BatchAnswer read = body ? batchOf(*body) : BatchAnswer();
    if (!read.results.empty()) {
        const WireRecord& record = read.results.front();
        const auto add = [&](const std::string& id) {
            std::vector<std::string>& merged = change.mergedFrom;
            if (id != record.id && std::find(merged.begin(), merged.end(), id) == merged.end())
                merged.push_back(id);
        };
        add(change.id);
        if (change.mergedFrom.size() <= 1) {
            for (const std::string& id : record.formerIds())
                add(id);
        }
        change.id = record.id;
    }
    ++m_index;
    next();
}

}  // namespace syncline::connectors::hubspot
