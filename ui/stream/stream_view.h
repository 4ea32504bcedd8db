#pragma once

#include "ui/bridge/bridge.h"
#include "ui/bridge/navigator.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/times.h"
#include "ui/widgets/view.h"

#include <memory>

namespace syncline::ui {

/// The journal as it grows: filter line, table, the chosen entry decoded, and what came over the wire.
class StreamView final : public View {
    Q_OBJECT
public:
    StreamView(const Theme& theme, const Times& times, Bridge& bridge, Navigator& navigator);
    ~StreamView() override;

    void show(const StreamPlace& place);

    void setShown(bool shown) override;
    [[nodiscard]] QWidget* firstFocus() override;
    [[nodiscard]] QWidget* inspector() override;
    void focusFilter() override;
    [[nodiscard]] QByteArray saveLayout() const override;
    void restoreLayout(const QByteArray& layout) override;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace syncline::ui
