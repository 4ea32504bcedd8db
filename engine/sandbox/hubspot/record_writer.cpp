#include "engine/sandbox/hubspot/record_writer.h"

#include "engine/base/try.h"
#include "engine/sandbox/hubspot/association_types.h"
#include "engine/sandbox/hubspot/json_access.h"
#include "engine/sandbox/hubspot/rejections.h"
#include "engine/sandbox/model/folding.h"

#include <algorithm>

namespace syncline::sandbox::hubspot {
namespace {

using model::FieldValue;
using model::ObjectKind;
using model::RejectionCode;

constexpr std::string_view kBlocked = "hubspot/blocked/";

bool isStepBack(const model::WriteOutcome& outcome) {
    return std::any_of(outcome.rejections.begin(), outcome.rejections.end(),
                       [](const model::Rejection& rejection) { return rejection.code == RejectionCode::StepBack; });
}

}  // namespace

bool isBlocked(const Portal& portal, const std::string& email) {
    return portal.values().find(std::string(kBlocked) + model::foldCase(email)) != nullptr;
}

void blockEmail(Portal& portal, const std::string& email) {
    portal.values().put(std::string(kBlocked) + model::foldCase(email), "true");
}

RecordWriter::RecordWriter(Portal& portal, Links& links, const Caller& caller)
    : m_portal(portal), m_links(links), m_transaction(portal.crm(), portal.actorFor(caller), portal.worldNow()) {}

/// Clearing is "" on the wire; whether null does the same is not documented (dialect null-write-refused).
Checked<std::vector<FieldValue>> RecordWriter::fieldsOf(const json::object& input) const {
    std::vector<FieldValue> fields;
    const json::object* properties = objectMember(input, "properties");
    if (properties == nullptr)
        return invalid("Invalid input JSON: properties must be an object");
    for (const auto& member : *properties) {
        const std::string name(member.key());
        if (member.value().is_null()) {
            if (m_portal.dialect("null-write-refused"))
                return unreadable("property " + name + ": null");
            fields.push_back({name, std::nullopt});
            continue;
        }
        const std::optional<std::string> text = textOf(member.value());
        if (!text)
            return unreadable("property " + name);
        fields.push_back({name, text->empty() ? model::Value() : model::Value(*text)});
    }
    return fields;
}

std::optional<Problem> RecordWriter::blocked(const std::vector<FieldValue>& fields) const {
    for (const FieldValue& given : fields) {
        if (given.field == "email" && given.value && isBlocked(m_portal, *given.value))
            return problemOf(m_portal, ObjectKind::Contact, {},
                             {{RejectionCode::Blocked, given.field, *given.value, {}}});
    }
    return std::nullopt;
}

RowResult RecordWriter::result(ObjectKind kind, const std::string& id, const model::WriteOutcome& outcome) {
    if (!outcome.ok())
        return {id, false, problemOf(m_portal, kind, id, outcome.rejections)};
    return {outcome.id, outcome.created, std::nullopt};
}

RowResult RecordWriter::create(ObjectKind kind, const json::object& input) {
    const Checked<std::vector<FieldValue>> fields = fieldsOf(input);
    if (!fields)
        return {{}, false, fields.error()};
    if (kind == ObjectKind::Contact) {
        if (auto problem = blocked(*fields))
            return {{}, false, std::move(problem)};
    }
    const Checked<std::vector<NewLink>> links = newLinks(kind, input);
    if (!links)
        return {{}, false, links.error()};
    RowResult row = result(kind, {}, m_transaction.create(kind, *fields));
    if (row.problem)
        return row;
    const bool contact = kind == ObjectKind::Contact;
    for (const NewLink& one : *links) {
        RowResult linked = link(contact ? row.id : one.otherId, contact ? one.otherId : row.id, one.primary);
        if (linked.problem)
            return linked;
    }
    return row;
}

RowResult RecordWriter::update(ObjectKind kind, const std::string& id, const json::object& input) {
    const Checked<std::vector<FieldValue>> checked = fieldsOf(input);
    if (!checked)
        return {id, false, checked.error()};
    std::vector<FieldValue> fields = *checked;
    if (kind == ObjectKind::Contact) {
        if (auto problem = blocked(fields))
            return {id, false, std::move(problem)};
    }
    model::WriteOutcome outcome = m_transaction.update(kind, id, fields);
    if (isStepBack(outcome) && !m_portal.dialect("stage-back-refused")) {
        std::erase_if(fields, [](const FieldValue& given) { return given.field == "lifecyclestage"; });
        outcome = m_transaction.update(kind, id, fields);
    }
    return result(kind, id, outcome);
}

RowResult RecordWriter::archive(ObjectKind kind, const std::string& id) {
    return result(kind, id, m_transaction.remove(kind, id));
}

RowResult RecordWriter::merge(ObjectKind kind, const std::string& primary, const std::string& other) {
    return result(kind, primary, m_transaction.merge(kind, primary, {other}));
}

RowResult RecordWriter::erase(ObjectKind kind, const std::string& id) {
    return result(kind, id, m_transaction.erase(kind, id));
}

RowResult RecordWriter::setPrimaryCompany(const std::string& contactId, const std::string& companyId) {
    const model::Value value = companyId.empty() ? model::Value() : model::Value(companyId);
    return result(ObjectKind::Contact, contactId,
                  m_transaction.update(ObjectKind::Contact, contactId, {{std::string(kPrimaryCompany), value}}));
}

RowResult RecordWriter::link(const std::string& contactId, const std::string& companyId, bool asPrimary) {
    const model::Record* contact = m_portal.crm().find(ObjectKind::Contact, contactId);
    const model::Record* company = m_portal.crm().find(ObjectKind::Company, companyId);
    if (contact == nullptr || contact->state != model::RecordState::Live)
        return {contactId, false, notFound(contactId)};
    if (company == nullptr || company->state != model::RecordState::Live)
        return {companyId, false, notFound(companyId)};
    const model::Value present = contact->value(kPrimaryCompany);
    if (present == model::Value(companyId))
        return {contactId, false, std::nullopt};
    if (!present || asPrimary) {
        m_onCommit.emplace_back([this, contactId, companyId, present] {
            m_links.removeSecondary(contactId, companyId);
            if (present)
                m_links.addSecondary(contactId, *present);
        });
        return setPrimaryCompany(contactId, companyId);
    }
    if (!m_links.isSecondary(contactId, companyId)) {
        m_onCommit.emplace_back([this, contactId, companyId] {
            m_links.addSecondary(contactId, companyId);
            m_links.log(contactId, companyId, true);
        });
    }
    return {contactId, false, std::nullopt};
}

RowResult RecordWriter::unlink(const std::string& contactId, const std::string& companyId, bool onlyPrimaryLabel) {
    const model::Record* contact = m_portal.crm().find(ObjectKind::Contact, contactId);
    if (contact == nullptr || contact->state != model::RecordState::Live)
        return {contactId, false, notFound(contactId)};
    if (contact->value(kPrimaryCompany) == model::Value(companyId)) {
        if (onlyPrimaryLabel)
            m_onCommit.emplace_back([this, contactId, companyId] { m_links.addSecondary(contactId, companyId); });
        return setPrimaryCompany(contactId, {});
    }
    if (!onlyPrimaryLabel && m_links.isSecondary(contactId, companyId)) {
        m_onCommit.emplace_back([this, contactId, companyId] {
            m_links.removeSecondary(contactId, companyId);
            m_links.log(contactId, companyId, false);
        });
    }
    return {contactId, false, std::nullopt};
}

Checked<std::vector<RecordWriter::NewLink>> RecordWriter::newLinks(ObjectKind kind, const json::object& input) const {
    std::vector<NewLink> links;
    const json::array* associations = arrayMember(input, "associations");
    if (associations == nullptr)
        return links;
    const ObjectKind otherKind = kind == ObjectKind::Contact ? ObjectKind::Company : ObjectKind::Contact;
    for (const json::value& item : *associations) {
        const json::object* association = item.if_object();
        const json::object* to = association == nullptr ? nullptr : objectMember(*association, "to");
        const json::array* types = association == nullptr ? nullptr : arrayMember(*association, "types");
        if (to == nullptr || types == nullptr || types->empty())
            return invalid("Invalid input JSON: associations need to.id and types");
        const std::string id = textMember(*to, "id").value_or("");
        TRY_ASSIGN(const bool primary, wantsPrimary(*types, kind));
        const model::Record* other = m_portal.crm().find(otherKind, id);
        if (other == nullptr || other->state != model::RecordState::Live)
            return invalid("No record with id " + id + " exists to associate with");
        links.push_back({id, primary});
    }
    return links;
}

void RecordWriter::commit() {
    m_transaction.commit();
    for (const std::function<void()>& change : m_onCommit)
        change();
    m_portal.changed();
}

}  // namespace syncline::sandbox::hubspot
