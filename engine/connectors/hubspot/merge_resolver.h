#pragma once

#include "engine/connectors/api/source_change.h"
#include "engine/connectors/hubspot/api_calls.h"
#include "engine/connectors/hubspot/wire_records.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace syncline::connectors::hubspot {

/// Completes merge events. Whether one names the new record or the old primary one, and whether it names those that
/// went into it, is not documented; but an old id leads to the record that is there now, and that record lists its old
/// ids. The connector's thread; one resolve() at a time.
class MergeResolver {
public:
    using Done = std::function<void(std::optional<base::Error>)>;

    MergeResolver(ApiCalls& calls, std::string version) : m_calls(calls), m_version(std::move(version)) {}

    [[nodiscard]] static bool isIncomplete(const SourceChange& change);
    /// Completes those that are; `changes` stays where it is until `done`. What cannot be looked up by reason of what
    /// we may do, or is gone, stays as it came; an error that may pass is handed on, and so is a refused sign-in.
    void resolve(std::vector<SourceChange>& changes, Done done);
    void stop() { m_done = nullptr; }

private:
    void next();
    void answered(SourceChange& change, const HttpAnswer& answer);

    ApiCalls& m_calls;
    std::string m_version;
    std::vector<SourceChange>* m_changes = nullptr;
    std::size_t m_index = 0;
    Done m_done;
};

}  // namespace syncline::connectors::hubspot
