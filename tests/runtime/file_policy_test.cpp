#include "engine/runtime/file_policy.h"

#include "engine/core/apply.h"
#include "engine/journal/fold_state.h"
#include "tests/runtime/sequencer_world.h"

#include <QTest>
#include <optional>
#include <string>
#include <utility>

using namespace syncline;
using namespace syncline::test;
using core::Mode;
using core::PolicyChanged;
using core::WorkspaceState;
using runtime::adoptedPolicy;

namespace {

constexpr core::PerSide<Mode> kLive{Mode::Live, Mode::Live};
constexpr core::PerSide<Mode> kObserve{Mode::Observe, Mode::Observe};

/// Of real accounts; its hash has letters, as one of a file has.
mapping::Workspace addresses() {
    mapping::Workspace workspace = contactsAndCompanies();
    workspace.mode = kLive;
    workspace.policyHash = "0a1b" + std::string(60, '7');
    return workspace;
}

mapping::Workspace sandbox() {
    mapping::Workspace workspace = addresses();
    workspace.sandbox = mapping::SandboxSettings();
    return workspace;
}

/// The state of a journal, entry by entry.
class Journal {
public:
    void add(PolicyChanged body) {
        core::Entry entry;
        entry.seq = m_last = core::next(m_last);
        entry.body = std::move(body);
        QVERIFY(m_state.fold(entry));
    }
    /// What a start with this file adds, if anything.
    std::optional<PolicyChanged> start(const mapping::Workspace& file) {
        std::optional<PolicyChanged> changed = adoptedPolicy(state(), file);
        if (changed)
            add(*changed);
        return changed;
    }
    /// By a command.
    void switchTo(core::PerSide<Mode> mode) {
        PolicyChanged changed{state().rules, {}, "ada"};
        changed.rules.mode = mode;
        add(std::move(changed));
    }
    [[nodiscard]] const WorkspaceState& state() const { return m_state.workspace(); }

private:
    journal::FoldState m_state;
    core::Seq m_last;
};

}  // namespace

class FilePolicyTest : public QObject {
    Q_OBJECT

private slots:
    void firstStart_takesTheFilesModes_data();
    void firstStart_takesTheFilesModes();
    void sameFile_isTakenOnce();
    void addressesInASandboxsJournal_observe_data();
    void addressesInASandboxsJournal_observe();
    void addressesInASandboxsJournal_areSwitchedByAPerson();
    void sandboxInAJournalOfAddresses_isRemembered();
    void sandboxOfBefore_isMarked_andKeepsWhatPeopleChanged();
    void begin_withAddressesInASandboxsJournal_observes();
};

void FilePolicyTest::firstStart_takesTheFilesModes_data() {
    QTest::addColumn<bool>("ofSandbox");
    QTest::newRow("sandbox") << true;
    QTest::newRow("addresses") << false;
}

void FilePolicyTest::firstStart_takesTheFilesModes() {
    QFETCH(bool, ofSandbox);
    Journal journal;
    const auto changed = journal.start(ofSandbox ? sandbox() : addresses());
    QVERIFY(changed);
    QCOMPARE(changed->who, std::string("workspace file"));
    QVERIFY(journal.state().rules.mode == kLive);
    QVERIFY(!journal.state().policySource.empty());
}

void FilePolicyTest::sameFile_isTakenOnce() {
    for (const mapping::Workspace& file : {sandbox(), addresses()}) {
        Journal journal;
        QVERIFY(journal.start(file));
        QVERIFY(!journal.start(file));
        journal.switchTo(kObserve);
        QVERIFY(!journal.start(file));
    }
}

void FilePolicyTest::addressesInASandboxsJournal_observe_data() {
    QTest::addColumn<bool>("isEdited");
    QTest::addColumn<bool>("isSwitched");
    QTest::newRow("the same rules") << false << false;
    QTest::newRow("other rules") << true << false;
    QTest::newRow("switched by a person in the sandbox") << false << true;
    QTest::newRow("switched, and other rules") << true << true;
}

/// Whether the sandbox's data is there plays no part: the journal may have been copied.
void FilePolicyTest::addressesInASandboxsJournal_observe() {
    QFETCH(bool, isEdited);
    QFETCH(bool, isSwitched);
    Journal journal;
    QVERIFY(journal.start(sandbox()));
    if (isSwitched)
        journal.switchTo(kLive);
    mapping::Workspace file = addresses();
    if (isEdited) {
        file.policyHash = "c" + file.policyHash.substr(1);
        file.objects.front().fields.front().rule.firstComparison = core::TieBreak::HubSpot;
    }
    QVERIFY(journal.start(file));
    QVERIFY(journal.state().rules.mode == kObserve);
    QVERIFY(journal.state().rules.fields == file.rules().fields);
}

void FilePolicyTest::addressesInASandboxsJournal_areSwitchedByAPerson() {
    Journal journal;
    QVERIFY(journal.start(sandbox()));
    mapping::Workspace file = addresses();
    QVERIFY(journal.start(file));
    journal.switchTo(kLive);
    QVERIFY(!journal.start(file));
    file.policyHash = "c" + file.policyHash.substr(1);
    QVERIFY(journal.start(file));
    QVERIFY(journal.state().rules.mode == kLive);
}

void FilePolicyTest::sandboxInAJournalOfAddresses_isRemembered() {
    Journal journal;
    QVERIFY(journal.start(addresses()));
    QVERIFY(journal.start(sandbox()));
    QVERIFY(journal.state().rules.mode == kLive);
    QVERIFY(journal.start(addresses()));
    QVERIFY(journal.state().rules.mode == kObserve);
}

/// Its source was the hash as the file gives it, which is what one of addresses still is.
void FilePolicyTest::sandboxOfBefore_isMarked_andKeepsWhatPeopleChanged() {
    const mapping::Workspace file = sandbox();
    Journal journal;
    journal.add({file.rules(), file.policyHash, "workspace file"});
    PolicyChanged byAda{journal.state().rules, {}, "ada"};
    byAda.rules.mode[kHs] = Mode::Observe;
    byAda.rules.fields.begin()->second.begin()->second.firstComparison = core::TieBreak::HubSpot;
    journal.add(byAda);
    QVERIFY(journal.start(file));
    QVERIFY(journal.state().rules.fields == byAda.rules.fields);
    QVERIFY(journal.state().rules.mode == byAda.rules.mode);
    QVERIFY(!journal.start(file));
    QVERIFY(journal.start(addresses()));
    QVERIFY(journal.state().rules.mode == kObserve);
}

void FilePolicyTest::begin_withAddressesInASandboxsJournal_observes() {
    SequencerWorld world;
    const auto connect = [&] {
        for (const core::Side side : core::kSides)
            world.step(runtime::PhaseChanged{side, core::ConnectorPhase::Connected, std::nullopt});
    };
    world.workspace.sandbox = mapping::SandboxSettings();
    world.restart();
    connect();
    world.agreed();
    QVERIFY(world.ledger->workspace().rules.mode == kLive);
    world.workspace.sandbox.reset();
    world.restart();
    QVERIFY(world.ledger->workspace().rules.mode == kObserve);
    connect();
    world.step(world.edit(kSf, "2", 1));
    QCOMPARE(world.leaves(), std::string());
}

QTEST_APPLESS_MAIN(FilePolicyTest)
#include "file_policy_test.moc"
