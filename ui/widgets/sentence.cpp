#include "ui/widgets/sentence.h"

#include "ui/widgets/painting.h"
#include "ui/widgets/theme.h"

namespace syncline::ui {

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
        const QString escaped = parts[i].toHtmlEscaped().replace(QLatin1Char('\n'), QStringLiteral("<br>"));
        const bool isMono = i % 2 == 1;
        html += isMono ? QStringLiteral("<span style=\"font-family:'%1';font-size:%2px\">%3</span>")
                             .arg(mono.families().value(0), QString::number(mono.pixelSize()), escaped)
                       : escaped;
    }
    QLabel::setText(QStringLiteral("<p align=\"%1\" style=\"margin:0;line-height:%2px;color:%3\">%4</p>")
                        .arg(alignment() & Qt::AlignHCenter ? QStringLiteral("center") : QStringLiteral("left"))
                        .arg(m_theme.scaled(20))
                        .arg(textColor(m_tone, m_theme.colors(), palette).name())
                        .arg(html));
}

}  // namespace syncline::ui
