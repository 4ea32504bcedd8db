#pragma once

#include "engine/connectors/hubspot/api_calls.h"
#include "engine/connectors/hubspot/object_catalog.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>

namespace syncline::connectors::hubspot {

/// What has to be known of the account before its records are read and its journal is followed: which account the
/// sign-in is for, and which properties the mapped objects have. The connector's thread; one run() at a time.
class AccountSetUp {
public:
    struct Settings {
        std::string version;
        std::string account;  ///< the portal id that the workspace is for; "": whichever the sign-in is for
    };
    using Done = std::function<void(std::optional<base::Error>)>;

    AccountSetUp(ApiCalls& calls, ObjectCatalog& objects, Settings settings)
        : m_calls(calls), m_objects(objects), m_settings(std::move(settings)) {}

    /// Errors: InvalidArgument when the sign-in is for another account or an object is not known; those of the API.
    /// Where the app may not see property definitions the mapping's own word counts.
    void run(Done done);
    void stop() { m_done = nullptr; }

    /// The portal id, once it is known.
    [[nodiscard]] const std::string& portal() const { return m_settings.account; }
    /// What is wrong with the mapping, though it can be gone on; for a person.
    [[nodiscard]] const std::optional<base::Error>& complaint() const { return m_complaint; }

private:
    void accountKnown(const HttpAnswer& answer);
    void nextType();
    void described(const HttpAnswer& answer);
    void complain(const ObjectType& type);
    void finish(std::optional<base::Error> error);

    ApiCalls& m_calls;
    ObjectCatalog& m_objects;
    Settings m_settings;
    Done m_done;
    std::size_t m_index = 0;
    std::optional<base::Error> m_complaint;
};

}  // namespace syncline::connectors::hubspot
