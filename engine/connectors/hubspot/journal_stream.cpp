#include "engine/connectors/hubspot/journal_stream.h"

#include "engine/connectors/hubspot/api_problem.h"

#include <algorithm>
#include <utility>

namespace syncline::connectors::hubspot {
namespace {

using base::Error;
using base::ErrorCode;
using std::chrono::milliseconds;

/// Files told and not acknowledged.
constexpr std::size_t kMostOutstanding = 2;
constexpr int kMostExpiredLinks = 3;
/// Without an answer for so long (a laptop that slept) the place is checked again.
constexpr std::chrono::minutes kLongSilence{5};
/// A quiet journal's place is told again so often, so that it is known how long nothing was missed.
constexpr std::chrono::hours kRefresh{6};
constexpr int kNoContent = 204;

std::string operationOf(bool latest) {
    return latest ? "find the end of HubSpot's journal" : "read HubSpot's journal";
}

bool isOneOf(const HttpAnswer& answer, std::initializer_list<int> statuses) {
    const auto* response = std::get_if<HttpResponse>(&answer);
    return response != nullptr && std::find(statuses.begin(), statuses.end(), response->status) != statuses.end();
}

}  // namespace

JournalStream::JournalStream(Tools tools, Settings settings, Outlet outlet)
    : m_tools(tools), m_settings(std::move(settings)), m_outlet(std::move(outlet)) {}

JournalStream::~JournalStream() {
    stop();
}

void JournalStream::begin(const std::optional<core::Position>& position) {
    if (!position)
        return;
    m_place = placeOf(*position);
    if (m_place)
        m_family = m_place->family;
    else
        m_outlet.missed(
            {"the stored position of HubSpot's journal cannot be read: " + position->text, {}, std::nullopt});
}

void JournalStream::resume(const std::string& portal) {
    m_portal = portal;
    if (m_place)
        goOn();
    else
        ask(Ask::Latest);
}

void JournalStream::stop() {
    if (m_poll)
        m_tools.timers.cancel(*m_poll);
    if (m_fetching)
        m_tools.files.cancel(*m_fetching);
    m_poll.reset();
    m_fetching.reset();
}

void JournalStream::acknowledge(const core::Position& position) {
    const auto found = std::find(m_unacknowledged.begin(), m_unacknowledged.end(), position.text);
    if (found == m_unacknowledged.end())
        return;
    m_unacknowledged.erase(m_unacknowledged.begin(), found + 1);
    if (std::exchange(m_full, false))
        goOn();
}

void JournalStream::goOn() {
    m_full = m_unacknowledged.size() >= kMostOutstanding;
    if (m_full)
        return;
    const milliseconds silence = std::max<milliseconds>(kLongSilence, 3 * m_settings.pollInterval);
    if (m_tools.clock.wallNow() - m_lastAlive >= silence)
        m_check = true;
    ask(m_place->offset.empty() ? Ask::Earliest : Ask::Next);
}

std::string JournalStream::pathOf(Ask what) const {
    const bool local = m_family == JournalFamily::Local;
    std::string path = local ? "/webhooks-journal/journal-local/" : "/webhooks-journal/journal/";
    path += m_settings.version;
    if (what == Ask::Next)
        path += "/offset/" + m_place->offset + "/next";
    else
        path += what == Ask::Latest ? "/latest" : "/earliest";
    return local ? path + "?installPortalId=" + m_portal : path;
}

void JournalStream::ask(Ask what) {
    m_tools.journal.call({"GET", pathOf(what), {}},
                         [this, what](HttpAnswer answer) { answered(what, std::move(answer)); });
}

base::Result<JournalStream::FileLink> JournalStream::linkOf(const HttpAnswer& answer) {
    auto body = bodyOf(answer, operationOf(false), {});
    if (!body)
        return std::move(body).error();
    FileLink link{textOrEmpty(*body, "currentOffset"), textOrEmpty(*body, "url")};
    if (link.offset.empty() || link.url.empty() || link.offset.find_first_of(" /?#") != std::string::npos)
        return Error{ErrorCode::ProtocolViolation, operationOf(false), {}, "an entry without offset or link", {}};
    return link;
}

void JournalStream::answered(Ask what, HttpAnswer answer) {
    if (what == Ask::Latest && m_family == JournalFamily::Local && isOneOf(answer, {404, 405})) {
        m_family = JournalFamily::Global;
        ask(what);
        return;
    }
    if (what == Ask::Next && isOneOf(answer, {400, 404, 410})) {
        lost("HubSpot's journal no longer knows the stored place");
        goOn();
        return;
    }
    std::optional<FileLink> link;
    if (!isOneOf(answer, {kNoContent})) {
        auto read = linkOf(answer);
        if (!read) {
            fail(std::move(read).error(), pauseOf(answer));
            return;
        }
        link = *std::move(read);
    }
    m_lastAlive = m_tools.clock.wallNow();
    if (what == Ask::Latest)
        placeFound(link);
    else if (what == Ask::EarliestToCompare)
        compared(link);
    else
        nextFound(link);
}

/// The newest file is not delivered behind itself: what is in it was before us.
void JournalStream::placeFound(const std::optional<FileLink>& latest) {
    const base::WallTime now = m_tools.clock.wallNow();
    m_check = false;
    m_receivedAt = now;
    m_receivedMonotonic = m_tools.clock.monotonicNow();
    moveTo({m_family, latest ? latest->offset : std::string(), now, now}, {});
    m_outlet.alive();
    goOn();
}

void JournalStream::nextFound(const std::optional<FileLink>& link) {
    if (link && link->offset == m_place->offset) {
        idle();
        return;
    }
    m_link = link;
    const bool suspect = link && link->offset == m_suspect;
    if (m_check && !m_place->offset.empty() && !suspect)
        ask(Ask::EarliestToCompare);
    else
        proceed(suspect || (m_check && m_place->offset.empty()));
}

/// A journal that no longer has the place goes on at its earliest file, without a word: then what comes next is the
/// earliest one, which it cannot be while the place's own file is there.
void JournalStream::compared(const std::optional<FileLink>& earliest) {
    // Without a next file the earliest one may have come just now: then it will be the next.
    if (!m_link && earliest && earliest->offset != m_place->offset)
        m_suspect = earliest->offset;
    proceed(!earliest || (m_link && m_link->offset == earliest->offset));
}

void JournalStream::proceed(bool gone) {
    m_check = false;
    if (gone && mayHaveLost(*m_place, m_tools.clock.wallNow()))
        lost("HubSpot's journal no longer has the stored place");
    if (m_link) {
        m_suspect.clear();
        fetch(*m_link);
    } else {
        idle();
    }
}

void JournalStream::lost(const std::string& reason) {
    const base::WallTime now = m_tools.clock.wallNow();
    const bool told = mayHaveLost(*m_place, now);
    m_place = JournalPlace{m_family, {}, now, now};
    m_check = false;
    if (told)
        m_outlet.missed({reason + "; it goes on at the earliest file that is kept", {}, positionOf(*m_place)});
}

void JournalStream::idle() {
    const base::WallTime now = m_tools.clock.wallNow();
    const bool refresh = now - m_place->seen >= kRefresh;
    if (refresh) {
        JournalPlace place = *m_place;
        place.seen = now;
        m_receivedAt = now;
        m_receivedMonotonic = m_tools.clock.monotonicNow();
        moveTo(std::move(place), {});
    }
    m_outlet.alive();
    m_poll = m_tools.timers.after(m_settings.pollInterval, [this] {
        m_poll.reset();
        goOn();
    });
}

/// The link is signed by itself: our token is none of the storage's business, whatever host it is on.
void JournalStream::fetch(FileLink link) {
    const bool secure = link.url.starts_with("https://");
    if (!secure && !(m_settings.plainLinks && link.url.starts_with("http://"))) {
        fail({ErrorCode::ProtocolViolation, "fetch a file of HubSpot's journal", {}, "its link is not https", {}});
        return;
    }
    HttpRequest request;
    request.url = link.url;
    m_link = std::move(link);
    m_fetching = m_tools.files.send(std::move(request), [this](HttpAnswer answer) {
        m_fetching.reset();
        fetched(answer);
    });
}

void JournalStream::fetched(const HttpAnswer& answer) {
    const std::string operation = "fetch a file of HubSpot's journal";
    const auto* response = std::get_if<HttpResponse>(&answer);
    if (response == nullptr) {
        fail(errorOf(answer, operation, m_link->offset));
        return;
    }
    if (isOneOf(answer, {401, 403, 404, 410})) {
        linkExpired(*response);
        return;
    }
    if (response->status != 200) {
        fail(errorOf(*response, operation, m_link->offset), pauseOf(answer));
        return;
    }
    m_expiredLinks = 0;
    m_receivedAt = m_tools.clock.wallNow();
    m_receivedMonotonic = m_tools.clock.monotonicNow();
    auto file =
        readJournalFile(response->body, {m_tools.objects, m_tools.marks, m_portal, m_receivedAt, m_link->offset});
    if (!file) {
        Error error = std::move(file).error();
        error.object = m_link->offset;
        fail(std::move(error));
        return;
    }
    m_file = *std::move(file);
    m_tools.merges.resolve(m_file.changes, [this](std::optional<Error> failed) {
        if (failed)
            m_outlet.lookUpFailed(*std::move(failed));
        else
            tell();
    });
}

/// Links last minutes, the journal days: the same place is asked for another one.
void JournalStream::linkExpired(const HttpResponse& response) {
    if (++m_expiredLinks <= kMostExpiredLinks) {
        goOn();
        return;
    }
    m_expiredLinks = 0;
    fail({ErrorCode::Unavailable, "fetch a file of HubSpot's journal", m_link->offset,
          "its storage answered " + std::to_string(response.status),
          "its storage refuses every link that the journal gives; a wrong system clock or a proxy can do that"});
}

void JournalStream::tell() {
    JournalFile file = std::exchange(m_file, {});
    if (file.unreadable > 0)
        m_outlet.missed({std::to_string(file.unreadable) + (file.unreadable == 1 ? " event" : " events")
                             + " without a record in the journal's file " + m_link->offset,
                         {},
                         std::nullopt});
    moveTo({m_family, m_link->offset, m_receivedAt, m_receivedAt}, std::move(file.changes));
    m_outlet.alive();
    goOn();
}

void JournalStream::moveTo(JournalPlace place, std::vector<SourceChange> changes) {
    m_place = std::move(place);
    Captured captured{std::move(changes), positionOf(*m_place), m_receivedAt, m_receivedMonotonic};
    if (!captured.changes.empty())
        m_unacknowledged.push_back(captured.position.text);
    m_outlet.captured(std::move(captured));
}

void JournalStream::fail(Error error, milliseconds pause) {
    m_outlet.failed(std::move(error), pause);
}

}  // namespace syncline::connectors::hubspot
