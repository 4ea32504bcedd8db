#pragma once

#include "tests/support/sandbox_process.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace syncline::test {

/// A contact on both sides, by its ids.
struct Pair {
    QString salesforce;
    QString hubspot;

    [[nodiscard]] const QString& on(const QString& side) const {
        return side == QLatin1String("salesforce") ? salesforce : hubspot;
    }
};

/// The sandbox with nobody at work: tests are the people. What a side holds is read behind its API, so that looking
/// costs no request and moves nothing.
class TwoCrms {
public:
    /// `arguments` go to `syncline sandbox`, for dialects and TLS.
    explicit TwoCrms(const QStringList& arguments = {});

    [[nodiscard]] bool isReady() const { return m_sandbox.isReady(); }
    [[nodiscard]] const QJsonObject& ready() const { return m_sandbox.ready(); }
    [[nodiscard]] SandboxProcess& process() { return m_sandbox; }

    /// Somebody makes a contact; its id.
    QString create(const QString& side, const QJsonObject& fields);
    /// The same person on both sides, known by the e-mail address.
    Pair createPair(const QString& name);
    /// Somebody edits a contact, now, or dated back to `time` ("2026-…Z").
    void edit(const QString& side, const QString& id, const QJsonObject& fields, const QString& time = {});
    void act(const QJsonObject& act);

    /// What the side holds in a field; null when it is blank.
    [[nodiscard]] QJsonValue value(const QString& side, const QString& id, const QString& field) const;
    /// All versions of a field, oldest first: value, stamp, actor.
    [[nodiscard]] QJsonArray versions(const QString& side, const QString& id, const QString& field) const;
    [[nodiscard]] QJsonObject record(const QString& side, const QString& id) const;
    /// A control request's answer; fails the test when it is refused.
    QJsonObject control(const QByteArray& method, const QString& path, const QJsonObject& body = {}) const;
    /// Rows that clients wrote on the side.
    [[nodiscard]] qint64 writes(const QString& side) const;
    /// What is done on the side is stamped `time` ("2026-…Z"), exactly, until its clock goes on.
    void stopClock(const QString& side, const QString& time);
    void runClock(const QString& side);
    void setFault(const QString& side, const QString& fault, const QJsonValue& value);

private:
    SandboxProcess m_sandbox;
};

}  // namespace syncline::test
