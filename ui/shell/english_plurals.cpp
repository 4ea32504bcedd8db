#include "ui/shell/english_plurals.h"

namespace syncline::ui {

QString EnglishPlurals::translate(const char* context, const char* sourceText, const char* disambiguation,
                                  int n) const {
    Q_UNUSED(context)
    Q_UNUSED(disambiguation)
    const QString text = QString::fromUtf8(sourceText);
    const QString ending = QStringLiteral("(s)");
    if (n < 0 || !text.contains(ending))
        return {};
    return QString(text).replace(ending, n == 1 ? QString() : QStringLiteral("s"));
}

}  // namespace syncline::ui
