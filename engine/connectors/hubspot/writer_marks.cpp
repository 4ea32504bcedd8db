#include "engine/connectors/hubspot/writer_marks.h"

#include <algorithm>

namespace syncline::connectors::hubspot {
namespace {

using core::WriterKind;

constexpr std::string_view kUserPrefix = "userId:";

/// The set is open. Imports are a person's work.
constexpr std::string_view kPersons[] = {"CRM",          "CRM_UI",  "CONTACTS",       "CONTACTS_WEB",
                                         "USER",         "IMPORT",  "MOBILE_ANDROID", "MOBILE_IOS",
                                         "BATCH_UPDATE", "ACADEMY", "BCC_TO_CRM"};
constexpr std::string_view kPrograms[] = {"INTEGRATION", "INTEGRATIONS_SYNC", "API", "SALESFORCE"};
constexpr std::string_view kAutomations[] = {"WORKFLOW", "WORKFLOWS", "CALCULATED", "PROPERTY_SETTINGS", "AI_GROUP"};

template <std::size_t Count>
bool holds(const std::string_view (&list)[Count], std::string_view type) {
    return std::find(std::begin(list), std::end(list), type) != std::end(list);
}

WriterKind kindOf(std::string_view type) {
    if (holds(kPersons, type))
        return WriterKind::Person;
    if (holds(kPrograms, type))
        return WriterKind::Integration;
    return holds(kAutomations, type) || type.starts_with("AUTOMATION") ? WriterKind::Automation : WriterKind::Unknown;
}

std::string idOf(const SourceMark& mark) {
    if (!mark.user.empty())
        return mark.user;
    if (mark.id.starts_with(kUserPrefix))
        return mark.id.substr(kUserPrefix.size());
    return mark.id.empty() ? mark.type : mark.id;
}

}  // namespace

core::Writer WriterMarks::writerOf(const SourceMark& mark) const {
    const bool app = mark.type == "INTEGRATION" && !m_appId.empty() && mark.id == m_appId;
    const bool learnt = m_learnt && m_learnt->type == mark.type && m_learnt->id == mark.id;
    return {app || learnt ? WriterKind::Us : kindOf(mark.type), idOf(mark)};
}

bool WriterMarks::learn(const SourceMark& mark) {
    const bool otherApp = mark.type == "INTEGRATION" && !m_appId.empty() && mark.id != m_appId;
    const bool user = mark.id.starts_with(kUserPrefix);
    if (mark.type.empty() || otherApp || user || kindOf(mark.type) != WriterKind::Integration)
        return false;
    m_learnt = mark;
    return true;
}

}  // namespace syncline::connectors::hubspot
