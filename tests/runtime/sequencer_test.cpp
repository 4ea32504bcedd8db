#include "engine/runtime/sequencer.h"

#include "engine/runtime/file_policy.h"
#include "tests/runtime/sequencer_world.h"

#include <QTest>

using namespace syncline;
using namespace syncline::test;
using namespace syncline::runtime;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

/// The reply to a command, when it has come.
struct Reply {
    std::optional<base::Result<core::Seq>> result;
    CommandReply taker() {
        return [this](base::Result<core::Seq> given) { result = std::move(given); };
    }
};

}  // namespace

class SequencerTest : public QObject {
    Q_OBJECT

private slots:
    void change_isCapturedDecidedAndSent_inOneStep();
    void position_isAcknowledged_withTheChange();
    void duplicateDelivery_leadsToNothing();
    void changeWithoutATime_hasNone_untilItsHistoryIsRead();
    void changeWithoutATime_saysNotThatTheStreamIsThere();
    void changeOfAnObjectThatNobodyMapped_movesThePositionOnly();
    void observe_sendsNothing();
    void concurrentEdits_areAPersonsToSettle();
    void resolution_refusedForAStaleScreen();
    void command_isAnswered_whenItIsDurable();
    void setMode_letsLeaveWhatIsDue();
    void rewind_data();
    void rewind();
    void rewind_overrulesWhatWasReachedBefore();
    void begin_takesThePolicyOnce();
    void begin_takesRulesFromAChangedFile_butNoMode();
    void begin_readsBackWritesThatWereOut();
    void begin_decidesWhatWasLeft();
    void lostCreate_isConfirmedByTheStream_andWhatWaitedFollows();
    void begin_namesTheRestOfAGap();
    void gap_whileItsRecordIsRead_isReadAgain_data();
    void gap_whileItsRecordIsRead_isReadAgain();
    void tick_wakesWhatWaited();
    void snapshot_tellsWhatIsDue();
    void outage_isInTheSnapshot_notInTheJournal();
    void signIn_isToldApart();
    void tryNow_isHandedOn_withoutAnEntry();
};

void SequencerTest::change_isCapturedDecidedAndSent_inOneStep() {
    for (const core::Side side : core::kSides) {
        SequencerWorld world;
        const core::EntityId id = world.agreed();
        world.step(world.edit(side, "2", 1));
        QCOMPARE(world.kinds(), std::string("ChangeCaptured, FieldsDecided, WriteSent"));
        QCOMPARE(world.leaves(),
                 std::string(side == kSf ? "hubspot write 50 phone=2" : "salesforce write 003 Phone=2"));
        const std::vector<journal::NewEntry>& entries = world.last.batch.entries;
        QCOMPARE(entries.at(1).entry.cause, entries.at(0).entry.seq);
        QCOMPARE(entries.at(2).entry.cause, entries.at(1).entry.seq);
        QCOMPARE(entries.at(0).identity, std::optional(identity(1)));
        world.answerAll();
        QCOMPARE(world.kinds(), std::string("WriteSucceeded"));
        world.step(world.echo(core::other(side), "2", 2));
        QCOMPARE(world.kinds(), std::string("ChangeCaptured, FieldsDecided"));
        QCOMPARE(world.leaves(), std::string());
        QVERIFY(!core::isMoving(*world.ledger->find(id)));
    }
}

void SequencerTest::position_isAcknowledged_withTheChange() {
    SequencerWorld world;
    world.agreed();
    world.step(world.edit(kHs, "2", 7));
    const core::Position position{"stream", "7"};
    QCOMPARE(world.last.batch.positions, std::vector<core::Position>{position});
    QCOMPARE(world.last.acknowledgements.size(), std::size_t(1));
    QCOMPARE(world.last.acknowledgements.front().first, kHs);
    QCOMPARE(world.last.acknowledgements.front().second, position);
    QCOMPARE(world.folder.openReader()->readPositions().value(), (std::vector<core::Position>{{"stream", "7"}}));
}

void SequencerTest::duplicateDelivery_leadsToNothing() {
    SequencerWorld world;
    world.agreed();
    world.step(world.edit(kSf, "2", 1));
    world.answerAll();
    for (const bool afterARestart : {false, true}) {
        if (afterARestart) {
            world.restart();
            world.step(PhaseChanged{kHs, core::ConnectorPhase::Connected, std::nullopt});
        }
        world.step(world.edit(kSf, "2", 1));
        QCOMPARE(world.kinds(), std::string());
        QCOMPARE(world.leaves(), std::string());
        // The source may go on all the same.
        QCOMPARE(world.last.acknowledgements.size(), std::size_t(1));
        QCOMPARE(world.sequencer->snapshot().side.salesforce.duplicates, std::uint64_t(1));
    }
    // Twice in one delivery, before either is durable.
    ChangesCaptured twice = world.edit(kSf, "3", 3);
    twice.captured.changes.push_back(twice.captured.changes.front());
    world.step(std::move(twice));
    QCOMPARE(world.kinds(), std::string("ChangeCaptured, FieldsDecided, WriteSent"));
}

void SequencerTest::changeWithoutATime_hasNone_untilItsHistoryIsRead() {
    SequencerWorld world;
    world.agreed();
    runtime::ChangesCaptured input = world.edit(kHs, "2", 1);
    core::SourceTime& time = input.captured.changes.front().time;
    const core::SourceTime made = time;
    time.from = core::kBeginningOfTime;
    world.crms.setHistory("contact", "50", "phone", {{"2", made, {core::WriterKind::Person, "77"}}});
    world.step(input);
    QCOMPARE(world.kinds(), std::string("ChangeCaptured"));
    QVERIFY(!world.last.batch.entries.at(0).entry.sourceTime);
    world.answerReads();
    QCOMPARE(world.kinds(), std::string("FieldsDecided, WriteSent"));
    const auto decided = std::get<core::FieldsDecided>(world.last.batch.entries.at(0).entry.body);
    QCOMPARE(decided.fields.at(0).outcome, core::Outcome::Applied);
    QCOMPARE(decided.fields.at(0).version->time, made);
}

/// How far the stream is behind is not known then, and a write without an event is not settled at once.
void SequencerTest::changeWithoutATime_saysNotThatTheStreamIsThere() {
    for (const bool hasTime : {true, false}) {
        SequencerWorld world;
        const core::EntityId id = world.agreed();
        world.step(world.edit(kSf, "2", 1));
        world.answerAll();
        world.folder.clock().advance(world.workspace.timing.settle);
        ChangesCaptured other = world.edit(kHs, "2", 2);
        other.captured.changes.front().object = "Lead";
        if (!hasTime)
            other.captured.changes.front().time.from = core::kBeginningOfTime;
        world.step(std::move(other));
        QCOMPARE(world.phone(id).out.hubspot.size(), std::size_t(hasTime ? 0 : 1));
    }
}

void SequencerTest::changeOfAnObjectThatNobodyMapped_movesThePositionOnly() {
    SequencerWorld world;
    ChangesCaptured input = world.edit(kSf, "2", 1);
    input.captured.changes.front().object = "Lead";
    world.step(std::move(input));
    QCOMPARE(world.kinds(), std::string());
    QCOMPARE(world.last.batch.positions.size(), std::size_t(1));
}

void SequencerTest::observe_sendsNothing() {
    SequencerWorld world;
    const core::EntityId id = world.agreed();
    Reply reply;
    world.step(CommandGiven{SetMode{core::Mode::Observe, kHs, "somebody"}, reply.taker()});
    world.step(world.edit(kSf, "2", 1));
    QCOMPARE(world.kinds(), std::string("ChangeCaptured, FieldsDecided"));
    QCOMPARE(world.leaves(), std::string());
    QVERIFY(core::due(world.phone(id), kHs) != nullptr);
}

void SequencerTest::concurrentEdits_areAPersonsToSettle() {
    SequencerWorld world;
    const core::EntityId id = world.agreed();
    std::vector<Input> both;
    both.emplace_back(world.edit(kSf, "2", 1));
    both.emplace_back(world.edit(kHs, "3", 2));
    auto output = world.sequencer->step(std::move(both));
    QVERIFY(output);
    world.folder.append(output->batch);
    // Within the tolerance, and the tie-break is a person: both were told in one step, and nothing leaves.
    QVERIFY(output->requests.empty());
    const core::Cell cell = world.phone(id);
    QVERIFY(cell.conflict.has_value());
    QCOMPARE(cell.conflict->candidates.size(), std::size_t(2));
    Reply reply;
    ResolveConflict command;
    command.conflict = cell.conflict->id;
    command.takeSide = kHs;
    command.who = "somebody";
    for (const core::Candidate& one : cell.conflict->candidates)
        command.expected.push_back(one.version.id.seq);
    world.step(CommandGiven{command, reply.taker()});
    QVERIFY(reply.result && *reply.result);
    QCOMPARE(world.kinds(), std::string("ConflictResolved, WriteSent"));
    QCOMPARE(world.leaves(), std::string("salesforce write 003 Phone=3"));
    QCOMPARE(reply.result->value(), world.last.batch.entries.front().entry.seq);
}

void SequencerTest::resolution_refusedForAStaleScreen() {
    SequencerWorld world;
    const core::EntityId id = world.agreed();
    Reply reply;
    world.step(CommandGiven{SetMode{core::Mode::Observe, std::nullopt, "somebody"}, reply.taker()});
    world.step(world.edit(kSf, "2", 1));
    world.step(world.edit(kHs, "3", 2));
    const core::Conflict seen = *world.phone(id).conflict;
    world.step(world.edit(kSf, "4", 3));
    ResolveConflict command;
    command.conflict = seen.id;
    command.takeSide = kHs;
    for (const core::Candidate& one : seen.candidates)
        command.expected.push_back(one.version.id.seq);
    world.step(CommandGiven{command, reply.taker()});
    QCOMPARE(reply.result->error().code, base::ErrorCode::AlreadyExists);
    QCOMPARE(world.kinds(), std::string());
    QVERIFY(world.phone(id).conflict.has_value());
}

void SequencerTest::command_isAnswered_whenItIsDurable() {
    SequencerWorld world;
    bool isAnswered = false;
    std::vector<Input> inputs;
    inputs.emplace_back(CommandGiven{SetMode{core::Mode::Observe, kHs, "somebody"},
                                     [&](const base::Result<core::Seq>&) { isAnswered = true; }});
    const auto output = world.sequencer->step(std::move(inputs));
    QVERIFY(output);
    QVERIFY(!isAnswered);
    QCOMPARE(output->replies.size(), std::size_t(1));
    output->replies.front()();
    QVERIFY(isAnswered);
}

void SequencerTest::setMode_letsLeaveWhatIsDue() {
    SequencerWorld world;
    world.agreed();
    Reply reply;
    world.step(CommandGiven{SetMode{core::Mode::Observe, std::nullopt, "somebody"}, reply.taker()});
    QCOMPARE(world.kinds(), std::string("PolicyChanged"));
    world.step(world.edit(kSf, "2", 1));
    world.step(CommandGiven{SetMode{core::Mode::Live, kSf, "somebody"}, reply.taker()});
    QCOMPARE(world.leaves(), std::string());
    world.step(CommandGiven{SetMode{core::Mode::Live, kHs, "somebody"}, reply.taker()});
    QCOMPARE(world.leaves(), std::string("hubspot write 50 phone=2"));
}

void SequencerTest::rewind_data() {
    QTest::addColumn<QString>("consumer");
    QTest::addColumn<std::int64_t>("offset");
    QTest::addColumn<QString>("expected");
    QTest::newRow("to the first entry") << "crm-feed" << std::int64_t(0) << "rewound";
    QTest::newRow("into the middle") << "crm-feed" << std::int64_t(2) << "rewound";
    QTest::newRow("behind the head") << "crm-feed" << std::int64_t(10'000) << "invalidArgument";
    QTest::newRow("before the first") << "crm-feed" << std::int64_t(-1) << "invalidArgument";
    QTest::newRow("a stream that is not there") << "another" << std::int64_t(0) << "notFound";
}

void SequencerTest::rewind() {
    QFETCH(QString, consumer);
    QFETCH(std::int64_t, offset);
    QFETCH(QString, expected);
    SequencerWorld world;
    world.step(OffsetReached{{"crm-feed", core::Seq(3)}});
    QCOMPARE(world.folder.openReader()->readConsumers().value().front().committed, core::Seq(3));
    Reply reply;
    world.step(CommandGiven{RewindConsumer{consumer.toStdString(), core::Seq(offset), "somebody"}, reply.taker()});
    QVERIFY(reply.result.has_value());
    const auto stored = world.folder.openReader()->readConsumers().value().front();
    if (expected == QLatin1String("rewound")) {
        // The caller knows the new offset; what was sent before and comes again ends at the old one.
        QCOMPARE(reply.result->value(), core::Seq(3));
        QCOMPARE(world.last.rewinds, (std::vector<journal::ConsumerOffset>{{"crm-feed", core::Seq(offset)}}));
        QCOMPARE(stored.committed, core::Seq(offset));
        QCOMPARE(world.sequencer->snapshot().consumers.front().committed, core::Seq(offset));
        return;
    }
    QCOMPARE(reply.result->error().code,
             expected == QLatin1String("notFound") ? base::ErrorCode::NotFound : base::ErrorCode::InvalidArgument);
    QVERIFY(world.last.rewinds.empty());
    QCOMPARE(stored.committed, core::Seq(3));
}

/// What the stream had reached when it did not know of the rewind yet, told afterwards, is not its offset.
void SequencerTest::rewind_overrulesWhatWasReachedBefore() {
    SequencerWorld world;
    world.step(OffsetReached{{"crm-feed", core::Seq(3)}});
    Reply reply;
    world.step(CommandGiven{RewindConsumer{"crm-feed", core::Seq(0), "somebody"}, reply.taker()});
    world.step(OffsetReached{{"crm-feed", core::Seq(4)}});
    QCOMPARE(world.folder.openReader()->readConsumers().value().front().committed, core::Seq(0));
    QCOMPARE(world.sequencer->snapshot().consumers.front().committed, core::Seq(0));
    world.step(OffsetReached{{"crm-feed", core::Seq(2)}, 1});
    QCOMPARE(world.folder.openReader()->readConsumers().value().front().committed, core::Seq(2));
}

void SequencerTest::begin_takesThePolicyOnce() {
    SequencerWorld world;
    QCOMPARE(world.journalOf(core::EntryKind::PolicyChanged).size(), std::size_t(1));
    world.restart();
    QCOMPARE(world.journalOf(core::EntryKind::PolicyChanged).size(), std::size_t(1));
    world.workspace.policyHash = std::string(64, 'b');
    world.restart();
    QCOMPARE(world.journalOf(core::EntryKind::PolicyChanged).size(), std::size_t(2));
    QCOMPARE(world.ledger->workspace().policySource, world.workspace.policyHash);
}

/// A person has switched a direction, and a rule; then somebody edits the file, which says otherwise of both.
void SequencerTest::begin_takesRulesFromAChangedFile_butNoMode() {
    SequencerWorld world;
    const core::RuleSet ofTheFile = world.workspace.rules();
    Reply reply;
    world.step(CommandGiven{SetMode{core::Mode::Observe, kHs, "ada"}, reply.taker()});
    world.workspace.policyHash = std::string(64, 'b');
    world.workspace.objects.front().fields.front().rule.firstComparison = core::TieBreak::HubSpot;
    world.restart();
    const core::RuleSet& rules = world.ledger->workspace().rules;
    QCOMPARE(rules.mode[kHs], core::Mode::Observe);
    QCOMPARE(rules.mode[kSf], core::Mode::Live);
    const mapping::ObjectMapping& object = world.workspace.objects.front();
    QCOMPARE(changedRules(ofTheFile, rules),
             (std::vector<std::string>{object.name + "." + object.fields.front().name}));
}

void SequencerTest::begin_readsBackWritesThatWereOut() {
    for (const bool hadLanded : {true, false}) {
        SequencerWorld world;
        const core::EntityId id = world.agreed();
        world.step(world.edit(kSf, "2", 1));
        if (hadLanded)
            world.crms.put(kHs, "contact", "50", {{"phone", "2"}});
        world.restart();
        QCOMPARE(world.kinds(), std::string("WriteFailed"));
        QCOMPARE(std::get<core::WriteFailed>(world.last.batch.entries.front().entry.body).failure,
                 core::FailureClass::Unknown);
        world.step(PhaseChanged{kHs, core::ConnectorPhase::Connected, std::nullopt});
        QCOMPARE(world.leaves(), std::string());
        QVERIFY(world.last.wakeAt.has_value());
        world.folder.clock().advance(
            std::chrono::duration_cast<milliseconds>(*world.last.wakeAt - world.folder.clock().monotonicNow())
            + milliseconds(1));
        world.step(Tick{});
        QCOMPARE(world.leaves(), std::string("hubspot read 50"));
        world.answerAll();
        QCOMPARE(world.journalOf(core::EntryKind::WriteSent).size(), std::size_t(hadLanded ? 1 : 2));
        // What a read has found is as good as answered; its own event, or the settle time, closes it.
        QCOMPARE(world.phone(id).out.hubspot.size(), std::size_t(1));
        QCOMPARE(world.phone(id).out.hubspot.front().outcomeUnknown, false);
        QCOMPARE(world.crms.text(kHs, "contact", "50", "phone"), std::string("2"));
    }
}

void SequencerTest::begin_decidesWhatWasLeft() {
    SequencerWorld world;
    world.crms.put(kSf, "contact", "003", {{"Phone", "1"}, {"Email", "a@b.c"}});
    world.crms.put(kHs, "contact", "50", {{"phone", "1"}, {"email", "a@b.c"}});
    world.step(world.edit(kSf, "1", 1));
    QCOMPARE(world.sequencer->snapshot().undecided, std::size_t(1));
    world.restart();
    QCOMPARE(world.sequencer->snapshot().undecided, std::size_t(1));
    for (const core::Side side : core::kSides)
        world.step(PhaseChanged{side, core::ConnectorPhase::Connected, std::nullopt});
    world.answerAll();
    QCOMPARE(world.sequencer->snapshot().undecided, std::size_t(0));
    const core::EntityId id = *world.ledger->linkOf({kSf, "contact", "003"});
    QVERIFY(world.ledger->find(id)->isLinked());
}

void SequencerTest::lostCreate_isConfirmedByTheStream_andWhatWaitedFollows() {
    SequencerWorld world;
    world.crms.put(kSf, "contact", "003", {{"Email", "a@b.c"}});
    world.step(world.edit(kSf, "1", 1));
    world.answerReads();
    QCOMPARE(world.requests.size(), std::size_t(1));
    connectors::WriteAnswer lost;
    lost.id = world.takeWrite().id;
    lost.records.resize(1);
    world.step(WriteAnswered{kHs, lost});
    world.step(world.edit(kSf, "2", 2));
    QCOMPARE(world.kinds(), std::string("ChangeCaptured"));
    world.crms.put(kHs, "contact", "50", {{"email", "a@b.c"}, {"sf_contact_id", "003"}});
    world.step(world.echo(kHs, "1", 3));
    world.answerReads();
    QCOMPARE(world.journalOf(core::EntryKind::RecordLinked).size(), std::size_t(1));
    QCOMPARE(world.journalOf(core::EntryKind::WriteSucceeded).size(), std::size_t(1));
    QCOMPARE(world.journalOf(core::EntryKind::WriteSent).size(), std::size_t(1));
    // Nobody has said what else the record holds: it is read, and believed when the streams have passed that.
    world.folder.clock().advance(world.workspace.timing.settle);
    world.step(Tick{});
    QCOMPARE(world.leaves(), std::string("hubspot write 50 phone=2"));
    QCOMPARE(world.sequencer->snapshot().undecided, std::size_t(0));
}

void SequencerTest::begin_namesTheRestOfAGap() {
    SequencerWorld world;
    const core::EntityId id = world.agreed();
    // As a run leaves it that ends between the two entries.
    core::Entry gap;
    gap.seq = core::next(world.folder.journal().head());
    gap.side = kHs;
    gap.body = core::GapDetected{kHs, "the stream was reset", {}, false};
    world.folder.append({{{gap, std::nullopt}}, {}, {}});
    world.crms.put(kHs, "contact", "50", {{"phone", "2"}});
    world.restart();
    QCOMPARE(world.kinds(), std::string("GapDetected"));
    QVERIFY(std::get<core::GapDetected>(world.last.batch.entries.front().entry.body).allNamed);
    QVERIFY(world.ledger->find(id)->stale.hubspot);
    for (const core::Side side : core::kSides)
        world.step(PhaseChanged{side, core::ConnectorPhase::Connected, std::nullopt});
    world.answerAll();
    world.folder.clock().advance(world.workspace.timing.settle);
    world.step(Tick{});
    QVERIFY(!world.ledger->find(id)->stale.hubspot);
    QCOMPARE(world.phone(id).present.hubspot->value.hubspot.text, std::optional<std::string>("2"));
}

/// What is on its way when a gap is told may have been read before the change that is in the gap.
void SequencerTest::gap_whileItsRecordIsRead_isReadAgain_data() {
    QTest::addColumn<bool>("isNamed");
    QTest::newRow("the gap names the record") << true;
    QTest::newRow("the gap names none: each that is linked is read") << false;
}

void SequencerTest::gap_whileItsRecordIsRead_isReadAgain() {
    QFETCH(bool, isNamed);
    SequencerWorld world;
    const core::EntityId id = world.agreed();
    if (!isNamed)
        world.folder.project();
    connectors::MissedChanges missed;
    missed.reason = "test";
    if (isNamed)
        missed.records = {{kHs, "contacts", "50"}};
    world.step(ChangesMissed{kHs, missed});
    QCOMPARE(world.leaves(), std::string("salesforce read 003, hubspot read 50"));
    world.step(ChangesMissed{kHs, missed});
    QCOMPARE(world.leaves(), std::string());
    for (const auto& [side, request] : std::exchange(world.requests, {}))
        world.step(ReadAnswered{side, world.crms.answer(side, std::get<connectors::ReadRequest>(request))});
    QCOMPARE(world.leaves(), std::string("salesforce read 003, hubspot read 50"));
    world.answerAll();
    QVERIFY(world.ledger->find(id)->stale.hubspot);
    world.folder.clock().advance(world.workspace.timing.settle);
    world.step(Tick{});
    QVERIFY(!world.ledger->find(id)->stale.hubspot);
}

void SequencerTest::tick_wakesWhatWaited() {
    SequencerWorld world;
    const core::EntityId id = world.agreed();
    world.step(world.edit(kSf, "2", 1));
    world.answerAll();
    QCOMPARE(world.phone(id).out.hubspot.size(), std::size_t(1));
    // No event of the write ever comes; the stream has passed it by the settle time.
    for (int wakes = 0; wakes < 20 && !world.phone(id).out.hubspot.empty(); ++wakes) {
        QVERIFY(world.last.wakeAt.has_value());
        world.folder.clock().advance(
            std::chrono::duration_cast<milliseconds>(*world.last.wakeAt - world.folder.clock().monotonicNow())
            + milliseconds(1));
        world.step(Tick{});
    }
    QVERIFY(world.phone(id).out.hubspot.empty());
    QCOMPARE(world.sequencer->snapshot().unsettled, std::size_t(0));
}

void SequencerTest::snapshot_tellsWhatIsDue() {
    SequencerWorld world;
    world.agreed();
    world.step(PhaseChanged{kHs, core::ConnectorPhase::Disconnected,
                            base::Error{base::ErrorCode::Unavailable, "stream", "hubspot", "503", {}}});
    QCOMPARE(world.kinds(), std::string("ConnectorStateChanged"));
    world.step(world.edit(kSf, "2", 1));
    const core::Seq change = world.last.batch.entries.front().entry.seq;
    Snapshot snapshot = world.sequencer->snapshot();
    QCOMPARE(snapshot.head, world.folder.journal().head());
    QCOMPARE(snapshot.side.hubspot.dueCells, std::size_t(1));
    QCOMPARE(snapshot.side.hubspot.phase, core::ConnectorPhase::Disconnected);
    QVERIFY(!snapshot.side.hubspot.message.empty());
    QCOMPARE(snapshot.side.hubspot.nothingDueBelow, change);
    QCOMPARE(snapshot.side.salesforce.nothingDueBelow, snapshot.head);
    QVERIFY(!snapshot.isDrained());
    // The same state told again is no news.
    world.step(PhaseChanged{kSf, core::ConnectorPhase::Connected, std::nullopt});
    QCOMPARE(world.kinds(), std::string());
    world.step(PhaseChanged{kHs, core::ConnectorPhase::Connected, std::nullopt});
    QCOMPARE(world.leaves(), std::string("hubspot write 50 phone=2"));
    snapshot = world.sequencer->snapshot();
    QCOMPARE(snapshot.side.hubspot.dueCells, std::size_t(0));
    QCOMPARE(snapshot.side.hubspot.requestsOut, std::size_t(1));
    QCOMPARE(snapshot.unsettled, std::size_t(1));
}

void SequencerTest::outage_isInTheSnapshot_notInTheJournal() {
    SequencerWorld world;
    const base::WallTime now = world.folder.clock().wallNow();
    const auto isShown = [&](std::optional<base::WallTime> lastAnswered, std::optional<base::WallTime> nextTry) {
        const SideSnapshot side = world.sequencer->snapshot().side.hubspot;
        return side.lastAnswered == lastAnswered && side.nextTry == nextTry;
    };
    world.step(OutageChanged{kHs, {now, now + seconds(38)}});
    QVERIFY(isShown({}, {}));
    world.step(PhaseChanged{kHs, core::ConnectorPhase::Disconnected,
                            base::Error{base::ErrorCode::Unavailable, "stream", "hubspot", "503", {}}});
    QCOMPARE(world.kinds(), std::string("ConnectorStateChanged"));
    QVERIFY(isShown(now, now + seconds(38)));
    for (const auto next : {std::optional<base::WallTime>(), std::optional(now + seconds(99))}) {
        world.step(OutageChanged{kHs, {now, next}});
        QCOMPARE(world.kinds(), std::string());
        QVERIFY(isShown(now, next));
    }
    QVERIFY(!world.sequencer->snapshot().side.salesforce.nextTry);
    world.step(PhaseChanged{kHs, core::ConnectorPhase::Connected, std::nullopt});
    QVERIFY(isShown({}, {}));
}

void SequencerTest::signIn_isToldApart() {
    SequencerWorld world;
    const auto tell = [&](core::ConnectorPhase phase, std::optional<base::Error> why) {
        world.step(PhaseChanged{kHs, phase, std::move(why)});
        return world.sequencer->snapshot().side.hubspot;
    };
    const base::Error refused{base::ErrorCode::Unauthenticated, "sign in to", "HubSpot", "It is refused", "sign in"};
    // In the same words, but of another kind.
    const base::Error denied{base::ErrorCode::PermissionDenied, {}, {}, "It is refused", "sign in"};
    const base::Error away{base::ErrorCode::Unavailable, "stream changes of", "HubSpot", "503", "It goes on."};
    for (const base::Error& other : {denied, away}) {
        const SideSnapshot side = tell(core::ConnectorPhase::Disconnected, refused);
        QVERIFY(side.needsSignIn && !world.sequencer->snapshot().side.salesforce.needsSignIn);
        QCOMPARE(side.message, std::string("It is refused. Sign in."));
        QVERIFY(!tell(core::ConnectorPhase::Disconnected, other).needsSignIn);
    }
    QCOMPARE(world.sequencer->snapshot().side.hubspot.message,
             std::string("Stream changes of HubSpot: 503. It goes on."));
    QVERIFY(tell(core::ConnectorPhase::Disconnected, refused).needsSignIn);
    QVERIFY(!tell(core::ConnectorPhase::Connected, std::nullopt).needsSignIn);
}

void SequencerTest::tryNow_isHandedOn_withoutAnEntry() {
    SequencerWorld world;
    world.step(PhaseChanged{kHs, core::ConnectorPhase::Disconnected, std::nullopt});
    Reply reply;
    world.step(CommandGiven{TryNow{kHs, "somebody"}, reply.taker()});
    QCOMPARE(world.kinds(), std::string());
    QCOMPARE(world.last.tries, std::vector<core::Side>{kHs});
    QVERIFY(reply.result && *reply.result);
    QCOMPARE(reply.result->value(), world.folder.journal().head());
    world.step(Tick{});
    QVERIFY(world.last.tries.empty());
}

QTEST_GUILESS_MAIN(SequencerTest)
#include "sequencer_test.moc"
