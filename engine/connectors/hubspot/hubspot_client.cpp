#include "engine/connectors/hubspot/hubspot_client.h"

#include "engine/connectors/answer_watch.h"
#include "engine/connectors/hold_watch.h"
#include "engine/connectors/hubspot/account_set_up.h"
#include "engine/connectors/hubspot/journal_stream.h"
#include "engine/connectors/hubspot/journal_subscriptions.h"
#include "engine/connectors/hubspot/mark_learner.h"
#include "engine/connectors/hubspot/reconnect_pause.h"
#include "engine/connectors/try_pause.h"
#include "engine/connectors/try_presses.h"

#include <algorithm>
#include <utility>

namespace syncline::connectors::hubspot {
namespace {

using base::Error;
using base::ErrorCode;
using core::ConnectorPhase;
using std::chrono::milliseconds;

constexpr core::Side kSide = core::Side::HubSpot;
/// Subscriptions that somebody took away are missed by nothing else.
constexpr std::chrono::minutes kCheckSubscriptions{10};
/// A failure that may pass by itself is told when it comes so often in a row.
constexpr int kTellFrom = 2;

/// Each answer has a correlation id of its own: by that alone nothing new is told.
bool sameReason(const Error& one, const Error& other) {
    const auto told = [](const Error& error) { return error.detail.substr(0, error.detail.find(" [correlation id ")); };
    return one.code == other.code && one.operation == other.operation && one.object == other.object
           && one.hint == other.hint && told(one) == told(other);
}

std::string withoutSlash(std::string url) {
    while (!url.empty() && url.back() == '/')
        url.pop_back();
    return url;
}

std::string versionOf(const mapping::Connection& connection) {
    return connection.apiVersion.empty() ? std::string(kNewestVersion) : connection.apiVersion;
}

/// What the journal's token or answer says, with what to do about it.
Error explained(Error error) {
    // A scope that HubSpot does not know is refused as a wrong argument.
    const bool refused = error.code == ErrorCode::Unauthenticated || error.code == ErrorCode::PermissionDenied
                         || error.detail.find("scope") != std::string::npos;
    if (!refused)
        return error;
    if (error.hint == kTokenRefusedHint)
        error.hint =
            "New access tokens are refused too. Check the app's client secret (SYNCLINE_HUBSPOT_CLIENT_SECRET or, "
            "where no such variable is set, the keyring).";
    if (!error.hint.empty())
        error.hint += error.hint.ends_with('.') ? " " : ". ";
    error.hint +=
        "The webhooks journal needs the client id and secret of a HubSpot app that is installed in this account and "
        "may use the scopes developer.webhooks_journal.read and developer.webhooks_journal.subscriptions.read and "
        ".write.";
    return error;
}

}  // namespace

struct HubSpotClient::Impl {
    Impl(HubSpotSettings given, SideTools sideTools, HubSpotGrants grants);

    void connect();
    void accountReady(std::optional<Error> error);
    void subscribed(base::Result<std::vector<std::string>> repaired);
    void checkSubscriptions();
    void tellRepaired(const std::vector<std::string>& objects);
    void alive();
    void fail(Error error, milliseconds pause);
    void tryAgain();
    void tryNow();
    void heldBack(std::optional<base::WallTime> moment);
    void tell(ConnectorPhase phase, std::optional<Error> why);
    void tellOutage(std::optional<base::WallTime> nextTry);
    template <typename Function>
    void later(milliseconds delay, std::optional<TimerId>& timer, Function function);
    void cancel(std::optional<TimerId>& timer);

    HubSpotSettings settings;
    SideTools tools;
    AnswerWatch http;
    HubSpotGrants tokens;
    ObjectCatalog objects;
    WriterMarks marks;
    HoldWatch heldApp;      ///< of what connecting waits for …
    HoldWatch heldAccount;  ///< … under either grant
    ApiCalls journalCalls;
    ApiCalls setUpCalls;
    ApiCalls recordCalls;  ///< that connecting does not wait for
    RecordReads reads;
    RecordWrites writes;
    MarkLearner learner;
    AccountSetUp setUp;
    JournalSubscriptions subscriptions;
    MergeResolver merges;
    JournalStream stream;
    ReconnectPause pauses;

    ConnectorListener* listener = nullptr;
    ConnectorPhase phase = ConnectorPhase::Stopped;
    std::optional<Error> told;  ///< why it is disconnected
    std::optional<Outage> toldOutage;
    TryPresses presses;
    TryPause toNextTry;                ///< while reconnect runs
    bool prepared = false;             ///< account and subscriptions were looked at since the last long failure
    std::optional<TimerId> reconnect;  ///< between two tries
    std::optional<TimerId> check;
};

HubSpotClient::Impl::Impl(HubSpotSettings given, SideTools sideTools, HubSpotGrants grants)
    : settings(std::move(given)),
      tools(sideTools),
      http(tools.http, tools.clock),
      tokens(std::move(grants)),
      objects(settings.objects),
      marks(settings.connection.appId),
      heldApp(*tokens.journal, tools.timers, tools.clock, [this](auto moment) { heldBack(moment); }),
      heldAccount(*tokens.account, tools.timers, tools.clock, [this](auto moment) { heldBack(moment); }),
      journalCalls(http, heldApp, withoutSlash(settings.connection.baseUrl)),
      setUpCalls(http, heldAccount, withoutSlash(settings.connection.baseUrl)),
      recordCalls(http, *tokens.account, withoutSlash(settings.connection.baseUrl)),
      reads({recordCalls, tools.clock, objects, marks, versionOf(settings.connection)}),
      writes({recordCalls, tools.clock, objects, versionOf(settings.connection)}),
      learner(reads, marks),
      setUp(setUpCalls, objects, {versionOf(settings.connection), settings.connection.account}),
      subscriptions(journalCalls, objects, versionOf(settings.connection)),
      merges(setUpCalls, versionOf(settings.connection)),
      stream({journalCalls, http, merges, tools.timers, tools.clock, objects, marks},
             {versionOf(settings.connection), settings.connection.pollInterval,
              settings.connection.baseUrl.starts_with("http://")},
             {[this](Captured captured) { listener->captured(kSide, std::move(captured)); },
              [this](MissedChanges missed) { listener->missed(kSide, std::move(missed)); }, [this] { alive(); },
              [this](Error error, milliseconds pause) { fail(explained(std::move(error)), pause); },
              [this](Error error) { fail(std::move(error), milliseconds(0)); }}),
      pauses(base::Random(tools.seed)) {}

template <typename Function>
void HubSpotClient::Impl::later(milliseconds delay, std::optional<TimerId>& timer, Function function) {
    cancel(timer);
    timer = tools.timers.after(delay, [&timer, function = std::move(function)] {
        timer.reset();
        function();
    });
}

void HubSpotClient::Impl::cancel(std::optional<TimerId>& timer) {
    if (timer)
        tools.timers.cancel(*timer);
    timer.reset();
}

void HubSpotClient::Impl::connect() {
    if (prepared) {
        stream.resume(setUp.portal());
        return;
    }
    setUp.run([this](std::optional<Error> error) { accountReady(std::move(error)); });
}

void HubSpotClient::Impl::accountReady(std::optional<Error> error) {
    if (error) {
        fail(*std::move(error), milliseconds(0));
        return;
    }
    subscriptions.ensure(setUp.portal(), [this](base::Result<std::vector<std::string>> repaired) {
        if (repaired)
            subscribed(std::move(repaired));
        else
            fail(explained(std::move(repaired).error()), milliseconds(0));
    });
}

/// Before there is a place nothing was followed that could have been missed.
void HubSpotClient::Impl::subscribed(base::Result<std::vector<std::string>> repaired) {
    if (stream.hasPlace())
        tellRepaired(*repaired);
    prepared = true;
    later(kCheckSubscriptions, check, [this] { checkSubscriptions(); });
    stream.resume(setUp.portal());
}

void HubSpotClient::Impl::checkSubscriptions() {
    subscriptions.ensure(setUp.portal(), [this](base::Result<std::vector<std::string>> repaired) {
        if (repaired)
            tellRepaired(*repaired);
        later(kCheckSubscriptions, check, [this] { checkSubscriptions(); });
    });
}

void HubSpotClient::Impl::tellRepaired(const std::vector<std::string>& repaired) {
    std::string names;
    for (const std::string& name : repaired)
        names += (names.empty() ? "" : ", ") + name;
    if (!names.empty())
        listener->missed(kSide, {"HubSpot's journal was not subscribed to all mapped properties of " + names, {}, {}});
}

void HubSpotClient::Impl::alive() {
    pauses.worked();
    heldApp.tryEnded();
    heldAccount.tryEnded();
    if (phase != ConnectorPhase::Connected)
        tell(ConnectorPhase::Connected, setUp.complaint());
    told.reset();
    toldOutage.reset();
}

void HubSpotClient::Impl::fail(Error error, milliseconds pause) {
    heldApp.tryEnded();
    heldAccount.tryEnded();
    const bool passing = base::isRetryable(error.code) || error.code == ErrorCode::ProtocolViolation;
    const milliseconds wait = pauses.next(passing, pause);
    const bool quiet = phase == ConnectorPhase::Connected && passing && pauses.failures() < kTellFrom;
    if (pauses.failures() >= kTellFrom || !passing) {
        prepared = false;
        cancel(check);
        subscriptions.stop();
    }
    if (!quiet)
        tellOutage(tools.clock.wallNow() + wait);
    if (!quiet && !(told && sameReason(error, *told))) {
        told = error;
        tell(ConnectorPhase::Disconnected, std::move(error));
    }
    toNextTry.begin(tools.clock.monotonicNow(), wait, pause);
    later(wait, reconnect, [this] { tryAgain(); });
}

void HubSpotClient::Impl::tryAgain() {
    if (phase == ConnectorPhase::Disconnected)
        tellOutage(std::nullopt);
    connect();
}

void HubSpotClient::Impl::tryNow() {
    const base::MonotonicTime now = tools.clock.monotonicNow();
    // One press ends what stands now, and nothing that begins in-line behind it.
    const bool isPause = reconnect.has_value();
    const bool isAppHeld = heldApp.isHeld();
    const bool isAccountHeld = heldAccount.isHeld();
    const bool isHold = isAppHeld || isAccountHeld;
    if (phase != ConnectorPhase::Disconnected || !(isPause || isHold) || !presses.counts(now))
        return;
    if (isAppHeld || !isHold)
        heldApp.tryNow();
    if (isAccountHeld || !isHold)
        heldAccount.tryNow();
    if (!isPause)
        return;
    const std::optional<milliseconds> left = toNextTry.cut(now);
    if (!left)
        return;
    if (*left > milliseconds(0)) {
        tellOutage(tools.clock.wallNow() + *left);
        later(*left, reconnect, [this] { tryAgain(); });
        return;
    }
    cancel(reconnect);
    tryAgain();
}

/// A token that connecting waits for. While it waits for its next try, that is what counts.
void HubSpotClient::Impl::heldBack(std::optional<base::WallTime> moment) {
    if (phase == ConnectorPhase::Disconnected && !reconnect)
        tellOutage(moment);
}

void HubSpotClient::Impl::tellOutage(std::optional<base::WallTime> nextTry) {
    const Outage outage{http.lastAnswered(), nextTry};
    if (outage == toldOutage)
        return;
    toldOutage = outage;
    listener->outageChanged(kSide, outage);
}

void HubSpotClient::Impl::tell(ConnectorPhase next, std::optional<Error> why) {
    phase = next;
    listener->stateChanged(kSide, next, std::move(why));
}

HubSpotClient::HubSpotClient(HubSpotSettings settings, SideTools tools, HubSpotGrants tokens)
    : m_impl(std::make_unique<Impl>(std::move(settings), tools, std::move(tokens))) {}

HubSpotClient::~HubSpotClient() {
    m_impl->cancel(m_impl->reconnect);
    m_impl->cancel(m_impl->check);
}

void HubSpotClient::start(ConnectorListener& listener, std::vector<core::Position> positions) {
    m_impl->listener = &listener;
    m_impl->tell(ConnectorPhase::Connecting, std::nullopt);
    const auto stored = std::find_if(positions.begin(), positions.end(),
                                     [](const core::Position& one) { return one.stream == kJournalStream; });
    m_impl->stream.begin(stored == positions.end() ? std::nullopt : std::optional(*stored));
    m_impl->connect();
}

void HubSpotClient::acknowledge(core::Position position) {
    if (m_impl->listener != nullptr)
        m_impl->stream.acknowledge(position);
}

void HubSpotClient::request(ReadRequest request) {
    if (m_impl->listener != nullptr)
        m_impl->reads.read(std::move(request),
                           [this](ReadAnswer answer) { m_impl->listener->answered(kSide, std::move(answer)); });
}

void HubSpotClient::request(FindRequest request) {
    if (m_impl->listener != nullptr)
        m_impl->reads.find(std::move(request),
                           [this](ReadAnswer answer) { m_impl->listener->answered(kSide, std::move(answer)); });
}

void HubSpotClient::request(WriteRequest request) {
    if (m_impl->listener != nullptr)
        m_impl->writes.write(request, [this](WriteAnswer answer, const std::optional<WriteSample>& sample) {
            m_impl->listener->answered(kSide, std::move(answer));
            m_impl->learner.written(sample);
        });
}

void HubSpotClient::tryNow() {
    if (m_impl->listener != nullptr)
        m_impl->tryNow();
}

void HubSpotClient::stop() {
    m_impl->journalCalls.stop();
    m_impl->setUpCalls.stop();
    m_impl->recordCalls.stop();
    m_impl->heldApp.stop();
    m_impl->heldAccount.stop();
    m_impl->stream.stop();
    m_impl->setUp.stop();
    m_impl->subscriptions.stop();
    m_impl->merges.stop();
    m_impl->cancel(m_impl->reconnect);
    m_impl->cancel(m_impl->check);
    if (ConnectorListener* listener = std::exchange(m_impl->listener, nullptr))
        listener->stateChanged(kSide, ConnectorPhase::Stopped, std::nullopt);
}

SideLimits HubSpotClient::limits() {
    return {kReadLimit, kHistoryLimit, kWriteLimit};
}

}  // namespace syncline::connectors::hubspot
