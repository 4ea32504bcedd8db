#include "ui/widgets/plurals.h"

namespace syncline::ui {

QString EnglishPlurals::translate(const char* context, const char* sourceText, const char* disambiguation,
                                  int n) const {
    Q_UNUSED(context)
    Q_UNUSED(disambiguation)
    QString text = QString::fromUtf8(sourceText);
    if (n < 0 || !text.contains(QLatin1Char('(')))
        return {};
    const bool isOne = n == 1;
    text.replace(QLatin1String("(s)"), isOne ? QString() : QStringLiteral("s"));
    text.replace(QLatin1String("(es)"), isOne ? QString() : QStringLiteral("es"));
    return text;
}

}  // namespace syncline::ui
