#pragma once

#include "engine/base/result.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::connectors::salesforce {

/// How the server wants to be asked (Bayeux 1.0, advice). What it does not say stays as it was.
struct Advice {
    std::string reconnect;  ///< "retry", "handshake", "none", or ""
    std::optional<std::chrono::milliseconds> interval;
    std::optional<std::chrono::milliseconds> timeout;

    bool operator==(const Advice&) const = default;
};

/// A message on a /meta/ channel.
struct MetaReply {
    std::string channel;
    std::string clientId;
    std::string subscription;
    bool successful = false;
    std::string error;          ///< "403::Unknown client"
    std::string failureReason;  ///< Salesforce's own, in ext.sfdc; it counts before `error`
    Advice advice;

    bool operator==(const MetaReply&) const = default;
};

/// A message on any other channel, with its "data" as it came.
struct DataMessage {
    std::string channel;
    std::string data;

    bool operator==(const DataMessage&) const = default;
};

struct BayeuxAnswer {
    std::vector<MetaReply> replies;
    std::vector<DataMessage> messages;  ///< in order

    [[nodiscard]] const MetaReply* find(std::string_view channel) const;
    bool operator==(const BayeuxAnswer&) const = default;
};

/// The body of an answer: a list of messages, or one. ProtocolViolation: it is neither.
[[nodiscard]] base::Result<BayeuxAnswer> parseBayeux(std::string_view body);

/// The bodies of requests: a list of one message each, as the server wants them (Streaming API guide, how the client
/// connects). `replayId` is a number as text.
namespace message {
[[nodiscard]] std::string handshake(std::uint64_t id);
[[nodiscard]] std::string subscribe(std::uint64_t id, const std::string& clientId, const std::string& channel,
                                    const std::string& replayId);
/// `atOnce`: the first one, which the server does not hold.
[[nodiscard]] std::string connect(std::uint64_t id, const std::string& clientId, bool atOnce);
}  // namespace message

}  // namespace syncline::connectors::salesforce
