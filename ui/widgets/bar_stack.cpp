#include "ui/widgets/controls.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/state_page.h"
#include "ui/widgets/theme.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QPainter>
#include <QTextLayout>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

namespace syncline::ui {

namespace {

constexpr std::size_t kShownBars = 2;
constexpr int kMostLines = 3;  ///< of a sentence

const Tint& tintOf(BarKind kind, const Colors& colors) {
    switch (kind) {
        case BarKind::Failure:
            return colors.failure;
        case BarKind::Attention:
            return colors.attention;
        case BarKind::Ours:
            break;
    }
    return colors.ours;
}

/// A surface with the fill of its kind and the line below.
class Surface : public QWidget {
public:
    Surface(const Theme& theme, BarKind kind, QWidget* parent) : QWidget(parent), m_theme(theme), m_kind(kind) {}

protected:
    void paintEvent(QPaintEvent* /*event*/) override {
        QPainter painter(this);
        const Tint& tint = tintOf(m_kind, m_theme.colors());
        painter.fillRect(rect(), tint.fill);
        painter.fillRect(0, height() - 1, width(), 1, tint.line);
    }

private:
    const Theme& m_theme;
    BarKind m_kind;
};

/// Takes the width that it is given and as many lines as it needs there, kMostLines at most: what is left ends in an
/// ellipsis and is whole in the tooltip. Other words change its height only where they take more or fewer lines.
class BarSentence final : public Text {
public:
    BarSentence(const Theme& theme, QWidget* parent) : Text(theme, Face::Secondary, parent) {
        setTextInteractionFlags(Qt::NoTextInteraction);
        setWordWrap(true);
        QSizePolicy policy(QSizePolicy::Ignored, QSizePolicy::Preferred);
        policy.setHeightForWidth(true);
        setSizePolicy(policy);
    }
    [[nodiscard]] int heightForWidth(int width) const override {
        return std::max(1, static_cast<int>(linesIn(width).size())) * fontMetrics().lineSpacing();
    }
    [[nodiscard]] QSize sizeHint() const override { return {0, fontMetrics().lineSpacing()}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* /*event*/) override {
        QPainter painter(this);
        painter.setPen(palette().color(foregroundRole()));
        const QStringList lines = linesIn(width());
        const int step = fontMetrics().lineSpacing();
        int top = (height() - static_cast<int>(lines.size()) * step) / 2;
        for (const QString& line : lines) {
            painter.drawText(QRect(0, top, width(), step), static_cast<int>(Qt::AlignLeft) | Qt::TextSingleLine, line);
            top += step;
        }
        const bool isElided = !lines.isEmpty() && !words().endsWith(lines.back());
        setToolTip(isElided ? text() : QString());
    }

private:
    /// What an API says may be in several lines.
    [[nodiscard]] QString words() const { return text().simplified(); }

    /// As they are painted.
    [[nodiscard]] QStringList linesIn(int width) const {
        const QString all = words();
        QTextLayout layout(all, font());
        QTextOption option;
        option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
        layout.setTextOption(option);
        QStringList lines;
        layout.beginLayout();
        while (lines.size() < kMostLines) {
            QTextLine line = layout.createLine();
            if (!line.isValid())
                break;
            line.setLineWidth(std::max(1, width));
            const bool isLast = lines.size() + 1 == kMostLines;
            const QString rest = all.mid(line.textStart());
            lines +=
                isLast ? fontMetrics().elidedText(rest, Qt::ElideRight, width) : rest.left(line.textLength()).trimmed();
        }
        layout.endLayout();
        return lines;
    }
};

Tone toneOf(BarKind kind) {
    if (kind == BarKind::Ours)
        return Tone::Muted;
    return kind == BarKind::Failure ? Tone::Failure : Tone::Attention;
}

}  // namespace

struct BarStack::Impl {
    const Theme& theme;
    BarStack& stack;
    QVBoxLayout* column;
    std::vector<Bar> bars;  ///< the worst first, then the oldest
    QWidget* shown = nullptr;

    /// Whoever was about to press one of the buttons goes on at the same; where it goes, at what follows.
    void rebuild() {
        const QWidget* focus = QApplication::focusWidget();
        const QString focused = shown != nullptr && shown->isAncestorOf(focus) ? focus->objectName() : QString();
        QWidget* const before = std::exchange(shown, new QWidget(&stack));
        auto* rows = new QVBoxLayout(shown);
        rows->setContentsMargins(0, 0, 0, 0);
        rows->setSpacing(0);
        for (std::size_t i = 0; i < std::min(bars.size(), kShownBars); ++i)
            rows->addWidget(surface(bars[i]));
        if (bars.size() > kShownBars)
            rows->addWidget(rest());
        column->addWidget(shown);
        shown->show();
        stack.setVisible(!bars.empty());
        if (auto* again = focused.isEmpty() ? nullptr : shown->findChild<Button*>(focused))
            again->setFocus();
        // Qt moves the focus on from what is hidden, not from what is deleted.
        if (before != nullptr)
            before->hide();
        delete before;
    }

    /// Other words of a bar that stands there, without taking its buttons away: somebody may be pressing one. False
    /// where more than words differs.
    bool retell(const Bar& before, const Bar& now) {
        const auto sameAction = [](const StateAction& one, const StateAction& other) {
            return one.text == other.text && one.objectName == other.objectName && one.key == other.key;
        };
        if (before.icon != now.icon
            || !std::equal(before.actions.begin(), before.actions.end(), now.actions.begin(), now.actions.end(),
                           sameAction))
            return false;
        auto* there = shown != nullptr ? shown->findChild<Surface*>(QStringLiteral("bar-") + now.key) : nullptr;
        if (there == nullptr)
            return retellRest();
        there->setAccessibleName(now.statement);
        there->setAccessibleDescription(now.sentence);
        there->findChild<Text*>(QStringLiteral("barStatement"))->setText(now.statement);
        there->findChild<Text*>(QStringLiteral("barSentence"))->setText(now.sentence);
        return true;
    }

    bool retellRest() {
        auto* label = shown != nullptr ? shown->findChild<Text*>(QStringLiteral("barsRest")) : nullptr;
        if (label == nullptr)
            return false;
        label->setText(restText());
        return true;
    }

    QWidget* surface(const Bar& bar) {
        auto* result = new Surface(theme, bar.kind, shown);
        result->setObjectName(QStringLiteral("bar-") + bar.key);
        result->setAccessibleName(bar.statement);
        result->setAccessibleDescription(bar.sentence);
        auto* row = new QHBoxLayout(result);
        row->setContentsMargins(12, 6, 12, 7);
        row->setSpacing(12);
        auto* icon = new IconLabel(theme, bar.icon, 16, result);
        icon->setTone(toneOf(bar.kind));
        row->addWidget(icon);
        auto* words = new QVBoxLayout;
        words->setSpacing(0);
        auto* statement = new Text(theme, Face::BodyStrong, result);
        statement->setObjectName(QStringLiteral("barStatement"));
        statement->setText(bar.statement);
        statement->setElided(true);
        words->addWidget(statement);
        auto* sentence = new BarSentence(theme, result);
        sentence->setObjectName(QStringLiteral("barSentence"));
        sentence->setText(bar.sentence);
        words->addWidget(sentence);
        row->addLayout(words, 1);
        for (const StateAction& action : bar.actions) {
            auto* button = new Button(theme, action.text, Button::Kind::Normal, result);
            button->setSmall(true);
            button->setObjectName(action.objectName);
            if (!action.key.isEmpty())
                button->setKeyCap(action.key);
            // The action may take this bar away: it runs after the button is done.
            QObject::connect(button, &QPushButton::clicked, &stack, action.run, Qt::QueuedConnection);
            row->addWidget(button);
        }
        return result;
    }

    [[nodiscard]] QString restText() const {
        QStringList statements;
        for (std::size_t i = kShownBars; i < bars.size(); ++i)
            statements += bars[i].statement;
        return tr("%n more: %1", nullptr, static_cast<int>(statements.size()))
            .arg(statements.join(QStringLiteral("; ")));
    }

    /// "2 more: …", with the worst one's colour.
    QWidget* rest() {
        auto* result = new Surface(theme, bars[kShownBars].kind, shown);
        auto* row = new QHBoxLayout(result);
        row->setContentsMargins(40, 2, 12, 3);
        auto* label = new Text(theme, Face::Secondary, result);
        label->setObjectName(QStringLiteral("barsRest"));
        label->setElided(true);
        label->setText(restText());
        row->addWidget(label);
        return result;
    }
};

BarStack::BarStack(const Theme& theme, QWidget* parent)
    : QWidget(parent), m_impl(new Impl{theme, *this, new QVBoxLayout(this), {}}) {
    m_impl->column->setContentsMargins(0, 0, 0, 0);
    // As high as its layout wants for its width: by Maximum it would be no higher than with sentences of one line.
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    hide();
}

BarStack::~BarStack() = default;

void BarStack::set(Bar bar) {
    auto& bars = m_impl->bars;
    const auto same = [&](const Bar& other) { return other.key == bar.key; };
    if (const auto old = std::find_if(bars.begin(), bars.end(), same); old != bars.end() && old->kind == bar.kind) {
        const Bar before = std::exchange(*old, std::move(bar));
        if (m_impl->retell(before, *old))
            return;
    } else {
        bars.erase(std::remove_if(bars.begin(), bars.end(), same), bars.end());
        const auto place = std::upper_bound(bars.begin(), bars.end(), bar.kind,
                                            [](BarKind kind, const Bar& other) { return kind < other.kind; });
        bars.insert(place, std::move(bar));
    }
    m_impl->rebuild();
}

void BarStack::remove(const QString& key) {
    auto& bars = m_impl->bars;
    const auto first = std::remove_if(bars.begin(), bars.end(), [&](const Bar& bar) { return bar.key == key; });
    if (first == bars.end())
        return;
    bars.erase(first, bars.end());
    m_impl->rebuild();
}

}  // namespace syncline::ui
