#include "engine/runtime/query/brought_book.h"

#include "engine/base/try.h"
#include "engine/runtime/query/entity_entries.h"

#include <algorithm>
#include <set>
#include <utility>

namespace syncline::runtime {
namespace {

constexpr std::size_t kPage = 200;
/// So many entries of a record are looked through for what brought its values: a record that moves all day does not
/// make the one who looks at it wait.
constexpr std::size_t kMostSearched = 2000;

/// Looks for what brought the values that the sides hold, from the newest entry of the record on backwards.
class Bringers {
public:
    explicit Bringers(const core::Entity& entity) : m_entity(entity) {
        for (const auto& [field, cell] : entity.cells) {
            for (const core::Side side : core::kSides) {
                if (cell.present[side] && !cell.present[side]->byRead)
                    m_sought.emplace(field, side);
            }
        }
    }

    void pass(const core::Entry& entry) {
        if (const auto* const failed = std::get_if<core::WriteFailed>(&entry.body)) {
            if (failed->failure != core::FailureClass::Unknown)
                m_failed.insert(failed->write);
        } else if (const auto* const sent = std::get_if<core::WriteSent>(&entry.body)) {
            passWrite(entry, *sent);
        } else if (const auto* const decided = std::get_if<core::FieldsDecided>(&entry.body)) {
            for (const core::FieldDecision& decision : decided->fields)
                passDecision(entry, decision);
        }
    }
    /// No entry before `seq` can have brought any that is still sought.
    [[nodiscard]] bool isDone(core::Seq seq) const {
        return std::none_of(m_sought.begin(), m_sought.end(),
                            [&](const auto& one) { return held(one.first, one.second).id.seq < seq; });
    }
    [[nodiscard]] auto take() { return std::move(m_brought); }

private:
    using Brought = RecordState::Brought;

    [[nodiscard]] const core::Version& held(const std::string& field, core::Side side) const {
        return *m_entity.cells.at(field).present[side];
    }
    /// A side that came to the same by itself holds it by the same name, with a time and a writer of its own.
    [[nodiscard]] bool isSought(const std::string& field, core::Side side, const core::Version& version) const {
        if (!m_sought.contains({field, side}))
            return false;
        const core::Version& here = held(field, side);
        return here.id == version.id && here.time == version.time && here.writer == version.writer;
    }
    [[nodiscard]] bool isOut(const std::string& field, core::Side side, core::Seq write) const {
        const std::vector<core::Out>& out = m_entity.cells.at(field).out[side];
        return std::any_of(out.begin(), out.end(), [&](const core::Out& one) { return one.write == write; });
    }
    void found(const std::string& field, core::Side side, const Brought& brought) {
        m_brought[field][side] = brought;
        m_sought.erase({field, side});
    }
    void passWrite(const core::Entry& entry, const core::WriteSent& sent) {
        if (m_failed.contains(entry.seq))
            return;
        for (const core::WrittenField& one : sent.fields) {
            if (isSought(one.field, sent.side, one.version) && !isOut(one.field, sent.side, entry.seq))
                found(one.field, sent.side, {Brought::By::OurWrite, entry.seq, entry.captureTime});
        }
    }
    void passDecision(const core::Entry& entry, const core::FieldDecision& decision) {
        if (decision.outcome != core::Outcome::Baseline)
            return;
        for (const core::Side side : core::kSides) {
            const std::optional<core::Version>& present = decision.change.present[side];
            if (present && !present->byRead && isSought(decision.field, side, *present))
                found(decision.field, side, {Brought::By::Comparison, entry.seq, entry.captureTime});
        }
    }

    const core::Entity& m_entity;
    std::set<std::pair<std::string, core::Side>> m_sought;
    std::set<core::Seq> m_failed;  ///< writes that have had no effect
    std::map<std::string, core::PerSide<std::optional<Brought>>> m_brought;
};

base::Result<void> search(QueryContext& context, core::EntityId entity, core::Seq asOf, Bringers& bringers) {
    core::Seq before = core::next(asOf);
    for (std::size_t searched = 0; searched < kMostSearched && !bringers.isDone(before); searched += kPage) {
        TRY(context.goOn());
        TRY_ASSIGN(const std::vector<core::Entry> page, readHistory(context, entity, before, kPage));
        for (const core::Entry& entry : page)
            bringers.pass(entry);
        if (page.size() < kPage)
            break;
        before = page.back().seq;
    }
    return {};
}

}  // namespace

base::Result<BroughtByField> BroughtBook::find(QueryContext& context, const core::Entity& entity, core::Seq asOf) {
    if (m_entity == entity.id && m_lastEntry == entity.lastEntry)
        return m_brought;
    Bringers bringers(entity);
    const base::Result<void> searched = search(context, entity.id, asOf, bringers);
    if (!searched) {
        if (searched.error().code == base::ErrorCode::Cancelled)
            return searched.error();
        return bringers.take();
    }
    m_entity = entity.id;
    m_lastEntry = entity.lastEntry;
    m_brought = bringers.take();
    return m_brought;
}

}  // namespace syncline::runtime
