#pragma once

#include "engine/base/random.h"
#include "engine/sandbox/model/crm.h"

namespace syncline::sandbox::model {

struct WorldOptions;

/// Fills two empty CRMs with companies and contacts as two departments would have over a year: most of them known on
/// both sides (under one e-mail address or domain, without stored links), some on one side only, a few values missing
/// or different. Their events are gone before the world begins.
void populate(Crm& salesforce, Crm& hubspot, const WorldOptions& options, base::Random& random);

}  // namespace syncline::sandbox::model
