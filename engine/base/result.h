#pragma once

#include "engine/base/error.h"

#include <type_traits>
#include <utility>
#include <variant>

namespace syncline::base {

/// Text, pointers and numbers would become true on the way to a Result<bool>.
template <typename From, typename To>
concept OnlyConvertsTo =
    std::is_same_v<To, bool> && !std::is_same_v<std::remove_cvref_t<From>, bool> && std::is_convertible_v<From, bool>;

/// A value or an Error, with the names of std::expected. It cannot be ignored. Holds any movable value, but no
/// reference and no Error. Reading the side that is not there is a fault of the caller: std::get throws
/// std::bad_variant_access. What is taken from a temporary is a value of its own, so that `for (auto& row : *read())`
/// does not dangle.
template <typename T>
class [[nodiscard]] Result {
    static_assert(std::is_object_v<T> && !std::is_array_v<T> && !std::is_const_v<T>, "a value, not a reference");
    static_assert(!std::is_same_v<T, Error>, "an Error as the value cannot be told from a failure");

public:
    using value_type = T;

    Result(T value) : m_state(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) {}
    template <OnlyConvertsTo<T> U>
    Result(U&&) = delete;

    [[nodiscard]] bool has_value() const noexcept { return m_state.index() == 0; }
    explicit operator bool() const noexcept { return has_value(); }

    [[nodiscard]] T& value() & { return std::get<0>(m_state); }
    [[nodiscard]] const T& value() const& { return std::get<0>(m_state); }
    [[nodiscard]] T value() && { return std::get<0>(std::move(m_state)); }
    [[nodiscard]] T& operator*() & { return value(); }
    [[nodiscard]] const T& operator*() const& { return value(); }
    [[nodiscard]] T operator*() && { return std::move(*this).value(); }
    [[nodiscard]] T* operator->() { return &value(); }
    [[nodiscard]] const T* operator->() const { return &value(); }

    [[nodiscard]] Error& error() & { return std::get<1>(m_state); }
    [[nodiscard]] const Error& error() const& { return std::get<1>(m_state); }
    [[nodiscard]] Error error() && { return std::get<1>(std::move(m_state)); }

    template <typename U>
    [[nodiscard]] T value_or(U&& fallback) const& {
        return has_value() ? value() : static_cast<T>(std::forward<U>(fallback));
    }
    template <typename U>
    [[nodiscard]] T value_or(U&& fallback) && {
        return has_value() ? std::move(*this).value() : static_cast<T>(std::forward<U>(fallback));
    }

    bool operator==(const Result&) const = default;

private:
    std::variant<T, Error> m_state;
};

/// Success without a value, or an Error.
template <>
class [[nodiscard]] Result<void> {
public:
    using value_type = void;

    Result() = default;
    Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) {}

    [[nodiscard]] bool has_value() const noexcept { return m_state.index() == 0; }
    explicit operator bool() const noexcept { return has_value(); }

    [[nodiscard]] Error& error() & { return std::get<1>(m_state); }
    [[nodiscard]] const Error& error() const& { return std::get<1>(m_state); }
    [[nodiscard]] Error error() && { return std::get<1>(std::move(m_state)); }

    bool operator==(const Result&) const = default;

private:
    std::variant<std::monostate, Error> m_state;
};

}  // namespace syncline::base
