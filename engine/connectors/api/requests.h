#pragma once

#include "engine/base/error.h"
#include "engine/base/ids.h"
#include "engine/connectors/api/priority.h"
#include "engine/connectors/api/source_change.h"

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace syncline::connectors {

/// Names a request in its answer. The caller makes them.
using RequestId = base::Id<struct RequestTag, std::uint64_t>;

/// Records of one object to be read, at most Connector::readLimit() of them.
struct ReadRequest {
    RequestId id;
    std::string object;  ///< the side's own name
    std::vector<std::string> ids;
    std::vector<std::string> fields;   ///< to be read
    std::vector<std::string> history;  ///< fields whose past versions are wanted, where the side keeps them (HubSpot)
    Priority priority = Priority::Live;
};

/// Records one of whose fields has one of these values, looked up in the side's own store: all values in one call where
/// the API can (HubSpot: batch/read by idProperty, or search with IN; Salesforce: SOQL with IN). At most
/// Connector::readLimit() values. In the answer `askedFor` is the value that a record was found by; a value may be
/// found on several records, or on none, and then there is no row for it.
struct FindRequest {
    RequestId id;
    std::string object;
    std::string field;
    std::vector<std::string> values;
    std::vector<std::string> fields;  ///< to be read of those that are found
    Priority priority = Priority::Live;
};

/// A version from a property's history.
struct PastVersion {
    std::optional<std::string> text;
    core::SourceTime time;
    core::Writer writer;

    bool operator==(const PastVersion&) const = default;
};

/// What a side holds of a record.
struct RecordRead {
    std::string askedFor;  ///< the id that was asked for
    std::string id;        ///< the record's own now: another one when it was merged
    bool found = false;    ///< false: it does not exist, or is deleted
    std::vector<SideField> fields;
    std::optional<base::WallTime> modified;  ///< its last change, by the side's clock; coarse: its latest
    std::map<std::string, std::vector<PastVersion>> history;  ///< newest first

    bool operator==(const RecordRead&) const = default;
};

/// The answer to a read or find. Either what was read, or why it could not be.
struct ReadAnswer {
    RequestId id;
    std::vector<RecordRead> records;
    std::optional<base::Error> error;  ///< then there are no records
    std::chrono::milliseconds retryAfter{0};
};

/// One record to be written. Without an id it is made, or updated, by an upsert on `key`.
struct RecordWrite {
    std::optional<std::string> id;
    std::optional<SideField> key;  ///< the field that holds the partner's id, and its value
    std::vector<SideField> fields;
};

/// Records of one object, each at most once, at most Connector::writeLimit() of them; all with an id, or none.
struct WriteRequest {
    RequestId id;
    std::string object;
    std::vector<RecordWrite> records;
};

enum class WriteEffect : std::uint8_t {
    Done,
    None,       ///< it surely had no effect and may be sent again: rate, lock, sign-in, or it never left
    Unknown,    ///< the answer was lost
    Permanent,  ///< the API refuses it
};

struct RecordWritten {
    WriteEffect effect = WriteEffect::Unknown;
    std::string id;  ///< Done: the record's
    bool created = false;
    std::string code;                 ///< otherwise: the API's
    std::string message;              ///< and its words
    std::vector<std::string> fields;  ///< that it names, by their API names
};

/// One for each record of the request, in its order.
struct WriteAnswer {
    RequestId id;
    std::vector<RecordWritten> records;
    base::WallTime answeredAt;
    std::chrono::milliseconds retryAfter{0};  ///< the side asks for this pause
};

}  // namespace syncline::connectors
