#pragma once

#include "engine/base/result.h"
#include "ui/record/history_model.h"

#include <QStackedWidget>
#include <QString>
#include <optional>
#include <vector>

class QTableView;

namespace syncline::ui {

class LoadingRows;
class StatePage;
class Theme;
struct FailurePlace;

/// The entries of a record in a table, and what stands in its place when they could not be read. What another record's
/// history says is never taken for this one's. On the GUI thread.
class HistoryPane final : public QStackedWidget {
    Q_OBJECT
public:
    explicit HistoryPane(const Theme& theme, QWidget* parent = nullptr);

    /// It is being read; of the same record again what is there stays, also that it could not be read.
    void read(core::EntityId entity, const TimeFormat& times);
    void setEntries(std::vector<EntryRow> entries, const TimeFormat& times);
    /// They could not be read, and none are there.
    void showFailure(const base::Error& error, const FailurePlace& place);
    /// Those of the record that is read have been there once.
    [[nodiscard]] bool isKnown() const { return m_isKnown; }
    [[nodiscard]] const std::vector<EntryRow>& entries() const { return m_model.entries(); }
    /// "History, 3"; without a number while none is known.
    [[nodiscard]] QString title() const;
    /// The rows that are selected, else all.
    [[nodiscard]] QString text() const;

signals:
    void changed();
    void entryWanted(core::Seq seq);
    void retryWanted();
    void verifyWanted();

private:
    HistoryModel m_model;
    QTableView* m_table;
    LoadingRows* m_loading;
    StatePage* m_page;
    std::optional<core::EntityId> m_entity;
    std::optional<base::Error> m_failure;  ///< that the page says
    bool m_isKnown = false;
};

}  // namespace syncline::ui
