#include "engine/base/try.h"
#include "engine/journal/journal.h"
#include "engine/journal/projections.h"
#include "engine/journal/verify.h"
#include "tests/journal/journal_folder.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include <QtTest/QtTest>
#include <fcntl.h>
#include <unistd.h>

using namespace syncline;
using namespace syncline::test;
using base::Result;
using core::Seq;

namespace {

constexpr int kLone = 400;
constexpr std::size_t kBatch = 256;
constexpr int kBatches = 80;
constexpr std::size_t kPayload = 1227;  ///< bytes of an average Salesforce change event

using Milliseconds = std::chrono::duration<double, std::milli>;

double median(std::vector<double> times) {
    std::nth_element(times.begin(), times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2), times.end());
    return times[times.size() / 2];
}

/// The time of each call in ms.
template <typename Call>
std::vector<double> timesOf(int calls, const Call& call) {
    const base::SystemClock clock;
    std::vector<double> times;
    for (int done = 0; done < calls; ++done) {
        const base::MonotonicTime from = clock.monotonicNow();
        call();
        times.push_back(Milliseconds(clock.monotonicNow() - from).count());
    }
    return times;
}

/// A file of records, appended and synced: what the disk can do at best.
class RawFile {
public:
    explicit RawFile(const std::filesystem::path& path)
        : m_descriptor(::open(path.c_str(), O_CREAT | O_WRONLY | O_APPEND, 0644)) {}
    ~RawFile() { close(m_descriptor); }
    RawFile(const RawFile&) = delete;
    RawFile& operator=(const RawFile&) = delete;

    void append(std::size_t records) {
        m_bytes.resize(records * kPayload, 'x');
        m_isGood = m_isGood
                   && ::write(m_descriptor, m_bytes.data(), m_bytes.size()) == static_cast<ssize_t>(m_bytes.size())
                   && fdatasync(m_descriptor) == 0;
    }
    [[nodiscard]] bool isGood() const { return m_isGood; }

private:
    int m_descriptor;
    std::string m_bytes;
    bool m_isGood = true;
};

class Appender {
public:
    explicit Appender(journal::Journal& journal) : m_journal(journal) {
        core::ChangeCaptured captured;
        captured.record = {core::Side::Salesforce, "contact", "003A"};
        captured.raw = std::string(kPayload, 'x');
        m_entry.entry.body = std::move(captured);
        m_entry.identity.emplace();
    }

    void append(std::size_t entries) {
        m_batch.entries.assign(entries, m_entry);
        Seq last = m_journal.head();
        for (journal::NewEntry& entry : m_batch.entries) {
            last = core::next(last);
            entry.entry.seq = last;
            entry.entry.entity = core::EntityId(1 + last.value() % 5000);
        }
        m_batch.positions = {{"salesforce /data/ContactChangeEvent", std::to_string(last.value())}};
        m_isGood = m_isGood && m_journal.append(m_batch);
    }
    [[nodiscard]] bool isGood() const { return m_isGood; }

private:
    journal::Journal& m_journal;
    journal::NewEntry m_entry;
    journal::Batch m_batch;
    bool m_isGood = true;
};

}  // namespace

class BenchAppend : public QObject {
    Q_OBJECT

private slots:
    void loneEntry_costsLittleMoreThanItsSync();
    void batches_areAFairPartOfWhatTheDiskCanDo();
    void verifyAndFold_keepUp();
};

void BenchAppend::loneEntry_costsLittleMoreThanItsSync() {
    const JournalFolder folder;
    auto journal = folder.open();
    QVERIFY2(journal, why(journal));
    Appender appender(**journal);
    RawFile raw(folder.path() / "raw");
    // Alternating, so that both see the same machine.
    std::vector<double> appended;
    std::vector<double> synced;
    for (int round = 0; round < kLone; ++round) {
        synced.push_back(timesOf(1, [&] { raw.append(1); }).front());
        appended.push_back(timesOf(1, [&] { appender.append(1); }).front());
    }
    QVERIFY(appender.isGood() && raw.isGood());
    const double ratio = median(appended) / median(synced);
    qInfo("lone entry %.3f ms, write and fdatasync alone %.3f ms: %.2f times", median(appended), median(synced), ratio);
    QVERIFY(ratio <= 2.0);
}

void BenchAppend::batches_areAFairPartOfWhatTheDiskCanDo() {
    const JournalFolder folder;
    auto journal = folder.open();
    QVERIFY2(journal, why(journal));
    Appender appender(**journal);
    RawFile raw(folder.path() / "raw");
    std::vector<double> appended;
    std::vector<double> synced;
    for (int round = 0; round < kBatches; ++round) {
        synced.push_back(timesOf(1, [&] { raw.append(kBatch); }).front());
        appended.push_back(timesOf(1, [&] { appender.append(kBatch); }).front());
    }
    QVERIFY(appender.isGood() && raw.isGood());
    const double ratio = median(synced) / median(appended);
    qInfo("%zu entries in %.2f ms (%.0f a second), write and fdatasync alone %.2f ms: %.2f of it", kBatch,
          median(appended), 1000 * static_cast<double>(kBatch) / median(appended), median(synced), ratio);
    QVERIFY(ratio >= 0.15);
}

void BenchAppend::verifyAndFold_keepUp() {
    constexpr std::size_t kEntries = 50000;
    const JournalFolder folder;
    QVERIFY(folder.fill(kEntries));
    const double folded = timesOf(1, [&] { QVERIFY(folder.project(4096)); }).front();
    const double verified = timesOf(1, [&] { QVERIFY(journal::verify(folder.path())->differences.empty()); }).front();
    qInfo("%zu entries folded in %.0f ms, verified in %.0f ms", kEntries, folded, verified);
    QVERIFY(verified / kEntries <= 0.03);
    QVERIFY(folded / kEntries <= 0.1);
}

QTEST_APPLESS_MAIN(BenchAppend)
#include "bench_append.moc"
