#include "engine/sandbox/hubspot/search_index.h"

namespace syncline::sandbox::hubspot {
namespace {

using model::EventKind;

/// The record as it was after its last change at this stamp.
PropertyMap asOf(const Portal& portal, const model::Record& record, base::WallTime stamp) {
    PropertyMap properties = systemValuesOf(portal, record, stamp);
    for (const auto& [field, versions] : record.histories()) {
        model::Value value;
        for (const model::Version& version : versions) {
            if (version.stamp <= stamp)
                value = version.value;
        }
        if (value)
            properties[field] = *value;
    }
    return properties;
}

void put(PropertyMap& properties, const std::vector<model::FieldValue>& fields) {
    for (const model::FieldValue& field : fields) {
        if (field.value)
            properties[field.field] = *field.value;
        else
            properties.erase(field.field);
    }
}

}  // namespace

SearchIndex::SearchIndex(Portal& portal) : m_portal(portal) {
    rebuild();
}

void SearchIndex::rebuild() {
    m_documents.clear();
    for (const model::ObjectKind kind : {model::ObjectKind::Company, model::ObjectKind::Contact}) {
        Documents& documents = m_documents[kind];
        for (const auto& [id, record] : m_portal.crm().records(kind)) {
            if (record.state == model::RecordState::Live)
                documents.emplace(id, propertiesOf(m_portal, record));
        }
    }
    m_nextEvent = m_portal.crm().log().nextNumber();
}

const SearchIndex::Documents& SearchIndex::documents(model::ObjectKind kind) {
    const model::EventLog& log = m_portal.crm().log();
    if (m_nextEvent < log.firstNumber())
        rebuild();
    const base::WallTime horizon = m_portal.worldNow() - m_portal.options().searchLag;
    while (m_nextEvent < log.nextNumber()) {
        const model::Event& event = log.at(m_nextEvent);
        if (event.happened > horizon)
            break;
        apply(event);
        ++m_nextEvent;
    }
    return m_documents.at(kind);
}

void SearchIndex::apply(const model::Event& event) {
    Documents& documents = m_documents.at(event.object);
    for (const std::string& id : event.mergedIds)
        documents.erase(id);
    for (const std::string& id : event.recordIds)
        applyTo(documents, event, id);
}

void SearchIndex::applyTo(Documents& documents, const model::Event& event, const std::string& id) {
    if (event.kind == EventKind::Delete || event.kind == EventKind::Erase) {
        documents.erase(id);
        return;
    }
    const model::Record* record = m_portal.crm().find(event.object, id);
    if (record == nullptr)
        return;
    const auto known = documents.find(id);
    if (event.kind == EventKind::Merge || (event.kind == EventKind::Update && known == documents.end())) {
        documents[id] = asOf(m_portal, *record, event.stamp);
        return;
    }
    PropertyMap properties = event.kind == EventKind::Update ? known->second : PropertyMap{};
    put(properties, event.fields);
    properties.merge(systemValuesOf(m_portal, *record, event.stamp));
    const std::string modified(objectType(event.object).modifiedProperty);
    properties[modified] = systemValuesOf(m_portal, *record, event.stamp).at(modified);
    documents[id] = std::move(properties);
}

}  // namespace syncline::sandbox::hubspot
