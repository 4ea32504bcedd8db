#include "ui/widgets/choice_words.h"

#include "ui/widgets/format.h"

#include <QCoreApplication>
#include <algorithm>

namespace syncline::ui {
namespace {

class ChoiceWords {
    Q_DECLARE_TR_FUNCTIONS(ChoiceWords)
};

}  // namespace

ChoiceInShort choiceOf(const core::ConflictResolved& resolution) {
    ChoiceInShort choice;
    const auto taken =
        std::find_if(resolution.candidates.begin(), resolution.candidates.end(), [&](const core::Candidate& one) {
            return core::same(one.version.value[one.place], resolution.standing.value[one.place]);
        });
    if (taken != resolution.candidates.end())
        choice.side = taken->place;
    const core::Side shown = choice.side.value_or(resolution.standing.id.side);
    choice.value = shownValue(resolution.standing.value[shown]);
    choice.who = QString::fromStdString(resolution.who);
    return choice;
}

QString choiceInWords(const core::ConflictResolved& resolution) {
    const ChoiceInShort choice = choiceOf(resolution);
    const QString value = QLatin1Char('`') + choice.value + QLatin1Char('`');
    return choice.side ? ChoiceWords::tr("took %1’s value %2").arg(sideName(*choice.side), value)
                       : ChoiceWords::tr("gave the own value %1").arg(value);
}

QString personInWords(const std::string& who) {
    return who.empty() ? ChoiceWords::tr("Somebody") : QString::fromStdString(who);
}

}  // namespace syncline::ui
