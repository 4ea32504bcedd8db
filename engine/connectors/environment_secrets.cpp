#include "engine/connectors/environment_secrets.h"

#include "engine/base/log.h"

#include <cstdlib>

namespace syncline::connectors {

namespace {

std::optional<std::string> fromProcess(const std::string& variable) {
    const char* value = std::getenv(variable.c_str());
    return value ? std::optional<std::string>(value) : std::nullopt;
}

}  // namespace

std::string variableOf(core::Side side, SecretKind kind) {
    const std::string start = side == core::Side::Salesforce ? "SYNCLINE_SALESFORCE_" : "SYNCLINE_HUBSPOT_";
    switch (kind) {
        case SecretKind::AccessToken:
            return start + "TOKEN";
        case SecretKind::RefreshToken:
            return start + "REFRESH_TOKEN";
        case SecretKind::ClientSecret:
            return start + "CLIENT_SECRET";
    }
    return {};
}

EnvironmentSecrets::EnvironmentSecrets() : m_lookup(fromProcess) {}

std::optional<std::string> EnvironmentSecrets::variable(const SecretName& name) const {
    constexpr std::string_view kBlank = " \t\r\n";
    const std::optional<std::string> value = m_lookup(variableOf(name.side, name.kind));
    if (!value)
        return std::nullopt;
    const std::size_t first = value->find_first_not_of(kBlank);
    if (first == std::string::npos)
        return std::nullopt;
    return value->substr(first, value->find_last_not_of(kBlank) - first + 1);
}

bool EnvironmentSecrets::holds(const SecretName& name) const {
    return m_written.contains(name) || variable(name);
}

void EnvironmentSecrets::read(const SecretName& name, Read done) {
    const auto written = m_written.find(name);
    done(written == m_written.end() ? variable(name) : std::optional<std::string>(written->second));
}

void EnvironmentSecrets::write(const SecretName& name, std::string value, Written done) {
    const std::optional<std::string> given = variable(name);
    const bool replaces = !m_written.contains(name) && given && given != value;
    m_written.insert_or_assign(name, std::move(value));
    if (replaces && name.kind == SecretKind::RefreshToken) {
        base::log::warning(core::name(name.side), "the sign-in was renewed; the next start needs a new value",
                           {{"variable", variableOf(name.side, name.kind)}});
    }
    done({});
}

}  // namespace syncline::connectors
