#pragma once

#include "engine/core/version.h"

#include <optional>
#include <string>
#include <string_view>

namespace syncline::connectors::hubspot {

/// How HubSpot marks a version or a change (property history: sourceType, sourceId, updatedByUserId; events:
/// changeSource, sourceId).
struct SourceMark {
    std::string type;
    std::string id;    ///< the app's id, "userId:90021", …; may be empty
    std::string user;  ///< may be empty

    bool operator==(const SourceMark&) const = default;
};

/// Who wrote, from HubSpot's marks. Our own is INTEGRATION with our app's id; where the app is not known, or writes are
/// marked otherwise (not documented for service keys and private apps), it is learnt from our own first write. A
/// learnt mark without an id is every program's that writes so: then only the value tells ours apart. A value.
class WriterMarks {
public:
    explicit WriterMarks(std::string appId) : m_appId(std::move(appId)) {}

    [[nodiscard]] core::Writer writerOf(const SourceMark& mark) const;
    [[nodiscard]] bool hasLearnt() const { return m_learnt.has_value(); }
    /// The mark of a version that our own write made. False, and nothing is learnt: it is a person's, an automation's
    /// or another app's, so that the version cannot be ours.
    bool learn(const SourceMark& mark);

private:
    std::string m_appId;
    std::optional<SourceMark> m_learnt;
};

}  // namespace syncline::connectors::hubspot
