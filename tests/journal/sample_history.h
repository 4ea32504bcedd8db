#pragma once

#include "engine/base/random.h"
#include "engine/journal/batch.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace syncline::test {

/// Entries that could stand in a journal, one after the other, from a seed: people of two CRMs who are captured,
/// linked, changed, written, refused, in conflict, merged and deleted. What they say fits together as far as folding
/// cares.
class SampleHistory {
public:
    /// Goes on behind `head`; a history that does not begin with 0 knows nothing of what lies before.
    explicit SampleHistory(std::uint64_t seed, core::Seq head = core::Seq()) : m_random(seed), m_head(head) {}

    [[nodiscard]] journal::NewEntry next();
    /// With a position and a consumer's offset.
    [[nodiscard]] journal::Batch batch(std::size_t entries);

private:
    struct Person {
        core::EntityId id;
        core::PerSide<std::optional<std::string>> record;
        core::Seq captured;
        std::optional<core::Seq> write;
        std::optional<core::Seq> conflict;
    };

    [[nodiscard]] core::Seq seq() const { return core::next(m_head); }
    [[nodiscard]] core::Side side();
    [[nodiscard]] std::string field();
    [[nodiscard]] core::Version version(const Person& person, const std::string& field);
    [[nodiscard]] core::RecordKey newRecord(core::Side side);

    [[nodiscard]] core::Entry captureNew();
    [[nodiscard]] core::Entry captureAgain(Person& person);
    [[nodiscard]] core::Entry link(Person& person);
    [[nodiscard]] core::Entry decide(const Person& person);
    [[nodiscard]] core::Entry write(Person& person);
    [[nodiscard]] core::Entry answer(Person& person);
    [[nodiscard]] core::Entry openOrResolve(Person& person);
    [[nodiscard]] core::Entry removeOrBringBack(const Person& person);
    [[nodiscard]] core::Entry ofWorkspace();
    [[nodiscard]] core::Entry ofPerson(Person& person);

    base::Random m_random;
    core::Seq m_head;
    std::vector<Person> m_people;
};

}  // namespace syncline::test
