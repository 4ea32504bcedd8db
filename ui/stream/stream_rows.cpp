#include "ui/stream/stream_rows.h"

#include <chrono>
#include <utility>

namespace syncline::ui::stream {

namespace {

/// So long the old rows stay (look.md, States).
constexpr std::chrono::milliseconds kPatience{200};

}  // namespace

StreamRows::StreamRows(Bridge& bridge, QObject* parent) : QObject(parent), m_bridge(bridge), m_entries(bridge) {
    m_patience.setSingleShot(true);
    m_patience.setInterval(kPatience);
    connect(&m_patience, &QTimer::timeout, this, &StreamRows::comeForward);
    connectTable(m_entries);
}

StreamRows::~StreamRows() = default;

EntryTable& StreamRows::shown() {
    return m_matching ? static_cast<EntryTable&>(*m_matching) : m_entries;
}

void StreamRows::connectTable(EntryTable& table) {
    connect(&table, &EntryTable::readFailed, this, &StreamRows::readFailed);
    connect(&table, &EntryTable::rulesChangedBy, this, &StreamRows::rulesChangedBy);
    connect(&table, &RowSource::replaced, this, &StreamRows::progressed);
    connect(&table, &RowSource::grown, this, &StreamRows::progressed);
    connect(&table, &RowSource::rowsChanged, this, &StreamRows::progressed);
}

void StreamRows::setFilter(const core::Filter* filter) {
    m_patience.stop();
    m_coming.reset();
    if (filter == nullptr) {
        m_going = std::move(m_matching);
        m_entries.setActive(m_isActive);
        emit shownChanged();
        m_going.reset();
        return;
    }
    m_coming = std::make_unique<MatchingSource>(m_bridge, *filter);
    m_coming->setLook(m_look);
    connectTable(*m_coming);
    connect(m_coming.get(), &MatchingSource::progressed, this, [this, source = m_coming.get()] {
        if (source == m_coming.get() && source->hasAnswer())
            comeForward();
        emit progressed();
    });
    m_coming->setActive(m_isActive);
    m_patience.start();
}

void StreamRows::comeForward() {
    m_patience.stop();
    if (!m_coming)
        return;
    m_going = std::exchange(m_matching, std::move(m_coming));
    m_entries.setActive(false);
    emit shownChanged();
    m_going.reset();
}

void StreamRows::setActive(bool active) {
    m_isActive = active;
    if (m_matching)
        m_matching->setActive(active);
    if (m_coming)
        m_coming->setActive(active);
    if (!m_matching)
        m_entries.setActive(active);
}

void StreamRows::setLook(const EntryLook& look) {
    m_look = look;
    m_entries.setLook(look);
    if (m_matching)
        m_matching->setLook(look);
    if (m_coming)
        m_coming->setLook(look);
}

void StreamRows::setChain(const Chain& chain) {
    m_look.chain = chain;
    m_entries.setChain(chain);
    if (m_matching)
        m_matching->setChain(chain);
    if (m_coming)
        m_coming->setChain(chain);
}

void StreamRows::tryAgain() {
    // What was passed by is looked at by a new search alone. The old rows stay until that has some.
    if (m_matching && m_matching->unreadable()) {
        const core::Filter filter = (m_coming ? *m_coming : *m_matching).filter();
        return setFilter(&filter);
    }
    if (m_coming)
        m_coming->tryAgain();
    shown().tryAgain();
}

}  // namespace syncline::ui::stream
