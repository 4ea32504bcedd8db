#include "engine/sandbox/model/record.h"

namespace syncline::sandbox::model {

Value Record::value(std::string_view field) const {
    const auto found = fields.find(field);
    return found == fields.end() || found->second.empty() ? std::nullopt : found->second.back().value;
}

}  // namespace syncline::sandbox::model
