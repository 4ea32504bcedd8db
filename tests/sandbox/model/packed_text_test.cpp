#include "engine/sandbox/model/packed_text.h"

#include <QTest>

using namespace syncline::sandbox::model;

class PackedTextTest : public QObject {
    Q_OBJECT

private slots:
    void texts_comeBack_data();
    void texts_comeBack();
    void manyAlike_takeATenth();
    void otherBytes_areRefused();
};

void PackedTextTest::texts_comeBack_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("one byte") << QByteArray("{");
    QTest::newRow("a zero byte") << QByteArray("a\0b", 3);
    QTest::newRow("a mebibyte") << QByteArray(1 << 20, 'x');
}

void PackedTextTest::texts_comeBack() {
    QFETCH(const QByteArray, text);
    const std::string packed = packedText(text.toStdString());
    QVERIFY(!packed.starts_with('{'));
    QVERIFY(unpackedText(packed) == text.toStdString());
    QVERIFY(packed == packedText(text.toStdString()));
}

void PackedTextTest::manyAlike_takeATenth() {
    std::string text;
    for (int i = 0; i < 200; ++i)
        text += R"({"type":"object.propertyChange","portalId":4471123,"objectId":)" + std::to_string(i) + "}";
    QVERIFY(packedText(text).size() * 10 < text.size());
}

void PackedTextTest::otherBytes_areRefused() {
    const std::string packed = packedText("something that is long enough");
    QVERIFY(!unpackedText(""));
    QVERIFY(!unpackedText("{}"));
    for (std::size_t size = 0; size < packed.size(); ++size)
        QVERIFY2(!unpackedText(packed.substr(0, size)), qPrintable(QString::number(size)));
    std::string longer = packed;
    ++longer[1];
    QVERIFY(!unpackedText(longer));
    // A size beyond anything asks for no memory.
    longer[4] = '\x7f';
    QVERIFY(!unpackedText(longer));
}

QTEST_GUILESS_MAIN(PackedTextTest)
#include "packed_text_test.moc"
