#pragma once

#include "tests/end_to_end/other_program.h"
#include "tests/support/engine_process.h"
#include "tests/support/two_crms.h"

#include <QDateTime>
#include <QHash>
#include <QJsonArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QObject>
#include <QStringList>
#include <memory>
#include <optional>

/// The worked cases of semantics.md, section 12, over the two real servers. Edits are PATCHes of another program, but
/// where a person has to have made them. Each case has a contact of its own. The times that a case hangs on are those
/// at which the server's clock stands while the edit is made.
class CasesTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanup();

    // The engine is at work (live_cases.cpp).
    void firstChangeAfterLink();
    void patchArrivesOnTheOtherSide_data();
    void patchArrivesOnTheOtherSide();
    void seenBeforeChanged();
    void flowAfterUs();
    void flowChangesOurValue();
    void owned_email_revert();
    void editOnTheReadOnlySide();
    void duplicateDelivery();
    void duplicateDelivery_afterReconnect();

    // What becomes of our writes (writing_cases.cpp).
    void retryOverNewerEdit();
    void oneBadFieldOfFive();
    void newerValueAfterDeadLetter();
    void sameByNormalisation();

    // One side's events are held back (overtaken_cases.cpp).
    void overwrittenUnseen();
    void staleEchoMovesNothing();
    void writeLandsAfterConflictOpened();

    // Made while the engine was away (unseen_cases.cpp).
    void sameField_within200ms();
    void sameField_outsideTolerance();
    void coarseClock();
    void equalTimes();
    void lateArrival();
    void clearAgainstChange();
    void sameField_review();
    void ruleReview_leavesItToAPerson();
    void sameSecondTwice();
    void sameValueBothSides();
    void disjointFields();
    void readBackIsNewerThanTheEvent();
    void resolution_writesBothSides();
    void undoAfterWrites();
    void lateChangeAfterResolution();
    void resolveStaleScreen();

    // The settle time is short in its first part (writing_cases.cpp).
    void noOpWriteHasNoEcho();

    void afterAll_theJournalIsWhole_andBothSidesAreInStep();
    void cleanupTestCase();

private:
    void prepareWorkspace();
    void makePairs();
    /// With the engine started anew. Until then it is longer than any case takes, so that none is a race against it.
    [[nodiscard]] bool settlesIn(int ms);
    /// Makes what is made while the engine is away, once, and lets it hear Salesforce's part first; then both are live.
    [[nodiscard]] bool unseenIsHeard();
    [[nodiscard]] bool hearUnseen();
    void actUnseen();
    [[nodiscard]] bool setMode(const QString& mode) const;
    void holdEvents(const QString& side);
    void releaseEvents(const QString& side);

    void patch(const QString& name, const QString& side, const QString& field, const QJsonValue& value);
    /// So many milliseconds after m_base: the server's clock stands there meanwhile.
    void patch(const QString& name, const QString& side, const QString& field, const QJsonValue& value, int ms);
    void stopClock(const QString& side, int ms);
    /// How long ago m_base is, in milliseconds.
    [[nodiscard]] qint64 sinceBase() const;
    /// Waits for that moment: what is stamped later than it is received is not taken at its word.
    [[nodiscard]] bool isPast(int ms);
    /// Somebody in the CRM's own window.
    void personEdits(const QString& name, const QString& side, const QString& field, const QString& value);

    [[nodiscard]] QString idOf(const QString& name) const { return m_pairs.value(name).salesforce; }
    [[nodiscard]] QString held(const QString& name, const QString& side, const QString& field) const;
    [[nodiscard]] bool bothHold(const QString& name, const QString& salesforceField, const QString& hubspotField,
                                const QString& value) const;
    /// The same, as each side's own API says.
    [[nodiscard]] bool bothApisSay(const QString& name, const QString& salesforceField, const QString& hubspotField,
                                   const QString& value) const;
    /// All values that a field has had on a side, oldest first.
    [[nodiscard]] QStringList values(const QString& name, const QString& side, const QString& field) const;
    /// The field's decisions since the contact was linked, in order.
    [[nodiscard]] QJsonArray decisions(const QString& name, const QString& field) const;
    [[nodiscard]] QStringList outcomes(const QString& name, const QString& field) const;
    /// "applied 111": what became of the changes that were not our own.
    [[nodiscard]] QStringList judged(const QString& name, const QString& field) const;
    /// The first one with that outcome.
    [[nodiscard]] QJsonObject decided(const QString& name, const QString& field, const QString& outcome) const;
    [[nodiscard]] QString why(const QString& name, const QString& field) const;
    /// Changes of the field that were captured from the side: their values, in order.
    [[nodiscard]] QStringList captured(const QString& name, const QString& side, const QString& field) const;
    /// Writes of ours that named the field.
    [[nodiscard]] qsizetype sent(const QString& name, const QString& field) const;
    /// What the journal says of a field: "in step".
    [[nodiscard]] QString state(const QString& name, const QString& field) const;
    /// The bodies of the entries that tell of a write of ours to the contact that has failed.
    [[nodiscard]] QJsonArray failures(const QString& name) const;
    /// Whether there is one.
    [[nodiscard]] bool isRefused(const QString& name) const { return !failures(name).isEmpty(); }
    [[nodiscard]] qint64 duplicates(const QString& side) const;
    [[nodiscard]] QJsonArray openConflicts(const QString& name, const QString& field) const;
    /// The first of them.
    [[nodiscard]] QJsonObject openConflict(const QString& name, const QString& field) const;
    /// Its candidates, "salesforce Graz overwritten", sorted.
    [[nodiscard]] QStringList candidates(const QString& name, const QString& field) const;
    /// A person takes what a side has written.
    [[nodiscard]] bool takes(const QString& name, const QString& field, const QString& side) const;

    std::unique_ptr<syncline::test::TwoCrms> m_crms;
    std::unique_ptr<syncline::test::OtherProgram> m_other;
    std::unique_ptr<syncline::test::EngineProcess> m_engine;
    QHash<QString, syncline::test::Pair> m_pairs;
    /// From when the times of edits are counted: a whole second, later than all that the first comparisons have read.
    QDateTime m_base;
    std::optional<bool> m_isUnseenHeard;  ///< none: not tried yet
};

namespace cases {

inline const QString kSalesforce = QStringLiteral("salesforce");
inline const QString kHubspot = QStringLiteral("hubspot");
/// Milliseconds, longer than any case takes: a write of ours that a side does not tell of is not taken for closed
/// meanwhile.
inline constexpr int kLongSettle = 120'000;

}  // namespace cases
