#include "engine/delivery/event_stream.h"

#include "engine/base/log.h"
#include "engine/base/time_format.h"
#include "engine/base/try.h"
#include "engine/core/filter.h"
#include "engine/delivery/json_lines_file.h"
#include "engine/journal/projection_file.h"
#include "engine/journal/projections.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include <sys/stat.h>

namespace syncline::delivery {

namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

void addMember(std::string& line, std::string_view key, std::string_view value) {
    if (line.back() != '{')
        line += ',';
    line += quotedJson(key);
    line += ':';
    line += quotedJson(value);
}

/// Always as long, so that sequences are in order as texts as well (CloudEvents, the extension "sequence").
std::string paddedNumber(core::Seq seq) {
    constexpr std::size_t kDigits = 20;
    const std::string digits = std::to_string(seq.value());
    return std::string(kDigits - std::min(kDigits, digits.size()), '0') + digits;
}

/// As a segment of a path (RFC 3986, section 2.3).
std::string percentEncoded(std::string_view text) {
    constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        if (kPlain.find(c) != std::string_view::npos) {
            encoded += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        encoded += '%';
        encoded += kDigits[byte >> 4U];
        encoded += kDigits[byte & 0xFU];
    }
    return encoded;
}

/// Farther back in the file no replay is looked for.
constexpr std::int64_t kMostLookedBack = 64 * 1024 * 1024;
constexpr std::string_view kReplayMark = ",\"replay\":\"";

/// What a line of a stream says of itself.
struct SentLine {
    core::Seq seq;
    std::string replay;  ///< empty: it was sent for the first time
};

/// None: it is not a line of this journal.
std::optional<SentLine> sentLine(std::string_view line, const std::string& journalId) {
    const std::string head = "{\"specversion\":\"1.0\",\"id\":\"" + journalId + '/';
    if (!line.starts_with(head))
        return std::nullopt;
    const std::string_view digits = line.substr(head.size());
    std::int64_t seq = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), seq);
    if (error != std::errc() || end == digits.data() + digits.size() || *end != '"')
        return std::nullopt;
    SentLine sent{core::Seq(seq), {}};
    // Without the mark it ends with its data, which is an object.
    const std::size_t mark = line.rfind(kReplayMark);
    if (mark != std::string_view::npos && line.ends_with("\"}")) {
        const std::string_view name = line.substr(mark + kReplayMark.size());
        sent.replay = name.substr(0, name.size() - 2);
    }
    return sent;
}

/// Tells a file from another one of the same name.
struct FileId {
    dev_t device = 0;
    ino_t number = 0;

    bool operator==(const FileId&) const = default;
};

/// None: there is no file.
std::optional<FileId> fileAt(const std::filesystem::path& path) {
    struct stat found {};
    if (::stat(path.c_str(), &found) != 0)
        return std::nullopt;
    return FileId{found.st_dev, found.st_ino};
}

Result<std::filesystem::path> pathOf(const mapping::Workspace& workspace, const mapping::StreamSettings& settings) {
    const std::filesystem::path file = std::filesystem::path(settings.file).lexically_normal();
    const bool leaves = file.is_absolute() || (!file.empty() && *file.begin() == "..");
    if (leaves || !file.has_filename())
        return Error{ErrorCode::InvalidArgument, "open stream " + settings.name, settings.file,
                     "not a file in the workspace's folder", "give a file name relative to the workspace"};
    return workspace.folder / file;
}

}  // namespace

std::string cloudEvent(const core::Entry& entry, std::string_view journalId, std::string_view workspace) {
    std::string line = "{";
    addMember(line, "specversion", "1.0");
    addMember(line, "id", std::string(journalId) + "/" + std::to_string(entry.seq.value()));
    addMember(line, "source", "/syncline/workspaces/" + percentEncoded(workspace));
    addMember(line, "type", "com.syncline.journal." + std::string(core::name(entry.kind())) + ".v1");
    if (entry.entity != core::EntityId())
        addMember(line, "subject", std::to_string(entry.entity.value()));
    addMember(line, "time", base::formatIso8601(entry.captureTime));
    addMember(line, "datacontenttype", "application/json");
    addMember(line, "sequence", paddedNumber(entry.seq));
    if (entry.side)
        addMember(line, "side", core::name(*entry.side));
    if (entry.cause != core::Seq())
        addMember(line, "cause", paddedNumber(entry.cause));
    if (entry.sourceTime)
        addMember(line, "sourcetime", base::formatIso8601(*entry.sourceTime));
    line += ",\"data\":";
    line += bodyJson(entry.body);
    line += '}';
    return line;
}

struct EventStream::Impl {
    /// What a filter may ask about an entity.
    struct Known {
        std::string object;
        std::vector<std::string> names;
    };
    struct Replay {
        std::string name;
        core::Seq until;
    };

    [[nodiscard]] static std::optional<Replay> underWay(JsonLinesFile& file, const std::string& stream,
                                                        const std::string& journalId, core::Seq committed);
    [[nodiscard]] Result<core::Seq> readable();
    [[nodiscard]] Result<bool> takes(const core::Entry& entry, std::map<core::EntityId, Known>& known);
    [[nodiscard]] Result<Known> read(core::EntityId id);
    void appendLine(std::string& lines, const core::Entry& entry) const;

    mapping::Workspace workspace;
    std::unique_ptr<journal::Reader> reader;
    std::unique_ptr<journal::ProjectionReader> projections;  ///< where there is a filter
    std::optional<core::Filter> filter;
    JsonLinesFile file;
    std::string journalId;
    core::Seq offset;
    std::optional<Replay> replay;
    std::optional<FileId> opened = {};  ///< of the projections
};

EventStream::EventStream(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}

EventStream::~EventStream() = default;

Result<std::unique_ptr<EventStream>> EventStream::open(const mapping::Workspace& workspace,
                                                       const mapping::StreamSettings& settings, core::Seq committed) {
    TRY_ASSIGN(std::filesystem::path path, pathOf(workspace, settings));
    std::optional<core::Filter> filter;
    if (!settings.filter.empty()) {
        TRY_ASSIGN(filter, core::Filter::parse(settings.filter, base::WallTime()));
    }
    TRY_ASSIGN(auto reader, journal::Reader::open(workspace.folder));
    TRY_ASSIGN(std::string journalId, reader->readJournalId());
    TRY_ASSIGN(JsonLinesFile file, JsonLinesFile::open(std::move(path)));
    std::optional<Impl::Replay> replay = Impl::underWay(file, settings.name, journalId, committed);
    auto impl = std::unique_ptr<Impl>(new Impl{workspace, std::move(reader), nullptr, std::move(filter),
                                               std::move(file), std::move(journalId), committed, std::move(replay)});
    return std::unique_ptr<EventStream>(new EventStream(std::move(impl)));
}

Result<core::Seq> EventStream::step(std::size_t limit) {
    Impl& own = *m_impl;
    TRY_ASSIGN(const core::Seq to, own.readable());
    if (to <= own.offset)
        return own.offset;
    TRY_ASSIGN(const std::vector<core::Entry> page, own.reader->readPage(core::next(own.offset), to, limit));
    if (page.empty())
        return own.offset;
    std::string lines;
    std::map<core::EntityId, Impl::Known> known;
    for (const core::Entry& entry : page) {
        TRY_ASSIGN(const bool isTaken, own.takes(entry, known));
        if (isTaken)
            own.appendLine(lines, entry);
    }
    TRY(own.file.append(lines));
    own.offset = page.back().seq;
    if (own.replay && own.offset >= own.replay->until)
        own.replay.reset();
    return own.offset;
}

void EventStream::rewind(core::Seq offset, std::string replay) {
    const core::Seq until = std::max(m_impl->offset, m_impl->replay ? m_impl->replay->until : core::Seq());
    m_impl->offset = offset;
    m_impl->replay.reset();
    if (offset < until)
        m_impl->replay = Impl::Replay{std::move(replay), until};
}

core::Seq EventStream::offset() const {
    return m_impl->offset;
}

/// The replay in whose middle the last engine has stopped. Its lines are the last ones of the file, but for those that
/// were sent for the first time behind it and are not committed, and go as far as the line that came before all of
/// them. What the file does not tell keeps no stream from going on: it is logged.
std::optional<EventStream::Impl::Replay> EventStream::Impl::underWay(JsonLinesFile& file, const std::string& stream,
                                                                     const std::string& journalId,
                                                                     core::Seq committed) {
    std::optional<Replay> found;
    const Result<bool> isKnown = file.readBackwards(kMostLookedBack, [&](std::string_view line) {
        const std::optional<SentLine> sent = sentLine(line, journalId);
        if (!sent)
            return false;
        if (sent->replay.empty()) {
            if (!found && sent->seq > committed)
                return true;
            if (found)
                found->until = sent->seq;
            return false;
        }
        if (!found)
            found = Replay{sent->replay, core::Seq()};
        return true;
    });
    if (!isKnown || !*isKnown) {
        base::log::warning(
            "stream", "what may be left of a replay comes without its mark",
            {{"stream", stream},
             {"why", isKnown ? std::string("it began too far back in the file") : isKnown.error().message()}});
        return std::nullopt;
    }
    if (found && found->until <= committed)
        found.reset();
    return found;
}

/// How far entries can be judged: with a filter the projections have to know what an entry is about.
Result<core::Seq> EventStream::Impl::readable() {
    TRY_ASSIGN(const core::Seq head, reader->readHead());
    if (!filter || head <= offset)
        return head;
    if (!projections) {
        opened = fileAt(journal::projectionFile(workspace.folder));
        auto fresh = journal::ProjectionReader::open(workspace.folder);
        if (!fresh && fresh.error().code == ErrorCode::NotFound)
            return offset;
        TRY_ASSIGN(projections, std::move(fresh));
    }
    TRY_ASSIGN(const journal::Anchor anchor, projections->readAnchor());
    const bool isOther = anchor.journalId != journalId;
    if (!isOther && anchor.watermark > offset)
        return std::min(head, anchor.watermark);
    // They may have been thrown away and begun anew under another file of the same name.
    if (isOther || fileAt(journal::projectionFile(workspace.folder)) != opened)
        projections.reset();
    return offset;
}

Result<bool> EventStream::Impl::takes(const core::Entry& entry, std::map<core::EntityId, Known>& known) {
    if (!filter)
        return true;
    const Known* subject = nullptr;
    const auto found = known.find(entry.entity);
    if (found != known.end()) {
        subject = &found->second;
    } else {
        TRY_ASSIGN(Known fresh, read(entry.entity));
        subject = &known.emplace(entry.entity, std::move(fresh)).first->second;
    }
    return filter->matches({entry, subject->object, subject->names});
}

/// An entity's object, its records and the values of its match keys, as far as the projections know.
Result<EventStream::Impl::Known> EventStream::Impl::read(core::EntityId id) {
    Known known;
    if (id == core::EntityId())
        return known;
    TRY_ASSIGN(const std::optional<core::Entity> entity, projections->readEntity(id));
    if (!entity)
        return known;
    known.object = entity->object;
    for (const core::Side side : core::kSides) {
        if (entity->record[side])
            known.names.push_back(*entity->record[side]);
    }
    const mapping::ObjectMapping* const object = workspace.find(entity->object);
    if (object == nullptr)
        return known;
    for (const mapping::MatchKey& key : object->matchKeys) {
        const auto cell = entity->cells.find(key.field);
        if (cell == entity->cells.end() || !cell->second.standing)
            continue;
        for (const core::Side side : core::kSides) {
            if (const auto& text = cell->second.standing->value[side].text)
                known.names.push_back(*text);
        }
    }
    return known;
}

void EventStream::Impl::appendLine(std::string& lines, const core::Entry& entry) const {
    lines += cloudEvent(entry, journalId, workspace.id);
    if (replay && entry.seq <= replay->until) {
        lines.pop_back();
        addMember(lines, "replay", replay->name);
        lines += '}';
    }
    lines += '\n';
}

}  // namespace syncline::delivery
