#include "engine/sandbox/model/types.h"

namespace syncline::sandbox::model {

std::string_view name(Side side) {
    return side == Side::Salesforce ? "salesforce" : "hubspot";
}

Side other(Side side) {
    return side == Side::Salesforce ? Side::HubSpot : Side::Salesforce;
}

}  // namespace syncline::sandbox::model
