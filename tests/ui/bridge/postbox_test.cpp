#include "ui/bridge/postbox.h"

#include <QEventLoop>
#include <QTest>
#include <QThread>
#include <memory>
#include <thread>
#include <vector>

using syncline::ui::Postbox;

class PostboxTest : public QObject {
    Q_OBJECT

private slots:
    void post_fromManyThreads_runsInEachOnesOrderOnTheReceiversThread();
    void post_runsInALoopWithinWork();
    void close_dropsWhatHasNotRun();
    void receiverGone_dropsWhatHasNotRunAndTakesNoMore();
};

void PostboxTest::post_fromManyThreads_runsInEachOnesOrderOnTheReceiversThread() {
    constexpr int kThreads = 4;
    constexpr int kEach = 500;
    QObject receiver;
    Postbox postbox(receiver);
    std::vector<std::vector<int>> run(kThreads);
    int ran = 0;
    int elsewhere = 0;
    {
        std::vector<std::jthread> posters;
        for (int thread = 0; thread < kThreads; ++thread)
            posters.emplace_back([&, thread] {
                for (int i = 0; i < kEach; ++i)
                    postbox.post([&, thread, i] {
                        run[static_cast<std::size_t>(thread)].push_back(i);
                        elsewhere += QThread::currentThread() == receiver.thread() ? 0 : 1;
                        ++ran;
                    });
            });
        QTRY_COMPARE(ran, kThreads * kEach);
    }
    QCOMPARE(elsewhere, 0);
    for (const std::vector<int>& one : run)
        for (int i = 0; i < kEach; ++i)
            QCOMPARE(one[static_cast<std::size_t>(i)], i);
}

void PostboxTest::post_runsInALoopWithinWork() {
    QObject receiver;
    Postbox postbox(receiver);
    bool isOver = false;
    postbox.post([&] {
        QEventLoop within;
        postbox.post([&] { within.quit(); });
        within.exec();
        isOver = true;
    });
    QTRY_VERIFY(isOver);
}

void PostboxTest::close_dropsWhatHasNotRun() {
    QObject receiver;
    Postbox postbox(receiver);
    const auto held = std::make_shared<int>(0);
    postbox.post([held] { ++*held; });
    postbox.close();
    QCOMPARE(held.use_count(), 1L);
    postbox.post([held] { ++*held; });
    QCOMPARE(held.use_count(), 1L);
}

void PostboxTest::receiverGone_dropsWhatHasNotRunAndTakesNoMore() {
    auto receiver = std::make_unique<QObject>();
    Postbox postbox(*receiver);
    const auto held = std::make_shared<int>(0);
    postbox.post([held] { ++*held; });
    receiver.reset();
    QCOMPARE(held.use_count(), 1L);
    postbox.post([held] { ++*held; });
    QCOMPARE(held.use_count(), 1L);
}

QTEST_GUILESS_MAIN(PostboxTest)
#include "postbox_test.moc"
