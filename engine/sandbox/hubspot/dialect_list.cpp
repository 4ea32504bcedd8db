#include "engine/sandbox/hubspot/dialect_list.h"

namespace syncline::sandbox::hubspot {

std::vector<Dialect> dialectList() {
    return {};
}

}  // namespace syncline::sandbox::hubspot
