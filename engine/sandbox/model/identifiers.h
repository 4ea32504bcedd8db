#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace syncline::sandbox::model {

/// The 18-character form of a Salesforce id of 15 characters; 18 are given back as they are, anything else is empty.
/// (Salesforce: Object Reference, field types, id; three checksum characters for the case of five letters each.)
[[nodiscard]] std::string salesforceId18(std::string_view id);

/// A new Salesforce id: key prefix, pod, and a running number in base 62.
[[nodiscard]] std::string salesforceId(std::string_view keyPrefix, std::uint64_t number);

/// "00006948-0ac9-7da3-edb3-ea0e31b2334a" from 128 bits.
[[nodiscard]] std::string uuidText(std::uint64_t high, std::uint64_t low);

}  // namespace syncline::sandbox::model
