#pragma once

#include "tests/ui/support/view_stage.h"
#include "ui/replay/replay_view.h"

#include <QAbstractButton>
#include <QTest>
#include <algorithm>

namespace syncline::test {

inline constexpr std::int64_t kHead = 5000;
inline constexpr std::int64_t kOffset = 4000;

[[nodiscard]] inline ui::Consumers twoStreams() {
    ui::Consumers answer;
    answer.rows = {{"warehouse", "warehouse.jsonl", "kind == FieldsDecided", core::Seq(kOffset), morning()},
                   {"audit", "audit.jsonl", "", core::Seq(10), morning()}};
    answer.head = core::Seq(kHead);
    answer.first = core::Seq(1);
    answer.firstAt = morning(-3'600'000);
    answer.headAt = morning();
    answer.marks = {{core::Seq(1), *answer.firstAt}, {core::Seq(kHead), *answer.headAt}};
    return answer;
}

[[nodiscard]] inline ui::Snapshot snapshotAt(std::int64_t committed) {
    ui::Snapshot snapshot;
    snapshot.head = core::Seq(kHead);
    for (const core::Side side : core::kSides) {
        snapshot.side[side].phase = core::ConnectorPhase::Connected;
        snapshot.side[side].mode = core::Mode::Live;
    }
    snapshot.consumers = {{"warehouse", core::Seq(committed)}, {"audit", core::Seq(10)}};
    return snapshot;
}

/// The Replay view over two streams that can be rewound, warehouse and audit.
class ReplayStage : public ViewStage<ui::ReplayView> {
public:
    ReplayStage() {
        bridge.setSnapshot(snapshotAt(kOffset));
        bridge.onQuery<ui::ConsumerTable>([this](const ui::ConsumerTable&) { return consumers; });
        bridge.onQuery<ui::RewindPreview>([this](const ui::RewindPreview& asked) { return review(asked); });
        bridge.onQuery<ui::SeqAtTime>([](const ui::SeqAtTime&) { return core::Seq(3001); });
        bridge.setReply([](const ui::Command& command) {
            return core::Seq(std::get<ui::RewindConsumer>(command).consumer == "audit" ? 10 : kOffset);
        });
    }

    void openTable() {
        open();
        QTRY_VERIFY(find("rewind_warehouse") != nullptr && shows("rewind_warehouse"));
    }
    [[nodiscard]] QAbstractButton* start() const { return find<QAbstractButton>("rewindStart"); }
    /// A rewind of warehouse from the first entry is reviewed.
    void openPanel() {
        openTable();
        click("rewind_warehouse");
        QVERIFY(!start()->isEnabled());
        click("rewindFromBeginning");
        QTRY_VERIFY(start()->isEnabled());
    }
    /// A stream's filter takes a fourth of the entries.
    [[nodiscard]] ui::RewindReview review(const ui::RewindPreview& asked) const {
        ui::RewindReview review;
        review.from = asked.until.value_or(consumers.rows[asked.consumer == "audit" ? 1 : 0].committed);
        review.to = asked.offset;
        review.entries = std::max<std::int64_t>(0, review.from.value() - asked.offset.value());
        review.matching = review.entries / 4;
        review.records = 41;
        review.kinds = {{"FieldsDecided", 1}, {"WriteSent", 12}, {"ConnectorStateChanged", 2}};
        return review;
    }
    /// The stream warehouse has come so far, by the journal and by the next snapshot.
    void move(std::int64_t committed) {
        consumers.rows[0].committed = core::Seq(committed);
        bridge.setSnapshot(snapshotAt(committed));
    }

    ui::Consumers consumers = twoStreams();
};

}  // namespace syncline::test
