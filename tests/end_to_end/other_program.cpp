#include "tests/end_to_end/other_program.h"

#include <QEventLoop>
#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QTimer>
#include <QUrl>
#include <memory>

using namespace Qt::StringLiterals;

namespace syncline::test {
namespace {

constexpr int kAnswerTime = 10'000;
constexpr int kTooManyRequests = 429;
constexpr int kLimitedFor = 1000;  ///< ms, until it is looked whether the limit is over

bool isSalesforce(const QString& side) {
    return side == "salesforce"_L1;
}

QString contacts(const QString& side) {
    return isSalesforce(side) ? u"/services/data/v66.0/sobjects/Contact"_s : u"/crm/v3/objects/contacts"_s;
}

QString contact(const QString& side, const QString& id) {
    return contacts(side) + u'/' + id;
}

}  // namespace

QJsonObject OtherProgram::ask(const QString& side, const QByteArray& method, const QString& target,
                              const QJsonObject& body) const {
    const QJsonObject server = m_crms.ready().value(side).toObject();
    const QString token = server.value(isSalesforce(side) ? "accessToken"_L1 : "otherAccessToken"_L1).toString();
    QNetworkRequest request(QUrl(server.value("url"_L1).toString() + target));
    request.setTransferTimeout(kAnswerTime);
    request.setRawHeader("Authorization", "Bearer " + token.toLatin1());
    request.setRawHeader("Content-Type", "application/json");
    if (isSalesforce(side))
        request.setRawHeader("Sforce-Call-Options", "client=" + name().toLatin1());
    const QByteArray certificate = m_crms.ready().value("certificatePem"_L1).toString().toLatin1();
    if (!certificate.isEmpty()) {
        QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
        tls.setCaCertificates(QSslCertificate::fromData(certificate));
        request.setSslConfiguration(tls);
    }
    const QByteArray text = body.isEmpty() ? QByteArray() : QJsonDocument(body).toJson(QJsonDocument::Compact);
    QNetworkAccessManager manager;
    manager.setProxy(QNetworkProxy(QNetworkProxy::NoProxy));
    const std::unique_ptr<QNetworkReply> reply(manager.sendCustomRequest(request, method, text));
    QEventLoop loop;
    QObject::connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
    if (!reply->isFinished())
        loop.exec();
    const QByteArray answer = reply->readAll();
    // Its calls are counted as everybody's: it comes again when the ten seconds are over, as HubSpot asks for.
    if (reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() == kTooManyRequests) {
        QTimer::singleShot(kLimitedFor, &loop, &QEventLoop::quit);
        loop.exec();
        return ask(side, method, target, body);
    }
    if (reply->error() != QNetworkReply::NoError)
        qFatal("%s refused %s %s: %s %s", qPrintable(side), method.constData(), qPrintable(target),
               qPrintable(reply->errorString()), answer.constData());
    return QJsonDocument::fromJson(answer).object();
}

QString OtherProgram::create(const QString& side, const QJsonObject& fields) const {
    const QJsonObject body = isSalesforce(side) ? fields : QJsonObject{{u"properties"_s, fields}};
    return ask(side, "POST", contacts(side), body).value("id"_L1).toString();
}

void OtherProgram::patch(const QString& side, const QString& id, const QJsonObject& fields) const {
    const QJsonObject body = isSalesforce(side) ? fields : QJsonObject{{u"properties"_s, fields}};
    ask(side, "PATCH", contact(side, id), body);
}

QJsonValue OtherProgram::read(const QString& side, const QString& id, const QString& field) const {
    if (isSalesforce(side))
        return ask(side, "GET", contact(side, id)).value(field);
    const QString target = contact(side, id) + u"?properties="_s + field;
    return ask(side, "GET", target).value("properties"_L1).toObject().value(field);
}

QStringList OtherProgram::lastNames(const QString& side) const {
    QString next = isSalesforce(side) ? u"/services/data/v66.0/query?q=SELECT%20LastName%20FROM%20Contact"_s
                                      : contacts(side) + u"?limit=100&properties=lastname"_s;
    const QString first = next;
    QStringList names;
    while (!next.isEmpty()) {
        const QJsonObject page = ask(side, "GET", next);
        for (const QJsonValue& one : page.value(isSalesforce(side) ? "records"_L1 : "results"_L1).toArray())
            names.append(isSalesforce(side) ? one["LastName"_L1].toString()
                                            : one["properties"_L1]["lastname"_L1].toString());
        const QString after = page.value("paging"_L1)["next"_L1]["after"_L1].toString();
        next = page.value("nextRecordsUrl"_L1).toString();
        if (!after.isEmpty())
            next = first + u"&after="_s + after;
    }
    return names;
}

QStringList OtherProgram::history(const QString& id, const QString& property) const {
    const QString side = u"hubspot"_s;
    const QString target = contact(side, id) + u"?propertiesWithHistory="_s + property;
    const QJsonObject all = ask(side, "GET", target).value("propertiesWithHistory"_L1).toObject();
    QStringList values;
    for (const QJsonValue& one : all.value(property).toArray())
        values.prepend(one["value"_L1].toString());
    return values;
}

}  // namespace syncline::test
