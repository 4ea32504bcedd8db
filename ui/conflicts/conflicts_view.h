#pragma once

#include "ui/bridge/bridge.h"
#include "ui/bridge/navigator.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/times.h"
#include "ui/widgets/view.h"

#include <memory>

namespace syncline::ui {

/// The inbox of what no rule can settle, and the surface on which a person does.
class ConflictsView final : public View {
    Q_OBJECT
public:
    ConflictsView(const Theme& theme, const Times& times, Bridge& bridge, Navigator& navigator);
    ~ConflictsView() override;

    void showConflict(core::Seq conflict);
    /// Another process has the workspace, or had it and has ended (`isHeld`): everything can be looked at, nothing
    /// resolved or undone.
    void setReadOnly(bool readOnly, bool isHeld = true);

    void setShown(bool shown) override;
    [[nodiscard]] QWidget* firstFocus() override;
    void focusFilter() override;
    [[nodiscard]] QByteArray saveLayout() const override;
    void restoreLayout(const QByteArray& layout) override;

signals:
    /// For so many conflicts an own value or a note is written and not applied; it is forgotten with the view.
    void draftsWritten(std::size_t count);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace syncline::ui
