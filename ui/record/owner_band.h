#pragma once

#include "ui/bridge/query.h"

#include <QWidget>
#include <optional>

class QHeaderView;

namespace syncline::ui {

class Theme;

/// The band above the table: whose columns these are, with the record's ids; it follows the header's widths.
class OwnerBand final : public QWidget {
    Q_OBJECT
public:
    OwnerBand(const Theme& theme, const QHeaderView& header, QWidget* parent);
    void setRecord(const RecordState& record);
    void clear();
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void paintSide(QPainter& painter, core::Side side, int first, int last) const;
    void paintLedger(QPainter& painter) const;
    [[nodiscard]] QRect span(int first, int last) const;

    const Theme& m_theme;
    const QHeaderView& m_header;
    std::optional<RecordState> m_record;
};

}  // namespace syncline::ui
