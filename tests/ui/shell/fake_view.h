#pragma once

#include "ui/widgets/view.h"

#include <QAction>
#include <QLineEdit>
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
        setBody(body);
        auto* mark = new QAction(QStringLiteral("Mark a row of ") + title, this);
        connect(mark, &QAction::triggered, this, [this] { ++m_marked; });
        addAction(mark);
    }

    void setShown(bool shown) override { m_isShown = shown; }
    [[nodiscard]] QWidget* firstFocus() override { return m_rows; }
    void focusFilter() override { m_filter->setFocus(); }
    [[nodiscard]] QWidget* inspector() override { return m_inspector; }
    [[nodiscard]] QByteArray saveLayout() const override { return m_filter->text().toUtf8(); }
    void restoreLayout(const QByteArray& layout) override { m_filter->setText(QString::fromUtf8(layout)); }

    [[nodiscard]] bool isShown() const { return m_isShown; }
    [[nodiscard]] int marked() const { return m_marked; }

private:
    QString m_name;
    QWidget* m_rows;
    QLineEdit* m_filter;
    QWidget* m_inspector;
    bool m_isShown = false;
    int m_marked = 0;
};

}  // namespace syncline::test
