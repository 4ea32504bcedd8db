#include "engine/connectors/salesforce/sobjects.h"

namespace syncline::connectors::salesforce {

mapping::Comparison SObject::comparison(std::string_view field) const {
    const auto found = fields.find(field);
    return found == fields.end() ? mapping::Comparison::Trimmed : found->second;
}

SObjects sobjectsOf(const std::vector<mapping::ObjectMapping>& mappings) {
    SObjects objects;
    for (const mapping::ObjectMapping& mapping : mappings) {
        SObject& object = objects[mapping.object.salesforce];
        object.name = mapping.object.salesforce;
        for (const mapping::FieldMapping& field : mapping.fields)
            object.fields.emplace(field.field.salesforce, field.comparison);
    }
    objects.erase("");
    return objects;
}

}  // namespace syncline::connectors::salesforce
