#pragma once

#include "ui/bridge/query.h"

#include <QString>
#include <cstdint>
#include <vector>

namespace syncline::ui::stream {

/// How many troubles of each kind lie somewhere, and the newest of them.
struct TroubleCounts {
    std::int64_t conflicts = 0;
    std::int64_t failedWrites = 0;
    std::int64_t gaps = 0;
    std::int64_t disconnects = 0;
    core::Seq newestConflict;
    core::Seq newestFailure;  ///< of the other three

    [[nodiscard]] std::int64_t failures() const { return failedWrites + gaps + disconnects; }
    [[nodiscard]] bool isEmpty() const { return conflicts == 0 && failures() == 0; }
    void add(const TroubleAt& at);
    void add(const TroubleCounts& others);
    bool operator==(const TroubleCounts&) const = default;
};

/// The troubles of a whole journal in at most kMostBuckets counts, however long it is: a bucket takes equally many
/// sequences, twice as many each time that the journal outgrows them. A value.
class TroubleMap {
public:
    static constexpr std::int64_t kMostBuckets = 1024;

    /// The journal reaches that far, or further.
    void growTo(core::Seq head);
    /// Grows to it.
    void add(const TroubleAt& at);

    [[nodiscard]] const std::vector<TroubleCounts>& buckets() const { return m_buckets; }
    /// So many sequences are in one bucket.
    [[nodiscard]] std::int64_t width() const { return m_width; }
    /// Of the buckets that reach into the sequences from the first to the last.
    [[nodiscard]] TroubleCounts near(core::Seq first, core::Seq last) const;
    [[nodiscard]] TroubleCounts all() const;

private:
    [[nodiscard]] std::int64_t indexOf(core::Seq seq) const { return (seq.value() - 1) / m_width; }

    std::int64_t m_width = 1;
    std::vector<TroubleCounts> m_buckets;  ///< through the last that holds something
};

/// "2 conflicts, 1 failed write"; "" when there is none.
[[nodiscard]] QString troubleWords(const TroubleCounts& counts);

}  // namespace syncline::ui::stream
