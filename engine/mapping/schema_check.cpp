// The one source that sees valijson, whose headers are heavy and whose errors are exceptions.
#include "engine/mapping/schema_check.h"

#include "engine/mapping/schema_words.h"
#include "engine/mapping/workspace.h"

#include <exception>
#include <set>

#include <boost/json.hpp>
#include <valijson/adapters/boost_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace syncline::mapping {
namespace {

namespace json = boost::json;

using Path = std::vector<std::string>;

/// valijson names a place "<root>", "[objects]", "[0]"; the steps without their brackets.
Path pathOf(const std::vector<std::string>& context) {
    Path path;
    for (const std::string& step : context) {
        if (step.starts_with('['))
            path.push_back(step.substr(1, step.size() - 2));
    }
    return path;
}

/// The places that do not fit, each with valijson's own words for it.
std::map<Path, std::string> failures(const json::value& schemaJson, const json::value& document) {
    valijson::Schema schema;
    valijson::SchemaParser parser;
    parser.populateSchema(valijson::adapters::BoostJsonAdapter(schemaJson), schema);
    valijson::Validator validator;
    valijson::ValidationResults results;
    std::map<Path, std::string> failing;
    if (validator.validate(schema, valijson::adapters::BoostJsonAdapter(document), &results))
        return failing;
    for (const valijson::ValidationResults::Error& error : results)
        failing.emplace(pathOf(error.context), error.description);
    return failing;
}

/// A place above another one fails only because that one does.
bool isAbove(const Path& path, const std::map<Path, std::string>& failing) {
    const auto next = failing.upper_bound(path);
    return next != failing.end() && next->first.size() > path.size()
           && std::equal(path.begin(), path.end(), next->first.begin());
}

}  // namespace

base::Result<void> checkSchema(const json::value& document, Mistakes& mistakes) {
    try {
        const json::value schema = json::parse(workspaceSchema());
        const std::map<Path, std::string> failing = failures(schema, document);
        for (const auto& [path, description] : failing) {
            if (!explainFailure(schema, document, path, mistakes) && !isAbove(path, failing))
                mistakes.add(pointerOf(path), description);
        }
        return {};
    } catch (const std::exception& exception) {
        return base::Error{
            base::ErrorCode::Internal, "validate workspace", "workspace.schema.json", exception.what(), {}};
    }
}

}  // namespace syncline::mapping
