#pragma once

#include <QStyledItemDelegate>

namespace syncline::ui {

class Theme;
class Times;

/// Two lines of 16 in 40: record and company with the age, then both sides' values; groups of 28.
class InboxDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    InboxDelegate(const Theme& theme, const Times& times, QObject* parent);
    /// A side does not answer: what rows say may be so no more, and it is muted.
    void setOld(bool isOld) { m_isOld = isOld; }
    [[nodiscard]] bool isOld() const { return m_isOld; }
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] int heightOf(bool isGroup) const;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    const Theme& m_theme;
    const Times& m_times;
    bool m_isOld = false;
};

}  // namespace syncline::ui
