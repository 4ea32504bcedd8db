#pragma once

#include "tests/support/two_crms.h"

#include <QJsonObject>
#include <QJsonValue>
#include <QString>
#include <QStringList>

namespace syncline::test {

/// A program that is not Syncline, at the REST APIs of both servers: in Salesforce by the client that it names, in
/// HubSpot by another app's token. Every call waits for the answer and fails the test when it is a refusal.
class OtherProgram {
public:
    explicit OtherProgram(const TwoCrms& crms) : m_crms(crms) {}

    /// POST of a contact; its id.
    [[nodiscard]] QString create(const QString& side, const QJsonObject& fields) const;
    /// PATCH of a contact.
    void patch(const QString& side, const QString& id, const QJsonObject& fields) const;
    /// What GET says of a contact's field.
    [[nodiscard]] QJsonValue read(const QString& side, const QString& id, const QString& field) const;
    /// The last names of all contacts of a side, page by page.
    [[nodiscard]] QStringList lastNames(const QString& side) const;
    /// What HubSpot says of a property's past, oldest first.
    [[nodiscard]] QStringList history(const QString& id, const QString& property) const;

    /// As which its writes are known in Salesforce.
    static QString name() { return QStringLiteral("Northwind"); }

private:
    QJsonObject ask(const QString& side, const QByteArray& method, const QString& target,
                    const QJsonObject& body = {}) const;

    const TwoCrms& m_crms;
};

}  // namespace syncline::test
