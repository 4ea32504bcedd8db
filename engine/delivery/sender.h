#pragma once

#include "engine/delivery/due_work.h"
#include "engine/delivery/writer_parts.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace syncline::delivery {

/// A writer's requests that write: what is ready leaves in batches, and answers become entries.
class Sender {
public:
    explicit Sender(WriterParts& parts) : m_parts(parts) {}

    void send(WriterContext& context, WriterOutput& output);
    void answered(WriterContext& context, const connectors::WriteAnswer& answer);
    [[nodiscard]] std::size_t out() const { return m_requests.size(); }

private:
    /// One record of a request.
    struct Sent {
        core::EntityId entity;
        core::Seq write;
        bool create = false;
        std::vector<std::string> fields;  ///< canonical
    };

    /// Appends the WriteSent; none when nothing is due any more.
    [[nodiscard]] std::optional<connectors::RecordWrite> draft(WriterContext& context, core::EntityId id,
                                                               const Lane& lane, std::vector<Sent>& sent);
    static void chooseSingle(Track& track, std::vector<DueField>& fields);
    void answeredOne(WriterContext& context, const Sent& sent, const connectors::RecordWritten& written,
                     base::WallTime answeredAt);
    void succeeded(WriterContext& context, const Sent& sent, const connectors::RecordWritten& written,
                   base::WallTime answeredAt);
    void appendBlank(WriterContext& context, const Sent& sent, core::Seq made) const;
    void failed(WriterContext& context, const Sent& sent, const connectors::RecordWritten& written);
    [[nodiscard]] std::vector<std::string> namedFields(WriterContext& context, const Sent& sent,
                                                       const connectors::RecordWritten& written) const;

    WriterParts& m_parts;
    std::map<connectors::RequestId, std::vector<Sent>> m_requests;
};

}  // namespace syncline::delivery
