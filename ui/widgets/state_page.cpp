#include "ui/widgets/state_page.h"

#include "ui/widgets/controls.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/sentence.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/wrap_layout.h"

#include <QApplication>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPainter>
#include <QScrollArea>
#include <QVBoxLayout>
#include <initializer_list>

namespace syncline::ui {

namespace {

constexpr int kSentenceWidth = 420;  ///< at which a centred sentence is easily read

/// The exact words of whoever refused: mono in a box that can be selected from.
class Words : public QLabel {
public:
    Words(const Theme& theme, const QString& text, QWidget* parent) : QLabel(text, parent), m_theme(theme) {
        setTextFormat(Qt::PlainText);
        setWordWrap(true);
        setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        setFont(theme.font(Face::MonoDense));
        setContentsMargins(8, 8, 8, 8);
        setObjectName(QStringLiteral("stateWords"));
    }

protected:
    void paintEvent(QPaintEvent* event) override {
        QPainter painter(this);
        drawPanel(painter, rect(), palette().color(QPalette::AlternateBase), m_theme.colors().hair);
        painter.end();
        QLabel::paintEvent(event);
    }

private:
    const Theme& m_theme;
};

Tone toneOf(const StatePage::Content& content) {
    if (content.isFailure)
        return Tone::Failure;
    return content.icon == Icon::Check ? Tone::Success : Tone::Muted;
}

/// A line each, without what only marks names.
QString linesOf(std::initializer_list<QString> parts) {
    QStringList lines;
    for (const QString& part : parts) {
        if (!part.isEmpty())
            lines += QString(part).remove(QLatin1Char('`'));
    }
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

QString told(const StatePage::Content& content) {
    return linesOf({content.statement, content.sentence, content.words, content.advice});
}

/// What a person hands on to somebody who can help.
QString report(const StatePage::Content& content) {
    return linesOf({content.statement, content.sentence, content.words, content.advice, content.source});
}

}  // namespace

struct StatePage::Impl {
    const Theme& theme;
    StatePage& page;
    QScrollArea* area;  ///< of pages that are lower than their words
    Content content;
    QWidget* shown = nullptr;

    /// Whoever was at one of the buttons goes on at the same, else at the first.
    void rebuild() {
        const QWidget* const focus = QApplication::focusWidget();
        const bool hadKeys = shown != nullptr && shown->isAncestorOf(focus);
        const QString focused = hadKeys ? focus->objectName() : QString();
        delete shown;
        shown = new QWidget;
        shown->setAutoFillBackground(true);
        shown->setBackgroundRole(QPalette::Base);
        auto* column = new QVBoxLayout(shown);
        column->setContentsMargins(16, 16, 16, 16);
        column->setSpacing(8);
        if (content.isFailure)
            buildFailure(column);
        else
            buildCentred(column);
        area->setWidget(shown);
        shown->show();
        if (hadKeys)
            giveKeys(focused);
    }

    void giveKeys(const QString& name) const {
        auto* const same = name.isEmpty() ? nullptr : shown->findChild<Button*>(name);
        if (auto* const button = same != nullptr ? same : shown->findChild<Button*>())
            button->setFocus();
    }

    Sentence* sentence(const QString& text, Tone tone, Qt::Alignment alignment) {
        auto* result = new Sentence(theme, shown);
        result->setAlignment(alignment);
        result->setTone(tone);
        result->setText(text);
        return result;
    }

    Text* statement() {
        auto* result = new Text(theme, Face::Title, shown);
        result->setWordWrap(true);
        result->setText(content.statement);
        result->setObjectName(QStringLiteral("stateStatement"));
        return result;
    }

    void buildCentred(QVBoxLayout* column) {
        column->addStretch(1);
        auto* icon = new IconLabel(theme, content.icon, 32, shown);
        icon->setTone(toneOf(content));
        column->addWidget(icon, 0, Qt::AlignHCenter);
        column->addSpacing(4);
        Text* words = statement();
        words->setAlignment(Qt::AlignHCenter);
        column->addWidget(words);
        if (!content.sentence.isEmpty()) {
            Sentence* text = sentence(content.sentence, Tone::Muted, Qt::AlignHCenter);
            text->setMaximumWidth(theme.scaled(kSentenceWidth));
            text->setObjectName(QStringLiteral("stateSentence"));
            auto* middle = new QHBoxLayout;
            middle->addStretch(1);
            middle->addWidget(text, 1000);
            middle->addStretch(1);
            column->addLayout(middle);
        }
        column->addSpacing(8);
        column->addLayout(buttons(Qt::AlignHCenter));
        column->addStretch(1);
    }

    void buildFailure(QVBoxLayout* column) {
        auto* top = new QHBoxLayout;
        top->setSpacing(8);
        auto* icon = new IconLabel(theme, content.icon, 18, shown);
        icon->setTone(Tone::Failure);
        top->addWidget(icon);
        top->addWidget(statement(), 1);
        column->addLayout(top);
        Sentence* text = sentence(content.sentence, Tone::Normal, Qt::AlignLeft);
        text->setObjectName(QStringLiteral("stateSentence"));
        column->addWidget(text);
        if (!content.words.isEmpty())
            column->addWidget(new Words(theme, content.words, shown));
        if (!content.advice.isEmpty())
            column->addWidget(sentence(content.advice, Tone::Normal, Qt::AlignLeft));
        column->addSpacing(8);
        WrapLayout* row = buttons(Qt::AlignLeft);
        auto* copy = new Button(theme, tr("Copy report"), Button::Kind::Normal, shown);
        copy->setFlat(true);
        copy->setIconName(Icon::Copy);
        copy->setObjectName(QStringLiteral("stateCopyReport"));
        QObject::connect(copy, &QPushButton::clicked, &page,
                         [this] { QGuiApplication::clipboard()->setText(report(content)); });
        row->addWidget(copy);
        column->addLayout(row);
        column->addStretch(1);
    }

    WrapLayout* buttons(Qt::Alignment alignment) {
        auto* row = new WrapLayout(8, alignment);
        for (const StateAction& action : content.actions) {
            auto* button =
                new Button(theme, action.text, action.isPrimary ? Button::Kind::Primary : Button::Kind::Normal, shown);
            button->setObjectName(action.objectName);
            if (!action.key.isEmpty())
                button->setKeyCap(action.key);
            // The action may show another page: it runs after this one has left the button's hands.
            QObject::connect(button, &QPushButton::clicked, &page, action.run, Qt::QueuedConnection);
            row->addWidget(button);
        }
        return row;
    }
};

StatePage::StatePage(const Theme& theme, QWidget* parent)
    : QWidget(parent), m_impl(new Impl{theme, *this, new QScrollArea, {}}) {
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_impl->area);
    m_impl->area->setFrameShape(QFrame::NoFrame);
    m_impl->area->setWidgetResizable(true);
    m_impl->area->setFocusPolicy(Qt::NoFocus);
    m_impl->area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    connect(&theme, &Theme::changed, this, [this] {
        if (m_impl->shown != nullptr)
            m_impl->rebuild();
    });
}

StatePage::~StatePage() = default;

void StatePage::show(Content content) {
    m_impl->content = std::move(content);
    setAccessibleName(m_impl->content.statement);
    setAccessibleDescription(told(m_impl->content));
    m_impl->rebuild();
    // Before it has its place it would be a window of its own.
    if (parentWidget() != nullptr)
        QWidget::show();
}

}  // namespace syncline::ui
