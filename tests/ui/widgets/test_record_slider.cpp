#include "engine/base/time_format.h"
#include "ui/widgets/record_slider.h"
#include "ui/widgets/theme.h"

#include <memory>

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::ui;

namespace {

using Kind = RecordSlider::Mark::Kind;

base::WallTime at(const char* text) {
    return *base::parseIso8601(text);
}

/// Five changes, an hour apart, with the sequences 10, 20 … 50; the span is from 08:00 to 14:00.
std::vector<RecordSlider::Mark> fiveMarks() {
    return {{core::Seq(10), at("2026-11-24T09:00:00Z"), Kind::Salesforce, {}},
            {core::Seq(20), at("2026-11-24T10:00:00Z"), Kind::HubSpot, {}},
            {core::Seq(30), at("2026-11-24T11:00:00Z"), Kind::Ours, {}},
            {core::Seq(40), at("2026-11-24T12:00:00Z"), Kind::Attention, {}},
            {core::Seq(50), at("2026-11-24T13:00:00Z"), Kind::Failure, {}}};
}

/// 0: now.
core::Seq seqOf(const std::optional<core::Seq>& chosen) {
    return chosen.value_or(core::Seq(0));
}

}  // namespace

class TestRecordSlider : public QObject {
    Q_OBJECT

private slots:
    void init();
    void keys_goFromChangeToChange_data();
    void keys_goFromChangeToChange();
    void click_choosesTheStateAtThatPlace_data();
    void click_choosesTheStateAtThatPlace();
    void setChosen_tellsNothing();
    void aChoiceBetweenChanges_standsAtTheOneBefore();
    void withoutChanges_keysDoNothing();
    void everyKind_isPainted();
    void theHandle_standsAtTheChange();

private:
    void choose(int seq) { m_slider->setChosen(seq == 0 ? std::nullopt : std::optional(core::Seq(seq))); }
    /// The axis is 600 wide, 14 from the edges: 100 pixels an hour from 08:00 on.
    [[nodiscard]] QPoint placeOf(double hours) const { return {14 + static_cast<int>(hours * 100), 26}; }

    Theme m_theme;
    std::unique_ptr<RecordSlider> m_slider;
};

void TestRecordSlider::init() {
    m_slider = std::make_unique<RecordSlider>(m_theme);
    m_slider->resize(628, 64);
    m_slider->setSpan(at("2026-11-24T08:00:00Z"), at("2026-11-24T14:00:00Z"),
                      {TimeStyle::Utc, QTimeZone::utc(), at("2026-11-24T14:00:00Z")});
    m_slider->setMarks(fiveMarks());
}

void TestRecordSlider::keys_goFromChangeToChange_data() {
    QTest::addColumn<int>("from");
    QTest::addColumn<int>("key");
    QTest::addColumn<int>("to");
    QTest::newRow("left from now") << 0 << int(Qt::Key_Left) << 50;
    QTest::newRow("left") << 30 << int(Qt::Key_Left) << 20;
    QTest::newRow("left from the first") << 10 << int(Qt::Key_Left) << 10;
    QTest::newRow("right") << 30 << int(Qt::Key_Right) << 40;
    QTest::newRow("right from the last") << 50 << int(Qt::Key_Right) << 0;
    QTest::newRow("right from now") << 0 << int(Qt::Key_Right) << 0;
    QTest::newRow("home") << 40 << int(Qt::Key_Home) << 10;
    QTest::newRow("end") << 10 << int(Qt::Key_End) << 0;
    QTest::newRow("page up") << 50 << int(Qt::Key_PageUp) << 10;
    QTest::newRow("page down") << 10 << int(Qt::Key_PageDown) << 0;
    QTest::newRow("right from before the first") << 5 << int(Qt::Key_Right) << 10;
}

void TestRecordSlider::keys_goFromChangeToChange() {
    QFETCH(int, from);
    QFETCH(int, key);
    QFETCH(int, to);
    choose(from);
    QSignalSpy chosen(m_slider.get(), &RecordSlider::seqChosen);
    QSignalSpy now(m_slider.get(), &RecordSlider::nowChosen);
    QTest::keyClick(m_slider.get(), static_cast<Qt::Key>(key));
    QVERIFY(seqOf(m_slider->chosen()) == core::Seq(to));
    const bool isOther = from != to;
    QCOMPARE(chosen.count(), isOther && to != 0 ? 1 : 0);
    QCOMPARE(now.count(), isOther && to == 0 ? 1 : 0);
}

void TestRecordSlider::click_choosesTheStateAtThatPlace_data() {
    QTest::addColumn<double>("hours");
    QTest::addColumn<int>("seq");
    QTest::newRow("on a change") << 3.0 << 30;
    QTest::newRow("a little before a change") << 2.97 << 30;
    QTest::newRow("between two") << 3.5 << 30;
    QTest::newRow("before the first") << 0.5 << 10;
    QTest::newRow("behind the last") << 5.5 << 50;
    QTest::newRow("at the end") << 6.0 << 0;
}

void TestRecordSlider::click_choosesTheStateAtThatPlace() {
    QFETCH(double, hours);
    QFETCH(int, seq);
    choose(seq == 20 ? 10 : 20);
    QTest::mouseClick(m_slider.get(), Qt::LeftButton, {}, placeOf(hours));
    QVERIFY(seqOf(m_slider->chosen()) == core::Seq(seq));
}

void TestRecordSlider::setChosen_tellsNothing() {
    QSignalSpy chosen(m_slider.get(), &RecordSlider::seqChosen);
    QSignalSpy now(m_slider.get(), &RecordSlider::nowChosen);
    choose(30);
    choose(0);
    QCOMPARE(chosen.count() + now.count(), 0);
}

void TestRecordSlider::aChoiceBetweenChanges_standsAtTheOneBefore() {
    choose(35);
    QVERIFY(m_slider->accessibleDescription().contains(QStringLiteral("11:00:00.000")));
    QTest::keyClick(m_slider.get(), Qt::Key_Left);
    QVERIFY(seqOf(m_slider->chosen()) == core::Seq(20));
}

void TestRecordSlider::withoutChanges_keysDoNothing() {
    m_slider->setMarks({});
    QSignalSpy chosen(m_slider.get(), &RecordSlider::seqChosen);
    for (const auto key : {Qt::Key_Left, Qt::Key_Home, Qt::Key_PageUp})
        QTest::keyClick(m_slider.get(), key);
    QCOMPARE(chosen.count(), 0);
    QVERIFY(!m_slider->chosen());
}

void TestRecordSlider::everyKind_isPainted() {
    const Colors& colors = m_theme.colors();
    const auto image = m_slider->grab().toImage();
    const auto has = [&image, this](double hours, const QColor& color) {
        const QPoint place = placeOf(hours);
        for (int y = 0; y < 45; ++y) {
            if (image.pixelColor(place.x(), y) == color)
                return true;
        }
        return false;
    };
    QVERIFY(has(1, colors.salesforce.mark));
    QVERIFY(has(2, colors.hubspotGraph));
    QVERIFY(has(3, colors.ours.mark));
    QVERIFY(has(4, colors.attention.mark));
    QVERIFY(has(5, colors.failure.mark));
    QVERIFY(!has(1.5, colors.salesforce.mark));
}

void TestRecordSlider::theHandle_standsAtTheChange() {
    const auto handleAt = [this](double hours) {
        return m_slider->grab().toImage().pixelColor(placeOf(hours) - QPoint(0, 18)) == m_theme.colors().focus;
    };
    QVERIFY(handleAt(6));
    choose(20);
    QVERIFY(handleAt(2));
    QVERIFY(!handleAt(6));
    choose(5);
    QVERIFY(handleAt(0));
}

QTEST_MAIN(TestRecordSlider)
#include "test_record_slider.moc"
