#pragma once

#include <QStackedWidget>
#include <QString>

class QTableView;

namespace syncline::ui {

class LoadingRows;
class RuleModel;
class StatePage;
class Theme;

/// The table of an object's fields, and what stands in its place while the filter takes none of them. On the GUI
/// thread.
class FieldPages final : public QStackedWidget {
    Q_OBJECT
public:
    FieldPages(const Theme& theme, RuleModel& model);

    [[nodiscard]] QTableView& table() const { return *m_table; }
    [[nodiscard]] LoadingRows& loading() const { return *m_loading; }
    /// As long as it is among them the chosen field stays chosen, and the selection model tells of nothing. False: none
    /// is chosen.
    bool setFilter(const QString& text);
    /// Null while the table is there.
    [[nodiscard]] StatePage* page() const;

signals:
    /// What is filtered away.
    void allWanted();

private:
    void choosePage();

    RuleModel& m_model;
    QTableView* m_table;
    LoadingRows* m_loading;
    StatePage* m_page;
};

}  // namespace syncline::ui
