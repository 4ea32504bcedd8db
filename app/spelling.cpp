#include "app/spelling.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace syncline::app {
namespace {

/// Letters to be put in, left out, changed or swapped with their neighbour (optimal string alignment).
std::size_t distance(const std::string& a, const std::string& b) {
    std::vector<std::vector<std::size_t>> least(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i)
        least[i][0] = i;
    for (std::size_t j = 0; j <= b.size(); ++j)
        least[0][j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t changed = least[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            least[i][j] = std::min({least[i - 1][j] + 1, least[i][j - 1] + 1, changed});
            const bool isSwap = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (isSwap)
                least[i][j] = std::min(least[i][j], least[i - 2][j - 2] + 1);
        }
    }
    return least[a.size()][b.size()];
}

/// The name that is closest, when it is close: two slips, one in a short word.
std::optional<std::string> nearest(const std::string& word, const std::vector<std::string>& names) {
    constexpr std::size_t kShort = 4;
    std::size_t closest = (word.size() <= kShort ? 1 : 2) + 1;
    std::optional<std::string> found;
    for (const std::string& name : names) {
        if (const std::size_t slips = distance(word, name); slips < closest) {
            closest = slips;
            found = name;
        }
    }
    return found;
}

/// Option groups are commands without a name to CLI11; their options are those of the command around them.
void collectOptions(const CLI::App& command, std::vector<const CLI::Option*>& options) {
    for (const CLI::Option* option : command.get_options())
        options.push_back(option);
    for (const CLI::App* group : command.get_subcommands({})) {
        if (group->get_name().empty())
            collectOptions(*group, options);
    }
}

std::string unknownOption(const std::string& word, const std::vector<const CLI::Option*>& options) {
    std::vector<std::string> names;
    for (const CLI::Option* option : options)
        names.insert(names.end(), option->get_lnames().begin(), option->get_lnames().end());
    const std::size_t begin = word.find_first_not_of('-');
    if (begin == std::string::npos)
        return {};
    const std::string plain = word.substr(begin);
    const auto longer = std::find_if(
        names.begin(), names.end(), [&](const std::string& name) { return name.compare(0, plain.size(), plain) == 0; });
    const auto meant = longer != names.end() ? std::optional(*longer) : nearest(plain, names);
    return meant ? '"' + word + "\" is no option here. Did you mean \"--" + *meant + "\"?" : std::string();
}

std::string unknownCommand(const std::string& word, const std::vector<const CLI::App*>& commands) {
    std::vector<std::string> names;
    for (const CLI::App* command : commands)
        names.push_back(command->get_name());
    const auto meant = nearest(word, names);
    return meant ? '"' + word + "\" is no command. Did you mean \"" + *meant + "\"?" : std::string();
}

std::vector<const CLI::App*> commandsOf(const CLI::App& command) {
    return command.get_subcommands([](const CLI::App* one) { return !one->get_name().empty(); });
}

}  // namespace

std::string meantBy(const CLI::App& program, const std::vector<std::string>& words) {
    const CLI::App* command = &program;
    bool isValue = false;
    for (const std::string& word : words) {
        if (std::exchange(isValue, false))
            continue;
        if (word == "--")
            return {};
        if (word.size() > 1 && word.front() == '-') {
            std::vector<const CLI::Option*> options;
            collectOptions(*command, options);
            const std::string name = word.substr(0, word.find('='));
            const auto known = std::find_if(options.begin(), options.end(),
                                            [&](const CLI::Option* one) { return one->check_name(name); });
            if (known == options.end())
                return unknownOption(name, options);
            isValue = name == word && (*known)->get_items_expected_max() > 0;
            continue;
        }
        const std::vector<const CLI::App*> commands = commandsOf(*command);
        const auto named = std::find_if(commands.begin(), commands.end(),
                                        [&](const CLI::App* one) { return one->get_name() == word; });
        if (named != commands.end())
            command = *named;
        else if (!commands.empty())
            return unknownCommand(word, commands);
    }
    return {};
}

}  // namespace syncline::app
