#pragma once

#include "ui/replay/consumer_lines.h"
#include "ui/widgets/cell_delegate.h"

#include <QStyledItemDelegate>

namespace syncline::ui {

class ConsumerModel;
class Theme;
class Times;

/// Paints the time line's column: a consumer's offset as a diamond on the journal's axis, the head as a line through
/// all rows, a running rewind as a bar up to where it goes.
class OffsetDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    OffsetDelegate(const Theme& theme, const ConsumerModel& model, QObject* parent);

    void setScale(OffsetScale scale) { m_scale = std::move(scale); }
    void setRewinds(std::vector<RunningRewind> rewinds) { m_rewinds = std::move(rewinds); }
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    void paintRewind(QPainter& painter, const QRect& axis, const RunningRewind& rewind, const ConsumerLine& line) const;
    void paintOffset(QPainter& painter, const QRect& axis, const ConsumerLine& line) const;

    const Theme& m_theme;
    const ConsumerModel& m_model;
    OffsetScale m_scale;
    std::vector<RunningRewind> m_rewinds;
};

/// The names of sources and consumers, each behind the badge of its side; a stream's is ours.
class ConsumerDelegate final : public CellDelegate {
    Q_OBJECT
public:
    ConsumerDelegate(const Theme& theme, const ConsumerModel& model, QObject* parent);

protected:
    void paintContent(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    const ConsumerModel& m_model;
};

/// The axis above the rows: times at even places, and "now" at the head.
class OffsetAxis final : public QWidget {
    Q_OBJECT
public:
    OffsetAxis(const Theme& theme, const Times& times, QWidget* parent);

    void setScale(OffsetScale scale);
    /// Where the column begins and how wide it is, in this widget's coordinates.
    void setSpan(int left, int width);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    const Times& m_times;
    OffsetScale m_scale;
    int m_left = 0;
    int m_width = 0;
};

}  // namespace syncline::ui
