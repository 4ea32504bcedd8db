#pragma once

#include "ui/bridge/query.h"
#include "ui/widgets/format.h"
#include "ui/widgets/theme.h"

#include <QWidget>
#include <memory>
#include <optional>
#include <vector>

namespace syncline::ui {

/// Of which moment a record is shown: by its sequence, by one of its entries earlier or later, by a slider over its
/// changes, or now. On the GUI thread.
class MomentBar final : public QWidget {
    Q_OBJECT
public:
    explicit MomentBar(const Theme& theme, QWidget* parent = nullptr);
    ~MomentBar() override;

    /// at: the sequence that the record is shown as of; none: now.
    void setRecord(const RecordState& record, std::optional<core::Seq> at);
    /// Newest first, as RecordHistory gives them; head: the last sequence that can be asked for.
    void setEntries(const std::vector<EntryRow>& entries, core::Seq head, const TimeFormat& times);

signals:
    /// None: now. Tells only what a person chose.
    void chosen(std::optional<core::Seq> at);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace syncline::ui
