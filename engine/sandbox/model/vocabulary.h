#pragma once

#include "engine/base/random.h"
#include "engine/sandbox/model/types.h"

#include <cstddef>
#include <string>
#include <vector>

namespace syncline::sandbox::model {

/// The same value in the words of both CRMs ("Hot" and "hot").
struct PairedValue {
    Value salesforce;
    Value hubspot;

    [[nodiscard]] const Value& on(Side side) const { return side == Side::Salesforce ? salesforce : hubspot; }
};

/// One thing that both CRMs know of a company or a contact, under their own field names, and how people make it up.
struct Fact {
    ObjectKind kind;
    std::string salesforce;
    std::string hubspot;
    PairedValue (*invent)(base::Random& random);

    [[nodiscard]] const std::string& on(Side side) const { return side == Side::Salesforce ? salesforce : hubspot; }
};

/// Facts that people edit, without names and e-mail addresses, which identify. Lives as long as the program.
[[nodiscard]] const std::vector<Fact>& facts();

struct PersonName {
    std::string first;
    std::string last;
};

[[nodiscard]] PersonName inventPerson(base::Random& random);
/// "Nordwind Energy" and "nordwind-energy-17.example": unique by `number`.
[[nodiscard]] std::string inventCompany(base::Random& random);
[[nodiscard]] std::string domainOf(const std::string& company, std::uint64_t number);
[[nodiscard]] std::string emailOf(const PersonName& person, std::uint64_t number, const std::string& domain);

}  // namespace syncline::sandbox::model
