#pragma once

#include <QSize>

class QPainter;
class QStyleOptionHeader;
class QStyleOptionMenuItem;
class QStyleOptionViewItem;
class QStyleOption;

namespace syncline::ui {

struct StyleLook;

void paintMenuItem(QPainter& painter, const QStyleOptionMenuItem& option, const StyleLook& look);
void paintMenuBarItem(QPainter& painter, const QStyleOptionMenuItem& option, const StyleLook& look);
/// `text` is as wide as the item's words, with a tab before its key.
[[nodiscard]] QSize menuItemSize(const QStyleOptionMenuItem& option, const StyleLook& look);
[[nodiscard]] QSize menuBarItemSize(const QStyleOptionMenuItem& option, const StyleLook& look);

/// Window with the `line` below and between sections.
void paintHeaderSection(QPainter& painter, const QStyleOptionHeader& option, const StyleLook& look);
void paintHeaderLabel(QPainter& painter, const QStyleOptionHeader& option, const StyleLook& look);

/// Selected, hovered or nothing.
void paintItemPanel(QPainter& painter, const QStyleOptionViewItem& option, const StyleLook& look);
/// The chevron of a row that can be opened; no lines between.
void paintBranch(QPainter& painter, const QStyleOption& option, const StyleLook& look);

}  // namespace syncline::ui
