#pragma once

#include "engine/base/clock.h"
#include "engine/connectors/api/requests.h"
#include "engine/connectors/hubspot/api_calls.h"
#include "engine/connectors/hubspot/object_catalog.h"
#include "engine/connectors/hubspot/write_rows.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace syncline::connectors::hubspot {

/// Rows in one batch (HubSpot: CRM objects API).
inline constexpr std::size_t kWriteLimit = 100;

/// A value that we wrote, by whose mark in the property's history our writes can be known.
struct WriteSample {
    std::string object;
    std::string id;
    std::string property;
    std::string text;  ///< as written on the wire
    base::WallTime sentAt;
    base::WallTime answeredAt;
};

/// Writing records by batches. Each row is tried once; only when HubSpot refuses a batch for a row that it does not
/// name are its rows sent singly. What is under way ends when its ApiCalls are stopped. The connector's thread.
class RecordWrites {
public:
    struct Tools {
        ApiCalls& calls;
        const base::Clock& clock;
        const ObjectCatalog& objects;
        std::string version;
    };
    using Done = std::function<void(WriteAnswer, std::optional<WriteSample>)>;

    explicit RecordWrites(Tools tools) : m_tools(std::move(tools)) {}

    void write(const WriteRequest& request, Done done);

private:
    struct Task;
    void next(const std::shared_ptr<Task>& task);
    void answered(const std::shared_ptr<Task>& task, const std::vector<WriteRow>& rows, const HttpAnswer& answer);

    Tools m_tools;
};

}  // namespace syncline::connectors::hubspot
