#include "ui/stream/chosen_entry.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace syncline::ui::stream {

namespace {

constexpr std::chrono::milliseconds kAskAgainEvery{1000};
/// What comes of an entry comes soon; older ones are not asked for again.
constexpr std::int64_t kStillYoung = 20'000;

}  // namespace

ChosenEntry::ChosenEntry(Bridge& bridge, QObject* parent) : QObject(parent), m_bridge(bridge) {
    m_again.setSingleShot(true);
    m_again.setInterval(kAskAgainEvery);
    connect(&m_again, &QTimer::timeout, this, &ChosenEntry::ask);
    connect(&m_bridge, &Bridge::snapshotChanged, this, [this] {
        const core::Seq head = m_bridge.snapshot().head;
        const bool isYoung = m_seq && head.value() - m_seq->value() < kStillYoung;
        if (isYoung && head > m_headAsked && !m_again.isActive())
            m_again.start();
    });
}

void ChosenEntry::choose(std::optional<core::Seq> seq) {
    if (seq == m_seq)
        return;
    m_seq = seq;
    m_detail.reset();
    m_failure.reset();
    m_again.stop();
    m_asked.cancel();
    emit chosen();
    if (m_seq)
        ask();
}

void ChosenEntry::askAgain() {
    if (m_seq && (!m_detail || m_failure))
        ask();
}

const EntryDetail* ChosenEntry::detail() const {
    return m_detail ? &*m_detail : nullptr;
}

std::optional<core::Seq> ChosenEntry::effect() const {
    if (!m_detail)
        return std::nullopt;
    const auto isOwn = [this](const EntryRow& row) { return row.entry.cause == m_seq; };
    const auto found = std::find_if(m_detail->effects.begin(), m_detail->effects.end(), isOwn);
    return found == m_detail->effects.end() ? std::nullopt : std::optional(found->entry.seq);
}

void ChosenEntry::ask() {
    m_headAsked = m_bridge.snapshot().head;
    m_asked = m_bridge.query<EntryAt>({*m_seq}, [this](base::Result<EntryDetail> answer) {
        if (!answer) {
            if (m_failure == answer.error())
                return;
            m_failure = answer.error();
            return emit failed(answer.error());
        }
        // A read that tells nothing new would only disturb who reads.
        const bool hadFailed = std::exchange(m_failure, std::nullopt).has_value();
        if (!hadFailed && m_detail && m_detail->row == answer->row && m_detail->causes == answer->causes
            && m_detail->effects == answer->effects)
            return;
        m_detail = *std::move(answer);
        emit loaded();
    });
}

}  // namespace syncline::ui::stream
