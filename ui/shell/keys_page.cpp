#include "ui/shell/keys_page.h"

#include "ui/shell/key_label.h"
#include "ui/widgets/controls.h"
#include "ui/widgets/theme.h"

#include <QFrame>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QVBoxLayout>

namespace syncline::ui {
namespace {

void addGroup(QGridLayout& grid, const Theme& theme, const KeyGroup& group) {
    auto* title = new Text(theme, Face::BodyStrong);
    title->setText(group.name);
    title->setContentsMargins(0, grid.rowCount() > 1 ? 12 : 0, 0, 4);
    int row = grid.rowCount();
    grid.addWidget(title, row, 0, 1, 2);
    for (const KeyLine& line : group.lines) {
        auto* keys = new QWidget;
        auto* caps = new QHBoxLayout(keys);
        caps->setContentsMargins(0, 0, 0, 0);
        caps->setSpacing(4);
        for (const QString& key : line.keys)
            caps->addWidget(new KeyLabel(theme, key, keys));
        caps->addStretch(1);
        auto* what = new Text(theme, Face::Body);
        what->setText(line.what);
        grid.addWidget(keys, ++row, 0);
        grid.addWidget(what, row, 1);
    }
}

}  // namespace

KeysPage::KeysPage(const Theme& theme, const std::vector<KeyGroup>& groups, QWidget* parent) : QDialog(parent) {
    setObjectName(QStringLiteral("keysPage"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Keys"));
    resize(theme.scaled(520), theme.scaled(600));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    auto* scroll = new QScrollArea(this);
    scroll->setObjectName(QStringLiteral("keysList"));
    scroll->setAccessibleName(tr("Keys by where they work"));
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    auto* page = new QWidget;
    auto* grid = new QGridLayout(page);
    grid->setContentsMargins(16, 16, 16, 16);
    grid->setVerticalSpacing(6);
    grid->setHorizontalSpacing(16);
    grid->setColumnStretch(1, 1);
    for (const KeyGroup& group : groups)
        addGroup(*grid, theme, group);
    grid->setRowStretch(grid->rowCount(), 1);
    scroll->setWidget(page);
    column->addWidget(scroll, 1);
    auto* footer = new QHBoxLayout;
    footer->setContentsMargins(16, 8, 16, 16);
    auto* done = new Button(theme, tr("Close"), Button::Kind::Normal, this);
    done->setObjectName(QStringLiteral("keysClose"));
    done->setToolTip(tr("Close (Esc)"));
    footer->addStretch(1);
    footer->addWidget(done);
    column->addLayout(footer);
    connect(done, &Button::clicked, this, &QDialog::accept);
}

}  // namespace syncline::ui
