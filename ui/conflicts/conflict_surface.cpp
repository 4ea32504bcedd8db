#include "ui/conflicts/conflict_surface.h"

#include "ui/conflicts/base_box.h"
#include "ui/conflicts/candidate_card.h"
#include "ui/conflicts/conflict_drafts.h"
#include "ui/conflicts/conflict_times.h"
#include "ui/conflicts/conflict_words.h"
#include "ui/conflicts/result_panel.h"
#include "ui/widgets/controls.h"
#include "ui/widgets/format.h"
#include "ui/widgets/sentence.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/time_comparison.h"
#include "ui/widgets/wrap_layout.h"

#include <QGridLayout>
#include <QPointer>
#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

namespace syncline::ui {

struct ConflictSurface::Impl {
    Impl(ConflictSurface& owner, const Theme& usedTheme, const Times& usedTimes, Bridge& usedBridge,
         Navigator& usedNavigator)
        : surface(owner), theme(usedTheme), times(usedTimes), bridge(usedBridge), navigator(usedNavigator) {}

    void build();
    void showHead();
    void showCards();
    void showNow();
    void showTimes();
    void choose(std::size_t index);
    void nameApply();
    void replied(const ConflictRow& ofConflict, const base::Result<core::Seq>& reply);
    void keepDraft();
    void tellBegun();
    void restoreDraft(Arrival arrival);
    void forget();
    [[nodiscard]] bool isOpen() const { return conflict && !conflict->resolved; }
    [[nodiscard]] bool canChoose() const { return isOpen() && !isReadOnly(); }
    [[nodiscard]] ResolveConflict command() const;

private:
    void buildHead(QVBoxLayout& layout);
    void buildFoot(QVBoxLayout& layout);
    void showAbsent();
    void chooseOwn();
    [[nodiscard]] bool isReadOnly() const { return !readOnlyReason.isEmpty(); }
    [[nodiscard]] std::optional<ConflictDraft> draftNow() const;
    void nameApplyOf(std::size_t index);
    [[nodiscard]] int numberOf(std::size_t index) const;

public:
    ConflictSurface& surface;
    const Theme& theme;
    const Times& times;
    Bridge& bridge;
    Navigator& navigator;
    std::optional<ConflictRow> conflict;
    std::optional<std::size_t> chosen;  ///< an index of a candidate
    ConflictDrafts drafts;
    Arrival arrival = Arrival::ByPerson;  ///< by itself: until a person chooses something, the draft has the choice
    bool isOut = false;                   ///< a command has no reply yet
    QString readOnlyReason;               ///< empty: this window writes
    std::size_t begun = 0;                ///< as it was told
    QString outdated;                     ///< why the last choice was refused, while its candidates are shown anew

    Text* title = nullptr;
    Text* record = nullptr;
    Chip* object = nullptr;
    Text* opened = nullptr;
    Text* place = nullptr;
    Sentence* why = nullptr;
    BaseBox* base = nullptr;
    QGridLayout* cards = nullptr;
    std::vector<CandidateCard*> shownCards;
    Sentence* absent = nullptr;         ///< in the place of a side that has no candidate; null: both have
    std::vector<std::size_t> numbered;  ///< candidates in the order of their numbers: as they stand, left to right
    TimeComparison* compared = nullptr;
    ResultPanel* result = nullptr;
    Text* next = nullptr;
    Button* rule = nullptr;
    Button* show = nullptr;
    Button* leave = nullptr;
    Button* apply = nullptr;
    Button* undo = nullptr;
};

void ConflictSurface::Impl::buildHead(QVBoxLayout& layout) {
    auto* head = new QHBoxLayout;
    head->setSpacing(theme.scaled(8));
    title = new Text(theme, Face::TitleMono);
    title->setObjectName(QStringLiteral("conflictField"));
    title->setShrinks(true);
    record = new Text(theme, Face::Title);
    record->setObjectName(QStringLiteral("conflictRecord"));
    record->setShrinks(true);
    object = new Chip(theme, Chip::Kind::Outline);
    opened = new Text(theme, Face::Secondary);
    opened->setTone(Tone::Muted);
    opened->setElided(true);
    place = new Text(theme, Face::Secondary);
    place->setTone(Tone::Muted);
    head->addWidget(title);
    head->addWidget(record);
    head->addWidget(object);
    head->addWidget(opened, 1);
    head->addWidget(place);
    const auto step = [&](Icon icon, const QString& name, const QString& spoken, int by) {
        auto* button = new Button(theme, {});
        button->setIconName(icon);
        button->setObjectName(name);
        button->setAccessibleName(spoken);
        button->setToolTip(spoken + (by > 0 ? QStringLiteral("  J") : QStringLiteral("  K")));
        connect(button, &QPushButton::clicked, &surface, [this, by] { emit surface.stepWanted(by); });
        head->addWidget(button);
    };
    step(Icon::ChevronUp, QStringLiteral("conflictPrevious"), ConflictSurface::tr("Previous conflict"), -1);
    step(Icon::ChevronDown, QStringLiteral("conflictNext"), ConflictSurface::tr("Next conflict"), 1);
    layout.addLayout(head);
    why = new Sentence(theme);
    why->setObjectName(QStringLiteral("conflictWhy"));
    layout.addWidget(why);
    base = new BaseBox(theme);
    layout.addWidget(base);
}

void ConflictSurface::Impl::buildFoot(QVBoxLayout& layout) {
    auto* foot = new WrapLayout(theme.scaled(8), Qt::AlignRight);
    rule = new Button(theme, ConflictSurface::tr("Show the rule"));
    rule->setIconName(Icon::Ownership);
    rule->setObjectName(QStringLiteral("conflictShowRule"));
    show = new Button(theme, ConflictSurface::tr("Show record"));
    show->setIconName(Icon::Record);
    show->setObjectName(QStringLiteral("conflictShowRecord"));
    undo = new Button(theme, ConflictSurface::tr("Undo this resolution"));
    undo->setIconName(Icon::Undo);
    undo->setObjectName(QStringLiteral("conflictUndoThis"));
    next = new Text(theme, Face::Secondary);
    next->setTone(Tone::Muted);
    next->setShrinks(true);
    leave = new Button(theme, ConflictSurface::tr("Leave open"));
    leave->setObjectName(QStringLiteral("conflictLeave"));
    leave->setKeyCap(QStringLiteral("J"));
    apply = new Button(theme, ConflictSurface::tr("Apply"), Button::Kind::Primary);
    apply->setObjectName(QStringLiteral("conflictApply"));
    apply->setKeyCap(ConflictSurface::tr("Enter"));
    for (QWidget* one : std::initializer_list<QWidget*>{rule, show, next, undo})
        foot->addWidget(one);
    foot->addWidget(leave);
    foot->addWidget(apply);
    layout.addLayout(foot);
    connect(leave, &QPushButton::clicked, &surface, [this] { emit surface.stepWanted(1); });
    connect(apply, &QPushButton::clicked, &surface, [this] { surface.apply(); });
    connect(undo, &QPushButton::clicked, &surface, [this] {
        if (conflict && conflict->resolved)
            emit surface.undoWanted(*conflict);
    });
    connect(rule, &QPushButton::clicked, &surface, [this] {
        if (conflict)
            navigator.showRule(QString::fromStdString(conflict->object), QString::fromStdString(conflict->field.name));
    });
    connect(show, &QPushButton::clicked, &surface, [this] {
        if (conflict)
            navigator.showRecord(conflict->entity, QString::fromStdString(conflict->field.name));
    });
}

void ConflictSurface::Impl::build() {
    auto* outer = new QVBoxLayout(&surface);
    outer->setContentsMargins(0, 0, 0, 0);
    auto* area = new QScrollArea;
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setFocusPolicy(Qt::NoFocus);
    auto* content = new QWidget;
    auto* layout = new QVBoxLayout(content);
    const int padding = theme.scaled(16);
    layout->setContentsMargins(padding, theme.scaled(12), padding, theme.scaled(12));
    layout->setSpacing(theme.scaled(12));
    buildHead(*layout);
    cards = new QGridLayout;
    cards->setHorizontalSpacing(padding);
    cards->setVerticalSpacing(theme.scaled(12));
    cards->setColumnStretch(0, 1);
    cards->setColumnStretch(1, 1);
    layout->addLayout(cards);
    compared = new TimeComparison(theme);
    compared->setObjectName(QStringLiteral("conflictTimes"));
    layout->addWidget(compared);
    result = new ResultPanel(theme, bridge, nullptr);
    layout->addWidget(result);
    layout->addStretch(1);
    area->setWidget(content);
    outer->addWidget(area, 1);
    auto* footBox = new QWidget;
    auto* footLayout = new QVBoxLayout(footBox);
    footLayout->setContentsMargins(padding, theme.scaled(8), padding, theme.scaled(12));
    buildFoot(*footLayout);
    outer->addWidget(footBox);
    connect(result, &ResultPanel::ownValueChosen, &surface, [this] { chooseOwn(); });
    connect(result, &ResultPanel::changed, &surface, [this] { nameApply(); });
    connect(result, &ResultPanel::written, &surface, [this] { tellBegun(); });
    connect(result, &ResultPanel::applyWanted, &surface, [this] { surface.apply(); });
    connect(result, &ResultPanel::left, &surface, &ConflictSurface::linesLeft);
}

void ConflictSurface::Impl::showHead() {
    title->setText(QString::fromStdString(conflict->field.name));
    record->setText(ConflictSurface::tr("of %1").arg(QString::fromStdString(conflict->title)));
    object->setText(ui::objectName(conflict->object));
    const QString at = times.format().moment(conflict->openedAt);
    const QString by = conflict->undone ? ConflictSurface::tr("opened %1, again %2 by %3")
                                              .arg(at, times.format().moment(conflict->undone->undoing.at),
                                                   sequence(conflict->conflict))
                                        : ConflictSurface::tr("opened %1 by %2").arg(at, sequence(conflict->conflict));
    opened->setText(conflict->company.empty() ? by : QString::fromStdString(conflict->company) + u", " + by);
    const QString before = whatWasUndone(*conflict, times.format());
    why->setText(!isOpen()          ? howResolved(*conflict, times.format())
                 : before.isEmpty() ? whyAsked(*conflict)
                                    : before + QLatin1Char(' ') + whyAsked(*conflict));
    result->setVisible(isOpen());
    leave->setVisible(isOpen());
    apply->setVisible(isOpen());
    next->setVisible(isOpen());
    undo->setVisible(!isOpen());
    undo->setEnabled(conflict->canUndo && !isReadOnly());
    QString refused = whyNotUndone(*conflict);
    if (refused.isEmpty())
        refused = readOnlyReason;
    undo->setToolTip(refused.isEmpty()
                         ? ConflictSurface::tr("The candidates become an open conflict again; nothing is written")
                         : refused);
    undo->setAccessibleDescription(undo->toolTip());
}

/// A card for each candidate under its side, in the order of their versions.
void ConflictSurface::Impl::showCards() {
    for (CandidateCard* card : shownCards)
        delete card;
    shownCards.clear();
    numbered.clear();
    for (const core::Side side : core::kSides) {
        for (std::size_t i = 0; i < conflict->candidates.size(); ++i) {
            if (conflict->candidates[i].place == side)
                numbered.push_back(i);
        }
    }
    core::PerSide<int> row{0, 0};
    for (std::size_t i = 0; i < conflict->candidates.size(); ++i) {
        const core::Candidate& candidate = conflict->candidates[i];
        const core::Side side = candidate.place;
        const auto other = std::find_if(conflict->candidates.begin(), conflict->candidates.end(),
                                        [&](const core::Candidate& one) { return one.place != side; });
        CandidateCard::Content content;
        content.candidate = candidate;
        content.apiField = conflict->field.field[side];
        if (other != conflict->candidates.end())
            content.other = other->version.value[side];
        content.number = numberOf(i);
        content.canTake = isOpen();
        content.whyNot = readOnlyReason;
        content.isOneOfSide = isOneOfSide(*conflict, candidate);
        content.covered = howCovered(*conflict, candidate);
        auto* card = new CandidateCard(theme, times, content, nullptr);
        cards->addWidget(card, row[side]++, side == core::Side::Salesforce ? 0 : 1);
        connect(card, &CandidateCard::taken, &surface, [this, i] {
            choose(i);
            tellBegun();
        });
        shownCards.push_back(card);
    }
    showAbsent();
    showNow();
}

/// Half of the place would stand empty where later changes have left the candidates of one side alone.
void ConflictSurface::Impl::showAbsent() {
    delete std::exchange(absent, nullptr);
    const std::optional<core::Side> side = sideWithoutCandidate(*conflict);
    if (!side)
        return;
    absent = new Sentence(theme);
    absent->setObjectName(QStringLiteral("conflictAbsent"));
    absent->setTone(Tone::Muted);
    cards->addWidget(absent, 0, *side == core::Side::Salesforce ? 0 : 1, Qt::AlignTop);
}

void ConflictSurface::Impl::showNow() {
    if (absent != nullptr)
        absent->setText(absentInWords(*conflict));
    for (std::size_t i = 0; i < shownCards.size(); ++i)
        shownCards[i]->setNow(isOpen() ? conflict->now[conflict->candidates[i].place] : std::nullopt);
}

void ConflictSurface::Impl::showTimes() {
    const std::optional<TimeComparison::Content> content = timesOf(*conflict);
    compared->setVisible(content.has_value());
    compared->setContent(content.value_or(TimeComparison::Content()));
}

void ConflictSurface::Impl::choose(std::size_t index) {
    if (!canChoose() || index >= conflict->candidates.size())
        return;
    arrival = Arrival::ByPerson;
    chosen = index;
    for (std::size_t i = 0; i < shownCards.size(); ++i)
        shownCards[i]->setChosen(i == index);
    result->setTaken(&conflict->candidates[index]);
}

void ConflictSurface::Impl::chooseOwn() {
    arrival = Arrival::ByPerson;
    chosen.reset();
    for (CandidateCard* card : shownCards)
        card->setChosen(false);
}

int ConflictSurface::Impl::numberOf(std::size_t index) const {
    return static_cast<int>(std::find(numbered.begin(), numbered.end(), index) - numbered.begin()) + 1;
}

void ConflictSurface::Impl::nameApply() {
    // While they are empty both follow the words on the button.
    apply->setToolTip({});
    apply->setAccessibleName({});
    apply->setText(result->ownValue() ? ConflictSurface::tr("Apply own value") : ConflictSurface::tr("Apply"));
    if (chosen && !result->ownValue())
        nameApplyOf(*chosen);
    if (isReadOnly())
        apply->setToolTip(readOnlyReason);
    apply->setAccessibleDescription(readOnlyReason);
    apply->setEnabled(!isOut && !isReadOnly() && result->isWritable() && (chosen || result->ownValue()));
}

/// By its side; where that has more than one, by the value, as its card does. Two that begin alike have their numbers.
void ConflictSurface::Impl::nameApplyOf(std::size_t index) {
    const std::vector<core::Candidate>& all = conflict->candidates;
    const QString side = sideName(all[index].place);
    if (!isOneOfSide(*conflict, all[index]))
        return apply->setText(ConflictSurface::tr("Apply %1’s value").arg(side));
    const QString words = valueOnButton(all[index]);
    const QString number = QString::number(numberOf(index));
    const auto alike = std::count_if(all.begin(), all.end(), [&](const core::Candidate& one) {
        return one.place == all[index].place && valueOnButton(one) == words;
    });
    apply->setText(alike > 1 ? ConflictSurface::tr("Apply %1’s %2 (%3)").arg(side, words, number)
                             : ConflictSurface::tr("Apply %1’s %2").arg(side, words));
    const QString spoken = valueSpoken(all[index]);
    apply->setToolTip(ConflictSurface::tr("Apply %1’s %2, candidate %3 (Enter)").arg(side, spoken, number));
    apply->setAccessibleName(ConflictSurface::tr("Apply %1’s %2, candidate %3, Enter").arg(side, spoken, number));
}

ResolveConflict ConflictSurface::Impl::command() const {
    ResolveConflict command;
    command.conflict = conflict->conflict;
    if (const auto own = result->ownValue())
        command.ownValue = own->toStdString();
    else
        command.take = conflict->candidates[*chosen].version.id.seq;
    for (const core::Candidate& candidate : conflict->candidates)
        command.expected.push_back(candidate.version.id.seq);
    command.note = result->note().toStdString();
    command.who = bridge.who();
    return command;
}

/// What is kept when the conflict is left now.
std::optional<ConflictDraft> ConflictSurface::Impl::draftNow() const {
    if (!canChoose())
        return std::nullopt;
    ConflictDraft left{conflict->conflict, chosen, conflict->candidates, result->ownValue(), result->note()};
    const std::optional<ConflictDraft> before = drafts.of(conflict->conflict);
    if (arrival == Arrival::ByItself && before) {
        left = *before;
        left.note = result->note();
    }
    return left;
}

void ConflictSurface::Impl::keepDraft() {
    if (std::optional<ConflictDraft> now = draftNow())
        drafts.keep(*std::move(now));
}

/// Not while a conflict comes to the surface: then the lines are still those of the one before it.
void ConflictSurface::Impl::tellBegun() {
    ConflictDrafts all = drafts;
    if (std::optional<ConflictDraft> now = draftNow())
        all.keep(*std::move(now));
    const std::size_t count = all.countWritten();
    if (count != std::exchange(begun, count))
        emit surface.begunChanged(count);
}

/// A candidate is taken again only while those are to be chosen from that it was taken from.
void ConflictSurface::Impl::restoreDraft(Arrival by) {
    arrival = by;
    if (!isOpen())
        drafts.drop(conflict->conflict);
    const std::optional<ConflictDraft> draft = drafts.of(conflict->conflict);
    if (!draft || !canChoose())
        return;
    if (by == Arrival::ByItself)
        return result->writeUnchosen(draft->ownValue, draft->note);
    if (draft->taken && draft->candidates == conflict->candidates)
        choose(*draft->taken);
    result->write(draft->ownValue, draft->note);
}

void ConflictSurface::Impl::forget() {
    conflict.reset();
    chosen.reset();
    arrival = Arrival::ByPerson;
    outdated.clear();
    result->setConflict({});
}

void ConflictSurface::Impl::replied(const ConflictRow& ofConflict, const base::Result<core::Seq>& reply) {
    isOut = false;
    if (conflict)
        nameApply();
    const bool isHere = conflict && conflict->conflict == ofConflict.conflict;
    if (reply) {
        if (isHere)
            forget();
        drafts.drop(ofConflict.conflict);
        tellBegun();
        emit surface.resolved(ofConflict, *reply);
        return;
    }
    const QString words = QString::fromStdString(reply.error().message());
    // What was settled elsewhere leaves the surface with its words.
    if (isHere && reply.error().code != base::ErrorCode::NotFound)
        result->setMistake(words);
    else
        navigator.toast(words, {}, {});
    const bool isOther = reply.error().code == base::ErrorCode::AlreadyExists;
    if (isHere && isOther)
        outdated = words;
    // Somebody else may have settled it while its row still stood in the list.
    if (isOther || reply.error().code == base::ErrorCode::NotFound)
        emit surface.outdated();
}

ConflictSurface::ConflictSurface(const Theme& theme, const Times& times, Bridge& bridge, Navigator& navigator,
                                 QWidget* parent)
    : QWidget(parent), m_impl(std::make_unique<Impl>(*this, theme, times, bridge, navigator)) {
    setObjectName(QStringLiteral("conflictSurface"));
    m_impl->build();
}

ConflictSurface::~ConflictSurface() = default;

void ConflictSurface::setConflict(const ConflictRow& conflict, Arrival arrival) {
    Impl& impl = *m_impl;
    const bool isSame = impl.conflict && impl.conflict->conflict == conflict.conflict
                        && impl.conflict->candidates == conflict.candidates
                        && impl.conflict->resolved == conflict.resolved;
    const bool wasHere = impl.conflict && impl.conflict->conflict == conflict.conflict;
    const bool isUnchosen = wasHere && impl.arrival == Arrival::ByItself;
    if (!wasHere || isUnchosen)
        impl.keepDraft();
    impl.conflict = conflict;
    impl.showHead();
    if (isSame) {
        impl.result->renew(conflict);
        impl.showNow();
        return impl.tellBegun();
    }
    impl.chosen.reset();
    impl.base->setConflict(conflict);
    impl.showCards();
    impl.showTimes();
    impl.result->setConflict(conflict);
    if (wasHere && !isUnchosen)
        impl.result->setMistake(std::exchange(impl.outdated, {}));
    else
        impl.restoreDraft(isUnchosen ? Arrival::ByItself : arrival);
    impl.nameApply();
    impl.tellBegun();
}

/// What is on the surface is shown anew; what had been begun waits until the window writes again.
void ConflictSurface::setReadOnly(const QString& why) {
    Impl& impl = *m_impl;
    impl.keepDraft();
    impl.readOnlyReason = why;
    impl.result->setReadOnly(why);
    if (const std::optional<ConflictRow> shown = std::exchange(impl.conflict, std::nullopt))
        setConflict(*shown, impl.arrival);
}

void ConflictSurface::clear() {
    m_impl->keepDraft();
    m_impl->forget();
    m_impl->tellBegun();
}

void ConflictSurface::keepBegunOf(const std::set<core::Seq>& open) {
    m_impl->drafts.dropOthers(open);
    m_impl->tellBegun();
}

bool ConflictSurface::isOpen() const {
    return m_impl->isOpen();
}

std::optional<core::Seq> ConflictSurface::openConflict() const {
    return isOpen() ? std::optional(m_impl->conflict->conflict) : std::nullopt;
}

bool ConflictSurface::isApplying() const {
    return m_impl->isOut;
}

void ConflictSurface::setPlace(const QString& place, const QString& next) {
    m_impl->place->setText(place);
    m_impl->next->setText(next);
}

void ConflictSurface::take(int number) {
    const auto place = static_cast<std::size_t>(number - 1);
    if (number >= 1 && place < m_impl->numbered.size())
        m_impl->choose(m_impl->numbered[place]);
    m_impl->tellBegun();
}

void ConflictSurface::takeOwn() {
    if (m_impl->canChoose())
        m_impl->result->focusOwnValue();
}

void ConflictSurface::apply() {
    Impl& impl = *m_impl;
    if (!impl.isOpen() || !impl.apply->isEnabled())
        return;
    impl.isOut = true;
    impl.apply->setEnabled(false);
    impl.bridge.submit(impl.command(),
                       [self = QPointer(this), ofConflict = *impl.conflict](const base::Result<core::Seq>& reply) {
                           if (self)
                               self->m_impl->replied(ofConflict, reply);
                       });
}

}  // namespace syncline::ui
