#include "engine/connectors/hubspot/mark_learner.h"

#include <chrono>

namespace syncline::connectors::hubspot {
namespace {

constexpr std::size_t kMostAttempts = 5;
/// How far HubSpot's clock and ours may be apart. What somebody else wrote of the same value within this time could be
/// taken for ours only if our own write changed nothing.
constexpr std::chrono::minutes kClockDifference{2};

}  // namespace

void MarkLearner::written(const std::optional<WriteSample>& sample) {
    if (!sample || m_marks.hasLearnt() || m_reading || m_attempts == kMostAttempts)
        return;
    m_reading = true;
    ++m_attempts;
    BatchReadOrder order{sample->object, {}, {sample->id}, {sample->property}, {sample->property}};
    m_reads.batchRead(std::move(order), [this, sample = *sample](base::Result<std::vector<BatchReadFound>> found,
                                                                 std::chrono::milliseconds) {
        m_reading = false;
        if (found && !found->empty())
            read(sample, found->front().record);
    });
}

void MarkLearner::read(const WriteSample& sample, const WireRecord& record) {
    const auto history = record.history.find(sample.property);
    if (history == record.history.end() || history->second.empty())
        return;
    const WireVersion& newest = history->second.front();
    const bool ours = newest.value && trimmed(*newest.value) == trimmed(sample.text) && newest.time
                      && *newest.time >= sample.sentAt - kClockDifference
                      && *newest.time <= sample.answeredAt + kClockDifference;
    if (ours)
        m_marks.learn(newest.mark);
}

}  // namespace syncline::connectors::hubspot
