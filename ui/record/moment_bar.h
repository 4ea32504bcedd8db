#pragma once

#include "ui/bridge/query.h"
#include "ui/widgets/controls.h"
#include "ui/widgets/format.h"

#include <QWidget>
#include <optional>
#include <vector>

class QLineEdit;

namespace syncline::ui {

class RecordSlider;
class Theme;

/// As of when a record is shown: by a sequence, step by step along its own entries, on a time line of them, or now.
class MomentBar : public QWidget {
    Q_OBJECT
public:
    explicit MomentBar(const Theme& theme, QWidget* parent = nullptr);

    /// The record as it is shown: `at` is what was asked for, none for now.
    void setRecord(const RecordState& record, std::optional<core::Seq> at, core::Seq head);
    /// Its entries, newest first.
    void setHistory(const std::vector<EntryRow>& entries, const TimeFormat& times);

signals:
    /// None: now.
    void chosen(std::optional<core::Seq> at);

private:
    Button* arrow(Icon icon, const QString& name, const QString& spoken, int by);
    void step(int by);
    void typed();

    const Theme& m_theme;
    std::vector<core::Seq> m_entries;  ///< of the record, ascending
    std::optional<core::Seq> m_at;
    core::Seq m_first;
    core::Seq m_head;
    QLineEdit* m_sequence;
    Button* m_back;
    Button* m_forward;
    Button* m_now;
    Text* m_label = nullptr;
    Text* m_fact;
    RecordSlider* m_slider;
};

}  // namespace syncline::ui
