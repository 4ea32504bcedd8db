#pragma once

#include "ui/bridge/query.h"

#include <cstdint>
#include <string>
#include <vector>

namespace syncline::test {

/// 24 November 2026, 10:41:31.000 UTC.
[[nodiscard]] base::WallTime morning(std::int64_t laterMs = 0);

[[nodiscard]] core::Value value(const std::string& text);
[[nodiscard]] core::PerSide<core::Value> both(const std::string& text);
[[nodiscard]] core::Version version(std::int64_t seq, core::Side side, const std::string& text,
                                    std::int64_t laterMs = 0);

/// An entry of Noor Haddad's, entity 7, captured half a second into the morning.
[[nodiscard]] ui::EntryRow rowOf(std::int64_t seq, core::EntryBody body,
                                 std::optional<core::Side> side = core::Side::Salesforce, std::int64_t cause = 0);

/// Salesforce changed the phone from "+46 8 123 45 60" to "+46 8 123 45 67".
[[nodiscard]] core::ChangeCaptured phoneChange();
[[nodiscard]] core::FieldDecision decisionOf(const std::string& field, core::Outcome outcome,
                                             core::Reason reason = core::Reason::None);
[[nodiscard]] core::FieldsDecided decided(std::vector<core::FieldDecision> fields);
[[nodiscard]] core::ConflictOpened titleConflict();
[[nodiscard]] core::WriteSent phoneWrite();

}  // namespace syncline::test
