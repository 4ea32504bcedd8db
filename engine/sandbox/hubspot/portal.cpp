#include "engine/sandbox/hubspot/portal.h"

#include "engine/sandbox/hubspot/json_access.h"
#include "engine/sandbox/model/identifiers.h"

namespace syncline::sandbox::hubspot {

Portal::Portal(Context context, HubSpotOptions options)
    : m_context(std::move(context)), m_options(std::move(options)) {}

std::string Portal::uuid() {
    const std::uint64_t high = m_context.random.next();
    return model::uuidText(high, m_context.random.next());
}

std::string Portal::freshToken(std::string_view prefix) {
    constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    constexpr std::size_t kLength = 48;
    std::string token(prefix);
    for (std::size_t i = 0; i < kLength; ++i)
        token += kLetters[m_context.random.below(kLetters.size())];
    return token;
}

model::Actor Portal::actorFor(const Caller& caller) const {
    const bool token = caller.kind == Caller::Kind::StaticToken;
    const std::int64_t app = caller.isOtherApp ? m_options.otherAppId : m_options.appId;
    return {model::ActorKind::Integration, caller.userId, std::to_string(app),
            token ? std::string(kStaticTokenClient) : std::string()};
}

std::string paddedNumber(std::uint64_t number) {
    constexpr std::size_t kDigits = 12;
    const std::string digits = std::to_string(number);
    return digits.size() < kDigits ? std::string(kDigits - digits.size(), '0') + digits : digits;
}

std::uint64_t nextNumber(KeyValues& values, const std::string& key) {
    const std::string* stored = values.find(key);
    const std::int64_t last = stored == nullptr ? 0 : wholeNumber(*stored).value_or(0);
    values.put(key, std::to_string(last + 1));
    return static_cast<std::uint64_t>(last) + 1;
}

}  // namespace syncline::sandbox::hubspot
