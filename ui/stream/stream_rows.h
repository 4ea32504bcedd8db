#pragma once

#include "engine/core/filter.h"
#include "ui/stream/entry_source.h"
#include "ui/stream/matching_source.h"

#include <QObject>
#include <QTimer>
#include <memory>

namespace syncline::ui::stream {

/// Which rows the stream shows: the whole journal, or what the filter in force takes. A new filter's rows take the
/// place of the old ones when there are some, or after a moment; a filter that is replaced before is not heard of any
/// more. On the GUI thread.
class StreamRows final : public QObject {
    Q_OBJECT
public:
    /// The bridge outlives it.
    explicit StreamRows(Bridge& bridge, QObject* parent = nullptr);
    ~StreamRows() override;

    /// Null: everything.
    void setFilter(const core::Filter* filter);
    void setActive(bool active);
    void setLook(const EntryLook& look);
    void setChain(const Chain& chain);
    void tryAgain();

    [[nodiscard]] EntryTable& shown();
    /// Rows of another filter are on their way.
    [[nodiscard]] bool isChanging() const { return m_coming != nullptr; }
    /// Null while the whole journal is shown.
    [[nodiscard]] const MatchingSource* matching() const { return m_matching.get(); }
    [[nodiscard]] const EntryLook& look() const { return m_look; }

signals:
    /// shown() is another: to be given to the table before the event loop goes on.
    void shownChanged();
    /// What it holds, or how far it was searched, is another.
    void progressed();
    void readFailed(const base::Error& error);
    void rulesChangedBy(core::Seq seq);

private:
    void connectTable(EntryTable& table);
    void comeForward();

    Bridge& m_bridge;
    EntryLook m_look;
    EntrySource m_entries;
    std::unique_ptr<MatchingSource> m_matching;
    std::unique_ptr<MatchingSource> m_coming;
    std::unique_ptr<MatchingSource> m_going;  ///< until the table has let go of it
    QTimer m_patience;
    bool m_isActive = false;
};

}  // namespace syncline::ui::stream
