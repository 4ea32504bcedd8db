#pragma once

#include "engine/base/result.h"
#include "engine/core/rules.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace syncline::mapping {

/// How two canonical values of a field are compared, and so normalised.
enum class Comparison : std::uint8_t {
    Exact,
    CaseInsensitive,
    Trimmed,
    PhoneDigits,
    Number,
    Boolean,
    Date,
    Instant,
    Set
};

/// A field on both sides under one canonical name.
struct FieldMapping {
    std::string name;                  ///< canonical: "phone"
    core::PerSide<std::string> field;  ///< the sides' own API names: "Phone", "phone"
    Comparison comparison = Comparison::Trimmed;
    int scale = -1;                              ///< Number: digits behind the point; -1: as written
    std::map<std::string, std::string> options;  ///< Salesforce's value → HubSpot's; empty: the same on both
    core::FieldRule rule;

    bool operator==(const FieldMapping&) const = default;
};

/// Fields by which a record's partner is looked for, in order.
struct MatchKey {
    std::string field;  ///< canonical name of a mapped field
    bool operator==(const MatchKey&) const = default;
};

struct ObjectMapping {
    std::string name;                      ///< "contact"
    core::PerSide<std::string> object;     ///< "Contact", "contacts"
    core::PerSide<std::string> partnerId;  ///< the field that holds the other side's id, unique on its side; may be ""
    std::vector<MatchKey> matchKeys;
    core::PerSide<bool> create;  ///< whether a missing record is made there
    std::vector<FieldMapping> fields;

    [[nodiscard]] const FieldMapping* find(std::string_view canonical) const;
    [[nodiscard]] const FieldMapping* findOn(core::Side side, std::string_view field) const;
    bool operator==(const ObjectMapping&) const = default;
};

/// How to reach one side. Without secrets.
struct Connection {
    std::string baseUrl;                           ///< https, or http for loopback
    std::string clientId;                          ///< of the connected app, or the HubSpot app
    std::string apiVersion;                        ///< "66.0", "2026-09"
    std::string caFile;                            ///< a PEM file of further trust anchors; may be empty
    std::string account;                           ///< org id or portal id; empty: asked for
    std::string appId;                             ///< HubSpot's; empty: learnt from our own first write
    std::string clientName = "Syncline";           ///< Salesforce's Sforce-Call-Options client
    std::chrono::milliseconds clockResolution{1};  ///< of the side's stamps: 1000 for Salesforce
    std::chrono::milliseconds pollInterval{1000};  ///< HubSpot's journal is asked again so long after an empty answer

    bool operator==(const Connection&) const = default;
};

/// The embedded sandbox in place of real connections.
struct SandboxSettings {
    std::uint64_t seed = 1;
    double editsPerSecond = 2;
    bool operator==(const SandboxSettings&) const = default;
};

/// A downstream stream: JSON lines (CloudEvents 1.0) in a file of the workspace.
struct StreamSettings {
    std::string name;
    std::string file;    ///< relative to the workspace folder
    std::string filter;  ///< filter language; empty: everything
    bool operator==(const StreamSettings&) const = default;
};

struct Timing {
    std::chrono::milliseconds settle{5000};  ///< a side's stream tells of a write within this time, or never
    bool operator==(const Timing&) const = default;
};

/// workspace.json, version 1, read and checked.
struct Workspace {
    std::filesystem::path folder;
    std::string name;
    std::string id;  ///< sent with every write where an API allows
    core::PerSide<Connection> connection;
    std::optional<SandboxSettings> sandbox;
    core::PerSide<core::Mode> mode{core::Mode::Observe, core::Mode::Observe};  ///< by the side that is written to
    std::vector<ObjectMapping> objects;
    std::vector<StreamSettings> streams;
    Timing timing;
    std::string policyHash;  ///< SHA-256 of the canonical form of rules and modes

    [[nodiscard]] const ObjectMapping* find(std::string_view name) const;
    [[nodiscard]] const ObjectMapping* findOn(core::Side side, std::string_view object) const;
    /// Its rules and modes as the engine takes them; the version is not set.
    [[nodiscard]] core::RuleSet rules() const;
};

/// Reads workspace.json and validates it with the schema, then what a schema cannot say (names that are used twice,
/// rules of unmapped fields, plain http to other than loopback, filters that do not parse). InvalidArgument: `object`
/// is the file, `detail` one line per mistake, "line 12, /objects/0/fields/2/rule: expected one of …, found …".
[[nodiscard]] base::Result<Workspace> readWorkspace(const std::filesystem::path& folder);
[[nodiscard]] base::Result<Workspace> parseWorkspace(std::string_view text, const std::filesystem::path& file);

/// Writes workspace.json of a new sandbox workspace: contacts and companies, both directions live, one stream. Makes
/// the folder. AlreadyExists when there is one.
[[nodiscard]] base::Result<void> createSandboxWorkspace(const std::filesystem::path& folder,
                                                        const SandboxSettings& settings);

}  // namespace syncline::mapping
