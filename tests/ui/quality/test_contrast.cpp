#include "ui/widgets/theme.h"

#include <QTest>
#include <cmath>
#include <functional>
#include <vector>

using namespace syncline::ui;

namespace {

/// Contrast as WCAG 2.1 defines it, 1 to 21.
double luminance(const QColor& color) {
    const auto linear = [](double part) {
        return part <= 0.03928 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}
double contrast(const QColor& a, const QColor& b) {
    const double brighter = qMax(luminance(a), luminance(b));
    const double darker = qMin(luminance(a), luminance(b));
    return (brighter + 0.05) / (darker + 0.05);
}

constexpr double kWords = 4.5;
constexpr double kSigns = 3;  ///< words of what is disabled; rings, borders of inputs, icons

struct Look {
    Colors colors;
    QPalette palette;
};
using Paint = std::function<QColor(const Look&)>;

struct Named {
    const char* name;
    Paint paint;
};

Paint role(QPalette::ColorRole which, QPalette::ColorGroup group = QPalette::Active) {
    return [which, group](const Look& look) { return look.palette.color(group, which); };
}
Paint color(QColor Colors::*which) {
    return [which](const Look& look) { return look.colors.*which; };
}
Paint tint(Tint Colors::*whose, QColor Tint::*which) {
    return [whose, which](const Look& look) { return look.colors.*whose.*which; };
}

const Named kBase{"a table or panel", role(QPalette::Base)};
const Named kWindow{"the window", role(QPalette::Window)};
const Named kGroup{"a group row or code", role(QPalette::AlternateBase)};
const Named kHover{"a hovered row", color(&Colors::hover)};
const Named kSelected{"a selected row", role(QPalette::Highlight)};
const Named kInactive{"a selected row without focus", color(&Colors::highlightInactive)};
const Named kButton{"a button", role(QPalette::Button)};
const Named kButtonHover{"a hovered button", color(&Colors::buttonHover)};
const Named kButtonDown{"a pressed button", color(&Colors::buttonDown)};
const Named kSalesforceFill{"Salesforce's fill", tint(&Colors::salesforce, &Tint::fill)};
const Named kHubSpotFill{"HubSpot's fill", tint(&Colors::hubspot, &Tint::fill)};
const Named kSalesforceStrong{"a part that differs in Salesforce", tint(&Colors::salesforce, &Tint::strong)};
const Named kHubSpotStrong{"a part that differs in HubSpot", tint(&Colors::hubspot, &Tint::strong)};
const Named kOursFill{"our fill", tint(&Colors::ours, &Tint::fill)};
const Named kAttentionFill{"attention's fill", tint(&Colors::attention, &Tint::fill)};
const Named kFailureFill{"failure's fill", tint(&Colors::failure, &Tint::fill)};
const Named kSuccessFill{"success's fill", tint(&Colors::success, &Tint::fill)};
const Named kToolTip{"a tooltip or toast", role(QPalette::ToolTipBase)};

const Named kText{"text", role(QPalette::Text)};
const Named kMuted{"muted text", color(&Colors::muted)};
const Named kSalesforceText{"Salesforce's text", tint(&Colors::salesforce, &Tint::text)};
const Named kHubSpotText{"HubSpot's text", tint(&Colors::hubspot, &Tint::text)};
const Named kOursText{"our text", tint(&Colors::ours, &Tint::text)};
const Named kAttentionText{"attention's text", tint(&Colors::attention, &Tint::text)};
const Named kFailureText{"failure's text", tint(&Colors::failure, &Tint::text)};
const Named kSuccessText{"success's text", tint(&Colors::success, &Tint::text)};
const Named kDisabled{"disabled text", role(QPalette::Text, QPalette::Disabled)};

/// What stands on one surface. Where: the code that paints it.
struct Surface {
    const char* where;
    std::vector<Named> on;
    std::vector<Named> words;
    double least = kWords;
};

const std::vector<Named> kTones = {kText,          kMuted,       kSalesforceText, kHubSpotText,
                                   kAttentionText, kFailureText, kSuccessText};

const std::vector<Surface>& surfaces() {
    static const std::vector<Surface> kAll = {
        {"cells of any tone, in any row", {kBase, kGroup, kHover, kSelected, kInactive}, kTones},
        {"rows coloured by a rule", {kAttentionFill, kFailureFill, kOursFill}, {kText, kMuted}},
        {"cells of values that differ", {kSalesforceFill, kHubSpotFill}, {kText, kMuted}},
        {"the part that differs", {kSalesforceStrong, kHubSpotStrong}, {kText}},
        {"the band of owners, heads of cards", {kSalesforceFill}, {kText, kSalesforceText}},
        {"the band of owners, heads of cards", {kHubSpotFill}, {kText, kHubSpotText}},
        {"labels and sentences in headers, docks, the status line and the navigation", {kWindow}, kTones},
        {"our own on panels", {kBase, kWindow}, {kOursText}},
        {"links", {kBase, kWindow, kGroup}, {{"a link", role(QPalette::Link)}}},
        {"hints of inputs", {kBase}, {{"a hint", role(QPalette::PlaceholderText)}}},
        {"line numbers of payloads", {kBase, kGroup}, {{"a number", role(QPalette::PlaceholderText)}}},
        {"mistakes in a filter", {kBase}, {kFailureText, kAttentionText}},
        {"the current place and menu item",
         {kSelected},
         {{"highlighted text", role(QPalette::HighlightedText)}, kMuted}},
        {"a place and a direction under the pointer",
         {kButtonHover},
         {{"text", role(QPalette::WindowText)}, kMuted, kAttentionText}},
        {"bars above a view, the staged bar",
         {kFailureFill, kAttentionFill, kOursFill},
         {{"text", role(QPalette::WindowText)}, kMuted, kFailureText}},
        {"chips", {kAttentionFill}, {kAttentionText}},
        {"chips", {kFailureFill}, {kFailureText}},
        {"chips", {kSuccessFill}, {kSuccessText}},
        {"chips", {kOursFill}, {kOursText}},
        {"the window of tolerance", {kAttentionFill, kOursFill}, {kText, kSalesforceText, kHubSpotText}},
        {"the window of tolerance", {kAttentionFill}, {kAttentionText}},
        {"buttons", {kButton, kButtonHover, kButtonDown}, {{"text", role(QPalette::ButtonText)}, kMuted}},
        {"buttons that take Salesforce", {kButton, kSalesforceFill}, {kSalesforceText}},
        {"buttons that take HubSpot", {kButton, kHubSpotFill}, {kHubSpotText}},
        {"buttons that drop", {kButton, kFailureFill}, {kFailureText}},
        {"the primary button",
         {{"ink", color(&Colors::ink)}, {"hovered ink", color(&Colors::inkHover)}},
         {{"text", color(&Colors::onInk)}}},
        {"toasts and tooltips", {kToolTip}, {{"text", role(QPalette::ToolTipText)}}},
        {"counts", {{"amber", color(&Colors::attentionSolid)}}, {{"a number", color(&Colors::onAttentionSolid)}}},
        {"counts",
         {{"red", tint(&Colors::failure, &Tint::mark)}},
         {{"a number", tint(&Colors::failure, &Tint::onMark)}}},
        {"badges",
         {{"blue", tint(&Colors::salesforce, &Tint::mark)}},
         {{"S", tint(&Colors::salesforce, &Tint::onMark)}}},
        {"badges", {{"orange", tint(&Colors::hubspot, &Tint::mark)}}, {{"H", tint(&Colors::hubspot, &Tint::onMark)}}},
        {"the lit part of a payload", {{"lit", color(&Colors::lit)}}, {{"text", color(&Colors::onLit)}}},
        {"disabled controls", {kBase, kWindow, kButton}, {kDisabled}, kSigns},
        {"disabled buttons",
         {{"a disabled button", role(QPalette::Button, QPalette::Disabled)}},
         {{"text", role(QPalette::ButtonText, QPalette::Disabled)}},
         kSigns},
        {"the ring of focus",
         {kBase, kWindow, kSelected, kInactive, kButton},
         {{"the ring", color(&Colors::focus)}},
         kSigns},
        {"borders of inputs", {kBase}, {{"the border", color(&Colors::inputBorder)}}, kSigns},
        {"icons and bars",
         {kBase},
         {{"Salesforce's mark", tint(&Colors::salesforce, &Tint::mark)},
          {"HubSpot's line", color(&Colors::hubspotGraph)},
          {"our mark", tint(&Colors::ours, &Tint::mark)},
          {"attention's mark", tint(&Colors::attention, &Tint::mark)},
          {"failure's mark", tint(&Colors::failure, &Tint::mark)},
          {"success's mark", tint(&Colors::success, &Tint::mark)}},
         kSigns},
    };
    return kAll;
}

}  // namespace

/// Every pair of colours of which one stands on the other somewhere in the console, in both themes.
class TestContrast : public QObject {
    Q_OBJECT

    /// Gives how many.
    static int addPairs(const Surface& surface, const Look& look, const char* theme) {
        int pairs = 0;
        for (const Named& on : surface.on) {
            for (const Named& words : surface.words) {
                QTest::addRow("%s, %s: %s on %s", theme, surface.where, words.name, on.name)
                    << words.paint(look) << on.paint(look) << surface.least;
                ++pairs;
            }
        }
        return pairs;
    }

private slots:
    void contrast_isKnownForBlackAndWhite() {
        QCOMPARE(std::lround(contrast(Qt::black, Qt::white)), 21L);
        QCOMPARE(std::lround(contrast(Qt::white, Qt::white)), 1L);
        QVERIFY(contrast(QColor(0x80, 0x80, 0x80), Qt::white) < kWords);
    }

    void pairsInUse_canBeRead_data() {
        QTest::addColumn<QColor>("above");
        QTest::addColumn<QColor>("below");
        QTest::addColumn<double>("least");
        int pairs = 0;
        for (const Brightness brightness : {Brightness::Light, Brightness::Dark}) {
            const Look look{Theme::colorsOf(brightness), Theme::paletteOf(brightness)};
            const char* name = brightness == Brightness::Light ? "light" : "dark";
            for (const Surface& surface : surfaces())
                pairs += addPairs(surface, look, name);
        }
        QVERIFY(pairs > 200);
    }
    void pairsInUse_canBeRead() {
        QFETCH(QColor, above);
        QFETCH(QColor, below);
        QFETCH(double, least);
        QVERIFY(above.isValid() && below.isValid());
        const double found = contrast(above, below);
        QVERIFY2(found >= least, qPrintable(QStringLiteral("%1 on %2: %3").arg(above.name(), below.name()).arg(found)));
    }
};

QTEST_GUILESS_MAIN(TestContrast)
#include "test_contrast.moc"
