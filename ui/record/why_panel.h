#pragma once

#include "engine/base/error.h"
#include "ui/record/why_lines.h"

#include <QScrollArea>
#include <optional>
#include <vector>

class QVBoxLayout;

namespace syncline::ui {

class Theme;
struct FailurePlace;

/// Statements with a badge or an icon before each and a link to its entry behind it.
class WhyPanel final : public QScrollArea {
    Q_OBJECT
public:
    WhyPanel(const Theme& theme, QWidget* parent);

    /// `empty` is said where there is no statement.
    void setLines(const QString& headline, const std::vector<WhyLine>& lines, const QString& empty);
    /// In their place: the story could not be read.
    void showFailure(const base::Error& error, const FailurePlace& place);
    /// All of it in words, for copying.
    [[nodiscard]] QString text() const { return m_text; }

signals:
    void entryWanted(core::Seq seq);
    void retryWanted();
    void verifyWanted();

private:
    void addLine(const WhyLine& line);

    const Theme& m_theme;
    QVBoxLayout* m_layout = nullptr;
    QString m_text;
    QString m_headline;
    std::vector<WhyLine> m_lines;
    std::optional<base::Error> m_failure;  ///< that is said in the place of lines
};

}  // namespace syncline::ui
