#pragma once

#include "ui/widgets/cell_delegate.h"
#include "ui/widgets/column_widths.h"
#include "ui/widgets/view.h"

#include <QAction>
#include <QLineEdit>
#include <QShortcut>
#include <QStandardItemModel>
#include <QTableView>
#include <QVBoxLayout>

namespace syncline::test {

/// A view that notes what the window does with it.
class FakeView final : public ui::View {
    Q_OBJECT
public:
    FakeView(const ui::Theme& theme, const QString& title, const QString& name) : View(theme, title), m_name(name) {
        auto* body = new QWidget;
        auto* column = new QVBoxLayout(body);
        m_rows = new QWidget(body);
        m_rows->setObjectName(name + QStringLiteral("Rows"));
        m_rows->setFocusPolicy(Qt::StrongFocus);
        m_filter = new QLineEdit(body);
        m_filter->setObjectName(name + QStringLiteral("Filter"));
        m_inspector = new QWidget(body);
        m_inspector->setObjectName(QStringLiteral("inspector"));
        column->addWidget(m_filter);
        column->addWidget(m_rows, 1);
        column->addWidget(m_inspector);
        auto* table = new QTableView(body);
        table->setObjectName(name + QStringLiteral("Columns"));
        table->setModel(new QStandardItemModel(3, 2, table));
        ui::CellDelegate::dress(*table, theme);
        new ui::ColumnWidths(
            theme, *table,
            {{QStringLiteral("Sequence"), 84, Qt::AlignLeft, {}}, {QStringLiteral("Value"), 0, Qt::AlignLeft, {}}});
        column->addWidget(table);
        setBody(body);
        auto* mark = new QAction(QStringLiteral("Mark a row of ") + title, this);
        connect(mark, &QAction::triggered, this, [this] { ++m_marked; });
        addAction(mark);
        auto* follow = new QAction(QStringLiteral("Follow"), this);
        follow->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F8));
        follow->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        addAction(follow);
        auto* hidden = new QShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F9), m_rows);
        hidden->setContext(Qt::WidgetShortcut);
        hidden->setWhatsThis(QStringLiteral("Not in the menu"));
    }

    void setShown(bool shown) override { m_isShown = shown; }
    [[nodiscard]] QWidget* firstFocus() override { return m_rows; }
    void focusFilter() override { m_filter->setFocus(); }
    [[nodiscard]] QWidget* inspector() override { return m_inspector; }
    /// "+" for an open inspector, then the filter.
    [[nodiscard]] QByteArray saveLayout() const override {
        return (m_inspector->isHidden() ? "-" : "+") + m_filter->text().toUtf8();
    }
    void restoreLayout(const QByteArray& layout) override {
        m_wasRestoredOpen = layout.startsWith('+');
        m_filter->setText(QString::fromUtf8(layout.mid(1)));
    }

    [[nodiscard]] bool isShown() const { return m_isShown; }
    [[nodiscard]] int marked() const { return m_marked; }
    [[nodiscard]] bool wasRestoredOpen() const { return m_wasRestoredOpen; }

private:
    QString m_name;
    QWidget* m_rows;
    QLineEdit* m_filter;
    QWidget* m_inspector;
    bool m_isShown = false;
    bool m_wasRestoredOpen = false;
    int m_marked = 0;
};

}  // namespace syncline::test
