#include "engine/runtime/read_queue.h"

#include <algorithm>
#include <utility>

namespace syncline::runtime {
namespace {

constexpr std::size_t kRequestsAtOnce = 2;
constexpr std::size_t kLookUpsAtOnce = 50;
constexpr std::chrono::milliseconds kFirstPause{250};
constexpr std::chrono::milliseconds kLongestPause{30'000};

bool goTogether(const ReadWant& a, const ReadWant& b) {
    return a.object == b.object && a.field == b.field && a.history.empty() == b.history.empty();
}

std::vector<connectors::RecordRead> answersTo(const ReadWant& want,
                                              const std::vector<connectors::RecordRead>& records) {
    std::vector<connectors::RecordRead> mine;
    std::copy_if(records.begin(), records.end(), std::back_inserter(mine),
                 [&](const connectors::RecordRead& one) { return one.askedFor == want.id; });
    if (mine.empty() && want.field.empty()) {
        connectors::RecordRead missing;
        missing.askedFor = missing.id = want.id;
        mine.push_back(std::move(missing));
    }
    return mine;
}

}  // namespace

ReadQueue::ReadQueue(const mapping::Workspace& workspace, core::PerSide<const connectors::Connector*> limits,
                     base::Random random)
    : m_workspace(workspace), m_limits(limits), m_random(random) {}

void ReadQueue::want(ReadWant want, connectors::Priority priority) {
    Lane& lane = m_lane[want.side];
    if (!lane.entities.contains(want.entity)) {
        lane.entities.insert(want.entity);
        lane.of(priority).push_back({std::move(want), priority});
        return;
    }
    const auto isIt = [&](const Wanted& one) { return one.want == want; };
    if (std::any_of(lane.live.begin(), lane.live.end(), isIt))
        return;
    const auto other = std::find_if(lane.others.begin(), lane.others.end(), isIt);
    if (other != lane.others.end() && priority == connectors::Priority::Read)
        return;
    if (other != lane.others.end())
        lane.others.erase(other);
    else
        lane.entities.insert(want.entity);
    lane.of(priority).push_back({std::move(want), priority});
}

std::vector<ReadGot> ReadQueue::answered(StepContext& context, core::Side side, connectors::ReadAnswer answer) {
    const auto found = m_sent.find(answer.id);
    if (found == m_sent.end())
        return {};
    Sent sent = std::move(found->second);
    m_sent.erase(found);
    --m_lane[side].out;
    if (answer.error) {
        askAgain(context, std::move(sent), answer.retryAfter);
        return {};
    }
    m_lane[side].pause = std::chrono::milliseconds(0);
    std::vector<ReadGot> got;
    for (Wanted& one : sent.wants) {
        std::vector<connectors::RecordRead> records = answersTo(one.want, answer.records);
        got.push_back({std::move(one.want), std::move(records)});
    }
    return got;
}

void ReadQueue::askAgain(StepContext& context, Sent sent, std::chrono::milliseconds retryAfter) {
    Lane& lane = m_lane[sent.side];
    lane.pause = std::clamp(lane.pause * 2, kFirstPause, kLongestPause);
    const auto jitter = std::chrono::milliseconds(m_random.below(static_cast<std::uint64_t>(lane.pause.count())) + 1);
    lane.notBefore = context.monotonicNow() + std::max(retryAfter, jitter);
    for (auto wanted = sent.wants.rbegin(); wanted != sent.wants.rend(); ++wanted) {
        lane.entities.insert(wanted->want.entity);
        lane.of(wanted->priority).push_front(std::move(*wanted));
    }
}

void ReadQueue::sideChanged(core::Side side, core::ConnectorPhase phase) {
    m_lane[side].connected = phase == core::ConnectorPhase::Connected;
    if (m_lane[side].connected)
        m_lane[side].notBefore = {};
}

void ReadQueue::flush(StepContext& context) {
    for (const core::Side side : core::kSides)
        flush(context, side);
}

void ReadQueue::flush(StepContext& context, core::Side side) {
    Lane& lane = m_lane[side];
    if (!lane.connected || !hasToSend(lane) || m_limits[side] == nullptr)
        return;
    if (lane.notBefore > context.monotonicNow()) {
        context.wakeAt(lane.notBefore);
        return;
    }
    while (lane.out < kRequestsAtOnce && hasToSend(lane))
        send(context, side, takeTogether(side));
}

std::size_t ReadQueue::limitOf(core::Side side, const ReadWant& want) const {
    const std::size_t limit = want.history.empty() ? m_limits[side]->readLimit() : m_limits[side]->historyLimit();
    return want.field.empty() ? limit : std::min(limit, kLookUpsAtOnce);
}

std::vector<ReadQueue::Wanted> ReadQueue::takeTogether(core::Side side) {
    Lane& lane = m_lane[side];
    const ReadWant first = lane.live.empty() ? lane.others.front().want : lane.live.front().want;
    const std::size_t limit = limitOf(side, first);
    std::vector<Wanted> together;
    for (std::deque<Wanted>* waiting : {&lane.live, &lane.others}) {
        if (waiting == &lane.others && m_othersWait)
            break;
        for (auto at = waiting->begin(); at != waiting->end() && together.size() < limit;) {
            if (!goTogether(first, at->want)) {
                ++at;
                continue;
            }
            lane.entities.erase(lane.entities.find(at->want.entity));
            together.push_back(std::move(*at));
            at = waiting->erase(at);
        }
    }
    return together;
}

void ReadQueue::send(StepContext& context, core::Side side, std::vector<Wanted> wants) {
    const ReadWant& first = wants.front().want;
    const connectors::Priority priority = wants.front().priority;
    const mapping::ObjectMapping& object = *m_workspace.find(first.object);
    const connectors::RequestId id = context.nextRequest();
    std::set<std::string> ids;
    std::set<std::string> history;
    for (const Wanted& one : wants) {
        ids.insert(one.want.id);
        history.insert(one.want.history.begin(), one.want.history.end());
    }
    if (first.field.empty()) {
        context.output().requests.emplace_back(side, connectors::ReadRequest{id,
                                                                             object.object[side],
                                                                             {ids.begin(), ids.end()},
                                                                             fieldsOf(object, side),
                                                                             {history.begin(), history.end()},
                                                                             priority});
    } else {
        context.output().requests.emplace_back(
            side,
            connectors::FindRequest{
                id, object.object[side], first.field, {ids.begin(), ids.end()}, fieldsOf(object, side), priority});
    }
    ++m_lane[side].out;
    m_sent.emplace(id, Sent{side, std::move(wants)});
}

std::vector<std::string> ReadQueue::fieldsOf(const mapping::ObjectMapping& object, core::Side side) const {
    std::vector<std::string> fields;
    for (const mapping::FieldMapping& field : object.fields)
        fields.push_back(field.field[side]);
    if (!object.partnerId[side].empty())
        fields.push_back(object.partnerId[side]);
    return fields;
}

bool ReadQueue::isIdle() const {
    return m_sent.empty() && m_lane.salesforce.isEmpty() && m_lane.hubspot.isEmpty();
}

}  // namespace syncline::runtime
