#pragma once

#include <QLayout>
#include <memory>
#include <vector>

namespace syncline::ui {

/// Widgets in a row, as wide as they want to be; those for which there is no room stand in a further row. For buttons
/// and choices, which must stay whole when text is large.
class WrapLayout final : public QLayout {
public:
    explicit WrapLayout(int spacing, Qt::Alignment alignment = Qt::AlignLeft, QWidget* parent = nullptr);
    ~WrapLayout() override;

    void addItem(QLayoutItem* item) override;
    [[nodiscard]] int count() const override;
    [[nodiscard]] QLayoutItem* itemAt(int index) const override;
    QLayoutItem* takeAt(int index) override;
    [[nodiscard]] Qt::Orientations expandingDirections() const override { return {}; }
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize minimumSize() const override;
    [[nodiscard]] QSize sizeHint() const override;
    void setGeometry(const QRect& rect) override;

private:
    int place(const QRect& rect, bool isTrial) const;
    void placeRow(std::size_t from, std::size_t end, const QRect& row) const;

    std::vector<std::unique_ptr<QLayoutItem>> m_items;
    Qt::Alignment m_alignment;
};

}  // namespace syncline::ui
