#include "engine/base/time_format.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/time_comparison.h"
#include "ui/widgets/time_lanes.h"

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::ui;
using namespace std::chrono_literals;

namespace {

using Content = TimeComparison::Content;

base::WallTime at(const char* secondAndMs) {
    return *base::parseIso8601(std::string("2026-11-24T09:41:") + secondAndMs + "Z");
}

core::SourceTime between(const char* from, const char* last) {
    return {at(from), at(last)};
}

Content comparison(std::optional<core::SourceTime> salesforce, std::optional<core::SourceTime> hubspot) {
    Content content;
    content.time = {salesforce, hubspot};
    content.tolerance = 500ms;
    content.format = {TimeStyle::Utc, QTimeZone::utc(), at("59.000")};
    return content;
}

Content photoFinish() {
    Content content = comparison(between("30.000", "30.644"), between("30.981", "30.981"));
    content.isAttention = true;
    return content;
}

int pixelsOf(const QImage& image, const QColor& color) {
    int pixels = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            pixels += image.pixelColor(x, y) == color ? 1 : 0;
    }
    return pixels;
}

}  // namespace

class TestTimeComparison : public QObject {
    Q_OBJECT

private slots:
    void gap_isBetweenTheNearerEnds_data();
    void gap_isBetweenTheNearerEnds();
    void description_saysWhatThePictureShows();
    void description_namesWhatIsMissing();
    void picture_hasLanesWindowAndTimes();
    void picture_withoutTolerance_hasNoWindow();
    void picture_withOurMarks_hasThem();
    void picture_standsAnyTimes_data();
    void picture_standsAnyTimes();

private:
    [[nodiscard]] QImage painted(const Content& content, const QSize& size = QSize(600, 260)) {
        TimeComparison widget(m_theme);
        widget.setContent(content);
        widget.resize(size);
        return widget.grab().toImage();
    }

    Theme m_theme;
};

void TestTimeComparison::gap_isBetweenTheNearerEnds_data() {
    QTest::addColumn<core::SourceTime>("salesforce");
    QTest::addColumn<core::SourceTime>("hubspot");
    QTest::addColumn<int>("ms");
    // Positive: HubSpot is later. 0: there is none.
    QTest::newRow("HubSpot later") << between("30.000", "30.644") << between("30.981", "30.981") << 337;
    QTest::newRow("Salesforce later") << between("30.000", "30.999") << between("29.850", "29.850") << -150;
    QTest::newRow("within") << between("30.000", "30.644") << between("30.150", "30.150") << 0;
    QTest::newRow("touching") << between("30.000", "30.644") << between("30.644", "30.644") << 0;
}

void TestTimeComparison::gap_isBetweenTheNearerEnds() {
    QFETCH(core::SourceTime, salesforce);
    QFETCH(core::SourceTime, hubspot);
    QFETCH(int, ms);
    const auto gap = gapOf(comparison(salesforce, hubspot));
    QCOMPARE(gap.has_value(), ms != 0);
    if (!gap)
        return;
    QCOMPARE(gap->later == core::Side::HubSpot, ms > 0);
    QCOMPARE((gap->to - gap->from).count(), static_cast<std::int64_t>(qAbs(ms)));
}

void TestTimeComparison::description_saysWhatThePictureShows() {
    TimeComparison widget(m_theme);
    Content content = photoFinish();
    content.verdict = QStringLiteral("photo finish: the rule asks you");
    widget.setContent(content);
    QCOMPARE(widget.accessibleDescription(),
             QStringLiteral("Salesforce 09:41:30.000 – .644. HubSpot 09:41:30.981. HubSpot is later by 337 ms. The "
                            "tolerance is 500 ms. photo finish: the rule asks you."));
}

void TestTimeComparison::description_namesWhatIsMissing() {
    QCOMPARE(describe(comparison(std::nullopt, between("30.981", "30.981"))),
             QStringLiteral("Salesforce gives no time. HubSpot 09:41:30.981. The tolerance is 500 ms."));
    QVERIFY(describe(comparison(between("30.000", "30.644"), between("30.150", "30.150")))
                .contains(QStringLiteral("The times overlap.")));
}

void TestTimeComparison::picture_hasLanesWindowAndTimes() {
    const Colors& colors = m_theme.colors();
    const auto image = painted(photoFinish());
    QVERIFY(pixelsOf(image, colors.attention.fill) > 1000);
    QVERIFY(pixelsOf(image, colors.salesforce.strong) > 500);
    // A point is 4 by 18; a line of the window may cross it.
    QVERIFY(pixelsOf(image, colors.hubspotGraph) > 4 * 17);
    QVERIFY(pixelsOf(image, colors.line) > 600);
}

void TestTimeComparison::picture_withoutTolerance_hasNoWindow() {
    Content content = photoFinish();
    content.tolerance.reset();
    QCOMPARE(pixelsOf(painted(content), m_theme.colors().attention.fill), 0);
}

void TestTimeComparison::picture_withOurMarks_hasThem() {
    using Kind = Content::Mark::Kind;
    Content content = comparison(between("30.000", "30.730"), between("30.150", "30.150"));
    content.marks = {{at("30.730"), QStringLiteral(".730"), Kind::SeenSalesforce, {}},
                     {at("30.912"), QStringLiteral(".912"), Kind::SeenHubSpot, {}},
                     {at("30.914"), QStringLiteral("decided .914"), Kind::Decided, {}},
                     {at("31.441"), QStringLiteral("write, 214 ms"), Kind::WriteSent, core::Side::HubSpot},
                     {at("31.655"), {}, Kind::Answered, {}},
                     {at("32.011"), QStringLiteral("echo"), Kind::Echo, {}}};
    const auto with = painted(content);
    const auto ink = pixelsOf(with, m_theme.colors().ink);
    const auto ours = pixelsOf(with, m_theme.colors().ours.mark);
    QVERIFY(describe(content).contains(QStringLiteral("decided .914 09:41:30.914.")));
    // The bar of the write is 10 high and 214 ms long, on an axis that stays the same without it.
    content.marks.erase(content.marks.begin() + 3);
    QVERIFY(ours > pixelsOf(painted(content), m_theme.colors().ours.mark) + 100);
    content.marks.erase(content.marks.begin() + 2);
    QVERIFY(ink > pixelsOf(painted(content), m_theme.colors().ink) + 20);
}

void TestTimeComparison::picture_standsAnyTimes_data() {
    QTest::addColumn<Content>("content");
    QTest::newRow("nothing") << Content{};
    QTest::newRow("one side only") << comparison(between("30.000", "30.644"), std::nullopt);
    QTest::newRow("HubSpot only") << comparison(std::nullopt, between("30.000", "30.000"));
    QTest::newRow("the beginning unknown")
        << comparison(core::SourceTime{core::kBeginningOfTime, at("30.644")}, between("30.981", "30.981"));
    QTest::newRow("years apart") << comparison(core::SourceTime{base::WallTime(1s), base::WallTime(2s)},
                                               between("30.981", "30.981"));
    QTest::newRow("the same point") << comparison(between("30.000", "30.000"), between("30.000", "30.000"));
}

void TestTimeComparison::picture_standsAnyTimes() {
    QFETCH(Content, content);
    for (const QSize& size : {QSize(600, 260), QSize(240, 136), QSize(20, 10)}) {
        const auto image = painted(content, size);
        QCOMPARE(image.size(), size);
    }
    // The lanes have their names, whatever is known.
    const auto& colors = m_theme.colors();
    const auto image = painted(content);
    QVERIFY(pixelsOf(image, colors.line) > 600);
}

QTEST_MAIN(TestTimeComparison)
#include "test_time_comparison.moc"
