#pragma once

#include <QStringList>
#include <QWidget>

namespace syncline::test {

/// What was looked at, so that a test knows that there was something, and what is wrong, a sentence each.
struct CutReport {
    int widgets = 0;
    int texts = 0;
    QStringList faults;
};

/// Looks for words that a person cannot read whole in what a window shows, itself and all its visible children: cut by
/// a clip, by the widget's edge or by a parent's; painted over each other; with an ellipsis where the design has none;
/// labels, buttons and tabs that are smaller than their words. What has been scrolled out of a pane is not cut.
[[nodiscard]] CutReport cutTexts(QWidget& window);

}  // namespace syncline::test
