#include "engine/runtime/linker.h"

#include "engine/base/log.h"
#include "engine/base/try.h"
#include "engine/delivery/decision_entries.h"
#include "engine/mapping/translate.h"

#include <algorithm>
#include <utility>

namespace syncline::runtime {
namespace {

/// So many ambiguous names are told apart, a few hundred bytes each; of more the log does not tell.
constexpr std::size_t kWarningsKept = 10'000;

}  // namespace

std::optional<std::string> textOf(const connectors::RecordRead& record, std::string_view field) {
    const auto found = std::find_if(record.fields.begin(), record.fields.end(),
                                    [&](const connectors::SideField& one) { return one.name == field; });
    return found == record.fields.end() ? std::nullopt : found->text;
}

Waiting Linker::begin(const core::Entity& entity, core::Side side, base::WallTime now) {
    Waiting waiting;
    waiting.step = Waiting::Step::OwnRecord;
    waiting.askedAt = now;
    waiting.wants = {{entity.id, side, entity.object, *entity.record[side], {}, {}}};
    m_reads.want(waiting.wants.front());
    return waiting;
}

base::Result<Linker::Progress> Linker::got(StepContext& context, core::EntityId id, Waiting& waiting,
                                           const ReadGot& got) {
    const core::Entity& entity = *m_ledger.find(id);
    const core::Side side = entity.record.salesforce ? core::Side::Salesforce : core::Side::HubSpot;
    Case of{context, id, side, *m_workspace.find(entity.object), waiting};
    switch (waiting.step) {
        case Waiting::Step::OwnRecord:
            if (!got.records.front().found || got.records.front().id != got.want.id)
                return Progress::Gone;
            waiting.read[side] = got.records.front();
            return tryStoredId(of);
        case Waiting::Step::Partner: {
            const connectors::RecordRead& partner = got.records.front();
            if (!partner.found || partner.id != got.want.id)
                return tryFindById(of);
            return choose(of, got, core::LinkOrigin::StoredId);
        }
        case Waiting::Step::FindById:
            if (got.records.empty()) {
                waiting.key = 0;
                return tryFindByKey(of);
            }
            return choose(of, got, core::LinkOrigin::StoredId);
        case Waiting::Step::FindByKey:
            if (got.records.empty()) {
                ++waiting.key;
                return tryFindByKey(of);
            }
            return choose(of, got, core::LinkOrigin::MatchKey);
        case Waiting::Step::History:
        case Waiting::Step::Baseline:
            break;
    }
    return Progress::Waiting;
}

base::Result<Linker::Progress> Linker::tryStoredId(Case& of) {
    const std::string& field = of.object.partnerId[of.side];
    const auto partner = field.empty() ? std::nullopt : textOf(*of.waiting.read[of.side], field);
    if (!partner)
        return tryFindById(of);
    return wait(of, Waiting::Step::Partner, {of.id, core::other(of.side), of.object.name, *partner, {}, {}});
}

Linker::Progress Linker::tryFindById(Case& of) {
    const core::Side there = core::other(of.side);
    const std::string& field = of.object.partnerId[there];
    of.waiting.key = 0;
    if (field.empty())
        return tryFindByKey(of);
    const std::string& own = *m_ledger.find(of.id)->record[of.side];
    return wait(of, Waiting::Step::FindById, {of.id, there, of.object.name, own, field, {}});
}

Linker::Progress Linker::tryFindByKey(Case& of) {
    const core::Side there = core::other(of.side);
    for (; of.waiting.key < of.object.matchKeys.size(); ++of.waiting.key) {
        const mapping::FieldMapping& field = *of.object.find(of.object.matchKeys[of.waiting.key].field);
        const auto value = mapping::translate(field, of.side, textOf(*of.waiting.read[of.side], field.field[of.side]));
        if (!value[there].isBlank())
            return wait(of, Waiting::Step::FindByKey,
                        {of.id, there, of.object.name, *value[there].text, field.field[there], {}});
    }
    return of.object.create[there] ? Progress::Creating : Progress::NoPartner;
}

base::Result<Linker::Progress> Linker::choose(Case& of, const ReadGot& got, core::LinkOrigin origin) {
    const std::vector<connectors::RecordRead>& found = got.records;
    const bool several = std::any_of(found.begin(), found.end(),
                                     [&](const connectors::RecordRead& one) { return one.id != found.front().id; });
    if (several) {
        warnOfSeveral(of, got);
        return Progress::NoPartner;
    }
    TRY_ASSIGN(const bool isItFree, isFree(of, found.front()));
    if (!isItFree)
        return Progress::NoPartner;
    return link(of, found.front().id, origin);
}

/// Every change of a record without a partner looks for one again: the log says it once a run for what was looked for.
void Linker::warnOfSeveral(const Case& of, const ReadGot& got) {
    ReadWant looked = got.want;
    looked.entity = {};
    if (m_warned.size() >= kWarningsKept || !m_warned.insert(std::move(looked)).second)
        return;
    base::log::warning("linker", "several records could be the partner: none is taken, give them keys of their own",
                       {{"object", of.object.name},
                        {"record", *m_ledger.find(of.id)->record[of.side]},
                        {"first", got.records.front().id}});
}

/// Free: in no entity, or in one that still lacks this side; and it stores no other partner's id.
base::Result<bool> Linker::isFree(const Case& of, const connectors::RecordRead& candidate) {
    const core::Side there = core::other(of.side);
    const std::string& own = *m_ledger.find(of.id)->record[of.side];
    const std::string& field = of.object.partnerId[there];
    const auto stored = field.empty() ? std::nullopt : textOf(candidate, field);
    if (stored && *stored != own)
        return false;
    TRY_ASSIGN(const auto holder, m_ledger.loadByRecord({there, of.object.name, candidate.id}));
    if (!holder || *holder == of.id)
        return true;
    const core::Entity& entity = *m_ledger.find(*holder);
    const bool buried = entity.deleted.salesforce || entity.deleted.hubspot;
    return !buried && (!entity.record[of.side] || *entity.record[of.side] == own);
}

base::Result<Linker::Progress> Linker::link(Case& of, const std::string& partner, core::LinkOrigin origin) {
    const core::Side there = core::other(of.side);
    TRY_ASSIGN(const auto holder, m_ledger.loadByRecord({there, of.object.name, partner}));
    core::RecordLinked linked;
    linked.record[of.side] = *m_ledger.find(of.id)->record[of.side];
    linked.record[there] = partner;
    linked.origin = origin;
    core::EntityId goesOn = of.id;
    if (holder && *holder != of.id) {
        goesOn = std::min(of.id, *holder);
        linked.absorbed = std::max(of.id, *holder);
        // The one that has asked its partner to be made goes on: the answer comes to it.
        if (m_ledger.find(linked.absorbed)->creating)
            std::swap(goesOn, linked.absorbed);
        if (m_ledger.find(goesOn)->creating)
            linked.origin = core::LinkOrigin::Created;
    }
    const std::vector<core::Seq>& undecided = m_ledger.find(of.id)->undecided;
    const core::Seq cause = undecided.empty() ? core::Seq() : undecided.front();
    // What was told of a record in the making before somebody knew whose it is has been decided as another's.
    const bool isToBeRead =
        linked.origin == core::LinkOrigin::Created && delivery::hasDecided(*m_ledger.find(linked.absorbed));
    const core::Side made = m_ledger.find(goesOn)->record[of.side] ? there : of.side;
    const core::RecordKey record{made, of.object.name, linked.record[made]};
    const core::Seq link = of.context.append(goesOn, of.side, cause, std::move(linked));
    if (isToBeRead)
        delivery::appendGap(of.context, goesOn, link, record,
                            "what was told of the new record was decided before it was known");
    return Progress::Linked;
}

Linker::Progress Linker::wait(Case& of, Waiting::Step step, ReadWant want) {
    of.waiting.step = step;
    of.waiting.wants = {want};
    m_reads.want(std::move(want));
    return Progress::Waiting;
}

}  // namespace syncline::runtime
