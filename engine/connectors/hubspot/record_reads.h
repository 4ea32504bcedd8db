#pragma once

#include "engine/base/clock.h"
#include "engine/connectors/api/requests.h"
#include "engine/connectors/hubspot/api_calls.h"
#include "engine/connectors/hubspot/object_catalog.h"
#include "engine/connectors/hubspot/wire_records.h"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace syncline::connectors::hubspot {

/// Records in one batch/read, and with histories (HubSpot: CRM objects API).
inline constexpr std::size_t kReadLimit = 100;
inline constexpr std::size_t kHistoryLimit = 50;

/// One batch/read, as many calls as it takes: by record ids, which merged records answer to as well, or by the values
/// of a unique property.
struct BatchReadOrder {
    std::string object;
    std::string idProperty;  ///< "": record ids
    std::vector<std::string> inputs;
    std::vector<std::string> properties;
    std::vector<std::string> history;
    Priority priority = Priority::Live;
};

/// What was asked for and the record that it led to; several inputs may lead to one record.
struct BatchReadFound {
    std::string input;
    WireRecord record;
};

/// Reading and finding records. What is under way ends when its ApiCalls are stopped. The connector's thread.
class RecordReads {
public:
    struct Tools {
        ApiCalls& calls;
        const base::Clock& clock;
        const ObjectCatalog& objects;
        const WriterMarks& marks;
        std::string version;
    };
    using Done = std::function<void(ReadAnswer)>;
    using BatchDone = std::function<void(base::Result<std::vector<BatchReadFound>>, std::chrono::milliseconds pause)>;

    explicit RecordReads(Tools tools) : m_tools(std::move(tools)) {}

    void read(ReadRequest request, Done done);
    /// By a unique property or e-mail from the store itself; by another property through the search index, which lags,
    /// and whose hits are read from the store and compared again.
    void find(FindRequest request, Done done);
    /// Inputs that lead nowhere, or to an archived record, are not in the answer.
    void batchRead(BatchReadOrder order, BatchDone done);

private:
    struct Batch;
    struct Search;

    void nextCall(const std::shared_ptr<Batch>& batch);
    void batchAnswered(const std::shared_ptr<Batch>& batch, const std::vector<std::string>& part,
                       const HttpAnswer& answer);
    void nextSearch(const std::shared_ptr<Search>& search);
    void searchPage(const std::shared_ptr<Search>& search);
    void searchAnswered(const std::shared_ptr<Search>& search, const HttpAnswer& answer);
    void readHits(const std::shared_ptr<Search>& search);
    void findByUnique(const FindRequest& request, Done done);
    [[nodiscard]] std::vector<std::string> propertiesFor(const std::string& object,
                                                         std::vector<std::string> fields) const;
    [[nodiscard]] RecordRead readOf(const ReadRequest& request, const BatchReadFound& found) const;

    Tools m_tools;
};

}  // namespace syncline::connectors::hubspot
