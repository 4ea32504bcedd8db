#pragma once

#include "engine/base/result.h"
#include "engine/base/try.h"
#include "engine/sqlite/statement_cache.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace syncline::sqlite {

using Blob = std::vector<std::byte>;
using BlobView = std::span<const std::byte>;

/// One SQL statement, lent by its connection's cache and given back, reset, by the destructor. Bind, then step through
/// the rows or run. On the connection's thread; must not outlive the connection. After a failure it may be bound anew.
class Statement {
public:
    explicit Statement(StatementCache::Lent statement) : m_statement(std::move(statement)) {}

    /// Starts over with these values for all parameters, in order; they are copied. Takes integers of up to 64 signed
    /// bits, double (not NaN, which SQLite would make NULL), text, Blob and BlobView, std::nullopt, and optionals.
    template <typename... Values>
    [[nodiscard]] base::Result<void> bind(const Values&... values);

    /// Goes to the next row; false when there is none, and then the next step would start over.
    [[nodiscard]] base::Result<bool> step();
    /// Steps to the end, for a statement whose rows nobody wants, and releases its locks.
    [[nodiscard]] base::Result<void> run();

    /// The value in a column of the row, counted from 0: std::int64_t, double, std::string, Blob, an optional of one
    /// of them, or std::string_view and BlobView, which are good until the next call. Another type in the file, or
    /// NULL without an optional, is Corrupt. To be called only after step() gave true.
    template <typename T>
    [[nodiscard]] base::Result<T> column(int index) const;
    /// All columns of the row from the first on.
    template <typename... Columns>
    [[nodiscard]] base::Result<std::tuple<Columns...>> row() const;

private:
    template <typename T>
    struct IsOptional : std::false_type {};
    template <typename T>
    struct IsOptional<std::optional<T>> : std::true_type {};

    template <typename T>
    base::Result<void> bindOne(int index, const T& value);
    base::Result<void> startBinding(int count);
    base::Result<void> bindNull(int index);
    base::Result<void> bindInteger(int index, std::int64_t value);
    base::Result<void> bindReal(int index, double value);
    base::Result<void> bindText(int index, std::string_view value);
    base::Result<void> bindBlob(int index, BlobView value);
    base::Result<void> checkBound(int index, int code) const;

    [[nodiscard]] bool isNull(int index) const;
    [[nodiscard]] base::Result<std::int64_t> integer(int index) const;
    [[nodiscard]] base::Result<double> real(int index) const;
    [[nodiscard]] base::Result<std::string_view> text(int index) const;
    [[nodiscard]] base::Result<BlobView> blob(int index) const;
    [[nodiscard]] base::Result<void> expectType(int index, int type) const;

    StatementCache::Lent m_statement;
};

template <typename... Values>
base::Result<void> Statement::bind(const Values&... values) {
    TRY(startBinding(static_cast<int>(sizeof...(Values))));
    base::Result<void> result;
    [[maybe_unused]] int index = 0;
    static_cast<void>(((result = bindOne(++index, values)).has_value() && ...));
    return result;
}

template <typename T>
base::Result<void> Statement::bindOne(int index, const T& value) {
    static_assert(!std::is_same_v<T, std::nullptr_t> && !std::is_same_v<T, char>, "say std::nullopt, or text");
    if constexpr (std::is_same_v<T, std::nullopt_t>) {
        return bindNull(index);
    } else if constexpr (IsOptional<T>::value) {
        return value ? bindOne(index, *value) : bindNull(index);
    } else if constexpr (std::is_integral_v<T>) {
        static_assert(std::is_signed_v<T> || sizeof(T) < sizeof(std::int64_t), "does not fit into 64 signed bits");
        return bindInteger(index, static_cast<std::int64_t>(value));
    } else if constexpr (std::is_floating_point_v<T>) {
        return bindReal(index, static_cast<double>(value));
    } else if constexpr (std::is_convertible_v<const T&, std::string_view>) {
        return bindText(index, value);
    } else {
        return bindBlob(index, value);
    }
}

template <typename T>
base::Result<T> Statement::column(int index) const {
    if constexpr (IsOptional<T>::value) {
        if (isNull(index))
            return T();
        TRY_ASSIGN(auto value, column<typename T::value_type>(index));
        return T(std::move(value));
    } else if constexpr (std::is_same_v<T, std::int64_t>) {
        return integer(index);
    } else if constexpr (std::is_same_v<T, double>) {
        return real(index);
    } else if constexpr (std::is_same_v<T, std::string_view>) {
        return text(index);
    } else if constexpr (std::is_same_v<T, std::string>) {
        TRY_ASSIGN(const auto view, text(index));
        return T(view);
    } else if constexpr (std::is_same_v<T, BlobView>) {
        return blob(index);
    } else {
        static_assert(std::is_same_v<T, Blob>, "not a type of a column");
        TRY_ASSIGN(const auto view, blob(index));
        return T(view.begin(), view.end());
    }
}

template <typename... Columns>
base::Result<std::tuple<Columns...>> Statement::row() const {
    return [this]<std::size_t... Index>(std::index_sequence<Index...>)->base::Result<std::tuple<Columns...>> {
        std::tuple<base::Result<Columns>...> cells{column<Columns>(static_cast<int>(Index))...};
        const base::Error* failure = nullptr;
        static_cast<void>(
            ((std::get<Index>(cells).has_value() || (failure = &std::get<Index>(cells).error()) == nullptr) && ...));
        if (failure != nullptr)
            return *failure;
        return std::tuple<Columns...>{*std::move(std::get<Index>(cells))...};
    }
    (std::index_sequence_for<Columns...>());
}

}  // namespace syncline::sqlite
