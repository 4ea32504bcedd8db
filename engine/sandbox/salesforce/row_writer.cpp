#include "engine/sandbox/salesforce/row_writer.h"

#include "engine/sandbox/model/folding.h"
#include "engine/sandbox/model/identifiers.h"
#include "engine/sandbox/salesforce/wire_values.h"

#include <utility>

namespace syncline::sandbox::salesforce {
namespace json = boost::json;
namespace {

RowResult refused(std::string_view id, std::vector<ApiError> errors) {
    return {std::string(id), false, std::move(errors), {}};
}

ApiError readOnlyObject() {
    return {403, "INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id", {}};
}

}  // namespace

const Column* externalIdColumn(const ApiObject& object, std::string_view name) {
    const Column* column = object.kind ? object.find(name) : nullptr;
    const bool lookup =
        column != nullptr && column->field != nullptr && (column->field->unique || column->type == ColumnType::Email);
    return lookup ? column : nullptr;
}

std::vector<const model::Record*> findByExternalId(const Org& org, const ApiObject& object, const ExternalId& id) {
    std::vector<const model::Record*> found;
    if (id.column->field->unique) {
        if (const model::Record* record = org.crm().findByUnique(*object.kind, id.column->name, id.value))
            found.push_back(record);
        return found;
    }
    for (const Row& row : org.rows(object, false)) {
        const model::Value value = id.column->text(row);
        if (value && model::foldCase(*value) == model::foldCase(id.value))
            found.push_back(row.record);
    }
    return found;
}

RowWriter::RowWriter(const Org& org, model::Actor actor)
    : m_org(org), m_transaction(org.crm(), std::move(actor), org.now()) {}

RowResult RowWriter::create(const ApiObject& object, const json::object& record,
                            const std::vector<std::string>& ignored) {
    if (!object.kind)
        return refused({}, {readOnlyObject()});
    auto fields = fieldsToWrite(m_org, object, record, ignored);
    if (!fields)
        return refused({}, fields.errors());
    if (takeLock())
        return refused({}, {lockedRow("")});
    return result(object, m_transaction.create(*object.kind, std::move(*fields)));
}

RowResult RowWriter::update(const ApiObject& object, std::string_view id, const json::object& record,
                            const std::vector<std::string>& ignored) {
    if (!object.kind)
        return refused(id, {readOnlyObject()});
    const std::string full = model::salesforceId18(id);
    if (full.empty())
        return refused(id, {malformedId(id)});
    auto fields = fieldsToWrite(m_org, object, record, ignored);
    if (!fields)
        return refused(full, fields.errors());
    if (takeLock())
        return refused(full, {lockedRow(full)});
    return result(object, m_transaction.update(*object.kind, full, std::move(*fields)));
}

RowResult RowWriter::upsert(const ApiObject& object, const ExternalId& id, const json::object& record,
                            bool updateOnly) {
    const std::vector<const model::Record*> found = findByExternalId(m_org, object, id);
    if (found.size() > 1) {
        RowResult several;
        for (const model::Record* one : found)
            several.ambiguous.push_back(one->id);
        return several;
    }
    if (found.size() == 1)
        return update(object, std::string(found.front()->id), record, {id.column->name});
    if (updateOnly)
        return refused({}, {notFound()});
    json::object complete = record;
    complete[id.column->name] = id.value;
    return create(object, complete);
}

RowResult RowWriter::remove(const ApiObject& object, std::string_view id) {
    if (!object.kind)
        return refused(id, {readOnlyObject()});
    const std::string full = model::salesforceId18(id);
    if (full.empty())
        return refused(id, {malformedId(id)});
    if (takeLock())
        return refused(full, {lockedRow(full)});
    return result(object, m_transaction.remove(*object.kind, full));
}

void RowWriter::commit() {
    m_transaction.commit();
    m_org.context().changed();
}

bool RowWriter::takeLock() {
    std::uint32_t& left = m_org.context().faults.lockRows;
    if (left == 0)
        return false;
    --left;
    return true;
}

RowResult RowWriter::result(const ApiObject& object, const model::WriteOutcome& outcome) const {
    const model::ObjectSchema& schema = model::schemaOf(model::Side::Salesforce, *object.kind);
    return {outcome.id,
            outcome.created,
            fromRejections(outcome.rejections, schema, outcome.id, m_org.context().dialects),
            {}};
}

}  // namespace syncline::sandbox::salesforce
