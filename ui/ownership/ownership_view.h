#pragma once

#include "ui/bridge/bridge.h"
#include "ui/bridge/navigator.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/times.h"
#include "ui/widgets/view.h"

#include <memory>

namespace syncline::ui {

/// Who owns each field and who wins: the rules, what they did, and staged changes of them.
class OwnershipView final : public View {
    Q_OBJECT
public:
    OwnershipView(const Theme& theme, const Times& times, Bridge& bridge, Navigator& navigator);
    ~OwnershipView() override;

    void showRule(const QString& object, const QString& field);
    /// No engine runs here: rules can be staged and tried, and not applied. `isHeld`: another process has the
    /// workspace.
    void setReadOnly(bool readOnly, bool isHeld = true);

    void setShown(bool shown) override;
    [[nodiscard]] QWidget* firstFocus() override;
    [[nodiscard]] QWidget* inspector() override;
    void focusFilter() override;
    [[nodiscard]] QByteArray saveLayout() const override;
    void restoreLayout(const QByteArray& layout) override;

signals:
    /// So many are staged and not applied; they are forgotten with the view.
    void rulesStaged(std::size_t count);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace syncline::ui
