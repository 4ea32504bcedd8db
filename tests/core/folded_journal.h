#pragma once

#include "engine/core/apply.h"
#include "tests/core/memory_state.h"

#include <string>
#include <utility>
#include <vector>

namespace syncline::test {

inline constexpr core::Side kSf = core::Side::Salesforce;
inline constexpr core::Side kHs = core::Side::HubSpot;
inline const core::EntityId kAda(1);
inline const core::EntityId kGrace(200);
inline const core::RecordKey kAdaInSf{kSf, "contact", "003A"};
inline const core::RecordKey kAdaInHs{kHs, "contact", "501"};

inline base::WallTime at(int seconds) {
    return base::WallTime(std::chrono::milliseconds(1795536000000) + std::chrono::seconds(seconds));
}

/// The same text on both sides.
inline core::Version versionOf(int seq, core::Side side, const std::string& text) {
    core::Version made;
    made.id = {core::Seq(seq), side};
    made.value = {{text, text}, {text, text}};
    made.time = {at(seq), at(seq), false, false};
    made.writer = {core::WriterKind::Person, "somebody"};
    return made;
}

/// A state that is told one entry after the other, numbered from 1.
class FoldedJournal {
public:
    core::Seq add(core::EntryBody body, core::EntityId entity = kAda, core::Seq cause = core::Seq()) {
        m_head = core::next(m_head);
        core::Entry entry;
        entry.seq = m_head;
        entry.entity = entity;
        entry.captureTime = at(static_cast<int>(m_head.value()));
        entry.cause = cause;
        entry.body = std::move(body);
        core::apply(m_state, entry);
        return m_head;
    }
    core::Seq capture(const core::RecordKey& record, core::EntityId entity = kAda) {
        core::ChangeCaptured captured;
        captured.record = record;
        return add(captured, entity);
    }
    core::Seq decide(const std::string& field, const core::CellChange& change, core::Seq cause = core::Seq()) {
        core::FieldDecision decision;
        decision.field = field;
        decision.outcome = core::Outcome::Applied;
        decision.change = change;
        return add(core::FieldsDecided{{decision}}, kAda, cause);
    }
    /// Both sides hold this version of the field.
    void agree(const std::string& field, const core::Version& version) {
        core::CellChange change;
        change.standing = version;
        change.present = {version, version};
        decide(field, change);
    }
    /// Salesforce changed it; HubSpot is to be told.
    void changeInSalesforce(const std::string& field, const core::Version& version) {
        core::CellChange change;
        change.standing = version;
        change.present[kSf] = version;
        decide(field, change);
    }
    core::Seq send(core::Side side, const std::string& field, const core::Version& version) {
        return add(core::WriteSent{side, side == kSf ? kAdaInSf.id : kAdaInHs.id, 1, {{field, version}}});
    }
    core::Seq fail(core::Seq write, core::FailureClass failure, std::vector<std::string> fields = {}) {
        return add(core::WriteFailed{write, kHs, failure, "400", "no such option", std::move(fields)});
    }

    [[nodiscard]] core::Entity ada() const { return m_state.at(kAda); }
    [[nodiscard]] core::Cell cell(const std::string& field) const {
        const core::Entity entity = ada();
        const auto found = entity.cells.find(field);
        return found == entity.cells.end() ? core::Cell{} : found->second;
    }
    [[nodiscard]] MemoryState& state() { return m_state; }

private:
    MemoryState m_state;
    core::Seq m_head;
};

/// The journal with Ada linked, and phone and title in step on both sides.
inline FoldedJournal linked() {
    FoldedJournal journal;
    const core::Seq captured = journal.capture(kAdaInSf);
    journal.decide("phone", {}, captured);
    journal.add(core::RecordLinked{{kAdaInSf.id, kAdaInHs.id}, core::LinkOrigin::MatchKey, core::EntityId()});
    journal.agree("phone", versionOf(1, kSf, "1"));
    journal.agree("title", versionOf(1, kSf, "Dr"));
    return journal;
}

}  // namespace syncline::test
