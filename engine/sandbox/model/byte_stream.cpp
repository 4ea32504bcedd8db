#include "engine/sandbox/model/byte_stream.h"

#include <bit>
#include <charconv>

namespace syncline::sandbox::model {
namespace {

template <typename Number>
std::optional<Number> parse(std::string_view text) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

}  // namespace

void ByteWriter::real(double value) {
    number(std::bit_cast<std::uint64_t>(value));
}

void ByteWriter::text(std::string_view value) {
    number(value.size());
    m_bytes += value;
}

void ByteWriter::value(const Value& value) {
    number(value ? 1 : 0);
    if (value)
        text(*value);
}

void ByteWriter::texts(const std::vector<std::string>& list) {
    number(list.size());
    for (const std::string& one : list)
        text(one);
}

std::uint64_t ByteReader::number() {
    const auto value = parse<std::uint64_t>(word());
    if (!value)
        fail();
    return value.value_or(0);
}

std::int64_t ByteReader::signedNumber() {
    const auto value = parse<std::int64_t>(word());
    if (!value)
        fail();
    return value.value_or(0);
}

double ByteReader::real() {
    return std::bit_cast<double>(number());
}

std::string ByteReader::text() {
    const std::size_t size = count();
    std::string value(m_rest.substr(0, size));
    m_rest.remove_prefix(size);
    return value;
}

Value ByteReader::value() {
    return below(2) == 1 ? Value(text()) : Value();
}

std::vector<std::string> ByteReader::texts() {
    std::vector<std::string> list(count());
    for (std::string& one : list)
        one = text();
    return list;
}

std::size_t ByteReader::count() {
    const std::uint64_t value = number();
    if (value > m_rest.size()) {
        fail();
        return 0;
    }
    return static_cast<std::size_t>(value);
}

unsigned ByteReader::below(unsigned bound) {
    const std::uint64_t value = number();
    if (value >= bound) {
        fail();
        return 0;
    }
    return static_cast<unsigned>(value);
}

std::string_view ByteReader::word() {
    const std::size_t end = m_rest.find(' ');
    if (end == std::string_view::npos) {
        fail();
        return {};
    }
    const std::string_view found = m_rest.substr(0, end);
    m_rest.remove_prefix(end + 1);
    return found;
}

void ByteReader::fail() {
    m_ok = false;
    m_rest = {};
}

}  // namespace syncline::sandbox::model
