#pragma once

#include "ui/bridge/bridge.h"
#include "ui/bridge/navigator.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/times.h"
#include "ui/widgets/view.h"

#include <memory>

namespace syncline::ui {

/// One record on both sides with the ledger between, and why each value is what it is.
class RecordView final : public View {
    Q_OBJECT
public:
    RecordView(const Theme& theme, const Times& times, Bridge& bridge, Navigator& navigator);
    ~RecordView() override;

    void showRecord(core::EntityId entity, const QString& field);

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
