#pragma once

#include "engine/core/side.h"

#include <QString>
#include <QStringList>
#include <vector>

namespace syncline::ui::stream {

struct JsonRange {
    qsizetype start = 0;
    qsizetype length = 0;
    bool operator==(const JsonRange&) const = default;
};
/// A member of an object with its place in the page's text. Elements of arrays are in no path.
struct JsonMember {
    QStringList path;  ///< keys from the outermost
    JsonRange key;     ///< with its quotes
    JsonRange value;

    bool operator==(const JsonMember&) const = default;
};

/// A payload as a person reads it: one member a line, two spaces a level, short lists and objects in one line; keys and
/// scalars exactly as they came, in their order. What is no JSON stays as it is and has no members.
struct JsonPage {
    QString text;
    std::vector<JsonMember> members;  ///< in the text's order
};
[[nodiscard]] JsonPage jsonPage(const QString& raw);

/// The member in which a source tells of one of its fields, by the side's own name: in Salesforce's events below
/// "payload", also as a part of a compound ("Name": {"LastName"}, "BillingAddress": {"City"}); in HubSpot's below
/// "propertyChanges". Null when there is none. Points into the page.
[[nodiscard]] const JsonMember* memberOfField(const JsonPage& page, core::Side side, const QString& name);

}  // namespace syncline::ui::stream
