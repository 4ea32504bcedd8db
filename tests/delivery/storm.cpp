#include "tests/delivery/storm.h"

#include <algorithm>
#include <utility>

namespace syncline::test {

using std::chrono::milliseconds;

namespace {

constexpr int kFirstRecords = 4;
constexpr std::size_t kMostRecords = 8;
constexpr milliseconds kStreamDelay{2000};  ///< a connected stream that is not behind tells within this time
constexpr const char* kFields[] = {"phone", "email", "title"};

const delivery::WriterOptions kOptions{
    .recordsPerRequest = 3, .requestsAtOnce = 3, .longestLag = std::chrono::hours(1)};

mapping::Workspace workspace() {
    mapping::Workspace made = workspaceOfContacts();
    made.objects.pop_back();
    made.objects.front().matchKeys.clear();
    made.connection.salesforce.clockResolution = milliseconds(1000);
    return made;
}

}  // namespace

Storm::Storm(std::uint64_t seed)
    : m_random(seed),
      m_workspace(workspace()),
      m_values(m_random.chance(0.5) ? 0 : 4),
      m_namesWriters(m_random.chance(0.3)),
      m_hasAutomation(m_values == 0 && m_random.chance(0.3)),
      m_crm{StormCrm(kSf, m_workspace.objects.front(),
                     milliseconds(m_random.chance(0.7) ? 0 : m_random.between(-7000, 7000))),
            StormCrm(kHs, m_workspace.objects.front(),
                     milliseconds(m_random.chance(0.7) ? 0 : m_random.between(-7000, 7000)))},
      m_runtime(clock(), m_workspace, m_random.next()) {
    drawRules();
    startWriters();
    for (const core::Side side : core::kSides)
        connect(side, true);
    for (int i = 0; i < kFirstRecords; ++i)
        makeRecord();
    if (!calm())
        mistake({}, "the records of the beginning do not come to rest");
    m_wire.setFaults(true, [this]() -> std::optional<std::string> {
        return m_hasAutomation && m_random.chance(0.2) ? std::optional(newText()) : std::nullopt;
    });
}

void Storm::drawRules() {
    static const core::TieBreak kTieBreaks[] = {core::TieBreak::Salesforce, core::TieBreak::HubSpot,
                                                core::TieBreak::Review};
    static const core::OnRefused kOnRefused[] = {core::OnRefused::Revert, core::OnRefused::Keep,
                                                 core::OnRefused::Review};
    for (mapping::FieldMapping& field : m_workspace.objects.front().fields) {
        field.rule.choice.tieBreak = kTieBreaks[m_random.below(3)];
        field.rule.firstComparison = kTieBreaks[m_random.below(3)];
        if (m_random.chance(0.2))
            field.rule.choice.kind = core::ChoiceKind::Review;
        if (m_random.chance(0.2))
            field.rule.admission = {m_random.chance(0.5) ? kSf : kHs, kOnRefused[m_random.below(3)]};
    }
    setMode(core::Mode::Live);
}

void Storm::setMode(core::Mode mode) {
    core::PolicyChanged policy;
    policy.rules = m_workspace.rules();
    policy.rules.mode = {mode, mode};
    append({}, kHs, {}, std::move(policy));
}

void Storm::startWriters() {
    for (const core::Side side : core::kSides)
        m_writer[side] = std::make_unique<delivery::Writer>(side, m_workspace, kOptions, base::Random(m_random.next()));
}

void Storm::rage(int acts) {
    for (int i = 0; i < acts && m_mistakes.empty(); ++i) {
        act();
        run();
    }
}

bool Storm::calm() {
    constexpr int kMostRounds = 3000;
    m_wire.setFaults(false, nullptr);
    setMode(core::Mode::Live);
    for (const core::Side side : core::kSides)
        connect(side, true);
    for (int i = 0; i < kMostRounds && m_mistakes.empty(); ++i) {
        for (const core::Side side : core::kSides) {
            while (!m_crm[side].stream().empty())
                tell(side);
        }
        run();
        if (m_wire.hasRequests())
            progress();
        else if (isQuiet() && !m_wakeAt && !resolveOne())
            return true;
        run();
        if (!m_wire.hasRequests())
            pass(isQuiet() ? milliseconds(5000) : milliseconds(100));
    }
    return !m_mistakes.empty();
}

/// Nothing is left that comes by itself, but for what time brings.
bool Storm::isQuiet() {
    return m_wire.isEmpty() && m_crm.salesforce.stream().empty() && m_crm.hubspot.stream().empty()
           && m_runtime.isIdle();
}

void Storm::act() {
    switch (m_random.below(12)) {
        case 0:
        case 1:
            edit(kSf);
            break;
        case 2:
        case 3:
            edit(kHs);
            break;
        case 4:
        case 5:
        case 6:
            progress();
            break;
        case 7: {
            const core::Side side = m_random.chance(0.5) ? kSf : kHs;
            if (m_isConnected[side])
                tell(side);
            break;
        }
        case 8:
        case 9:
            pass(milliseconds(m_random.between(0, 3000)));
            break;
        case 10:
            resolveOne();
            break;
        default:
            actRarely();
    }
}

void Storm::actRarely() {
    const core::Side side = m_random.chance(0.5) ? kSf : kHs;
    switch (m_random.below(8)) {
        case 0:
            crash();
            break;
        case 1:
            if (m_isConnected[side])
                loseStream(side);
            break;
        case 2:
        case 3:
            if (m_crm.salesforce.count() + m_crm.hubspot.count() < 2 * kMostRecords)
                makeRecord();
            break;
        case 4:
            setMode(m_random.chance(0.3) ? core::Mode::Observe : core::Mode::Live);
            break;
        default:
            connect(side, !m_isConnected[side]);
    }
}

std::string Storm::newText() {
    if (m_values == 0)
        return "v" + std::to_string(++m_texts);
    const std::uint64_t value = m_random.below(static_cast<std::uint64_t>(m_values));
    return value == 0 ? std::string() : "v" + std::to_string(value);
}

void Storm::edit(core::Side side) {
    StormCrm& crm = m_crm[side];
    if (crm.count() == 0)
        return;
    const std::string record = crm.recordAt(m_random.below(crm.count()));
    const std::string field = m_workspace.objects.front().find(kFields[m_random.below(3)])->field[side];
    const std::string text = newText();
    m_truth.made(shownText(text.empty() ? std::nullopt : std::optional(text)), shownText(crm.held(record, field)));
    advance(milliseconds(1));
    crm.set(record, {{field, text.empty() ? std::nullopt : std::optional(text)}}, core::WriterKind::Person, now());
}

/// Somebody makes a record, whose partner is to be made.
void Storm::makeRecord() {
    const core::Side side = m_random.chance(0.5) ? kSf : kHs;
    std::vector<connectors::SideField> fields;
    for (const char* const field : kFields) {
        const std::string text = "v" + std::to_string(++m_texts);
        m_truth.made(text, shownText(std::nullopt));
        fields.push_back({m_workspace.objects.front().find(field)->field[side], text});
        if (m_random.chance(0.3))
            break;
    }
    StormCrm& crm = m_crm[side];
    crm.set(crm.make(), fields, core::WriterKind::Person, now());
}

/// False when there is nothing to resolve.
bool Storm::resolveOne() {
    for (const core::EntityId id : m_entities) {
        const core::Entity whole = entity(id);
        const auto open = std::find_if(whole.cells.begin(), whole.cells.end(),
                                       [](const auto& one) { return one.second.conflict.has_value(); });
        if (open == whole.cells.end())
            continue;
        const core::Conflict& conflict = *open->second.conflict;
        core::Resolution resolution;
        resolution.field = open->first;
        for (const core::Candidate& candidate : conflict.candidates) {
            resolution.expected.push_back(candidate.version.id);
            m_truth.shown(candidate.version);
        }
        resolution.take = resolution.expected[m_random.below(resolution.expected.size())];
        const core::Writer who{core::WriterKind::Operator, "ada"};
        auto standing = core::resolve(whole, resolution, core::next(head()), now(), who);
        if (!standing) {
            mistake(id, "a resolution was refused; ");
            return true;
        }
        append(id, kSf, conflict.id,
               core::ConflictResolved{conflict.id,
                                      resolution.field,
                                      std::move(*standing),
                                      conflict.candidates,
                                      false,
                                      who.id,
                                      {},
                                      conflict.type});
        ++m_resolutions[{id, resolution.field}];
        return true;
    }
    return false;
}

void Storm::tell(core::Side side) {
    std::deque<StormCrm::Event>& stream = m_crm[side].stream();
    if (stream.empty())
        return;
    const StormCrm::Event event = stream.front();
    stream.pop_front();
    m_truth.told(side, event, core::next(head()));
    m_writer[side]->streamTold(step(), event.time.last);
    m_runtime.decider().streamTold(m_runtime.context(), side, event.time.last);
    m_runtime.capture(side, event, side == kSf || m_namesWriters);
    takeAway();
}

/// Its place in the stream is lost: the records that are known have to be read. One that is not known yet is told of
/// all the same.
void Storm::loseStream(core::Side side) {
    std::erase_if(m_crm[side].stream(), [&](const StormCrm::Event& event) {
        if (!m_runtime.entityOf(side, event.record))
            return false;
        m_truth.lost(side, event);
        return true;
    });
    for (const core::EntityId id : m_entities) {
        const std::optional<std::string> record = entity(id).record[side];
        if (!record || entity(id).mergedInto)
            continue;
        append(id, side, {}, core::GapDetected{side, "its place is lost", {{side, "contact", *record}}, true});
        m_runtime.decider().missed(id);
    }
}

void Storm::connect(core::Side side, bool isConnected) {
    m_isConnected[side] = isConnected;
    const auto phase = isConnected ? core::ConnectorPhase::Connected : core::ConnectorPhase::Disconnected;
    m_writer[side]->sideChanged(phase);
    m_runtime.reads().sideChanged(side, phase);
    m_runtime.decider().sideChanged(side, phase);
}

/// The program is killed and started again: what was on its way may have its effect all the same.
void Storm::crash() {
    m_wire.forget();
    m_runtime.start(m_random.next());
    startWriters();
    for (const core::EntityId id : m_entities) {
        if (!core::isMoving(entity(id)))
            continue;
        runtime::StepContext& context = step();
        for (const core::Side side : core::kSides)
            m_writer[side]->adopt(context, id);
        context.touch(id);
        takeAway();
    }
    run();
    for (const core::Side side : core::kSides)
        connect(side, m_isConnected[side]);
}

/// The program wakes up when it wants to; what happens out there happens at its time.
void Storm::pass(milliseconds by) {
    const base::MonotonicTime end = monotonicNow() + by;
    while (monotonicNow() < end && m_mistakes.empty()) {
        const base::MonotonicTime next = std::min({end, m_wakeAt.value_or(end), m_wire.nextLate().value_or(end)});
        advance(std::max(std::chrono::ceil<milliseconds>(next - monotonicNow()), milliseconds(1)));
        for (const core::Side side : core::kSides)
            tellOverdue(side);
        run();
    }
}

/// A stream that is behind comes nearer, and tells by its stamps that it is. Of a side whose clock is fast the writer
/// could not tell: that one is not behind.
void Storm::tellOverdue(core::Side side) {
    const std::deque<StormCrm::Event>& stream = m_crm[side].stream();
    const std::size_t atOnce = m_crm[side].isFast() ? stream.size() : 2;
    bool isSeenBehind = false;
    const auto isOverdue = [&] { return !stream.empty() && stream.front().at < now() - kStreamDelay; };
    for (std::size_t i = 0; (i < atOnce || !isSeenBehind) && m_isConnected[side] && isOverdue(); ++i) {
        isSeenBehind = now() - stream.front().time.last > kOptions.settle;
        tell(side);
    }
}

/// As Sequencer::finish().
void Storm::run() {
    m_wire.landLate();
    m_wakeAt.reset();
    step();
    m_runtime.release();
    takeAway();
    settleTouched();
    do {
        for (const core::Side side : core::kSides) {
            take(side, m_writer[side]->step(m_runtime.context()));
            takeAway();
        }
    } while (settleTouched());
    m_runtime.reads().flush(m_runtime.context());
    takeAway();
    if (m_wire.hasTwoOfOneRecord())
        mistake({}, "two requests out for one record; ");
}

bool Storm::settleTouched() {
    bool isTouched = false;
    for (std::set<core::EntityId> touched = m_runtime.context().takeTouched(); !touched.empty();
         touched = m_runtime.context().takeTouched()) {
        for (const core::EntityId id : touched) {
            if (id == core::EntityId())
                continue;
            isTouched = true;
            m_runtime.advance(id);
            takeAway();
            for (const core::Side side : core::kSides)
                m_writer[side]->touched(entity(id));
        }
    }
    return isTouched;
}

runtime::StepContext& Storm::step() {
    return m_runtime.begin();
}

/// What the engine has appended and wants done.
void Storm::takeAway() {
    runtime::StepOutput output = m_runtime.context().takeOutput();
    for (journal::NewEntry& one : output.batch.entries) {
        const core::Entry& entry = one.entry;
        if (const auto* const sent = std::get_if<core::WriteSent>(&entry.body))
            checkSent(entry.entity, *sent);
        if (const auto* const decided = std::get_if<core::FieldsDecided>(&entry.body))
            checkDecided(entry.entity, entry.cause, *decided);
        if (const auto* const read = std::get_if<core::BaselineRead>(&entry.body))
            checkRead(entry.entity, *read);
        keep(std::move(one.entry));
    }
    for (auto& [side, request] : output.requests)
        std::visit([&, to = side](auto& wanted) { m_wire.add(to, std::move(wanted)); }, request);
    if (output.wakeAt && (!m_wakeAt || *output.wakeAt < *m_wakeAt))
        m_wakeAt = output.wakeAt;
}

void Storm::take(core::Side side, delivery::WriterOutput output) {
    for (connectors::WriteRequest& request : output.writes)
        m_wire.add(side, std::move(request));
    for (connectors::ReadRequest& request : output.reads)
        m_wire.add(side, std::move(request));
    for (connectors::FindRequest& request : output.finds)
        m_wire.add(side, std::move(request));
    if (output.wakeAt && (!m_wakeAt || *output.wakeAt < *m_wakeAt))
        m_wakeAt = output.wakeAt;
}

void Storm::progress() {
    const std::optional<StormWire::Answer> answer = m_wire.progress();
    if (!answer)
        return;
    delivery::Writer& writer = *m_writer[answer->side];
    if (const auto* const written = std::get_if<connectors::WriteAnswer>(&answer->body)) {
        writer.answered(step(), *written);
    } else {
        const auto& read = std::get<connectors::ReadAnswer>(answer->body);
        if (!writer.answered(step(), read))
            m_runtime.got(answer->side, read);
    }
    takeAway();
}

core::Seq Storm::append(core::EntityId id, core::Side side, core::Seq cause, core::EntryBody body) {
    const core::Seq seq = step().append(id, side, cause, std::move(body));
    takeAway();
    return seq;
}

}  // namespace syncline::test
