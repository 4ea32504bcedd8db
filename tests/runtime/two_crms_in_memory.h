#pragma once

#include "engine/connectors/api/connector.h"
#include "engine/mapping/workspace.h"
#include "engine/runtime/read_queue.h"

#include <map>
#include <string>
#include <vector>

namespace syncline::test {

inline constexpr core::Side kSf = core::Side::Salesforce;
inline constexpr core::Side kHs = core::Side::HubSpot;

/// A day whose wall clock the tests begin at.
inline constexpr base::WallTime kStart(std::chrono::milliseconds(1795536000000));

/// Contacts (phone, email), which store each other's ids and may be made on both sides, and companies (name), which are
/// matched by name only and made on neither. Both directions are live, Salesforce's stamps are whole seconds.
[[nodiscard]] mapping::Workspace contactsAndCompanies();

/// Fields of a record as one side names them.
using Texts = std::map<std::string, std::string>;

/// What both sides hold, and their answers. All records were changed an hour before the tests' beginning.
class TwoCrms {
public:
    explicit TwoCrms(const mapping::Workspace& workspace) : m_workspace(workspace) {}

    /// A record of a mapped object, or the new values of some of its fields.
    void put(core::Side side, const std::string& object, const std::string& id, const Texts& fields);
    void remove(core::Side side, const std::string& object, const std::string& id);
    /// Who asks for `id` is given `survivor`.
    void merge(core::Side side, const std::string& object, const std::string& id, const std::string& survivor);
    /// HubSpot's past versions of a property, newest first.
    void setHistory(const std::string& object, const std::string& id, const std::string& field,
                    std::vector<connectors::PastVersion> versions);

    [[nodiscard]] connectors::ReadAnswer answer(core::Side side, const connectors::ReadRequest& request) const;
    [[nodiscard]] connectors::ReadAnswer answer(core::Side side, const connectors::FindRequest& request) const;
    /// Does what it says; a new record gets the id "new-" and its number.
    connectors::WriteAnswer answer(core::Side side, const connectors::WriteRequest& request, base::WallTime at);
    /// What the read queue would have given for one want.
    [[nodiscard]] runtime::ReadGot got(const runtime::ReadWant& want) const;
    /// "" when it is blank or not there.
    [[nodiscard]] std::string text(core::Side side, const std::string& object, const std::string& id,
                                   const std::string& field) const;

private:
    struct Record {
        std::string id;
        Texts fields;
        std::map<std::string, std::vector<connectors::PastVersion>> history;
    };
    struct Key {
        core::Side side = kSf;
        std::string object;  ///< the side's own name
        std::string id;
        auto operator<=>(const Key&) const = default;
    };

    [[nodiscard]] Key keyOf(core::Side side, const std::string& object, const std::string& id) const;
    [[nodiscard]] static connectors::RecordRead shown(const Record& record, const std::string& askedFor);

    const mapping::Workspace& m_workspace;
    std::map<Key, Record> m_records;
    int m_made = 0;
};

}  // namespace syncline::test
