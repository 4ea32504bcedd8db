#pragma once

#include "ui/bridge/query.h"
#include "ui/stream/field_names.h"

#include <QByteArray>
#include <QWidget>

namespace syncline::ui {
class Button;
class Text;
class Theme;
}  // namespace syncline::ui

namespace syncline::ui::stream {

class PayloadText;

/// What came over the wire, whole, with the selected field lit; of an entry that came from nowhere its own JSON. On the
/// GUI thread.
class PayloadPanel final : public QWidget {
    Q_OBJECT
public:
    explicit PayloadPanel(const Theme& theme, QWidget* parent = nullptr);
    ~PayloadPanel() override;

    void setEntry(const EntryDetail& detail, const FieldNames& names);
    void clear();
    /// Canonical; lit where the payload tells of it. Empty: nothing.
    void setField(const QString& field);

signals:
    void copied(const QString& what);

private:
    void copy();

    Text* m_title;
    Text* m_source;
    Button* m_copy;
    PayloadText* m_text;
    QByteArray m_raw;
    bool m_isPayload = false;
    core::Side m_side = core::Side::Salesforce;
    std::string m_object;
    FieldNames m_names;
};

}  // namespace syncline::ui::stream
