#pragma once

#include <QTranslator>

namespace syncline::ui {

/// "%n rule(s)" in English: "1 rule", "3 rules". What has no number is left as it stands in the source.
class EnglishPlurals final : public QTranslator {
public:
    using QTranslator::QTranslator;

    [[nodiscard]] bool isEmpty() const override { return false; }
    [[nodiscard]] QString translate(const char* context, const char* sourceText, const char* disambiguation,
                                    int n) const override;
};

}  // namespace syncline::ui
