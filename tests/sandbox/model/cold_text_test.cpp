#include "engine/sandbox/model/cold_text.h"

#include "engine/base/random.h"
#include "engine/base/spill_file.h"

#include <QTest>
#include <csignal>
#include <map>
#include <string>

#include <sys/resource.h>

using namespace syncline;
using namespace syncline::sandbox::model;

namespace {

/// Hard to compress, so that what is written is about as long.
std::string randomText(base::Random& random, std::size_t size) {
    std::string text(size, ' ');
    for (char& one : text)
        one = static_cast<char>(random.below(256));
    return text;
}

}  // namespace

class ColdTextTest : public QObject {
    Q_OBJECT

private slots:
    void everyText_isReadAsItWas_whileOthersComeAndGo();
    void copies_share();
    void emptyText_takesNoPlace();
    void goneTexts_leaveTheirPlace();
    void withoutSpace_staysInMemory();
};

void ColdTextTest::everyText_isReadAsItWas_whileOthersComeAndGo() {
    base::Random random(11);
    std::map<std::uint64_t, std::pair<std::string, ColdText>> kept;
    for (int i = 0; i < 1000; ++i) {
        std::string text = randomText(random, random.below(5000));
        const ColdText cold(text);
        kept.insert_or_assign(random.below(100), std::pair(std::move(text), cold));
    }
    for (const auto& [place, entry] : kept)
        QVERIFY(entry.second.read() == entry.first);
}

void ColdTextTest::copies_share() {
    ColdText copy;
    {
        const ColdText first("an old history");
        copy = first;
    }
    const ColdText other("another history");
    QCOMPARE(copy.read(), std::string("an old history"));
    QCOMPARE(other.read(), std::string("another history"));
}

void ColdTextTest::emptyText_takesNoPlace() {
    const std::uint64_t before = base::SpillFile::shared()->end();
    const ColdText none("");
    QVERIFY(none.empty());
    QVERIFY(ColdText().empty());
    QCOMPARE(none.read(), std::string());
    QCOMPARE(base::SpillFile::shared()->end(), before);
}

void ColdTextTest::goneTexts_leaveTheirPlace() {
    base::Random random(12);
    ColdText text(randomText(random, 3000));
    const ColdText second(randomText(random, 3000));
    const std::uint64_t after = base::SpillFile::shared()->end();
    QVERIFY(after > 0);
    // The new one is written before the old one goes.
    const std::uint64_t most = after + 8192;
    for (int i = 0; i < 100; ++i)
        text = ColdText(randomText(random, 2500 + random.below(1000)));
    QVERIFY(base::SpillFile::shared()->end() <= most);
}

void ColdTextTest::withoutSpace_staysInMemory() {
    rlimit before{};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
    rlimit none = before;
    none.rlim_cur = 0;
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &none), 0);
    const ColdText text("written while there was no space");
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
    static_cast<void>(std::signal(SIGXFSZ, handler));
    QCOMPARE(text.read(), std::string("written while there was no space"));
}

QTEST_APPLESS_MAIN(ColdTextTest)
#include "cold_text_test.moc"
