#include "ui/widgets/sentence.h"

#include "ui/widgets/painting.h"
#include "ui/widgets/theme.h"

namespace syncline::ui {
namespace {

QString escaped(const QString& text) {
    return text.toHtmlEscaped().replace(QLatin1Char('\n'), QStringLiteral("<br>"));
}

bool isSign(QChar letter) {
    return !letter.isLetterOrNumber() && !letter.isSpace() && !letter.isSurrogate();
}

/// Data shows as it is: signs that stand together would be drawn as one, "==" as a long dash. A rich text has no switch
/// for that, but shapes each run of one format alone.
QString unshaped(const QString& text) {
    QString html;
    bool isApart = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        isApart = !isApart && i > 0 && isSign(text[i]) && isSign(text[i - 1]);
        const QString one = escaped(text.mid(i, 1));
        html += isApart ? QStringLiteral("<span style=\"background-color:transparent\">%1</span>").arg(one) : one;
    }
    return html;
}

}  // namespace

Sentence::Sentence(const Theme& theme, QWidget* parent) : QLabel(parent), m_theme(theme) {
    setWordWrap(true);
    setTextFormat(Qt::RichText);  // for the height of lines; the words themselves are escaped
    setTextInteractionFlags(Qt::TextSelectableByMouse);
    connect(&theme, &Theme::changed, this, &Sentence::restyle);
}

void Sentence::setText(const QString& text) {
    m_text = text;
    setAccessibleName(QString(text).remove(QLatin1Char('`')));
    restyle();
}

void Sentence::setTone(Tone tone) {
    m_tone = tone;
    restyle();
}

void Sentence::restyle() {
    setFont(m_theme.font(Face::Body));
    const QPalette palette = Theme::paletteOf(m_theme.brightness());
    const QFont mono = m_theme.font(Face::MonoDense);
    const QStringList parts = m_text.split(QLatin1Char('`'));
    QString html;
    for (qsizetype i = 0; i < parts.size(); ++i) {
        const bool isMono = i % 2 == 1;
        html += isMono ? QStringLiteral("<span style=\"font-family:'%1';font-size:%2px\">%3</span>")
                             .arg(mono.families().value(0), QString::number(mono.pixelSize()), unshaped(parts[i]))
                       : escaped(parts[i]);
    }
    QLabel::setText(QStringLiteral("<p align=\"%1\" style=\"margin:0;line-height:%2px;color:%3\">%4</p>")
                        .arg(alignment() & Qt::AlignHCenter ? QStringLiteral("center") : QStringLiteral("left"))
                        .arg(m_theme.scaled(20))
                        .arg(textColor(m_tone, m_theme.colors(), palette).name())
                        .arg(html));
}

}  // namespace syncline::ui
