#include "tests/ui/stream/stream_stage.h"

#include "ui/stream/stream_columns.h"
#include "ui/widgets/cell.h"
#include "ui/widgets/sentence.h"

#include <QApplication>
#include <algorithm>

namespace syncline::test {

StreamStage::StreamStage(std::int64_t head) {
    theme.apply();
    times.setStyle(ui::TimeStyle::Utc);
    journal.setHead(head);
    journal.answer();
    m_view = std::make_unique<ui::StreamView>(theme, times, bridge, navigator);
    m_view->resize(1248, 800);
}

void StreamStage::open() {
    m_view->QWidget::show();
    m_view->setShown(true);
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    m_view->activateWindow();
    m_view->firstFocus()->setFocus();
    QTRY_VERIFY(m_view->firstFocus()->hasFocus());
    if (journal.head() > 0)
        QTRY_VERIFY(isLoaded());
}

QTableView& StreamStage::table() const {
    return *find<QTableView>("streamTable");
}

QLineEdit& StreamStage::filter() const {
    return *find<QLineEdit>("streamFilter");
}

QString StreamStage::text(int row, int column) const {
    return plainText(table().model()->index(row, column).data(ui::kCellRole).value<ui::Cell>());
}

std::vector<qint64> StreamStage::keys() const {
    std::vector<qint64> keys;
    for (int row = 0; row < table().model()->rowCount(); ++row)
        keys.push_back(table().model()->index(row, 0).data(ui::kKeyRole).toLongLong());
    return keys;
}

qint64 StreamStage::firstKey() const {
    const std::vector<qint64> all = keys();
    return all.empty() ? -1 : all.front();
}

qint64 StreamStage::lastKey() const {
    const std::vector<qint64> all = keys();
    return all.empty() ? -1 : all.back();
}

qint64 StreamStage::currentKey() const {
    return table().currentIndex().data(ui::kKeyRole).toLongLong();
}

int StreamStage::rowOf(qint64 key) const {
    const std::vector<qint64> all = keys();
    const auto found = std::find(all.begin(), all.end(), key);
    return found == all.end() ? -1 : static_cast<int>(found - all.begin());
}

bool StreamStage::isLoaded() const {
    const auto* const model = table().model();
    for (int row = 0; row < model->rowCount(); ++row) {
        const auto cell = model->index(row, ui::stream::kEntryColumn).data(ui::kCellRole).value<ui::Cell>();
        if (std::holds_alternative<ui::BlockCell>(cell))
            return false;
    }
    return model->rowCount() > 0;
}

void StreamStage::click(int row, int column, Qt::MouseButton button) {
    const QRect place = table().visualRect(table().model()->index(row, column));
    QTest::mouseClick(table().viewport(), button, Qt::NoModifier, place.center());
}

void StreamStage::press(int key, Qt::KeyboardModifiers modifiers) {
    QWidget* const focus = QApplication::focusWidget();
    QTest::keyClick(focus != nullptr ? focus : &table(), static_cast<Qt::Key>(key), modifiers);
}

void StreamStage::type(const QString& text) {
    filter().setFocus();
    filter().selectAll();
    QTest::keyClick(&filter(), Qt::Key_Delete);
    QTest::keyClicks(&filter(), text);
}

bool showsConflictsOnly(const StreamStage& stage) {
    const std::vector<qint64> keys = stage.keys();
    return !keys.empty() && stage.isLoaded()
           && std::ranges::all_of(keys, [](qint64 key) { return key % FakeJournal::kConflictEvery == 0; });
}

QString noteOf(const StreamStage& stage) {
    const auto* const note = stage.find<ui::Sentence>("streamNote");
    return note->isVisible() ? note->plainText() : QString();
}

}  // namespace syncline::test
