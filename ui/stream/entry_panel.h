#pragma once

#include "ui/bridge/query.h"
#include "ui/widgets/format.h"

#include <QModelIndex>
#include <QString>
#include <QWidget>
#include <functional>
#include <optional>

class QStandardItemModel;
class QTreeView;

namespace syncline::ui {
class IconLabel;
class Text;
class Theme;
}  // namespace syncline::ui

namespace syncline::ui::stream {

class LinkButton;

/// The chosen entry decoded: a tree of sections, and above it what led to it and what came of it. On the GUI thread.
class EntryPanel final : public QWidget {
    Q_OBJECT
public:
    explicit EntryPanel(const Theme& theme, QWidget* parent = nullptr);
    ~EntryPanel() override;

    void setEntry(const EntryDetail& detail, const TimeFormat& times);
    /// Nothing is chosen, or it could not be read: why.
    void clear(const QString& why);
    /// Canonical; of the line that is chosen, or the first one that is about a field.
    [[nodiscard]] QString field() const { return m_field; }
    [[nodiscard]] std::optional<core::Seq> cause() const { return m_causeSeq; }
    /// The first entry that it led to itself.
    [[nodiscard]] std::optional<core::Seq> effect() const { return m_effectSeq; }

signals:
    void fieldChosen(const QString& field);
    void entryWanted(core::Seq seq);

private:
    void fill(const EntryDetail& detail, const TimeFormat& times);
    void showLinks(const EntryDetail& detail);
    [[nodiscard]] QModelIndex firstLine(const std::function<bool(const QString& field)>& isWanted) const;
    void chooseField(const QString& field);
    void onCurrent(const QModelIndex& index);
    void onActivated(const QModelIndex& index);
    void restyle();

    const Theme& m_theme;
    IconLabel* m_icon;
    Text* m_title;
    Text* m_seq;
    Text* m_note;
    LinkButton* m_cause;
    LinkButton* m_effect;
    QStandardItemModel* m_model;
    QTreeView* m_tree;
    QString m_field;
    std::optional<core::Seq> m_shown;
    std::optional<core::Seq> m_causeSeq;
    std::optional<core::Seq> m_effectSeq;
    bool m_isFilling = false;
};

}  // namespace syncline::ui::stream
