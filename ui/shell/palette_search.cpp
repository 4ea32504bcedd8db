#include "ui/shell/palette_search.h"

#include "engine/core/filter.h"
#include "ui/widgets/format.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace syncline::ui {
namespace {

constexpr std::chrono::milliseconds kPause{150};
constexpr std::size_t kRecords = 6;
constexpr std::size_t kConflicts = 5;
constexpr std::size_t kAllConflicts = 1000;

QString quoted(const QString& text) {
    QString inside = text;
    inside.replace(QLatin1Char('\\'), QStringLiteral("\\\\"));
    inside.replace(QLatin1Char('"'), QStringLiteral("\\\""));
    return QLatin1Char('"') + inside + QLatin1Char('"');
}

QString filterOf(const RecordHit& hit) {
    std::string name = hit.key;
    for (const core::Side side : core::kSides) {
        if (name.empty() && hit.record[side])
            name = *hit.record[side];
    }
    return QStringLiteral("record == ") + quoted(QString::fromStdString(name));
}

/// A name that no record has is none, and would leave an empty stream.
bool isFilter(const QString& text) {
    return !text.isEmpty() && !core::mistakeIn(text.toStdString());
}

QString detailOf(const RecordHit& hit) {
    QString text = objectName(hit.object);
    if (!hit.key.empty() && hit.key != hit.title)
        text += QStringLiteral(", ") + QString::fromStdString(hit.key);
    if (!hit.record.salesforce || !hit.record.hubspot)
        text += QStringLiteral(", ") + PaletteSearch::tr("not linked");
    if (!hit.conflicts.empty())
        text +=
            QStringLiteral(", ") + PaletteSearch::tr("%n conflict(s)", nullptr, static_cast<int>(hit.conflicts.size()));
    return text;
}

}  // namespace

PaletteSearch::PaletteSearch(Bridge& bridge, Navigator& navigator, Actions actions, QObject* parent)
    : QObject(parent), m_bridge(bridge), m_navigator(navigator), m_listActions(std::move(actions)) {
    m_pause.setSingleShot(true);
    m_pause.setInterval(kPause);
    connect(&m_pause, &QTimer::timeout, this, &PaletteSearch::askRecords);
}

void PaletteSearch::begin() {
    m_actions = m_listActions();
    m_records.clear();
    m_recordsOf.clear();
    m_conflictsAsked =
        m_bridge.query(OpenConflicts{kAllConflicts}, [this](base::Result<std::vector<ConflictRow>> rows) {
            if (!rows)
                return emit failed(QString::fromStdString(rows.error().message()));
            m_conflicts = *std::move(rows);
            emit itemsChanged();
        });
    setText({});
}

void PaletteSearch::setText(const QString& text) {
    const QString trimmed = text.trimmed();
    m_scope = trimmed.startsWith(QLatin1Char('>'))   ? Scope::Actions
              : trimmed.startsWith(QLatin1Char('@')) ? Scope::Records
                                                     : Scope::Everything;
    m_needle = m_scope == Scope::Everything ? trimmed : trimmed.mid(1).trimmed();
    m_recordsAsked.cancel();
    if (m_needle.isEmpty() || m_scope == Scope::Actions) {
        m_pause.stop();
        m_records.clear();
        m_recordsOf.clear();
    } else {
        m_pause.start();
    }
    emit itemsChanged();
}

void PaletteSearch::askRecords() {
    m_recordsAsked = m_bridge.query(RecordSearch{m_needle.toStdString(), kRecords},
                                    [this](base::Result<std::vector<RecordHit>> hits) {
                                        m_records.clear();
                                        m_recordsOf.clear();
                                        if (!hits)
                                            return emit failed(QString::fromStdString(hits.error().message()));
                                        m_records = *std::move(hits);
                                        m_recordsOf = m_needle;
                                        emit itemsChanged();
                                    });
}

/// Every word of the needle is in it.
bool PaletteSearch::fits(const QString& text) const {
    const auto words = m_needle.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    return std::all_of(words.begin(), words.end(),
                       [&](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
}

std::vector<PaletteItem> PaletteSearch::items() const {
    std::vector<PaletteItem> items;
    if (m_scope != Scope::Actions)
        addRecords(items);
    if (m_scope == Scope::Everything)
        addConflicts(items);
    if (m_scope != Scope::Records)
        addActions(items);
    if (m_scope != Scope::Actions) {
        addFilter(items);
        addNoRecord(items);
    }
    return items;
}

void PaletteSearch::addRecords(std::vector<PaletteItem>& items) const {
    for (const RecordHit& hit : m_records) {
        PaletteItem item;
        item.group = PaletteGroup::Records;
        item.icon = Icon::Record;
        item.text = QString::fromStdString(hit.title);
        item.detail = detailOf(hit);
        item.sides = {hit.record.salesforce.has_value(), hit.record.hubspot.has_value()};
        item.run = [this, entity = hit.entity] { m_navigator.showRecord(entity, {}); };
        items.push_back(std::move(item));
    }
}

/// Below what fits, which may be what the person is after.
void PaletteSearch::addNoRecord(std::vector<PaletteItem>& items) const {
    if (m_needle.isEmpty() || m_recordsOf != m_needle || !m_records.empty() || isFilter(m_needle))
        return;
    PaletteItem item;
    item.group = PaletteGroup::Records;
    item.icon = Icon::Info;
    item.text = tr("No record found");
    item.detail = tr("no name, e-mail, domain or id begins so");
    item.isNote = true;
    items.push_back(std::move(item));
}

void PaletteSearch::addConflicts(std::vector<PaletteItem>& items) const {
    std::size_t count = 0;
    for (const ConflictRow& row : m_conflicts) {
        const QString field = QString::fromStdString(row.field.name);
        const QString text = tr("Conflict: %1 of %2").arg(field, QString::fromStdString(row.title));
        if (!fits(text))
            continue;
        PaletteItem item;
        item.group = PaletteGroup::NeedsYou;
        item.icon = Icon::Conflicts;
        item.tone = Tone::Attention;
        item.text = text;
        item.detail = QString::fromStdString(row.company);
        item.run = [this, conflict = row.conflict] { m_navigator.showConflict(conflict); };
        items.push_back(std::move(item));
        if (++count == kConflicts)
            return;
    }
}

void PaletteSearch::addActions(std::vector<PaletteItem>& items) const {
    if (!m_records.empty() && m_scope == Scope::Everything) {
        PaletteItem follow;
        follow.icon = Icon::Stream;
        follow.text = tr("Follow %1").arg(QString::fromStdString(m_records.front().title));
        follow.detail = tr("in the stream");
        follow.key = QStringLiteral("Ctrl+Enter");
        follow.run = [this, filter = filterOf(m_records.front())] { m_navigator.showStream({filter, {}}); };
        items.push_back(std::move(follow));
    }
    for (const PaletteItem& action : m_actions) {
        if (fits(action.text + QLatin1Char(' ') + action.detail))
            items.push_back(action);
    }
}

QString PaletteSearch::filter() const {
    if (!m_records.empty())
        return filterOf(m_records.front());
    return m_scope == Scope::Everything && isFilter(m_needle) ? m_needle : QString();
}

void PaletteSearch::addFilter(std::vector<PaletteItem>& items) const {
    const QString text = filter();
    if (text.isEmpty())
        return;
    PaletteItem item;
    item.group = PaletteGroup::Filters;
    item.icon = Icon::Filter;
    item.isMono = true;
    item.text = text;
    item.detail = tr("filter the stream");
    item.run = [this, text] { m_navigator.showStream({text, {}}); };
    items.push_back(std::move(item));
}

}  // namespace syncline::ui
