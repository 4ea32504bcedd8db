#pragma once

#include "engine/delivery/due_work.h"
#include "engine/delivery/writer_parts.h"

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace syncline::delivery {

/// A writer's requests that read: what became of writes whose answer was lost. An updated record is read by its id, one
/// that was being made is looked for (lookUpOf); where there is no field to look by, its event is awaited. Until the
/// outcome is known they are asked again, with backoff.
class ReadBack {
public:
    explicit ReadBack(WriterParts& parts) : m_parts(parts) {}

    /// Asks for what is to be read (Moving::toRead).
    void ask(WriterContext& context, WriterOutput& output);
    /// False: not one of its own.
    [[nodiscard]] bool answered(WriterContext& context, const connectors::ReadAnswer& answer);
    [[nodiscard]] std::size_t out() const { return m_requests.size(); }

private:
    /// How a cell stood when its read was asked for: if it stands otherwise by then, the answer may be older.
    struct Seen {
        std::optional<core::VersionId> present;
        core::Seq write;  ///< the last that is out
        bool operator==(const Seen&) const = default;
    };
    /// By what a record is read: its id, or a field that it is looked for by.
    struct Target {
        const mapping::ObjectMapping* object = nullptr;
        std::string field;  ///< the side's own name; empty: the id
        std::string value;

        [[nodiscard]] bool fitsWith(const Target& one) const { return object == one.object && field == one.field; }
    };
    struct Asked {
        core::EntityId entity;
        Target target;
        std::map<std::string, Seen> cells;  ///< those in doubt, by canonical field name
        base::MonotonicTime at;
    };

    [[nodiscard]] std::map<std::string, Seen> cellsInDoubt(const core::Entity& entity) const;
    [[nodiscard]] std::optional<Target> targetOf(WriterContext& context, core::EntityId id);
    [[nodiscard]] std::vector<Asked> takePage(WriterContext& context);
    [[nodiscard]] connectors::ReadRequest readRequest(const std::vector<Asked>& page) const;
    [[nodiscard]] connectors::FindRequest findRequest(const std::vector<Asked>& page) const;

    void gotRead(WriterContext& context, const Asked& asked, const connectors::RecordRead& read);
    [[nodiscard]] bool holdsSomethingElse(const core::Entity& entity,
                                          const std::map<std::string, core::Value>& values) const;
    void gotNothing(WriterContext& context, const Asked& asked);
    [[nodiscard]] bool isLate(const Asked& asked, const core::Entity& entity, const Doubt& doubt) const;
    void gotFound(WriterContext& context, const Asked& asked, const std::vector<connectors::RecordRead>& found);
    void lookAgain(core::EntityId id, base::MonotonicTime now);

    WriterParts& m_parts;
    std::map<connectors::RequestId, std::vector<Asked>> m_requests;
};

}  // namespace syncline::delivery
