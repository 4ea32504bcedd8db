#pragma once

#include "ui/bridge/bridge.h"
#include "ui/bridge/navigator.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/times.h"
#include "ui/widgets/view.h"

#include <memory>

namespace syncline::ui {

/// Consumers with their offsets on a time line, and the way back.
class ReplayView final : public View {
    Q_OBJECT
public:
    ReplayView(const Theme& theme, const Times& times, Bridge& bridge, Navigator& navigator);
    ~ReplayView() override;

    void showRewind(const QString& consumer, std::optional<core::Seq> offset);
    /// No engine runs here: offsets are shown, and no stream can be rewound. A line says why and where it is done;
    /// `isHeld`: another process has the workspace.
    void setReadOnly(bool readOnly, bool isHeld = true);

    void setShown(bool shown) override;
    [[nodiscard]] QWidget* firstFocus() override;
    [[nodiscard]] QWidget* inspector() override;
    void focusFilter() override;
    [[nodiscard]] QByteArray saveLayout() const override;
    void restoreLayout(const QByteArray& layout) override;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace syncline::ui
