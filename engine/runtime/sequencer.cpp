#include "engine/runtime/sequencer.h"

#include "engine/base/log.h"
#include "engine/base/try.h"
#include "engine/delivery/writer.h"
#include "engine/runtime/commands.h"
#include "engine/runtime/decider.h"
#include "engine/runtime/due_board.h"
#include "engine/runtime/file_policy.h"
#include "engine/runtime/intake.h"
#include "engine/runtime/read_queue.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace syncline::runtime {
namespace {

delivery::WriterOptions writerOptions(const mapping::Workspace& workspace, const connectors::Connector* connector) {
    delivery::WriterOptions options;
    options.settle = workspace.timing.settle;
    if (connector != nullptr) {
        options.recordsPerRequest = connector->writeLimit();
        options.readsPerRequest = connector->readLimit();
    }
    return options;
}

std::string sentence(std::string text) {
    if (text.empty())
        return text;
    if (text.front() >= 'a' && text.front() <= 'z')
        text.front() = static_cast<char>(text.front() - 'a' + 'A');
    if (!text.ends_with('.'))
        text += '.';
    return text;
}

/// For a person, who reads it alone: what and why, then what to do. What is told of a sign-in is a sentence by itself
/// already.
std::string inSentences(const base::Error& why) {
    const bool isWhole = why.code == base::ErrorCode::Unauthenticated && !why.detail.empty();
    const std::string text = sentence(isWhole ? why.detail : why.words());
    return why.hint.empty() ? text : text + ' ' + sentence(why.hint);
}

}  // namespace

struct Sequencer::Impl {
    Impl(SequencerParts given, std::unique_ptr<journal::Reader> ownReader)
        : parts(std::move(given)),
          reader(std::move(ownReader)),
          context(parts.ledger, parts.clock, parts.head),
          reads(parts.workspace, parts.limits, base::Random(parts.random.next())),
          intake(parts.workspace, parts.ledger, parts.identities),
          decider(parts.workspace, parts.ledger, reads, *reader),
          commands(parts.workspace, parts.ledger, *reader),
          writer{makeWriter(core::Side::Salesforce), makeWriter(core::Side::HubSpot)} {}

    std::unique_ptr<delivery::Writer> makeWriter(core::Side side) {
        return std::make_unique<delivery::Writer>(side, parts.workspace,
                                                  writerOptions(parts.workspace, parts.limits[side]),
                                                  base::Random(parts.random.next()));
    }

    base::Result<void> take(ChangesCaptured& input);
    base::Result<void> take(ChangesMissed& input);
    base::Result<void> take(PhaseChanged& input);
    base::Result<void> take(OutageChanged& input);
    base::Result<void> take(ReadAnswered& input);
    base::Result<void> take(WriteAnswered& input);
    base::Result<void> take(CommandGiven& input);
    base::Result<void> take(OffsetReached& input);
    base::Result<void> take(Tick& input);

    void tellOfGaps(std::size_t first);
    void adoptPolicy();
    base::Result<bool> settleTouched();
    base::Result<void> finish();
    void addOutput(core::Side side, delivery::WriterOutput output);

    SequencerParts parts;
    std::unique_ptr<journal::Reader> reader;
    StepContext context;
    ReadQueue reads;
    Intake intake;
    Decider decider;
    Commands commands;
    DueBoard board;
    core::PerSide<std::unique_ptr<delivery::Writer>> writer;
    core::PerSide<core::ConnectorStateChanged> state;
    core::PerSide<bool> needsSignIn{false, false};  ///< by the state's reason; not in the journal
    core::PerSide<std::optional<base::WallTime>> lastReceived;
    core::PerSide<connectors::Outage> outage;
    std::map<std::string, std::uint64_t> rewinds;  ///< of each consumer, in this run
    core::Seq projected;
};

/// When the last of them was made. Of a change without a time that is not known, and the stream may be as far behind:
/// the time of its receipt says nothing.
base::WallTime lastChange(const std::vector<connectors::SourceChange>& changes) {
    const auto timed = std::find_if(changes.rbegin(), changes.rend(),
                                    [](const connectors::SourceChange& one) { return core::hasMoment(one.time); });
    return timed == changes.rend() ? core::kBeginningOfTime : timed->time.last;
}

base::Result<void> Sequencer::Impl::take(ChangesCaptured& input) {
    lastReceived[input.side] = input.captured.receivedAt;
    if (!input.captured.changes.empty()) {
        const base::WallTime changedAt = lastChange(input.captured.changes);
        writer[input.side]->streamTold(context, changedAt);
        decider.streamTold(context, input.side, changedAt);
    }
    const std::size_t before = context.output().batch.entries.size();
    TRY(intake.take(context, input.side, std::move(input.captured)));
    const std::vector<journal::NewEntry>& entries = context.output().batch.entries;
    for (std::size_t i = before; i < entries.size(); ++i) {
        if (const auto* captured = std::get_if<core::ChangeCaptured>(&entries[i].entry.body))
            decider.captured(entries[i].entry.seq, *captured);
    }
    return {};
}

base::Result<void> Sequencer::Impl::take(ChangesMissed& input) {
    const std::size_t before = context.output().batch.entries.size();
    TRY(intake.take(context, input.side, input.missed));
    tellOfGaps(before);
    return {};
}

/// Of the batch's entries from `first` on.
void Sequencer::Impl::tellOfGaps(std::size_t first) {
    const std::vector<journal::NewEntry>& entries = context.output().batch.entries;
    for (std::size_t i = first; i < entries.size(); ++i) {
        const auto* gap = std::get_if<core::GapDetected>(&entries[i].entry.body);
        if (gap == nullptr)
            continue;
        for (const core::RecordKey& record : gap->records) {
            if (const auto id = parts.ledger.linkOf(record))
                decider.missed(*id);
        }
    }
}

base::Result<void> Sequencer::Impl::take(PhaseChanged& input) {
    core::ConnectorStateChanged changed{input.side, input.phase, input.why ? inSentences(*input.why) : std::string()};
    needsSignIn[input.side] = input.phase == core::ConnectorPhase::Disconnected && input.why
                              && input.why->code == base::ErrorCode::Unauthenticated;
    reads.sideChanged(input.side, input.phase);
    decider.sideChanged(input.side, input.phase);
    writer[input.side]->sideChanged(input.phase);
    if (changed == state[input.side])
        return {};
    state[input.side] = changed;
    core::Entry entry;
    entry.side = input.side;
    entry.body = std::move(changed);
    context.append(std::move(entry), std::nullopt);
    return {};
}

base::Result<void> Sequencer::Impl::take(OutageChanged& input) {
    outage[input.side] = input.outage;
    return {};
}

base::Result<void> Sequencer::Impl::take(ReadAnswered& input) {
    if (writer[input.side]->answered(context, input.answer))
        return {};
    for (const ReadGot& got : reads.answered(context, input.side, std::move(input.answer)))
        TRY(decider.got(context, got));
    return {};
}

base::Result<void> Sequencer::Impl::take(WriteAnswered& input) {
    writer[input.side]->answered(context, input.answer);
    return {};
}

base::Result<void> Sequencer::Impl::take(CommandGiven& input) {
    const auto carryOut = [&](const auto& command) -> base::Result<core::Seq> {
        using Given = std::decay_t<decltype(command)>;
        if constexpr (std::is_same_v<Given, RewindConsumer>) {
            TRY_ASSIGN(const core::Seq offset, commands.run(context, command, parts.consumers));
            ++rewinds[command.consumer];
            return offset;
        } else if constexpr (std::is_same_v<Given, TryNow>) {
            base::log::info("sequencer", "somebody wants a side to be tried at once",
                            {{"side", core::name(command.side)}, {"who", command.who}});
            writer[command.side]->tryNow(context);
            context.output().tries.push_back(command.side);
            return context.head();
        } else {
            return commands.run(context, command);
        }
    };
    base::Result<core::Seq> result = std::visit(carryOut, input.command);
    context.output().replies.push_back([reply = std::move(input.reply), result = std::move(result)] { reply(result); });
    return {};
}

base::Result<void> Sequencer::Impl::take(OffsetReached& input) {
    // Reached before the stream knew that it begins again.
    if (input.rewinds < rewinds[input.offset.consumer])
        return {};
    const auto known =
        std::find_if(parts.consumers.begin(), parts.consumers.end(),
                     [&](const journal::ConsumerOffset& one) { return one.consumer == input.offset.consumer; });
    if (known == parts.consumers.end())
        parts.consumers.push_back(input.offset);
    else
        known->committed = input.offset.committed;
    context.output().batch.offsets.push_back(std::move(input.offset));
    return {};
}

base::Result<void> Sequencer::Impl::take(Tick& input) {
    if (input.projected > projected) {
        projected = input.projected;
        // A write's event may close it before its answer has come.
        parts.ledger.projected(
            projected, [this](core::EntityId id) { return writer.salesforce->isOut(id) || writer.hubspot->isOut(id); });
    }
    return {};
}

/// The workspace file's policy takes effect when it is another than the last one that came from a file.
void Sequencer::Impl::adoptPolicy() {
    std::optional<core::PolicyChanged> changed = adoptedPolicy(parts.ledger.workspace(), parts.workspace);
    if (!changed)
        return;
    core::Entry entry;
    entry.body = *std::move(changed);
    context.append(std::move(entry), std::nullopt);
}

/// Takes every entity that has changed as far as it goes, and tells the writers and the board of it; whether there was
/// one.
base::Result<bool> Sequencer::Impl::settleTouched() {
    bool isTouched = false;
    for (std::set<core::EntityId> touched = context.takeTouched(); !touched.empty(); touched = context.takeTouched()) {
        for (const core::EntityId id : touched) {
            if (id == core::EntityId())
                continue;
            TRY(decider.advance(context, id));
            const core::Entity& entity = *parts.ledger.find(id);
            board.update(entity);
            for (const core::Side side : core::kSides)
                writer[side]->touched(entity);
            isTouched = true;
        }
    }
    return isTouched;
}

base::Result<void> Sequencer::Impl::finish() {
    const std::size_t before = context.output().batch.entries.size();
    TRY(intake.nameGapRecords(context));
    tellOfGaps(before);
    TRY(decider.release(context));
    TRY(settleTouched());
    bool isTouched = false;
    // What a writer closes may let a decision be made that another write follows from.
    do {
        for (const core::Side side : core::kSides)
            addOutput(side, writer[side]->step(context));
        TRY_ASSIGN(isTouched, settleTouched());
    } while (isTouched);
    reads.flush(context);
    return {};
}

void Sequencer::Impl::addOutput(core::Side side, delivery::WriterOutput output) {
    std::vector<std::pair<core::Side, StepOutput::SideRequest>>& requests = context.output().requests;
    for (connectors::WriteRequest& request : output.writes)
        requests.emplace_back(side, std::move(request));
    for (connectors::ReadRequest& request : output.reads)
        requests.emplace_back(side, std::move(request));
    for (connectors::FindRequest& request : output.finds)
        requests.emplace_back(side, std::move(request));
    if (output.wakeAt)
        context.wakeAt(*output.wakeAt);
}

base::Result<std::unique_ptr<Sequencer>> Sequencer::make(SequencerParts parts) {
    TRY_ASSIGN(std::unique_ptr<journal::Reader> reader, journal::Reader::open(parts.workspace.folder));
    return std::unique_ptr<Sequencer>(new Sequencer(std::make_unique<Impl>(std::move(parts), std::move(reader))));
}

Sequencer::Sequencer(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Sequencer::~Sequencer() = default;

base::Result<StepOutput> Sequencer::begin() {
    Impl& impl = *m_impl;
    impl.context.begin();
    impl.adoptPolicy();
    for (const core::EntityId id : impl.parts.ledger.moving()) {
        for (const core::Side side : core::kSides)
            impl.writer[side]->adopt(impl.context, id);
        impl.context.touch(id);
    }
    TRY(impl.finish());
    return impl.context.takeOutput();
}

base::Result<StepOutput> Sequencer::step(std::vector<Input> inputs) {
    Impl& impl = *m_impl;
    impl.context.begin();
    for (Input& input : inputs)
        TRY(std::visit([&](auto& one) { return impl.take(one); }, input));
    TRY(impl.finish());
    return impl.context.takeOutput();
}

Snapshot Sequencer::snapshot() const {
    const Impl& impl = *m_impl;
    Snapshot snapshot;
    snapshot.head = impl.context.head();
    snapshot.projected = impl.projected;
    snapshot.undecided = impl.board.undecided();
    snapshot.unsettled = impl.board.unsettled();
    snapshot.consumers = impl.parts.consumers;
    for (const core::Side side : core::kSides) {
        SideSnapshot& one = snapshot.side[side];
        one.phase = impl.state[side].phase;
        one.message = impl.state[side].message;
        one.mode = impl.context.rules().mode[side];
        one.lastReceived = impl.lastReceived[side];
        if (one.phase == core::ConnectorPhase::Disconnected) {
            one.lastAnswered = impl.outage[side].lastAnswered;
            one.nextTry = impl.outage[side].nextTry;
            one.needsSignIn = impl.needsSignIn[side];
        }
        one.dueEntities = impl.board.entities(side);
        one.dueCells = impl.board.cells(side);
        const core::Seq oldest = impl.board.oldest(side);
        one.nothingDueBelow = oldest == core::Seq() ? snapshot.head : core::Seq(oldest.value() - 1);
        one.requestsOut = impl.writer[side]->inFlight();
        one.duplicates = impl.intake.duplicates(side);
    }
    return snapshot;
}

}  // namespace syncline::runtime
