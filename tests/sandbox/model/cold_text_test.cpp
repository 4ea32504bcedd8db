#include "engine/sandbox/model/cold_text.h"

#include "engine/base/random.h"

#include <QTest>
#include <csignal>
#include <map>
#include <memory>
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
    void init() { m_file = std::make_shared<base::SpillFile>(); }
    void everyText_isReadAsItWas_whileOthersComeAndGo();
    void copies_share();
    void emptyText_takesNoPlace();
    void goneTexts_leaveTheirPlace();
    void withoutSpace_staysInMemory();

private:
    std::shared_ptr<base::SpillFile> m_file;
};

void ColdTextTest::everyText_isReadAsItWas_whileOthersComeAndGo() {
    base::Random random(11);
    std::map<std::uint64_t, std::pair<std::string, ColdText>> kept;
    for (int i = 0; i < 1000; ++i) {
        std::string text = randomText(random, random.below(5000));
        const ColdText cold(text, m_file);
        kept.insert_or_assign(random.below(100), std::pair(std::move(text), cold));
    }
    for (const auto& [place, entry] : kept)
        QVERIFY(entry.second.read() == entry.first);
}

void ColdTextTest::copies_share() {
    ColdText copy;
    {
        const ColdText first("an old history", m_file);
        copy = first;
    }
    const ColdText other("another history", m_file);
    QCOMPARE(copy.read(), std::string("an old history"));
    QCOMPARE(other.read(), std::string("another history"));
}

void ColdTextTest::emptyText_takesNoPlace() {
    const ColdText none("", m_file);
    QVERIFY(none.empty());
    QVERIFY(ColdText().empty());
    QCOMPARE(none.read(), std::string());
    QCOMPARE(m_file->end(), std::uint64_t{0});
}

void ColdTextTest::goneTexts_leaveTheirPlace() {
    base::Random random(12);
    ColdText text(randomText(random, 3000), m_file);
    const ColdText second(randomText(random, 3000), m_file);
    const std::uint64_t after = m_file->end();
    QVERIFY(after > 0);
    // The new one is written before the old one goes.
    const std::uint64_t most = after + 8192;
    for (int i = 0; i < 100; ++i)
        text = ColdText(randomText(random, 2500 + random.below(1000)), m_file);
    QVERIFY(m_file->end() <= most);
}

void ColdTextTest::withoutSpace_staysInMemory() {
    rlimit before{};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
    rlimit none = before;
    none.rlim_cur = 0;
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &none), 0);
    const bool isWritten = m_file->write("anything").has_value();
    const ColdText text("written while there was no space", m_file);
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
    static_cast<void>(std::signal(SIGXFSZ, handler));
    QVERIFY(!isWritten);
    QCOMPARE(text.read(), std::string("written while there was no space"));
}

QTEST_APPLESS_MAIN(ColdTextTest)
#include "cold_text_test.moc"
