#include "engine/sandbox/model/population.h"

#include "engine/sandbox/model/transaction.h"
#include "engine/sandbox/model/vocabulary.h"
#include "engine/sandbox/model/world.h"

#include <chrono>
#include <string>

namespace syncline::sandbox::model {
namespace {

/// What both sides would say of one company or contact if both knew it well.
struct Subject {
    ObjectKind kind;
    std::uint64_t twin = 0;
    std::vector<FieldValue> identity[2];  ///< by side
    std::vector<FieldValue> details[2];
};

constexpr std::size_t at(Side side) {
    return side == Side::Salesforce ? 0 : 1;
}

/// Whether a side knows the subject: most are on both, some on one only.
struct Known {
    bool salesforce = true;
    bool hubspot = true;
};

Known drawKnown(base::Random& random) {
    const std::uint64_t draw = random.below(100);
    return {draw >= 7, draw < 93};
}

void inventDetails(Subject& subject, base::Random& random) {
    for (const Fact& fact : facts()) {
        if (fact.kind != subject.kind || !random.chance(0.85))
            continue;
        const PairedValue value = fact.invent(random);
        const PairedValue differing = random.chance(0.04) ? fact.invent(random) : value;
        for (const Side side : {Side::Salesforce, Side::HubSpot}) {
            const Value& told = side == Side::Salesforce ? value.on(side) : differing.on(side);
            if (random.chance(0.97))
                subject.details[at(side)].push_back({fact.on(side), told});
        }
    }
}

/// Creates the subject in one CRM, by one of its people, at some time in the year before the start. Returns its id.
std::string enter(Crm& crm, const Subject& subject, base::WallTime start, base::Random& random) {
    const auto age = std::chrono::minutes(random.between(60, 365 * 24 * 60));
    const User& user = crm.users()[random.below(crm.users().size() - 1)];
    const bool salesforce = crm.side() == Side::Salesforce;
    Transaction transaction(
        crm, {ActorKind::User, user.id, salesforce ? "soap" : "", salesforce ? "SfdcInternalAPI/" : ""}, start - age);
    std::vector<FieldValue> fields = subject.identity[at(crm.side())];
    const std::vector<FieldValue>& details = subject.details[at(crm.side())];
    fields.insert(fields.end(), details.begin(), details.end());
    fields.push_back({salesforce ? "OwnerId" : "hubspot_owner_id", user.ownerId});
    const WriteOutcome outcome = transaction.create(subject.kind, std::move(fields), subject.twin);
    transaction.commit();
    return outcome.id;
}

}  // namespace

void populate(Crm& salesforce, Crm& hubspot, const WorldOptions& options, base::Random& random) {
    struct Employer {
        std::string domain;
        std::string salesforceId;
        std::string hubspotId;
    };
    std::vector<Employer> employers;
    std::uint64_t twin = 0;
    for (unsigned i = 0; i < options.companies; ++i) {
        const std::string name = inventCompany(random);
        Subject subject{ObjectKind::Company, ++twin, {}, {}};
        Employer employer{domainOf(name, twin), {}, {}};
        subject.identity[at(Side::Salesforce)] = {{"Name", name}, {"Website", "https://www." + employer.domain}};
        subject.identity[at(Side::HubSpot)] = {{"name", name}, {"domain", employer.domain}};
        inventDetails(subject, random);
        const Known known = drawKnown(random);
        if (known.salesforce)
            employer.salesforceId = enter(salesforce, subject, options.start, random);
        if (known.hubspot)
            employer.hubspotId = enter(hubspot, subject, options.start, random);
        employers.push_back(std::move(employer));
    }
    for (unsigned i = 0; i < options.contacts; ++i) {
        const PersonName person = inventPerson(random);
        const Employer employer =
            employers.empty() ? Employer{"freelance.example", {}, {}} : employers[random.below(employers.size())];
        Subject subject{ObjectKind::Contact, ++twin, {}, {}};
        const std::string email = emailOf(person, twin, employer.domain);
        auto& inSalesforce = subject.identity[at(Side::Salesforce)];
        auto& inHubspot = subject.identity[at(Side::HubSpot)];
        inSalesforce = {{"FirstName", person.first}, {"LastName", person.last}, {"Email", email}};
        inHubspot = {{"firstname", person.first}, {"lastname", person.last}, {"email", email}};
        if (!employer.salesforceId.empty())
            inSalesforce.push_back({"AccountId", employer.salesforceId});
        if (!employer.hubspotId.empty())
            inHubspot.push_back({"associatedcompanyid", employer.hubspotId});
        inventDetails(subject, random);
        const Known known = drawKnown(random);
        if (known.salesforce)
            enter(salesforce, subject, options.start, random);
        if (known.hubspot)
            enter(hubspot, subject, options.start, random);
    }
    salesforce.log().forgetBefore(options.start);
    hubspot.log().forgetBefore(options.start);
}

}  // namespace syncline::sandbox::model
