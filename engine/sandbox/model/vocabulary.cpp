#include "engine/sandbox/model/vocabulary.h"

#include "engine/sandbox/model/folding.h"

#include <array>
#include <span>
#include <string_view>

namespace syncline::sandbox::model {
namespace {

using Words = std::span<const std::string_view>;

constexpr std::array<std::string_view, 24> kFirst = {
    "Ada",  "Ben",  "Carla", "David", "Elif",  "Farid", "Greta",  "Hugo", "Ilse",   "Jonas", "Katya", "Liam",
    "Mina", "Noor", "Oskar", "Priya", "Quinn", "Rosa",  "Stefan", "Tara", "Ulrich", "Vera",  "Wanda", "Yusuf"};
constexpr std::array<std::string_view, 24> kLast = {
    "Adler",   "Bauer",  "Castillo",  "Dietrich",  "Engel", "Fischer", "Garcia", "Haddad",
    "Ivanova", "Jensen", "Keller",    "Lindqvist", "Mori",  "Nguyen",  "Olsen",  "Pereira",
    "Quist",   "Rossi",  "Schneider", "Tanaka",    "Urban", "Vogel",   "Weber",  "Zhang"};
constexpr std::array<std::string_view, 16> kCompanyFirst = {
    "Nordwind", "Alpenrose",  "Blue Harbor", "Cedar",   "Delta", "Eastgate", "Fjord",     "Granite",
    "Halcyon",  "Ironbridge", "Juniper",     "Kestrel", "Lumen", "Meridian", "Northstar", "Orchard"};
constexpr std::array<std::string_view, 10> kCompanyLast = {"Energy",  "Foods", "Logistics", "Systems", "Partners",
                                                           "Medical", "Bank",  "Textiles",  "Media",   "Tools"};
constexpr std::array<std::string_view, 14> kTitles = {"Account Manager",
                                                      "VP Sales",
                                                      "VP Marketing",
                                                      "Head of Purchasing",
                                                      "Chief Financial Officer",
                                                      "Office Manager",
                                                      "Data Analyst",
                                                      "Engineering Manager",
                                                      "Product Owner",
                                                      "Sales Director",
                                                      "Operations Manager",
                                                      "Consultant",
                                                      "Buyer",
                                                      "Managing Director"};
constexpr std::array<std::string_view, 8> kDepartments = {"Sales",      "Marketing", "Finance", "Purchasing",
                                                          "Operations", "IT",        "Legal",   "Support"};
constexpr std::array<std::string_view, 14> kCities = {"Berlin", "Graz",   "Lyon",   "NYC",   "Porto",
                                                      "Oslo",   "Turin",  "Zürich", "Malmö", "Dublin",
                                                      "Austin", "Denver", "Osaka",  "Ghent"};
constexpr std::array<std::string_view, 10> kCountries = {"Germany", "Austria", "France",  "USA",    "Portugal",
                                                         "Norway",  "Italy",   "Ireland", "Sweden", "Japan"};
constexpr std::array<std::string_view, 8> kStreets = {"Harbor Road",   "Ring",        "Mill Lane",  "Station Street",
                                                      "Market Square", "Castle Hill", "Garden Way", "Bridge Street"};
constexpr std::array<std::string_view, 7> kStages = {
    "subscriber", "lead", "marketingqualifiedlead", "salesqualifiedlead", "opportunity", "customer", "evangelist"};
constexpr std::array<std::string_view, 3> kRatings = {"Hot", "Warm", "Cold"};
constexpr std::array<std::string_view, 5> kInterests = {"events", "newsletter", "pricing", "product", "training"};
constexpr std::array<std::string_view, 9> kIndustries = {"Agriculture",   "Banking", "Construction",
                                                         "Education",     "Energy",  "Finance",
                                                         "Manufacturing", "Retail",  "Technology"};

std::string pick(base::Random& random, Words words) {
    return std::string(words[random.below(words.size())]);
}

PairedValue both(std::string value) {
    return {value, value};
}

std::string upper(std::string text) {
    for (char& c : text) {
        if (c >= 'a' && c <= 'z')
            c = static_cast<char>(c - 'a' + 'A');
    }
    return text;
}

PairedValue inventPhone(base::Random& random) {
    return both("+1 555 " + std::to_string(random.between(100, 999)) + " "
                + std::to_string(random.between(1000, 9999)));
}

PairedValue inventTitle(base::Random& random) {
    return both(pick(random, kTitles));
}

PairedValue inventDepartment(base::Random& random) {
    return both(pick(random, kDepartments));
}

PairedValue inventStreet(base::Random& random) {
    return both(pick(random, kStreets) + " " + std::to_string(random.between(1, 199)));
}

PairedValue inventCity(base::Random& random) {
    return both(pick(random, kCities));
}

PairedValue inventPostalCode(base::Random& random) {
    return both(std::to_string(random.between(10000, 99999)));
}

PairedValue inventCountry(base::Random& random) {
    return both(pick(random, kCountries));
}

PairedValue inventStage(base::Random& random) {
    return both(pick(random, kStages));
}

PairedValue inventRating(base::Random& random) {
    const std::string rating = pick(random, kRatings);
    return {rating, foldCase(rating)};
}

PairedValue inventScore(base::Random& random) {
    return both(std::to_string(random.between(0, 99)) + (random.chance(0.5) ? ".5" : ""));
}

PairedValue inventFlag(base::Random& random) {
    return both(random.chance(0.5) ? "true" : "false");
}

PairedValue inventInterests(base::Random& random) {
    std::vector<std::string> chosen;
    for (const std::string_view interest : kInterests) {
        if (random.chance(0.4))
            chosen.emplace_back(interest);
    }
    if (chosen.empty())
        chosen.emplace_back(kInterests.front());
    return both(joinOptions(chosen));
}

PairedValue inventBirthdate(base::Random& random) {
    const auto twoDigits = [](std::int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    return both(std::to_string(random.between(1950, 2003)) + "-" + twoDigits(random.between(1, 12)) + "-"
                + twoDigits(random.between(1, 28)));
}

PairedValue inventIndustry(base::Random& random) {
    const std::string industry = pick(random, kIndustries);
    return {industry, upper(industry)};
}

PairedValue inventRevenue(base::Random& random) {
    return both(std::to_string(random.between(1, 400) * 50'000));
}

PairedValue inventEmployees(base::Random& random) {
    return both(std::to_string(random.between(3, 5000)));
}

PairedValue inventNote(base::Random& random) {
    return both("Spoke about " + pick(random, kInterests) + " in " + pick(random, kCities) + ", call back in "
                + std::to_string(random.between(2, 30)) + " days.");
}

}  // namespace

const std::vector<Fact>& facts() {
    using enum ObjectKind;
    static const std::vector<Fact> kFacts = {
        {Contact, "Phone", "phone", inventPhone},
        {Contact, "MobilePhone", "mobilephone", inventPhone},
        {Contact, "Title", "jobtitle", inventTitle},
        {Contact, "Department", "department", inventDepartment},
        {Contact, "MailingStreet", "address", inventStreet},
        {Contact, "MailingCity", "city", inventCity},
        {Contact, "MailingPostalCode", "zip", inventPostalCode},
        {Contact, "MailingCountry", "country", inventCountry},
        {Contact, "LifecycleStage__c", "lifecyclestage", inventStage},
        {Contact, "Rating__c", "rating", inventRating},
        {Contact, "Interests__c", "interests", inventInterests},
        {Contact, "Score__c", "score", inventScore},
        {Contact, "Birthdate", "birthdate", inventBirthdate},
        {Contact, "DoNotCall", "do_not_call", inventFlag},
        {Contact, "Description", "message", inventNote},
        {Company, "Phone", "phone", inventPhone},
        {Company, "Industry", "industry", inventIndustry},
        {Company, "Rating", "rating", inventRating},
        {Company, "AnnualRevenue", "annualrevenue", inventRevenue},
        {Company, "NumberOfEmployees", "numberofemployees", inventEmployees},
        {Company, "BillingStreet", "address", inventStreet},
        {Company, "BillingCity", "city", inventCity},
        {Company, "BillingPostalCode", "zip", inventPostalCode},
        {Company, "BillingCountry", "country", inventCountry},
        {Company, "Description", "description", inventNote},
    };
    return kFacts;
}

PersonName inventPerson(base::Random& random) {
    return {pick(random, kFirst), pick(random, kLast)};
}

std::string inventCompany(base::Random& random) {
    return pick(random, kCompanyFirst) + " " + pick(random, kCompanyLast);
}

std::string domainOf(const std::string& company, std::uint64_t number) {
    std::string domain;
    for (const char c : foldCase(company))
        domain += c == ' ' ? '-' : c;
    return domain + "-" + std::to_string(number) + ".example";
}

std::string emailOf(const PersonName& person, std::uint64_t number, const std::string& domain) {
    return foldCase(person.first) + "." + foldCase(person.last) + "." + std::to_string(number) + "@" + domain;
}

}  // namespace syncline::sandbox::model
