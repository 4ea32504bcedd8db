#pragma once

#include "engine/base/clock.h"
#include "engine/base/result.h"
#include "engine/core/rules.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::mapping {

/// How two values that one side may hold in a field are compared. White space is Unicode's; README.md says more.
enum class Comparison : std::uint8_t {
    Exact,            ///< byte by byte
    CaseInsensitive,  ///< as Trimmed, with Unicode's full case folding: e-mail
    Trimmed,          ///< without white space around it, in NFC, CRLF as LF
    PhoneDigits,      ///< the digits only, and those of an extension
    Number,           ///< the decimal value, rounded to the field's scale
    Boolean,          ///< true, yes, 1 against false, no, 0, in any case
    Date,             ///< the calendar day; of an instant the day as written
    Instant,          ///< the millisecond, whatever the zone
    Set               ///< what stands between semicolons, in any order
};

/// One value under the two names that the sides have for it.
struct OptionPair {
    std::string salesforce;
    std::string hubspot;
    bool operator==(const OptionPair&) const = default;
};

/// A field on both sides under one canonical name.
struct FieldMapping {
    std::string name;                  ///< canonical: "phone"
    core::PerSide<std::string> field;  ///< the sides' own API names: "Phone", "phone"
    Comparison comparison = Comparison::Trimmed;
    int scale = -1;                      ///< Number: digits behind the point; -1: as written
    std::vector<OptionPair> options;     ///< in the file's order; where one value has several others the first is taken
    core::PerSide<std::string> blankAs;  ///< what stands for a blank on a side that takes none; mostly ""
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
    std::string caFile;                            ///< an absolute path of a PEM file of further anchors, or empty
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
    std::string policyHash;  ///< SHA-256 of the canonical form of rules and modes, 64 hexadecimal digits

    [[nodiscard]] const ObjectMapping* find(std::string_view name) const;
    [[nodiscard]] const ObjectMapping* findOn(core::Side side, std::string_view object) const;
    /// Its rules and modes as the engine takes them; the version is not set.
    [[nodiscard]] core::RuleSet rules() const;
};

/// The name of the file in a workspace's folder.
inline constexpr std::string_view kWorkspaceFile = "workspace.json";

/// Reads workspace.json and validates it with the schema, then what a schema cannot say (names that are used twice,
/// match keys that are not mapped, plain http to other than loopback, filters that do not parse). Errors:
/// InvalidArgument, where `object` is the file and `detail` has one line per mistake, "line 12,
/// /objects/0/fields/2/rule: expected one of …, found …", in the file's order, or the one place where it stops being
/// JSON, or says that real connections stand where a sandbox was; UnsupportedVersion with both numbers for a newer
/// file; NotFound, PermissionDenied, LimitExceeded (above 4 MiB) and Io for a file that cannot be read. Blocks on the
/// disk; any thread.
[[nodiscard]] base::Result<Workspace> readWorkspace(const std::filesystem::path& folder);
/// The same of a text; `file` gives the workspace its folder and errors their object, and is not read.
[[nodiscard]] base::Result<Workspace> parseWorkspace(std::string_view text, const std::filesystem::path& file);

/// Writes workspace.json of a new sandbox workspace: contacts and companies, both directions live, one stream. Makes
/// the folder. Its id is a UUID of version 8 (RFC 9562), made of the folder's absolute path, the seed and `now`.
/// AlreadyExists when there is one; nothing is overwritten.
[[nodiscard]] base::Result<void> createSandboxWorkspace(const std::filesystem::path& folder,
                                                        const SandboxSettings& settings, base::WallTime now);

/// The published JSON Schema (draft 7) of workspace.json, for editors.
[[nodiscard]] std::string_view workspaceSchema();

}  // namespace syncline::mapping
