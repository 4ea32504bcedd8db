#pragma once

#include "engine/base/clock.h"
#include "engine/journal/journal.h"
#include "engine/journal/projections.h"
#include "engine/runtime/ledger.h"
#include "engine/runtime/step_context.h"
#include "tests/runtime/two_crms_in_memory.h"
#include "tests/support/limits_connector.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

namespace QTest {

/// So that a comparison of texts shows both.
template <>
inline char* toString(const std::string& text) {
    return qstrdup(text.c_str());
}

}  // namespace QTest

namespace syncline::test {

/// A workspace's folder with a journal and its projections, gone at the end. What cannot be opened ends the test
/// program.
class RuntimeFolder {
public:
    RuntimeFolder();

    [[nodiscard]] std::filesystem::path path() const { return m_folder.path().toStdString(); }
    [[nodiscard]] base::ManualClock& clock() { return m_clock; }
    [[nodiscard]] journal::Journal& journal() { return *m_journal; }
    [[nodiscard]] std::unique_ptr<journal::Reader> openReader() const;
    [[nodiscard]] std::unique_ptr<runtime::Ledger> openLedger(std::size_t residentLimit = 1000) const;
    void append(const journal::Batch& batch);
    /// Folds at most so many entries into the projections.
    void project(std::size_t limit = 1'000'000);

private:
    QTemporaryDir m_folder;
    base::ManualClock m_clock{kStart};
    std::unique_ptr<journal::Journal> m_journal;
    std::unique_ptr<journal::Projector> m_projector;
};

/// What one of the sequencer's parts is given: a ledger above an empty journal, a step under way, and two CRMs. Entries
/// are kept in the step's output and never become durable.
class StepWorld {
public:
    explicit StepWorld(mapping::Workspace workspace = contactsAndCompanies());

    /// A record of its side in an entity of its own.
    core::EntityId captured(core::Side side, const std::string& object, const std::string& id);
    /// Two records in one entity. Nothing is known of their fields.
    core::EntityId linked(const std::string& object, const core::PerSide<std::string>& record);
    core::Seq append(core::EntityId entity, core::Side side, core::EntryBody body);
    /// "RecordLinked, FieldsDecided": what was appended since it was asked for last.
    [[nodiscard]] std::string newKinds();
    /// The newest entry of that kind.
    template <typename Body>
    [[nodiscard]] Body last() {
        const std::vector<journal::NewEntry>& entries = context.output().batch.entries;
        for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
            if (const Body* body = std::get_if<Body>(&entry->entry.body))
                return *body;
        }
        return {};
    }

    mapping::Workspace workspace;
    RuntimeFolder folder;
    TwoCrms crms{workspace};
    core::PerSide<LimitsConnector> limits;
    std::unique_ptr<journal::Reader> reader = folder.openReader();
    std::unique_ptr<runtime::Ledger> ledger = folder.openLedger();
    runtime::StepContext context{*ledger, folder.clock(), core::Seq()};
    runtime::ReadQueue reads{workspace, {&limits.salesforce, &limits.hubspot}, base::Random(5)};

private:
    std::size_t m_told = 0;
};

/// A change as a connector tells it, of these fields, by a person, at the test's beginning.
[[nodiscard]] core::ChangeCaptured changeOf(core::Side side, const std::string& object, const std::string& id,
                                            const Texts& fields);

}  // namespace syncline::test
