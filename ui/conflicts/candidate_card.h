#pragma once

#include "ui/bridge/query.h"
#include "ui/conflicts/conflict_words.h"
#include "ui/widgets/times.h"

#include <QString>
#include <QWidget>

class QGridLayout;
class QLayout;

namespace syncline::ui {

class Button;
class Chip;
class Text;
class Theme;
class ValueText;

/// One value that a person may choose, with where it came from, and the button that takes it. In the side's tint when
/// it is chosen.
class CandidateCard final : public QWidget {
    Q_OBJECT
public:
    struct Content {
        core::Candidate candidate;
        std::string apiField;
        std::optional<core::Value> other;   ///< what it differs from
        int number = 1;                     ///< its key
        bool canTake = true;                ///< a resolved one cannot be taken any more
        QString whyNot;                     ///< why it cannot be taken in this window; empty: it can
        bool isOneOfSide = false;           ///< its side has others: its name alone does not tell them apart
        Covered covered = Covered::Unseen;  ///< where it was overwritten
    };
    CandidateCard(const Theme& theme, const Times& times, const Content& content, QWidget* parent);

    [[nodiscard]] core::Seq seq() const { return m_content.candidate.version.id.seq; }
    void setChosen(bool chosen);
    /// What its side holds by now; none: that is not known, or of no matter any more. One that its side holds
    /// has no mark.
    void setNow(const std::optional<core::Value>& now);

signals:
    void taken();
    void entryWanted(core::Seq seq);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct Fact {
        Text* label = nullptr;
        Text* words = nullptr;
        Text* rest = nullptr;
    };
    Fact addFact(const QString& label, const QString& words, const QString& muted);
    void addMark(QLayout& head);
    void addMeaning(QLayout& layout);
    void addTake(QLayout& layout);

    const Theme& m_theme;
    Content m_content;
    QGridLayout* m_facts = nullptr;
    Fact m_now;
    Chip* m_mark = nullptr;     ///< null: it was not overwritten
    Text* m_meaning = nullptr;  ///< of the mark
    Button* m_take = nullptr;
    bool m_isChosen = false;
};

}  // namespace syncline::ui
