#include "app/console_navigator.h"
#include "app/console_views.h"
#include "app/context.h"
#include "engine/base/try.h"
#include "engine/journal/journal.h"
#include "engine/journal/projections.h"
#include "engine/journal/reader.h"
#include "engine/mapping/sandbox_workspace.h"
#include "engine/runtime/own_values.h"
#include "engine/runtime/query/query_pool.h"
#include "tests/journal/sample_history.h"
#include "ui/bridge/engine_bridge.h"
#include "ui/shell/layout_store.h"
#include "ui/shell/main_window.h"
#include "ui/stream/stream_columns.h"
#include "ui/widgets/cell.h"
#include "ui/widgets/filter_edit.h"
#include "ui/widgets/sentence.h"
#include "ui/widgets/state_page.h"
#include "ui/widgets/windowed_table.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>
#include <QLineEdit>
#include <QProcess>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <fstream>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

using namespace syncline;
using namespace Qt::StringLiterals;

// The console over a long journal: how soon it paints, scrolls, filters and follows, how long the longest turn of its
// event loop is, and what it holds in memory. Beside a short journal, measured in the same run.

namespace {

constexpr std::int64_t kBatch = 2000;
constexpr std::size_t kFold = 5000;
constexpr int kTailEvery = 50;    ///< ms
constexpr int kTailEntries = 25;  ///< each time: 500 a second
constexpr int kPlaces = 100;
constexpr int kPatience = 60'000;

using Clock = std::chrono::steady_clock;

base::Result<void> fold(journal::Projector& projector, std::size_t limit) {
    std::size_t folded = 0;
    do {
        TRY_ASSIGN(folded, projector.step(limit));
    } while (folded != 0);
    return {};
}

base::Result<void> make(const std::filesystem::path& folder, std::int64_t entries) {
    const base::SystemClock clock;
    TRY_ASSIGN(auto journal, journal::Journal::open(folder, clock, base::Random(1)));
    test::SampleHistory history(1);
    for (std::int64_t made = 0; made < entries; made += kBatch)
        TRY(journal->append(history.batch(static_cast<std::size_t>(std::min(kBatch, entries - made)))));
    TRY_ASSIGN(auto projector, journal::Projector::open(folder, clock));
    return fold(*projector, kFold);
}

/// The longest turn of the event loop: how long it kept a timer waiting that is due every millisecond. (The signals of
/// a dispatcher do not tell: GLib's is "about to block" before it handles what is there.)
class TurnMeter : public QObject {
public:
    TurnMeter() {
        m_tick.setTimerType(Qt::PreciseTimer);
        connect(&m_tick, &QTimer::timeout, this, [this] { end(); });
        m_tick.start(1);
        m_turn.start();
    }
    /// In ms, since the last call.
    double take() {
        end();
        return std::exchange(m_longest, 0.0);
    }

private:
    void end() {
        m_longest = std::max(m_longest, static_cast<double>(m_turn.nsecsElapsed()) / 1e6);
        m_turn.start();
    }

    QTimer m_tick;
    QElapsedTimer m_turn;
    double m_longest = 0;
};

double residentMegabytes() {
    QFile status(u"/proc/self/status"_s);
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray& line : status.readAll().split('\n')) {
        if (line.startsWith("VmRSS:"))
            return line.mid(6).trimmed().split(' ').front().toDouble() / 1024;
    }
    return 0;
}

struct Figures {
    double beforeLoop = 0;  ///< theme, fonts, window: until its event loop runs
    double firstPaint = 0;
    double firstRows = 0;
    double scroll = 0;  ///< median
    double scrollMost = 0;
    double filter = 0;       ///< the slowest of the filters' first pages
    double startTurn = 0;    ///< the longest until there are rows
    double longestTurn = 0;  ///< the longest of all that comes then
    double tailLag = 0;      ///< the most that the last row on the screen was behind the head, in ms
    double resident = 0;     ///< MB, at the end
    double rareRow = 0;      ///< of a filter that takes a handful: until its first row, in ms
    double rareWhole = 0;    ///< and until the whole journal was searched for it
    QString rareCount;
    bool isRareProgressShown = false;
    QString overview;  ///< what the strip beside the scroll bar knows at the end
};

/// The window over a workspace, as the console makes it, but with a journal that grows by itself in place of an engine.
class WindowBench {
public:
    WindowBench(std::filesystem::path folder, mapping::Workspace workspace, core::Seq head)
        : m_since(Clock::now()),
          m_folder(std::move(folder)),
          m_settings(QString::fromStdString((m_folder / "layout.ini").string())),
          m_times(m_clock),
          m_queries(workspace, m_clock),
          m_ownValues(workspace),
          m_bridge({m_queries, m_ownValues, "bench", workspace.name, true}),
          m_window(m_theme, m_times, m_settings),
          m_navigator(m_window),
          m_head(head) {}

    Figures run(int tailSeconds);

private:
    bool until(const std::function<bool()>& isThere) const;
    void need(bool isThere, const char* what);
    bool areRowsThere() const;
    void showHead(core::Seq head);
    void open();
    void scroll();
    void filter();
    void filterRare();
    void follow(int seconds);
    void grow(const std::stop_token& stop);
    [[nodiscard]] double sinceBegin() const;

    const Clock::time_point m_since;
    const std::filesystem::path m_folder;
    const base::SystemClock m_clock;
    TurnMeter m_meter;
    ui::LayoutStore m_settings;
    ui::Theme m_theme;
    ui::Times m_times;
    runtime::QueryPool m_queries;
    const runtime::OwnValues m_ownValues;
    ui::EngineBridge m_bridge;
    ui::MainWindow m_window;
    app::ConsoleNavigator m_navigator;
    std::unique_ptr<app::ConsoleViews> m_views;
    ui::WindowedTable* m_table = nullptr;
    core::Seq m_head;
    std::atomic<bool> m_isGood{true};
    Figures m_figures;
};

void WindowBench::need(bool isThere, const char* what) {
    if (!isThere)
        std::fprintf(stderr, "bench_window: waited in vain for %s\n", what);
    m_isGood = m_isGood && isThere;
}

bool WindowBench::until(const std::function<bool()>& isThere) const {
    QEventLoop loop;
    QTimer look;
    look.setTimerType(Qt::PreciseTimer);
    QElapsedTimer waited;
    waited.start();
    QObject::connect(&look, &QTimer::timeout, &loop, [&] {
        if (isThere() || waited.elapsed() > kPatience)
            loop.quit();
    });
    look.start(1);
    loop.exec();
    return waited.elapsed() <= kPatience;
}

/// No row on the screen is one of the blocks that stand for what is still being read.
bool WindowBench::areRowsThere() const {
    const QAbstractItemModel* model = m_table->view()->model();
    if (model == nullptr || model->rowCount() == 0)
        return false;
    for (int row = 0; row < model->rowCount(); ++row) {
        const QVariant cell = model->index(row, ui::stream::kEntryColumn).data(ui::kCellRole);
        if (!cell.isValid() || std::holds_alternative<ui::BlockCell>(cell.value<ui::Cell>()))
            return false;
    }
    return true;
}

void WindowBench::showHead(core::Seq head) {
    ui::Snapshot snapshot;
    snapshot.head = head;
    snapshot.projected = head;
    m_bridge.showSnapshot(std::move(snapshot));
}

class PaintWatch : public QObject {
public:
    using QObject::QObject;
    bool hasPainted = false;

protected:
    bool eventFilter(QObject*, QEvent* event) override {
        hasPainted = hasPainted || event->type() == QEvent::Paint;
        return false;
    }
};

double WindowBench::sinceBegin() const {
    return std::chrono::duration<double, std::milli>(Clock::now() - m_since).count();
}

void WindowBench::open() {
    PaintWatch watch;
    m_window.installEventFilter(&watch);
    auto* page = new ui::StatePage(m_theme);
    ui::StatePage::Content content;
    content.icon = ui::Icon::Hourglass;
    content.statement = u"Opening the workspace"_s;
    page->show(std::move(content));
    m_window.showPage(page);
    m_window.resize(1440, 900);
    m_window.show();
    m_figures.beforeLoop = sinceBegin();
    m_meter.take();
    need(until([&] { return watch.hasPainted; }), "a painted window");
    m_figures.firstPaint = sinceBegin();
    m_views = std::make_unique<app::ConsoleViews>(
        app::ConsoleViews::Parts{m_theme, m_times, m_bridge, m_navigator, m_window},
        ui::WorkspaceIdentity{u"bench"_s, {}}, [this] {
            m_table = m_window.findChild<QWidget*>(u"streamView"_s)->findChild<ui::WindowedTable*>();
            showHead(m_head);
        });
    need(until([&] { return m_table != nullptr && areRowsThere(); }), "rows");
    m_figures.firstRows = sinceBegin();
    m_figures.startTurn = m_meter.take();
}

void WindowBench::scroll() {
    base::Random random(7);
    std::vector<double> times;
    for (int place = 0; place < kPlaces; ++place) {
        QElapsedTimer since;
        since.start();
        m_table->scrollToRow(static_cast<qint64>(random.below(static_cast<std::uint64_t>(m_head.value()))));
        need(until([&] { return areRowsThere(); }), "rows");
        times.push_back(static_cast<double>(since.nsecsElapsed()) / 1e6);
    }
    std::sort(times.begin(), times.end());
    m_figures.scroll = times[times.size() / 2];
    m_figures.scrollMost = times.back();
}

void WindowBench::filter() {
    auto* line = m_window.findChild<QLineEdit*>(u"streamFilter"_s);
    need(line != nullptr, "the filter line");
    if (line == nullptr)
        return;
    const QStringList filters = {u"field == phone"_s, u"outcome == converged && field == title"_s,
                                 u"side == hubspot && kind == ChangeCaptured"_s};
    for (const QString& text : filters) {
        line->clear();
        QTest::keyClick(line, Qt::Key_Return);
        need(until([&] { return areRowsThere(); }), "rows");
        line->setText(text);
        QElapsedTimer since;
        since.start();
        QTest::keyClick(line, Qt::Key_Return);
        // Other rows than before: the first of a filter's page have gaps between their sequences.
        m_isGood =
            m_isGood && until([&] {
                const QAbstractItemModel* model = m_table->view()->model();
                const auto sequenceOf = [model](int row) {
                    return model->index(row, ui::stream::kSequenceColumn).data().toString().remove(u',').toLongLong();
                };
                return areRowsThere() && model->rowCount() > 10 && sequenceOf(9) - sequenceOf(0) > 9;
            });
        m_figures.filter = std::max(m_figures.filter, static_cast<double>(since.nsecsElapsed()) / 1e6);
    }
    line->clear();
    QTest::keyClick(line, Qt::Key_Return);
    need(until([&] { return areRowsThere(); }), "rows");
}

/// The conflicts of the first of all records, most of which lie near the journal's beginning.
void WindowBench::filterRare() {
    auto* line = m_window.findChild<ui::FilterEdit*>(u"streamFilter"_s);
    auto* note = m_window.findChild<ui::Sentence*>(u"streamNote"_s);
    need(line != nullptr && note != nullptr, "the filter line and the note");
    if (line == nullptr || note == nullptr)
        return;
    line->setText(u"entity == 1 && kind == ConflictOpened"_s);
    QElapsedTimer since;
    since.start();
    QTest::keyClick(line, Qt::Key_Return);
    const auto elapsed = [&] { return static_cast<double>(since.nsecsElapsed()) / 1e6; };
    const auto isWhole = [&] { return line->count().endsWith(u" match"); };
    need(until([&] {
             // Nothing is counted while the rows of before are shown.
             if (line->count().isEmpty())
                 return false;
             const bool isSaid = note->isVisible() && note->plainText().contains(u"searched back to"_s);
             m_figures.isRareProgressShown = m_figures.isRareProgressShown || isSaid;
             if (m_figures.rareRow == 0 && areRowsThere())
                 m_figures.rareRow = elapsed();
             return isWhole();
         }),
         "the whole journal to be searched");
    m_figures.rareWhole = elapsed();
    m_figures.rareCount = line->count();
    line->clear();
    QTest::keyClick(line, Qt::Key_Return);
    need(until([&] { return areRowsThere(); }), "rows");
}

/// What an engine's threads do meanwhile: append, fold, and tell the head. On a thread of its own.
void WindowBench::grow(const std::stop_token& stop) {
    auto journal = journal::Journal::open(m_folder, m_clock, base::Random(2));
    auto projector = journal::Projector::open(m_folder, m_clock);
    if (!journal || !projector) {
        m_isGood = false;
        return;
    }
    test::SampleHistory history(2, m_head);
    const base::MonotonicTime from = m_clock.monotonicNow();
    std::mutex mutex;
    std::condition_variable_any tick;
    for (int round = 1; !stop.stop_requested(); ++round) {
        if (!(*journal)->append(history.batch(kTailEntries)) || !fold(**projector, kFold)) {
            m_isGood = false;
            return;
        }
        const core::Seq head = (*journal)->head();
        QMetaObject::invokeMethod(&m_bridge, [this, head] {
            m_head = head;
            showHead(head);
        });
        std::unique_lock lock(mutex);
        const auto next = from + round * std::chrono::milliseconds(kTailEvery);
        tick.wait_until(lock, stop, next, [] { return false; });
    }
}

void WindowBench::follow(int seconds) {
    m_table->setFollowing(true);
    need(until([&] { return areRowsThere(); }), "rows");
    std::jthread growing([this](const std::stop_token& stop) { grow(stop); });
    QElapsedTimer since;
    since.start();
    double lag = 0;
    QElapsedTimer behind;
    const core::Seq before = m_head;
    until([&] {
        const QAbstractItemModel* model = m_table->view()->model();
        const auto last = m_table->topRow() + model->rowCount();
        if (areRowsThere() && last >= m_head.value())
            behind.invalidate();
        else if (!behind.isValid())
            behind.start();
        else
            lag = std::max(lag, static_cast<double>(behind.nsecsElapsed()) / 1e6);
        return since.elapsed() > seconds * 1000;
    });
    growing.request_stop();
    growing.join();
    need(m_table->isFollowing() && m_head > before, "a tail that is followed");
    m_figures.tailLag = lag;
}

Figures WindowBench::run(int tailSeconds) {
    open();
    scroll();
    filter();
    filterRare();
    follow(tailSeconds);
    m_figures.overview = m_window.findChild<QWidget*>(u"streamStrip"_s)->accessibleDescription();
    m_figures.longestTurn = m_meter.take();
    m_figures.resident = residentMegabytes();
    if (!m_isGood) {
        std::fprintf(stderr, "bench_window: no figures; what failed stands above, if not the journal\n");
        std::exit(1);
    }
    return m_figures;
}

int measure(const std::filesystem::path& folder, std::int64_t entries, int tailSeconds) {
    const auto workspace = mapping::readWorkspace(folder);
    if (!workspace) {
        std::fprintf(stderr, "bench_window: %s\n", workspace.error().message().c_str());
        return 1;
    }
    WindowBench bench(folder, *workspace, core::Seq(entries));
    const Figures figures = bench.run(tailSeconds);
    std::printf(
        "%9lld entries  first paint %5.0f ms (%.0f before the event loop), with rows %5.0f ms  scroll %4.0f ms, "
        "most %4.0f  filter %4.0f ms  turn %4.0f ms (start %4.0f)  tail behind at most %4.0f ms  resident %4.0f MB\n",
        static_cast<long long>(entries), figures.firstPaint, figures.beforeLoop, figures.firstRows, figures.scroll,
        figures.scrollMost, figures.filter, figures.longestTurn, figures.startTurn, figures.tailLag, figures.resident);
    std::printf("          rare filter: %s, first row after %5.0f ms, whole journal after %5.0f ms, progress %s\n",
                qPrintable(figures.rareCount), figures.rareRow, figures.rareWhole,
                figures.isRareProgressShown ? "shown" : "not shown");
    std::printf("          overview: %s\n", qPrintable(figures.overview));
    std::fflush(stdout);
    return 0;
}

/// Another process of this program, so that what one measures is not in the memory of the next.
int runChild(const QStringList& arguments) {
    QProcess child;
    child.setProcessChannelMode(QProcess::ForwardedChannels);
    child.start(QCoreApplication::applicationFilePath(), arguments);
    child.waitForFinished(-1);
    return child.exitStatus() == QProcess::NormalExit ? child.exitCode() : 1;
}

int runAll(std::int64_t entries, int rounds, int tailSeconds) {
    for (const std::int64_t size : {entries / 10, entries}) {
        const QTemporaryDir folder;
        std::ofstream(folder.filePath(u"workspace.json"_s).toStdString()) << mapping::sandboxWorkspaceText();
        const QStringList common = {folder.path(), QString::number(size), QString::number(tailSeconds)};
        if (const int code = runChild(QStringList(u"--make"_s) + common); code != 0)
            return code;
        qint64 head = size;
        for (int round = 0; round < rounds; ++round) {
            const QStringList measured = {folder.path(), QString::number(head), QString::number(tailSeconds)};
            if (const int code = runChild(QStringList(u"--measure"_s) + measured); code != 0)
                return code;
            auto reader = journal::Reader::open(folder.path().toStdString());
            const auto now = reader ? (*reader)->readHead() : base::Result<core::Seq>(reader.error());
            if (!now)
                return 1;
            head = now->value();
        }
    }
    return 0;
}

int numberFrom(const char* variable, int usual) {
    bool isNumber = false;
    const int number = qEnvironmentVariableIntValue(variable, &isNumber);
    return isNumber ? number : usual;
}

}  // namespace

int main(int argc, char** argv) {
    const QApplication application(argc, argv);
    const QStringList arguments = QApplication::arguments();
    if (arguments.size() == 5 && arguments[1] == u"--make") {
        const auto made = make(arguments[2].toStdString(), arguments[3].toLongLong());
        if (!made)
            std::fprintf(stderr, "bench_window: %s\n", made.error().message().c_str());
        return made ? 0 : 1;
    }
    if (arguments.size() == 5 && arguments[1] == u"--measure")
        return measure(arguments[2].toStdString(), arguments[3].toLongLong(), arguments[4].toInt());
    return runAll(numberFrom("SYNCLINE_BENCH_ENTRIES", 2'000'000), numberFrom("SYNCLINE_BENCH_RUNS", 3),
                  numberFrom("SYNCLINE_BENCH_TAIL", 60));
}
