#pragma once

#include "ui/bridge/bridge.h"
#include "ui/record/why_panel.h"
#include "ui/widgets/times.h"

#include <QObject>
#include <QTimer>
#include <optional>
#include <vector>

class QWidget;

namespace syncline::ui {

class Text;
class Theme;
class TimeComparison;

/// The chosen field's story, which it asks for, in the panes that tell of it: why its value stands, which changes did
/// not cross, and the two times that were compared. That of one field is never taken for another's; where the same one
/// cannot be read again it stays. On the GUI thread.
class FieldReasons final : public QObject {
    Q_OBJECT
public:
    struct Of {
        FieldStory question;
        MappedField field;
        core::Cell ledger;
    };
    /// The panes are made with it, and belong to whoever puts them somewhere.
    FieldReasons(const Theme& theme, const Times& times, Bridge& bridge, QObject* parent);

    /// An answer that is on its way to the same question is waited for, and asked for once more behind it.
    void ask(Of of);
    /// No field is chosen.
    void clear();
    [[nodiscard]] WhyPanel& why() const { return *m_why; }
    [[nodiscard]] WhyPanel& whyNot() const { return *m_whyNot; }
    [[nodiscard]] QWidget& timesCompared() const { return *m_box; }
    /// What is shown could not be read again.
    [[nodiscard]] bool isStale() const { return m_isStale; }

signals:
    void entryWanted(core::Seq seq);
    void verifyWanted();
    void failedAgain(const base::Error& error);
    /// What is shown is as new as it can be.
    void renewed();

private:
    void buildTimes();
    void send();
    void answered(const base::Result<std::vector<FieldEvent>>& answer);
    void show(const std::vector<FieldEvent>& story);
    void forget(const QString& whyWords, const QString& whyNotWords);
    [[nodiscard]] bool isTold() const;

    const Theme& m_theme;
    const Times& m_times;
    Bridge& m_bridge;
    std::optional<Of> m_of;            ///< what is asked
    std::optional<FieldStory> m_told;  ///< the question whose answer is shown
    bool m_isWantedAgain = false;      ///< something has come since it was asked
    bool m_isStale = false;
    Ticket m_ticket;
    QTimer m_patience;  ///< that long another field's story stays
    WhyPanel* m_why;
    WhyPanel* m_whyNot;
    QWidget* m_box;
    Text* m_fact = nullptr;
    TimeComparison* m_compared = nullptr;
};

}  // namespace syncline::ui
