#pragma once

#include "ui/bridge/bridge.h"
#include "ui/bridge/navigator.h"
#include "ui/widgets/times.h"

#include <QString>
#include <QWidget>
#include <memory>

namespace syncline::ui {

class Theme;

/// What a staged rule would have decided: asked again about the decisions that the journal holds, while the person
/// edits. It says that this is decision by decision, not how the world would have gone on.
class BacktestPanel final : public QWidget {
    Q_OBJECT
public:
    BacktestPanel(const Theme& theme, const Times& times, Bridge& bridge, Navigator& navigator, QWidget* parent);
    ~BacktestPanel() override;

    /// Asks 250 ms after the last call; the answer to an older rule is not shown.
    void ask(const std::string& object, const MappedField& field, const core::FieldRule& rule);
    void stop();

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// "+3", "−2", "±0"
[[nodiscard]] QString difference(std::int64_t count);
/// One staged change in a sentence with its numbers.
[[nodiscard]] QString effectInWords(const RuleEffect& effect);

}  // namespace syncline::ui
