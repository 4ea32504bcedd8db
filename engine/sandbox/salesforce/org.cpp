#include "engine/sandbox/salesforce/org.h"

#include "engine/sandbox/model/folding.h"
#include "engine/sandbox/model/identifiers.h"
#include "engine/sandbox/salesforce/times.h"

#include <algorithm>
#include <utility>

namespace syncline::sandbox::salesforce {

Org::Org(Context context, const SalesforceOptions& options)
    : m_context(std::move(context)),
      m_options(options),
      m_objects(apiObjects(wholeSeconds(m_context.world.options().start))) {}

const ApiObject* Org::findObject(std::string_view name) const {
    const std::string folded = model::foldCase(name);
    const auto found = std::find_if(m_objects.begin(), m_objects.end(),
                                    [&](const ApiObject& object) { return model::foldCase(object.name) == folded; });
    return found == m_objects.end() ? nullptr : &*found;
}

Row Org::findRow(const ApiObject& object, std::string_view id) const {
    const std::string full = model::salesforceId18(id);
    if (!object.kind)
        return {nullptr, crm().findUser(full)};
    const model::Record* record = crm().find(*object.kind, full);
    const bool readable = record != nullptr && record->state != model::RecordState::Erased;
    return {readable ? record : nullptr, nullptr};
}

std::vector<Row> Org::rows(const ApiObject& object, bool withRemoved) const {
    std::vector<Row> rows;
    if (!object.kind) {
        for (const model::User& user : crm().users())
            rows.push_back({nullptr, &user});
        return rows;
    }
    for (const auto& [id, record] : crm().records(*object.kind)) {
        if (record.state == model::RecordState::Live || (withRemoved && record.state != model::RecordState::Erased))
            rows.push_back({&record, nullptr});
    }
    return rows;
}

const model::User& Org::integrationUser() const {
    const std::vector<model::User>& users = crm().users();
    const auto found = std::find_if(users.begin(), users.end(),
                                    [&](const model::User& user) { return user.email == m_options.username; });
    return found == users.end() ? users.back() : *found;
}

std::string Org::randomText(std::size_t length) const {
    constexpr std::string_view kAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    std::string text;
    while (text.size() < length)
        text += kAlphabet[m_context.random.below(kAlphabet.size())];
    return text;
}

}  // namespace syncline::sandbox::salesforce
