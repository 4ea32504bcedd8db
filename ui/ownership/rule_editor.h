#pragma once

#include "ui/bridge/query.h"

#include <QWidget>
#include <memory>
#include <optional>

namespace syncline::ui {

class Theme;

/// One field's rule with its parameters, and the answer to "who wins within 200 ms" in words. Whatever a person changes
/// is told at once by edited(); nothing is applied here.
class RuleEditor final : public QWidget {
    Q_OBJECT
public:
    RuleEditor(const Theme& theme, QWidget* parent);
    ~RuleEditor() override;

    /// Shows the rule; `inForce` is what it is compared with.
    void setRule(const MappedField& field, const core::FieldRule& rule);
    [[nodiscard]] core::FieldRule rule() const;

signals:
    void edited(const core::FieldRule& rule);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace syncline::ui
