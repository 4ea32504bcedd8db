#pragma once

#include "engine/sandbox/salesforce/errors.h"
#include "engine/sandbox/salesforce/org.h"

#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

namespace syncline::sandbox::salesforce {

/// A model's value as JSON of a column's type: date-times with "+0000", booleans never null.
[[nodiscard]] boost::json::value wireValue(ColumnType type, const model::Value& value);

/// One column of a row, compounds included.
[[nodiscard]] boost::json::value readColumn(const Column& column, const Row& row);

/// {"attributes":{…},"Id":…}: the columns in the order given.
[[nodiscard]] boost::json::object readRow(const ApiObject& object, const std::vector<const Column*>& columns,
                                          const Row& row, std::string_view version);

/// The fields that a request's record sets, in the model's form; "attributes" and the members named in `ignored` do not
/// count. Refuses unknown, hidden and read-only fields, compounds, and JSON of the wrong kind.
[[nodiscard]] Checked<std::vector<model::FieldValue>> fieldsToWrite(const Org& org, const ApiObject& object,
                                                                    const boost::json::object& record,
                                                                    const std::vector<std::string>& ignored);

}  // namespace syncline::sandbox::salesforce
