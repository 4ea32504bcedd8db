#include "ui/record/writer_words.h"

#include "ui/widgets/format.h"

#include <QCoreApplication>
#include <algorithm>
#include <optional>
#include <string_view>

namespace syncline::ui {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("Record", text);
}

bool isDigit(char one) {
    return one >= '0' && one <= '9';
}

bool isOfId(char one) {
    return isDigit(one) || (one >= 'a' && one <= 'z') || (one >= 'A' && one <= 'Z');
}

/// Ids of Salesforce have 15 or 18 characters, of which the first three are the object's.
bool isSalesforceUser(std::string_view id) {
    return (id.size() == 15 || id.size() == 18) && id.starts_with("005") && std::all_of(id.begin(), id.end(), isOfId);
}

/// Of which side the id is a user's, as far as it shows. HubSpot's are numbers, which its apps and workflows have too:
/// there the kind tells. Its imports are a person's work and have a number of their own. The side of the version does
/// not: one version has a writer on each side where both came to it.
std::optional<core::Side> userOf(const core::Writer& writer) {
    if (writer.kind != core::WriterKind::Person && writer.kind != core::WriterKind::Integration)
        return std::nullopt;
    const std::string_view id = writer.id;
    if (isSalesforceUser(id))
        return core::Side::Salesforce;
    if (writer.kind == core::WriterKind::Person && !id.empty() && std::all_of(id.begin(), id.end(), isDigit))
        return core::Side::HubSpot;
    return std::nullopt;
}

}  // namespace

QString writerInWords(const core::Writer& writer) {
    const QString name = writerName(writer);
    const std::optional<core::Side> side = userOf(writer);
    if (side == core::Side::HubSpot)
        return tr("HubSpot user or import %1, whose name Syncline does not read,").arg(name);
    return side ? tr("Salesforce user %1, whose name Syncline does not read,").arg(name) : name;
}

}  // namespace syncline::ui
