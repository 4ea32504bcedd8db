#pragma once

#include "ui/stream/json_page.h"

#include <QPlainTextEdit>
#include <optional>

namespace syncline::ui {
class Theme;
}

namespace syncline::ui::stream {

class KeyHighlighter;

/// JSON with the numbers of its lines, to be read, searched by eye and copied; one member may be lit. On the GUI
/// thread.
class PayloadText final : public QPlainTextEdit {
    Q_OBJECT
public:
    explicit PayloadText(const Theme& theme, QWidget* parent = nullptr);

    void setPage(JsonPage page);
    [[nodiscard]] const JsonPage& page() const { return m_page; }
    /// Brought into sight; none: nothing is lit.
    void setLit(std::optional<JsonRange> range);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    class Numbers;
    void restyle();
    void light();
    void placeNumbers();
    void paintNumbers(QPaintEvent* event);

    const Theme& m_theme;
    JsonPage m_page;
    std::optional<JsonRange> m_lit;
    KeyHighlighter* m_keys;
    QWidget* m_numbers;
};

}  // namespace syncline::ui::stream
