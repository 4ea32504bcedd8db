#include "ui/stream/json_page.h"

#include "ui/stream/json_tokens.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <algorithm>
#include <optional>

namespace syncline::ui::stream {

namespace {

/// Deeper than this, or broken: shown as it came.
constexpr int kMostDepth = 64;
/// Lists and objects up to this long stand in one line.
constexpr qsizetype kShortEnough = 56;
constexpr int kIndent = 2;

struct Node {
    enum class Kind { Scalar, Object, Array } kind = Kind::Scalar;
    QString key;   ///< with its quotes; of an object's members
    QString text;  ///< of a scalar
    std::vector<Node> children;
};

QString keyText(const QString& quoted) {
    const QByteArray list = '[' + quoted.toUtf8() + ']';
    return QJsonDocument::fromJson(list).array().first().toString();
}

/// Reads tokens into a tree; what is not understood fails the whole.
class Parser {
public:
    Parser(const QString& text, const std::vector<JsonToken>& tokens) : m_text(text), m_tokens(tokens) {}

    std::optional<Node> parse() {
        Node root;
        if (!value(root, 0) || m_at != m_tokens.size())
            return std::nullopt;
        return root;
    }

private:
    using Kind = JsonToken::Kind;

    [[nodiscard]] bool is(Kind kind) const { return m_at < m_tokens.size() && m_tokens[m_at].kind == kind; }
    [[nodiscard]] QChar letter() const { return m_text.at(m_tokens[m_at].start); }
    QString take() {
        const JsonToken& token = m_tokens[m_at++];
        return m_text.mid(token.start, token.length);
    }
    bool takeIf(Kind kind) {
        if (!is(kind))
            return false;
        ++m_at;
        return true;
    }

    bool value(Node& node, int depth) {
        if (is(Kind::Text) || is(Kind::Literal)) {
            node.text = take();
            return true;
        }
        if (depth >= kMostDepth || !is(Kind::Open))
            return false;
        node.kind = letter() == QLatin1Char('{') ? Node::Kind::Object : Node::Kind::Array;
        ++m_at;
        return children(node, depth);
    }

    bool children(Node& node, int depth) {
        const QLatin1Char close(node.kind == Node::Kind::Object ? '}' : ']');
        while (!is(Kind::Close)) {
            if (!node.children.empty() && !takeIf(Kind::Comma))
                return false;
            Node child;
            if (node.kind == Node::Kind::Object && !key(child))
                return false;
            if (!value(child, depth + 1))
                return false;
            node.children.push_back(std::move(child));
        }
        const bool fits = letter() == close;
        ++m_at;
        return fits;
    }

    bool key(Node& child) {
        if (!is(Kind::Text))
            return false;
        child.key = take();
        return takeIf(Kind::Colon);
    }

    const QString& m_text;
    const std::vector<JsonToken>& m_tokens;
    std::size_t m_at = 0;
};

/// The node in one line, or more than `most` characters of it.
qsizetype lengthOf(const Node& node, qsizetype most) {
    qsizetype length = node.key.isEmpty() ? 0 : node.key.size() + 2;
    if (node.kind == Node::Kind::Scalar)
        return length + node.text.size();
    length += 2;
    for (const Node& child : node.children) {
        if (length > most)
            return length;
        length += lengthOf(child, most) + 2;
    }
    return length;
}

class Printer {
public:
    JsonPage print(const Node& root) {
        value(root, 0, false);
        return std::move(m_page);
    }

private:
    void value(const Node& node, int depth, bool inOneLine) {
        if (node.kind == Node::Kind::Scalar) {
            m_page.text += node.text;
            return;
        }
        const bool isObject = node.kind == Node::Kind::Object;
        const bool isShort = inOneLine || (depth > 0 && lengthOf(node, kShortEnough) <= kShortEnough);
        m_page.text += QLatin1Char(isObject ? '{' : '[');
        for (std::size_t i = 0; i < node.children.size(); ++i) {
            if (i > 0)
                m_page.text += isShort ? QStringLiteral(", ") : QStringLiteral(",");
            if (!isShort)
                newLine(depth + 1);
            child(node.children[i], depth + 1, isShort);
        }
        if (!isShort && !node.children.empty())
            newLine(depth);
        m_page.text += QLatin1Char(isObject ? '}' : ']');
    }

    void child(const Node& node, int depth, bool inOneLine) {
        if (node.key.isEmpty()) {
            value(node, depth, inOneLine);
            return;
        }
        const std::size_t at = m_page.members.size();
        m_path.append(keyText(node.key));
        JsonMember member{m_path, {m_page.text.size(), node.key.size()}, {}};
        m_page.members.push_back(std::move(member));
        m_page.text += node.key + QStringLiteral(": ");
        const qsizetype start = m_page.text.size();
        value(node, depth, inOneLine);
        m_page.members[at].value = {start, m_page.text.size() - start};
        m_path.removeLast();
    }

    void newLine(int depth) { m_page.text += QLatin1Char('\n') + QString(depth * kIndent, QLatin1Char(' ')); }

    JsonPage m_page;
    QStringList m_path;
};

/// The field that a part of a compound is: as Salesforce's events nest them (Change Data Capture guide, compound
/// fields).
QString partOfCompound(const QString& compound, const QString& part) {
    static const QString kAddress = QStringLiteral("Address");
    static const QString kCustom = QStringLiteral("__c");
    if (compound == QStringLiteral("Name"))
        return part;
    if (compound.endsWith(kAddress))
        return compound.chopped(kAddress.size()) + part;
    if (compound.endsWith(kCustom))
        return compound.chopped(kCustom.size()) + QStringLiteral("__") + part + QStringLiteral("__s");
    return compound + part;
}

bool tellsOf(const QStringList& path, core::Side side, const QString& name) {
    const bool isSalesforce = side == core::Side::Salesforce;
    const auto from = path.indexOf(isSalesforce ? QStringLiteral("payload") : QStringLiteral("propertyChanges"));
    const qsizetype below = path.size() - from - 1;
    if (from < 0 || below < 1 || path.at(from + 1) == QStringLiteral("ChangeEventHeader"))
        return false;
    if (below == 1)
        return path.last() == name;
    return isSalesforce && below == 2 && partOfCompound(path.at(from + 1), path.last()) == name;
}

}  // namespace

JsonPage jsonPage(const QString& raw) {
    const auto tokens = jsonTokens(raw);
    const auto root = tokens ? Parser(raw, *tokens).parse() : std::nullopt;
    return root ? Printer().print(*root) : JsonPage{raw, {}};
}

const JsonMember* memberOfField(const JsonPage& page, core::Side side, const QString& name) {
    const auto found = std::find_if(page.members.begin(), page.members.end(),
                                    [&](const JsonMember& member) { return tellsOf(member.path, side, name); });
    return found == page.members.end() ? nullptr : &*found;
}

}  // namespace syncline::ui::stream
