#include "engine/sandbox/model/types.h"

namespace syncline::sandbox::model {

std::string_view name(Side side) {
    return side == Side::Salesforce ? "salesforce" : "hubspot";
}

Side other(Side side) {
    return side == Side::Salesforce ? Side::HubSpot : Side::Salesforce;
}

const Actor& SharedActor::operator*() const {
    static const Actor kNobodyNamed;
    return m_actor == nullptr ? kNobodyNamed : *m_actor;
}

SharedActor ActorPool::share(const Actor& actor) {
    const auto found = m_known.find(actor);
    return found == m_known.end() ? m_known.emplace(actor, SharedActor(actor)).first->second : found->second;
}

}  // namespace syncline::sandbox::model
