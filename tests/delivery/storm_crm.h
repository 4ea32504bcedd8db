#pragma once

#include "engine/base/clock.h"
#include "engine/connectors/api/requests.h"
#include "engine/mapping/workspace.h"

#include <chrono>
#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace syncline::test {

/// One CRM of a storm: what it holds, what its stream has still to tell, in order, and each property's history. Its
/// clock may be wrong, and Salesforce's stamps are whole seconds.
class StormCrm {
public:
    /// What was done to a record in one step. HubSpot tells of each property by itself.
    struct Event {
        std::string record;
        std::vector<connectors::SideField> fields;
        core::SourceTime time;
        core::Writer writer;
        base::WallTime at;  ///< when it was done, by the true clock
    };

    /// How often a field got another value.
    struct Effort {
        int ours = 0;
        int others = 0;
    };

    StormCrm(core::Side side, const mapping::ObjectMapping& object, std::chrono::milliseconds wrongBy)
        : m_side(side), m_object(object), m_wrongBy(wrongBy) {}

    /// A new record, with the partner's id if it has one.
    std::string make(const std::string& partner = {});
    /// An automation took part in our last write of the field.
    void helped(const std::string& record, const std::string& field) { ++m_efforts[{record, field}].others; }
    [[nodiscard]] Effort effortOf(const std::string& record, const std::string& field) const;
    /// The record's fields are set; what they hold already is neither done nor told.
    void set(const std::string& record, const std::vector<connectors::SideField>& fields, core::WriterKind writer,
             base::WallTime now);
    /// An upsert, or an update by id, of ours. The record's id.
    std::string write(const connectors::RecordWrite& record, base::WallTime now);

    [[nodiscard]] connectors::RecordRead read(const std::string& record) const;
    [[nodiscard]] std::vector<connectors::RecordRead> findByPartner(const std::string& partner) const;
    [[nodiscard]] std::optional<std::string> held(const std::string& record, const std::string& field) const;
    [[nodiscard]] std::string partnerOf(const std::string& record) const { return m_records.at(record).partner; }

    [[nodiscard]] std::size_t count() const { return m_records.size(); }
    [[nodiscard]] std::string recordAt(std::size_t index) const;

    /// Its clock is fast, which hides how far its stream is behind.
    [[nodiscard]] bool isFast() const { return m_wrongBy > std::chrono::milliseconds(0); }
    /// What has not been told yet.
    [[nodiscard]] std::deque<Event>& stream() { return m_stream; }

private:
    struct Record {
        std::string partner;
        std::map<std::string, std::optional<std::string>> fields;
        std::map<std::string, std::vector<connectors::PastVersion>> history;  ///< newest first
        base::WallTime modified;
    };
    [[nodiscard]] core::SourceTime stampOf(base::WallTime now) const;

    core::Side m_side;
    const mapping::ObjectMapping& m_object;
    std::chrono::milliseconds m_wrongBy;
    std::map<std::string, Record> m_records;
    std::map<std::string, std::string> m_byPartner;
    std::map<std::pair<std::string, std::string>, Effort> m_efforts;
    std::deque<Event> m_stream;
};

}  // namespace syncline::test
