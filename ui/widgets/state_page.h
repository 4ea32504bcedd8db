#pragma once

#include "ui/widgets/icon.h"

#include <QString>
#include <QWidget>
#include <functional>
#include <memory>
#include <vector>

class QLabel;

namespace syncline::ui {

class Theme;

struct StateAction {
    QString text;
    std::function<void()> run;
    bool isPrimary = false;
    QString key;  ///< a key cap, where the key works now
    QString objectName;
};

/// What a view shows in place of rows (look.md, States): empty, nothing matches, failed. An icon, a statement, a
/// sentence, exact words in mono if there are any, one or two buttons.
class StatePage : public QWidget {
    Q_OBJECT
public:
    struct Content {
        Icon icon = Icon::Info;
        bool isFailure = false;  ///< left aligned, with the exact words
        QString statement;
        QString sentence;
        QString words;
        QString advice;
        std::vector<StateAction> actions;
        QString source;  ///< only in the report: when and where it was, and in which version
    };
    explicit StatePage(const Theme& theme, QWidget* parent = nullptr);
    ~StatePage() override;
    void show(Content content);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

enum class BarKind { Failure, Attention, Ours };

/// The bars above a view: the worst first, two at most, the rest counted. Keyed, so that the same thing has one bar.
class BarStack : public QWidget {
    Q_OBJECT
public:
    struct Bar {
        QString key;
        BarKind kind = BarKind::Attention;
        Icon icon = Icon::Warn;
        QString statement;
        QString sentence;
        std::vector<StateAction> actions;
    };
    explicit BarStack(const Theme& theme, QWidget* parent = nullptr);
    ~BarStack() override;
    /// Where another bar of the key stands and only its words differ, these change in place: its buttons stay under the
    /// pointer and keep the focus.
    void set(Bar bar);
    void remove(const QString& key);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace syncline::ui
