#pragma once

#include <QTranslator>

namespace syncline::ui {

/// English has two forms of a counted noun: the "(s)" of our sources becomes "s" or nothing, "(es)" likewise. Installed
/// first, so that a catalogue of another language, installed later, is asked before it.
class EnglishPlurals final : public QTranslator {
    Q_OBJECT
public:
    using QTranslator::QTranslator;

    /// Empty where nothing is counted, which Qt takes as "the source's own text". Any thread.
    [[nodiscard]] QString translate(const char* context, const char* sourceText, const char* disambiguation,
                                    int n) const override;
    [[nodiscard]] bool isEmpty() const override { return false; }
};

}  // namespace syncline::ui
