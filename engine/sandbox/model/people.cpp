#include "engine/sandbox/model/people.h"

#include "engine/sandbox/model/folding.h"
#include "engine/sandbox/model/transaction.h"
#include "engine/sandbox/model/vocabulary.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <set>
#include <string_view>
#include <utility>

namespace syncline::sandbox::model {
namespace {

/// People keep the office at its size: they delete and merge nothing when a fourth of the contacts has gone, and add
/// nobody when there are a fourth more.
constexpr double kFewest = 0.75;
constexpr double kMost = 1.25;
/// How many contacts the recycle bin of a side holds; the ones deleted first are purged.
constexpr std::size_t kBin = 40;

using std::chrono::seconds;

/// Contacts' fields by Salesforce's names, and when two write them at nearly the same time.
constexpr std::pair<const char*, std::array<int, 6>> kDisputes[] = {
    {"Title", {4, 7, 11, 16, 26, 41}}, {"Phone", {5, 9, 14, 20, 33, 48}}, {"Department", {6, 10, 15, 23, 37, 54}}};
/// After each dispute somebody in Salesforce sets the stage of the same contact, which by most rules HubSpot looks
/// after.
constexpr const char* kTrespass = "LifecycleStage__c";
constexpr seconds kLater{6};
/// Before each somebody edits another field there, so that whoever listens knows both sides' values by then.
constexpr const char* kHeralds[] = {"Department", "Phone"};
constexpr seconds kEarlier{3};

const Fact& contactFact(const std::string& salesforceName) {
    const std::vector<Fact>& all = facts();
    return *std::find_if(all.begin(), all.end(), [&](const Fact& fact) {
        return fact.kind == ObjectKind::Contact && fact.salesforce == salesforceName;
    });
}

Value emailOfRecord(const Record& contact, Side side) {
    const Value email = contact.value(side == Side::Salesforce ? "Email" : "email");
    return email ? Value(foldCase(*email)) : email;
}

}  // namespace

void People::act() {
    const Habits& habits = m_world.options().habits;
    double draw = m_random.unit();
    const auto falls = [&](double share) {
        draw -= share;
        return draw < 0;
    };
    if (falls(habits.create))
        create();
    else if (falls(habits.remove))
        remove();
    else if (falls(habits.undelete))
        undelete();
    else if (falls(habits.merge))
        merge();
    else
        editField(falls(habits.sameField));
}

void People::perform(const PlannedEdit& edit) {
    Crm& crm = m_world.crm(edit.side);
    const RecordMap& all = crm.records(edit.object);
    const auto found = std::find_if(all.begin(), all.end(), [&](const auto& entry) {
        return entry.second.twin == edit.twin && entry.second.state == RecordState::Live;
    });
    if (found == all.end())
        return;
    Transaction transaction(crm, somebody(edit.side), m_world.now());
    if (transaction.update(edit.object, found->first, {{edit.field, edit.value}}).ok())
        transaction.commit();
}

void People::editField(bool alsoOther) {
    const Side side = m_random.chance(0.5) ? Side::Salesforce : Side::HubSpot;
    const ObjectKind kind = m_random.chance(0.75) ? ObjectKind::Contact : ObjectKind::Company;
    const Record* record = anyRecord(side, kind);
    if (record == nullptr)
        return;
    std::vector<const Fact*> choices;
    for (const Fact& fact : facts()) {
        if (fact.kind == kind)
            choices.push_back(&fact);
    }
    const Fact& fact = *choices[m_random.below(choices.size())];
    const bool clears = m_random.chance(m_world.options().habits.clear) && fact.salesforce != "DoNotCall";
    const Value value = clears ? Value() : fact.invent(m_random).on(side);
    if (alsoOther && record->twin != 0 && twinOf(*record, other(side)) != nullptr) {
        const auto delay = std::chrono::milliseconds(m_random.between(20, 400));
        plan({m_world.m_now + delay, other(side), kind, record->twin, fact.on(other(side)),
              fact.invent(m_random).on(other(side))});
    }
    Transaction transaction(m_world.crm(side), somebody(side), m_world.now());
    if (transaction.update(kind, std::string(record->id), {{fact.on(side), value}}).ok())
        transaction.commit();
}

void People::plan(PlannedEdit edit) {
    auto& queue = m_world.m_planned;
    const auto place = std::upper_bound(queue.begin(), queue.end(), edit,
                                        [](const PlannedEdit& a, const PlannedEdit& b) { return a.due < b.due; });
    queue.insert(place, std::move(edit));
}

void People::planFirstMinute() {
    const base::WallTime start = m_world.now();
    const Fact& trespass = contactFact(kTrespass);
    for (const auto& [field, moments] : kDisputes) {
        for (const int moment : moments) {
            const base::WallTime at = start + seconds(moment);
            const std::uint64_t twin = planDispute(at, field);
            if (twin == 0)
                continue;
            const Fact& herald = contactFact(kHeralds[std::string_view(field) == kHeralds[0] ? 1 : 0]);
            plan({at - kEarlier, Side::Salesforce, ObjectKind::Contact, twin, herald.salesforce,
                  herald.invent(m_random).salesforce});
            plan({at + kLater, Side::Salesforce, ObjectKind::Contact, twin, trespass.salesforce,
                  trespass.invent(m_random).salesforce});
        }
    }
}

/// Somebody on each side, within 20 to 200 ms, with something else in mind.
std::uint64_t People::planDispute(base::WallTime at, const std::string& field) {
    const Record* record = anySharedContact();
    if (record == nullptr)
        return 0;
    const Fact& fact = contactFact(field);
    // What is there already would be no change.
    const PairedValue one = somethingElse(fact, {record->value(fact.salesforce)});
    const PairedValue two = somethingElse(fact, {record->value(fact.salesforce), one.salesforce});
    const Side first = m_random.chance(0.5) ? Side::Salesforce : Side::HubSpot;
    const auto gap = std::chrono::milliseconds(m_random.between(20, 200));
    plan({at, first, ObjectKind::Contact, record->twin, fact.on(first), one.on(first)});
    plan({at + gap, other(first), ObjectKind::Contact, record->twin, fact.on(other(first)), two.on(other(first))});
    return record->twin;
}

PairedValue People::somethingElse(const Fact& fact, const std::vector<Value>& than) {
    constexpr int kTries = 16;
    PairedValue value = fact.invent(m_random);
    for (int i = 0; i < kTries && std::find(than.begin(), than.end(), value.salesforce) != than.end(); ++i)
        value = fact.invent(m_random);
    return value;
}

const Record* People::anySharedContact() {
    constexpr int kTries = 16;
    for (int i = 0; i < kTries; ++i) {
        const Record* record = anyRecord(Side::Salesforce, ObjectKind::Contact);
        if (record != nullptr && record->twin != 0 && twinOf(*record, Side::HubSpot) != nullptr)
            return record;
    }
    return nullptr;
}

void People::create() {
    const Side side = m_random.chance(0.5) ? Side::Salesforce : Side::HubSpot;
    if (!isWithin(side, 0, kMost))
        return;
    const PersonName person = inventPerson(m_random);
    const std::uint64_t number = 100'000 + m_random.below(900'000);
    const std::string email = emailOf(person, number, domainOf(inventCompany(m_random), number));
    std::vector<FieldValue> fields;
    if (side == Side::Salesforce)
        fields = {{"FirstName", person.first}, {"LastName", person.last}, {"Email", email}};
    else
        fields = {{"firstname", person.first}, {"lastname", person.last}, {"email", email}};
    for (const Fact& fact : facts()) {
        if (fact.kind == ObjectKind::Contact && m_random.chance(0.3))
            fields.push_back({fact.on(side), fact.invent(m_random).on(side)});
    }
    Transaction transaction(m_world.crm(side), somebody(side), m_world.now());
    if (transaction.create(ObjectKind::Contact, std::move(fields)).ok())
        transaction.commit();
}

void People::remove() {
    Side side = m_random.chance(0.5) ? Side::Salesforce : Side::HubSpot;
    const Record* record = leftOver(side);
    if (record == nullptr && (record = leftOver(other(side))) != nullptr)
        side = other(side);
    if (record == nullptr)
        record = anyRecord(side, ObjectKind::Contact);
    if (record == nullptr || !isWithin(side, kFewest))
        return;
    {
        Transaction transaction(m_world.crm(side), somebody(side), m_world.now());
        if (!transaction.remove(ObjectKind::Contact, std::string(record->id)).ok())
            return;
        transaction.commit();
    }
    emptyBin(side);
}

void People::emptyBin(Side side) {
    std::vector<const Record*> bin;
    for (const auto& [id, record] : m_world.crm(side).records(ObjectKind::Contact)) {
        const bool isGone = record.state == RecordState::Deleted || record.state == RecordState::Merged;
        if (isGone && !record.fields.empty())
            bin.push_back(&record);
    }
    if (bin.size() <= kBin)
        return;
    std::ranges::stable_sort(bin, {}, &Record::removed);
    Transaction transaction(m_world.crm(side), somebody(side), m_world.now());
    for (std::size_t i = 0; i + kBin < bin.size(); ++i)
        static_cast<void>(transaction.purge(ObjectKind::Contact, std::string(bin[i]->id)));
    transaction.commit();
}

const Record* People::leftOver(Side side) const {
    const auto emails = [&](bool live) {
        std::set<std::string> found;
        for (const auto& [id, record] : m_world.crm(other(side)).records(ObjectKind::Contact)) {
            if (const Value email = emailOfRecord(record, other(side));
                email && (record.state == RecordState::Live) == live)
                found.insert(*email);
        }
        return found;
    };
    const std::set<std::string> gone = emails(false);
    const std::set<std::string> there = emails(true);
    for (const auto& [id, record] : m_world.crm(side).records(ObjectKind::Contact)) {
        const Value email = record.state == RecordState::Live ? emailOfRecord(record, side) : Value();
        if (email && gone.contains(*email) && !there.contains(*email))
            return &record;
    }
    return nullptr;
}

bool People::isWithin(Side side, double fewest, double most) const {
    const RecordMap& all = m_world.crm(side).records(ObjectKind::Contact);
    const auto live = static_cast<double>(
        std::ranges::count_if(all, [](const auto& entry) { return entry.second.state == RecordState::Live; }));
    const double usual = m_world.options().contacts;
    return live > fewest * usual && live < most * usual;
}

void People::undelete() {
    const Side side = m_random.chance(0.5) ? Side::Salesforce : Side::HubSpot;
    const Record* latest = nullptr;
    for (const auto& [id, record] : m_world.crm(side).records(ObjectKind::Contact)) {
        if (record.state == RecordState::Deleted && (latest == nullptr || record.removed > latest->removed))
            latest = &record;
    }
    if (latest == nullptr)
        return;
    Transaction transaction(m_world.crm(side), somebody(side), m_world.now());
    if (transaction.undelete(ObjectKind::Contact, std::string(latest->id)).ok())
        transaction.commit();
}

void People::merge() {
    const Side side = m_random.chance(0.5) ? Side::Salesforce : Side::HubSpot;
    const Record* winner = anyRecord(side, ObjectKind::Contact);
    const Record* loser = anyRecord(side, ObjectKind::Contact);
    if (winner == nullptr || loser == nullptr || winner == loser || !isWithin(side, kFewest))
        return;
    Transaction transaction(m_world.crm(side), somebody(side), m_world.now());
    if (transaction.merge(ObjectKind::Contact, std::string(winner->id), {loser->id}).ok())
        transaction.commit();
}

Actor People::somebody(Side side) {
    // The last user is the integration's own seat: no person sits there.
    const std::vector<User>& users = m_world.crm(side).users();
    const User& user = users[m_random.below(users.size() - 1)];
    if (side == Side::Salesforce)
        return {ActorKind::User, user.id, "soap", "SfdcInternalAPI/"};
    return {ActorKind::User, user.id, {}, {}};
}

const Record* People::anyRecord(Side side, ObjectKind kind) {
    const RecordMap& all = m_world.crm(side).records(kind);
    const auto isLive = [](const auto& entry) { return entry.second.state == RecordState::Live; };
    const auto live = static_cast<std::uint64_t>(std::ranges::count_if(all, isLive));
    if (live == 0)
        return nullptr;
    std::uint64_t before = m_random.below(live);
    const auto found = std::ranges::find_if(all, [&](const auto& entry) { return isLive(entry) && before-- == 0; });
    return &found->second;
}

const Record* People::twinOf(const Record& record, Side side) const {
    for (const auto& [id, candidate] : m_world.crm(side).records(record.object)) {
        if (candidate.twin == record.twin && candidate.state == RecordState::Live)
            return &candidate;
    }
    return nullptr;
}

}  // namespace syncline::sandbox::model
