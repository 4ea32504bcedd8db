#include "ui/shell/key_lines.h"

#include <QAction>
#include <QCoreApplication>
#include <QKeySequence>
#include <QMenu>
#include <QShortcut>
#include <algorithm>
#include <map>
#include <utility>

namespace syncline::ui {
namespace {

class Words {
    Q_DECLARE_TR_FUNCTIONS(KeyLines)
public:
    /// For keys whose actions have no words of their own, by view and key.
    [[nodiscard]] static QString of(const QString& view, const QString& key) {
        static const std::map<std::pair<QString, QString>, QString> kWords = {
            {{QStringLiteral("conflicts"), QStringLiteral("1…9")}, tr("Take a candidate")},
            {{QStringLiteral("conflicts"), QStringLiteral("E")}, tr("Next conflict")},
            {{QStringLiteral("conflicts"), QStringLiteral("Esc")}, tr("Leave the line of an own value or a note")},
            {{QStringLiteral("replay"), QStringLiteral("R")}, tr("Rewind the chosen consumer")},
            {{QStringLiteral("replay"), QStringLiteral("Esc")}, tr("Close the panel for rewinding")},
            {{QStringLiteral("ownership"), QStringLiteral("Ctrl+Enter")}, tr("Apply the staged rules")}};
        const auto found = kWords.find({view, key});
        return found == kWords.end() ? QString() : found->second;
    }
    /// Of commands whose short words do not tell all, in the place of these.
    [[nodiscard]] static QString inFull(const QString& view, const QString& key) {
        static const std::map<std::pair<QString, QString>, QString> kWords = {
            {{QStringLiteral("stream"), QStringLiteral("E")},
             tr("Next conflict, failed write, gap or lost connection")},
            {{QStringLiteral("stream"), QStringLiteral("Shift+E")},
             tr("Previous conflict, failed write, gap or lost connection")}};
        const auto found = kWords.find({view, key});
        return found == kWords.end() ? QString() : found->second;
    }
    [[nodiscard]] static std::vector<KeyGroup> ofLists() {
        const auto one = [](const QString& key, const QString& what) { return KeyLine{{key}, what}; };
        return {{tr("In a list"),
                 {{{QStringLiteral("↑"), QStringLiteral("↓")}, tr("The row above and below")},
                  {{QStringLiteral("Home"), QStringLiteral("End")}, tr("The first and the last of all")},
                  one(QStringLiteral("Enter"), tr("Open it")),
                  one(QStringLiteral("Menu"), tr("What can be done with a cell of the stream"))}},
                {tr("In the strip of problems beside the Stream"),
                 {{{QStringLiteral("↑"), QStringLiteral("↓")}, tr("The problem above and below")},
                  {{QStringLiteral("Home"), QStringLiteral("End")}, tr("The first and the last of all")},
                  one(QStringLiteral("Enter"), tr("Go to it"))}},
                {tr("In a filter line"),
                 {one(QStringLiteral("Ctrl+Space"), tr("What could come next")),
                  one(QStringLiteral("Tab"), tr("Take what is meant")),
                  one(QStringLiteral("Enter"), tr("Apply it; in the Stream, go on to the rows")),
                  one(QStringLiteral("Esc"), tr("Clear it; in an empty line, go on to the list"))}},
                {tr("In Find or run"),
                 {one(QStringLiteral("Ctrl+Enter"), tr("Filter the stream by it")),
                  one(QStringLiteral(">"), tr("Actions only")), one(QStringLiteral("@"), tr("Records only"))}}};
    }
    [[nodiscard]] static QString everywhere() { return tr("Everywhere"); }
};

struct Key {
    QString key;
    QString what;
};

QString plain(QString text) {
    text.remove(QLatin1Char('&'));
    return text.remove(QStringLiteral("…"));
}

/// The two keys that say Enter are one to a person.
QString nameOf(const QKeySequence& sequence) {
    return sequence.toString(QKeySequence::NativeText).replace(QLatin1String("Return"), QLatin1String("Enter"));
}

void addKeys(std::vector<Key>& keys, const QAction& action) {
    const QString what = plain(action.text().isEmpty() ? action.whatsThis() : action.text());
    for (const QKeySequence& sequence : action.shortcuts())
        keys.push_back({nameOf(sequence), what});
}

std::vector<Key> keysOf(const QWidget& view) {
    std::vector<Key> keys;
    QList<const QWidget*> widgets{&view};
    for (const QWidget* child : view.findChildren<QWidget*>()) {
        if (qobject_cast<const QMenu*>(child) == nullptr)
            widgets.append(child);
    }
    for (const QWidget* widget : widgets) {
        for (const QAction* action : widget->actions())
            addKeys(keys, *action);
    }
    for (const QShortcut* shortcut : view.findChildren<QShortcut*>())
        keys.push_back({nameOf(shortcut->key()), shortcut->whatsThis()});
    return keys;
}

bool isNumber(const QString& key) {
    return key.size() == 1 && key >= QLatin1String("1") && key <= QLatin1String("9");
}

/// Keys of the same meaning in one line; the digits as one key.
std::vector<KeyLine> linesOf(const std::vector<Key>& keys, const QString& view) {
    std::vector<KeyLine> lines;
    for (const auto& [key, what] : keys) {
        const QString name = isNumber(key) ? QStringLiteral("1…9") : key;
        const QString whole = Words::inFull(view, name);
        const QString named = what.isEmpty() ? Words::of(view, name) : what;
        const QString words = whole.isEmpty() ? named : whole;
        const bool isListed =
            std::any_of(lines.begin(), lines.end(), [&](const KeyLine& line) { return line.keys.contains(name); });
        // The same key of another part of the view.
        if (words.isEmpty() && isListed)
            continue;
        const auto same =
            std::find_if(lines.begin(), lines.end(), [&](const KeyLine& line) { return line.what == words; });
        if (same == lines.end())
            lines.push_back({{name}, words});
        else if (!same->keys.contains(name))
            same->keys.append(name);
    }
    return lines;
}

}  // namespace

std::vector<KeyGroup> keysInForce(const QList<QAction*>& ofWindow, const std::vector<WorkspaceFrame::Place>& places) {
    std::vector<Key> everywhere;
    for (const QAction* action : ofWindow)
        addKeys(everywhere, *action);
    std::vector<KeyGroup> groups{{Words::everywhere(), linesOf(everywhere, {})}};
    for (const WorkspaceFrame::Place& place : places) {
        std::vector<KeyLine> lines = linesOf(keysOf(*place.view), place.key);
        if (!lines.empty())
            groups.push_back({place.title, std::move(lines)});
    }
    std::vector<KeyGroup> ofLists = Words::ofLists();
    groups.insert(groups.end(), std::make_move_iterator(ofLists.begin()), std::make_move_iterator(ofLists.end()));
    return groups;
}

}  // namespace syncline::ui
