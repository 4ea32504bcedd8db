#pragma once

#include "ui/bridge/bridge.h"
#include "ui/widgets/controls.h"
#include "ui/widgets/times.h"

#include <QDialog>
#include <QTimer>
#include <memory>
#include <optional>

class QGridLayout;
class QPlainTextEdit;
class QProgressBar;

namespace syncline::ui {

class Sentence;
class Theme;

/// Verifies the journal from the moment that it is there: how far it is, then what was found and what to do. Reads
/// only, so that it works in a window without an engine as well. Closing it cancels. Shown with show(); deletes itself
/// when it is closed. On the GUI thread.
class VerifyDialog final : public QDialog {
    Q_OBJECT
public:
    /// All outlive it.
    VerifyDialog(const Theme& theme, const Times& times, Bridge& bridge, QWidget* parent);
    ~VerifyDialog() override;

private:
    /// What is said when it has ended.
    struct Told {
        Icon icon = Icon::Fail;
        Tone tone = Tone::Failure;
        QString statement;
        QString sentence;
        QString words;  ///< in mono, a line each; "": none
        QString advice;
        QString facts = {};  ///< only in the report
    };

    [[nodiscard]] QWidget* makeTop();
    [[nodiscard]] QWidget* makeProgress();
    [[nodiscard]] QWidget* makeFacts();
    [[nodiscard]] QWidget* makeButtons();
    void addFact(QGridLayout& grid, const QString& label, QWidget* value) const;
    void layOut();
    void start();
    void showProgress();
    void showFound(const VerifiedJournal& found);
    void tell(const Told& told);
    void showFacts(const VerifiedJournal& found);
    [[nodiscard]] static Told toldOf(const VerifiedJournal& found);
    [[nodiscard]] static Told toldOf(const base::Error& error);

    const Theme& m_theme;
    const Times& m_times;
    Bridge& m_bridge;
    IconLabel* m_icon = nullptr;
    Text* m_statement = nullptr;
    Sentence* m_sentence = nullptr;
    QWidget* m_running = nullptr;
    Text* m_count = nullptr;
    Text* m_share = nullptr;
    QProgressBar* m_bar = nullptr;
    Text* m_left = nullptr;
    QPlainTextEdit* m_words = nullptr;
    Sentence* m_advice = nullptr;
    QWidget* m_facts = nullptr;
    Text* m_head = nullptr;
    Text* m_entities = nullptr;
    Text* m_projections = nullptr;
    Text* m_hash = nullptr;
    Button* m_again = nullptr;
    Button* m_copy = nullptr;
    Button* m_close = nullptr;
    QString m_wholeHash;
    QString m_report;
    std::shared_ptr<VerifyProgress> m_progress;
    std::optional<base::WallTime> m_begun;  ///< reading entries
    QTimer m_tick;                          ///< how far it is is looked at so often
    Ticket m_asked;
};

}  // namespace syncline::ui
