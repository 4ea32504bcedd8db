#include "ui/widgets/time_comparison.h"

#include "ui/widgets/theme.h"
#include "ui/widgets/time_lanes.h"

#include <QPainter>
#include <utility>

namespace syncline::ui {

namespace {

constexpr int kHeight = 136;
constexpr int kHeightWithOurs = 250;
constexpr int kWidth = 480;

/// Words on an axis are absolute.
TimeFormat absolute(TimeFormat format) {
    if (format.style == TimeStyle::Relative)
        format.style = TimeStyle::Local;
    return format;
}

}  // namespace

TimeComparison::TimeComparison(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    setAccessibleName(tr("Times compared"));
    connect(&theme, &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void TimeComparison::setContent(Content content) {
    m_content = std::move(content);
    m_content.format = absolute(m_content.format);
    setAccessibleDescription(describe(m_content));
    updateGeometry();
    update();
}

QSize TimeComparison::sizeHint() const {
    return {m_theme.scaled(kWidth), m_theme.scaled(m_content.marks.empty() ? kHeight : kHeightWithOurs)};
}

QSize TimeComparison::minimumSizeHint() const {
    return {m_theme.scaled(kWidth) / 2, m_theme.scaled(kHeight)};
}

void TimeComparison::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event)
    QPainter painter(this);
    TimeLanes(m_content, m_theme, palette(), rect()).paint(painter);
}

}  // namespace syncline::ui
