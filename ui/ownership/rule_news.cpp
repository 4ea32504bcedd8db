#include "ui/ownership/rule_news.h"

#include "ui/widgets/format.h"

#include <QCoreApplication>
#include <QStringList>
#include <utility>

namespace syncline::ui {
namespace {

class NewsWords {
    Q_DECLARE_TR_FUNCTIONS(RuleNews)
};

void addStaged(RuleNews& news, const core::RuleSet& now, const StagedRules::Change& staged) {
    const core::FieldRule* const inForce = now.find(staged.object, staged.field);
    if (inForce == nullptr)
        news.gone.push_back(staged);
    else if (*inForce == staged.after)
        news.same.push_back(staged);
    else if (*inForce != staged.before)
        news.rivals.push_back({staged.object, staged.field, *inForce, staged.after});
}

}  // namespace

RuleNews newsOf(const core::RuleSet& before, const Rules& now, const StagedRules& staged) {
    RuleNews news;
    news.who = now.who;
    news.version = now.rules.version;
    for (const StagedRules::Change& one : staged.changes())
        addStaged(news, now.rules, one);
    for (const auto& [object, fields] : now.rules.fields) {
        for (const auto& [field, rule] : fields) {
            const core::FieldRule* const was = before.find(object, field);
            if (was != nullptr && *was != rule && staged.find(object, field) == nullptr)
                news.changed.push_back({object, field, *was, rule});
        }
    }
    return news;
}

QString newsStatement(const RuleNews& news) {
    const QString who = news.who.empty() ? NewsWords::tr("Somebody") : QString::fromStdString(news.who);
    return news.asks() ? NewsWords::tr("%1 has changed rules that are staged here: yours or theirs?").arg(who)
                       : NewsWords::tr("%1 has changed rules meanwhile, version %2").arg(who, sequence(news.version));
}

QString newsInWords(const RuleNews& news) {
    QStringList parts;
    for (const StagedRules::Change& one : news.rivals)
        parts << NewsWords::tr("%1: theirs %2, yours %3")
                     .arg(QString::fromStdString(one.field), ruleInShort(one.before), ruleInShort(one.after));
    for (const StagedRules::Change& one : news.same)
        parts << NewsWords::tr("%1 is %2 by now, as staged here")
                     .arg(QString::fromStdString(one.field), ruleInShort(one.after));
    for (const StagedRules::Change& one : news.gone)
        parts << NewsWords::tr("%1 is not mapped any more").arg(QString::fromStdString(one.field));
    for (const StagedRules::Change& one : news.changed)
        parts << inShort(one);
    return parts.join(QStringLiteral("; "));
}

BarStack::Bar newsBar(const RuleNews& news, std::function<void()> keepYours, std::function<void()> takeTheirs) {
    BarStack::Bar bar;
    bar.key = QStringLiteral("news");
    bar.icon = Icon::Edit;
    bar.statement = newsStatement(news);
    bar.sentence = newsInWords(news);
    if (!news.asks()) {
        bar.actions = {{NewsWords::tr("Noted"), std::move(keepYours), false, {}, QStringLiteral("rulesNoted")}};
        return bar;
    }
    bar.actions = {{NewsWords::tr("Keep yours"), std::move(keepYours), false, {}, QStringLiteral("rulesKeepYours")},
                   {NewsWords::tr("Take theirs"), std::move(takeTheirs), false, {}, QStringLiteral("rulesTakeTheirs")}};
    return bar;
}

}  // namespace syncline::ui
