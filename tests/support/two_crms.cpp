#include "tests/support/two_crms.h"

#include <QTest>
#include <QUrlQuery>

namespace syncline::test {
namespace {

QString objectOf(const QString& side) {
    return side == QLatin1String("salesforce") ? QStringLiteral("Contact") : QStringLiteral("contacts");
}

}  // namespace

TwoCrms::TwoCrms(const QStringList& arguments)
    : m_sandbox(QStringList{QStringLiteral("--edits-per-second"), QStringLiteral("0"),
                            QStringLiteral("--publication-ms"), QStringLiteral("100")}
                + arguments) {}

QJsonObject TwoCrms::control(const QByteArray& method, const QString& path, const QJsonObject& body) const {
    const HttpAnswer answer = m_sandbox.control(method, path, body);
    if (answer.status != 200)
        qFatal("the sandbox refused %s %s: %d %s", method.constData(), qPrintable(path), answer.status,
               answer.body.constData());
    return answer.json();
}

void TwoCrms::act(const QJsonObject& act) {
    control("POST", QStringLiteral("/acts"), act);
}

QString TwoCrms::create(const QString& side, const QJsonObject& fields) {
    return control("POST", QStringLiteral("/acts"),
                   {{QStringLiteral("side"), side},
                    {QStringLiteral("object"), objectOf(side)},
                    {QStringLiteral("verb"), QStringLiteral("create")},
                    {QStringLiteral("fields"), fields}})
        .value(QLatin1String("id"))
        .toString();
}

Pair TwoCrms::createPair(const QString& name) {
    const QString email = name.toLower() + QStringLiteral("@pairs.example");
    return {
        create(QStringLiteral("salesforce"), {{QStringLiteral("LastName"), name}, {QStringLiteral("Email"), email}}),
        create(QStringLiteral("hubspot"), {{QStringLiteral("lastname"), name}, {QStringLiteral("email"), email}})};
}

void TwoCrms::edit(const QString& side, const QString& id, const QJsonObject& fields, const QString& time) {
    QJsonObject one{{QStringLiteral("side"), side},
                    {QStringLiteral("object"), objectOf(side)},
                    {QStringLiteral("verb"), QStringLiteral("update")},
                    {QStringLiteral("id"), id},
                    {QStringLiteral("fields"), fields}};
    if (!time.isEmpty())
        one.insert(QStringLiteral("time"), time);
    act(one);
}

QJsonObject TwoCrms::record(const QString& side, const QString& id) const {
    return control("GET", QStringLiteral("/record?side=%1&object=%2&id=%3").arg(side, objectOf(side), id));
}

QJsonArray TwoCrms::versions(const QString& side, const QString& id, const QString& field) const {
    return record(side, id).value(QLatin1String("fields")).toObject().value(field).toArray();
}

QJsonValue TwoCrms::value(const QString& side, const QString& id, const QString& field) const {
    const QJsonArray all = versions(side, id, field);
    return all.isEmpty() ? QJsonValue(QJsonValue::Null) : all.last().toObject().value(QLatin1String("value"));
}

qint64 TwoCrms::writes(const QString& side) const {
    return control("GET", QStringLiteral("/counters"))
        .value(side)
        .toObject()
        .value(QLatin1String("writes"))
        .toInteger();
}

void TwoCrms::stopClock(const QString& side, const QString& time) {
    control("PATCH", QStringLiteral("/clocks"), {{side, QJsonObject{{QStringLiteral("stoppedAt"), time}}}});
}

void TwoCrms::runClock(const QString& side) {
    control("PATCH", QStringLiteral("/clocks"),
            {{side, QJsonObject{{QStringLiteral("stoppedAt"), QJsonValue(QJsonValue::Null)}}}});
}

void TwoCrms::setFault(const QString& side, const QString& fault, const QJsonValue& value) {
    control("PATCH", QStringLiteral("/faults"), {{side, QJsonObject{{fault, value}}}});
}

}  // namespace syncline::test
