#include "engine/sandbox/model/world.h"

#include "engine/sandbox/model/people.h"
#include "engine/sandbox/model/population.h"

#include <algorithm>

namespace syncline::sandbox::model {

World::World(const WorldOptions& options)
    : m_options(options),
      m_now(options.start),
      m_random(options.seed),
      m_salesforce(Side::Salesforce, m_random.next(), options.salesforceClock),
      m_hubspot(Side::HubSpot, m_random.next(), options.hubspotClock) {
    populate(m_salesforce, m_hubspot, options, m_random);
    planNextEdit(m_now);
}

std::optional<base::WallTime> World::nextDue() const {
    const bool hasStopped = m_options.editsPerSecond <= 0;
    if (hasStopped || (m_options.editLimit > 0 && m_edits >= m_options.editLimit))
        return std::nullopt;
    std::optional<base::WallTime> due = m_nextEdit;
    if (!m_planned.empty() && (!due || m_planned.front().due <= *due))
        due = m_planned.front().due;
    return due;
}

bool World::advanceOne(base::WallTime to) {
    const std::optional<base::WallTime> due = nextDue();
    if (!due || *due > to)
        return false;
    m_now = std::max(m_now, *due);
    ++m_edits;
    People people(*this);
    if (!m_planned.empty() && m_planned.front().due == *due) {
        const PlannedEdit edit = m_planned.front();
        m_planned.erase(m_planned.begin());
        people.perform(edit);
        return true;
    }
    planNextEdit(m_now);
    people.act();
    return true;
}

void World::advanceTo(base::WallTime to) {
    while (advanceOne(to)) {
    }
    m_now = std::max(m_now, to);
    m_salesforce.log().forgetBefore(m_now - kRetention);
    m_hubspot.log().forgetBefore(m_now - kRetention);
}

void World::skipTo(base::WallTime to) {
    const std::optional<base::WallTime> due = nextDue();
    if (due && *due < to) {
        const auto late = to - *due;
        putOffPlans(late);
        if (m_nextEdit)
            *m_nextEdit += late;
    }
    m_now = std::max(m_now, to);
}

void World::setEditsPerSecond(double rate) {
    const bool hadStopped = m_options.editsPerSecond <= 0;
    m_options.editsPerSecond = rate;
    planNextEdit(m_now);
    if (hadStopped && !m_planned.empty())
        putOffPlans(std::max(m_now - m_planned.front().due, base::WallTime::duration(0)));
}

void World::putOffPlans(base::WallTime::duration late) {
    for (PlannedEdit& edit : m_planned)
        edit.due += late;
}

void World::planNextEdit(base::WallTime after) {
    if (m_options.editsPerSecond <= 0) {
        m_nextEdit.reset();
        return;
    }
    m_nextEdit = after + m_random.waitAtRate(m_options.editsPerSecond);
}

}  // namespace syncline::sandbox::model
