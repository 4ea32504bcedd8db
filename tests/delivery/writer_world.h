#pragma once

#include "engine/base/clock.h"
#include "engine/core/apply.h"
#include "engine/delivery/writer.h"
#include "tests/core/memory_state.h"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace syncline::test {

inline constexpr core::Side kSf = core::Side::Salesforce;
inline constexpr core::Side kHs = core::Side::HubSpot;

/// Contacts (phone, email, title) and companies (name), all of which may be created on both sides.
[[nodiscard]] mapping::Workspace workspaceOfContacts();

/// What a writer is given, in memory: the state, a clock that is moved by hand, and every entry, kept.
class MemoryContext : public delivery::WriterContext {
public:
    MemoryContext();

    [[nodiscard]] const core::Entity* find(core::EntityId id) override;
    [[nodiscard]] base::Result<std::optional<core::EntityId>> entityOf(const core::RecordKey& record) override {
        return m_state.linkOf(record);
    }
    [[nodiscard]] const core::RuleSet& rules() const override { return m_rules; }
    core::Seq append(core::EntityId entity, core::Side side, core::Seq cause, core::EntryBody body) override;
    [[nodiscard]] connectors::RequestId nextRequest() override;
    [[nodiscard]] base::WallTime now() const override { return m_clock.wallNow(); }
    [[nodiscard]] base::MonotonicTime monotonicNow() const override { return m_clock.monotonicNow(); }

    void advance(std::chrono::milliseconds by) { m_clock.advance(by); }
    [[nodiscard]] base::ManualClock& clock() { return m_clock; }
    [[nodiscard]] core::Entity entity(core::EntityId id) const { return m_state.at(id); }
    [[nodiscard]] core::Cell cell(core::EntityId id, const std::string& field) const;
    [[nodiscard]] const std::vector<core::Entry>& journal() const { return m_entries; }
    [[nodiscard]] core::Seq head() const { return core::Seq(static_cast<std::int64_t>(m_entries.size())); }
    template <typename Body>
    [[nodiscard]] std::vector<core::Entry> entries() const {
        std::vector<core::Entry> found;
        for (const core::Entry& entry : m_entries) {
            if (std::holds_alternative<Body>(entry.body))
                found.push_back(entry);
        }
        return found;
    }
    template <typename Body>
    [[nodiscard]] Body last() const {
        const std::vector<core::Entry> found = entries<Body>();
        return found.empty() ? Body{} : std::get<Body>(found.back().body);
    }

protected:
    /// Called within append(), as the engine may.
    virtual void changed(const core::Entity& entity) = 0;
    /// Applies an entry that has its number and time, the next one, and keeps it.
    void keep(core::Entry entry);

private:
    base::ManualClock m_clock;
    MemoryState m_state;
    core::RuleSet m_rules;
    core::Entity m_found;
    std::vector<core::Entry> m_entries;
    std::uint64_t m_requests = 0;
};

/// A writer to HubSpot in a world of its own. Live and connected from the start. People change records in Salesforce
/// only.
class WriterWorld final : public MemoryContext {
public:
    explicit WriterWorld(delivery::WriterOptions options = {}, mapping::Workspace workspace = workspaceOfContacts());

    /// A record of Salesforce whose partner is there and holds the same: every field "old".
    core::EntityId linked(const std::string& object = "contact");
    /// A record of Salesforce without a partner, with these values, that is to be made in HubSpot.
    core::EntityId unlinked(const std::string& phone, const std::string& email = {});
    /// A person changes a field in Salesforce, and it is decided that this stands. The number of the version.
    core::Seq change(core::EntityId id, const std::string& field, const std::string& text);
    /// HubSpot holds another value from now on, which does not stand.
    core::Seq holds(core::EntityId id, const std::string& field, const std::string& text);
    core::Seq openConflict(core::EntityId id, const std::string& field);
    /// HubSpot's stream tells of the last write to the field.
    void echo(core::EntityId id, const std::string& field);
    void setMode(core::Mode mode);

    delivery::WriterOutput step() { return m_writer->step(*this); }
    /// Steps, and expects exactly one request that writes.
    connectors::WriteRequest sendOne();
    /// Every record of the request with the same answer.
    void answer(const connectors::WriteRequest& request, connectors::RecordWritten written,
                std::chrono::milliseconds retryAfter = {});
    void answer(const connectors::WriteRequest& request, connectors::WriteEffect effect);
    /// HubSpot holds these values of every record that is asked for.
    bool answer(const connectors::ReadRequest& request, std::vector<connectors::SideField> fields);
    bool answer(const connectors::FindRequest& request, std::vector<std::string> found);
    /// The program is killed and started again: the same state, another writer.
    void restart();
    [[nodiscard]] delivery::Writer& writer() { return *m_writer; }

protected:
    void changed(const core::Entity& entity) override { m_writer->touched(entity); }

private:
    [[nodiscard]] core::Version version(core::Seq seq, core::Side side, const std::string& text) const;

    mapping::Workspace m_workspace;
    delivery::WriterOptions m_options;
    std::unique_ptr<delivery::Writer> m_writer;
};

/// "50-1: phone=2 title=Dr | 50-2: phone=3", "new for 003-4: …": what a request would do, for comparing.
[[nodiscard]] std::string shown(const connectors::WriteRequest& request);
[[nodiscard]] std::string shown(const std::vector<connectors::WriteRequest>& requests);
[[nodiscard]] connectors::RecordWritten taken(const std::string& id = {}, bool created = false);
[[nodiscard]] connectors::RecordWritten refused(connectors::WriteEffect effect, std::vector<std::string> fields = {});

}  // namespace syncline::test
