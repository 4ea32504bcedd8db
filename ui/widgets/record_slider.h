#pragma once

#include "engine/core/ids.h"
#include "ui/widgets/time_axis.h"

#include <QWidget>
#include <memory>
#include <optional>
#include <vector>

namespace syncline::ui {

class Theme;

/// A record's changes along time, with a handle at the entry behind which it is shown. Left and Right go from change to
/// change, Page Up and Page Down by ten, Home to the first, End to now; a click goes to the change before it. On the
/// GUI thread.
class RecordSlider : public QWidget {
    Q_OBJECT
public:
    struct Mark {
        core::Seq seq;
        base::WallTime time;
        enum class Kind { Salesforce, HubSpot, Ours, Attention, Failure } kind = Kind::Ours;
        QString label;  ///< for the tooltip: what it is
    };
    explicit RecordSlider(const Theme& theme, QWidget* parent = nullptr);
    ~RecordSlider() override;

    /// In ascending order of their sequences.
    void setMarks(std::vector<Mark> marks);
    void setSpan(base::WallTime from, base::WallTime to, const TimeFormat& format);
    /// None: now, at the right end. Tells nothing.
    void setChosen(std::optional<core::Seq> seq);
    [[nodiscard]] std::optional<core::Seq> chosen() const;
    [[nodiscard]] QSize sizeHint() const override;

signals:
    void seqChosen(core::Seq seq);
    void nowChosen();

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    bool event(QEvent* event) override;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace syncline::ui
