#include "engine/connectors/salesforce/bayeux.h"

#include <algorithm>

#include <boost/json.hpp>
#include <simdjson.h>

namespace syncline::connectors::salesforce {
namespace {

using simdjson::error_code;
namespace ondemand = simdjson::ondemand;

/// One message as it is read; whether it is one for us or of the server shows only at its end.
struct Message {
    MetaReply reply;
    std::string data;
};

/// The text of a string; anything else leaves it as it is.
void readText(ondemand::value value, std::string& text) {
    std::string_view view;
    if (!value.get_string().get(view))
        text = std::string(view);
}

void readMilliseconds(ondemand::value value, std::optional<std::chrono::milliseconds>& time) {
    std::int64_t number = 0;
    constexpr std::int64_t kLongest = 24LL * 60 * 60 * 1000;
    if (!value.get_int64().get(number))
        time = std::chrono::milliseconds(std::clamp<std::int64_t>(number, 0, kLongest));
}

template <typename Take>
error_code forEachMember(ondemand::object object, Take take) {
    for (auto member : object) {
        std::string_view view;
        ondemand::value value;
        if (const error_code error = member.unescaped_key().get(view))
            return error;
        const std::string key(view);
        if (const error_code error = member.value().get(value))
            return error;
        if (const error_code error = take(key, value))
            return error;
    }
    return simdjson::SUCCESS;
}

error_code readAdvice(ondemand::value value, Advice& advice) {
    ondemand::object object;
    if (value.get_object().get(object))
        return simdjson::SUCCESS;
    return forEachMember(object, [&](const std::string& key, ondemand::value member) {
        if (key == "reconnect")
            readText(member, advice.reconnect);
        else if (key == "interval")
            readMilliseconds(member, advice.interval);
        else if (key == "timeout")
            readMilliseconds(member, advice.timeout);
        return simdjson::SUCCESS;
    });
}

error_code readExtension(ondemand::value value, std::string& failureReason) {
    ondemand::object extension;
    if (value.get_object().get(extension))
        return simdjson::SUCCESS;
    return forEachMember(extension, [&](const std::string& key, ondemand::value member) {
        ondemand::object salesforce;
        if (key != "sfdc" || member.get_object().get(salesforce))
            return simdjson::SUCCESS;
        return forEachMember(salesforce, [&](const std::string& name, ondemand::value reason) {
            if (name == "failureReason")
                readText(reason, failureReason);
            return simdjson::SUCCESS;
        });
    });
}

error_code readMember(const std::string& key, ondemand::value value, Message& message) {
    if (key == "channel")
        readText(value, message.reply.channel);
    else if (key == "clientId")
        readText(value, message.reply.clientId);
    else if (key == "subscription")
        readText(value, message.reply.subscription);
    else if (key == "error")
        readText(value, message.reply.error);
    else if (key == "successful")
        return value.get_bool().get(message.reply.successful);
    else if (key == "advice")
        return readAdvice(value, message.reply.advice);
    else if (key == "ext")
        return readExtension(value, message.reply.failureReason);
    else if (key == "data") {
        ondemand::object data;
        if (const error_code error = value.get_object().get(data))
            return error;
        std::string_view raw;
        const error_code error = data.raw_json().get(raw);
        message.data = std::string(raw);
        return error;
    }
    return simdjson::SUCCESS;
}

error_code readMessage(ondemand::object object, BayeuxAnswer& answer) {
    Message message;
    const error_code error = forEachMember(
        object, [&](const std::string& key, ondemand::value value) { return readMember(key, value, message); });
    if (error)
        return error;
    const std::string& channel = message.reply.channel;
    if (message.data.empty() || channel.starts_with("/meta/"))
        answer.replies.push_back(std::move(message.reply));
    else
        answer.messages.push_back({channel, std::move(message.data)});
    return simdjson::SUCCESS;
}

error_code readMessages(ondemand::document& document, BayeuxAnswer& answer) {
    ondemand::json_type type{};
    if (const error_code error = document.type().get(type))
        return error;
    if (type == ondemand::json_type::object) {
        ondemand::object single;
        const error_code error = document.get_object().get(single);
        return error ? error : readMessage(single, answer);
    }
    ondemand::array list;
    if (const error_code error = document.get_array().get(list))
        return error;
    for (auto element : list) {
        ondemand::object object;
        if (const error_code error = element.get_object().get(object))
            return error;
        if (const error_code error = readMessage(object, answer))
            return error;
    }
    return simdjson::SUCCESS;
}

std::string body(boost::json::object message, std::uint64_t id) {
    message["id"] = std::to_string(id);
    return boost::json::serialize(boost::json::array{std::move(message)});
}

}  // namespace

const MetaReply* BayeuxAnswer::find(std::string_view channel) const {
    const auto found =
        std::find_if(replies.begin(), replies.end(), [&](const MetaReply& reply) { return reply.channel == channel; });
    return found == replies.end() ? nullptr : &*found;
}

base::Result<BayeuxAnswer> parseBayeux(std::string_view text) {
    const simdjson::padded_string json(text);
    ondemand::parser parser;
    ondemand::document document;
    BayeuxAnswer answer;
    error_code error = parser.iterate(json).get(document);
    if (!error)
        error = readMessages(document, answer);
    if (error)
        return base::Error{base::ErrorCode::ProtocolViolation,
                           "read an answer of Salesforce's Streaming API",
                           {},
                           std::string("it is not the JSON of Bayeux messages: ") + simdjson::error_message(error),
                           {}};
    return answer;
}

namespace message {

std::string handshake(std::uint64_t id) {
    return body({{"channel", "/meta/handshake"},
                 {"version", "1.0"},
                 {"minimumVersion", "1.0"},
                 {"supportedConnectionTypes", boost::json::array{"long-polling"}},
                 {"ext", {{"replay", true}}}},
                id);
}

std::string subscribe(std::uint64_t id, const std::string& clientId, const std::string& channel,
                      const std::string& replayId) {
    const std::string message = body({{"channel", "/meta/subscribe"},
                                      {"clientId", clientId},
                                      {"subscription", channel},
                                      {"ext", {{"replay", {{channel, nullptr}}}}}},
                                     id);
    // The id goes out with the digits that it came with, which no number type is sure to hold.
    constexpr std::string_view kPlace = ":null}";
    const std::size_t at = message.find(kPlace);
    return message.substr(0, at + 1) + replayId + message.substr(at + kPlace.size() - 1);
}

std::string connect(std::uint64_t id, const std::string& clientId, bool atOnce) {
    boost::json::object message{
        {"channel", "/meta/connect"}, {"clientId", clientId}, {"connectionType", "long-polling"}};
    if (atOnce)
        message["advice"] = {{"timeout", 0}};
    return body(std::move(message), id);
}

}  // namespace message

}  // namespace syncline::connectors::salesforce
