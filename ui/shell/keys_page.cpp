#include "ui/shell/keys_page.h"

#include "ui/shell/key_label.h"
#include "ui/widgets/controls.h"
#include "ui/widgets/theme.h"

#include <QFrame>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QStringList>
#include <QVBoxLayout>
#include <vector>

namespace syncline::ui {
namespace {

struct KeyLine {
    QStringList keys;
    QString what;
};
struct KeyGroup {
    QString name;
    std::vector<KeyLine> lines;
};

QString tr(const char* text) {
    return KeysPage::tr(text);
}

std::vector<KeyGroup> keyGroups() {
    return {
        {tr("Everywhere"),
         {{{QStringLiteral("Ctrl+K")}, tr("Find a record or run an action")},
          {{QStringLiteral("Ctrl+1…5")}, tr("The views, from the top")},
          {{QStringLiteral("/"), QStringLiteral("Ctrl+F")}, tr("Filter")},
          {{QStringLiteral("Ctrl+I")}, tr("Inspector, where a view has one")},
          {{QStringLiteral("Ctrl+T")}, tr("Local time, UTC, time passed")},
          {{QStringLiteral("Ctrl++"), QStringLiteral("Ctrl+-"), QStringLiteral("Ctrl+0")}, tr("Size of the text")},
          {{QStringLiteral("Ctrl+O")}, tr("Open a workspace in a window of its own")},
          {{QStringLiteral("Ctrl+Q")}, tr("Quit: the engine stops cleanly")},
          {{QStringLiteral("F1")}, tr("This page")}}},
        {tr("Stream"),
         {{{QStringLiteral("F")}, tr("Follow the newest entries")},
          {{QStringLiteral("Space")}, tr("Pause")},
          {{QStringLiteral("J"), QStringLiteral("K")}, tr("Next and previous entry")},
          {{QStringLiteral("E")}, tr("Next problem")}}},
        {tr("Conflicts"),
         {{{QStringLiteral("1…9")}, tr("Take a candidate")},
          {{QStringLiteral("0")}, tr("Own value")},
          {{QStringLiteral("Enter")}, tr("Apply, and go to the next")},
          {{QStringLiteral("Ctrl+Z")}, tr("Undo a resolution")}}},
    };
}

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

KeysPage::KeysPage(const Theme& theme, QWidget* parent) : QDialog(parent) {
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
    for (const KeyGroup& group : keyGroups())
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
