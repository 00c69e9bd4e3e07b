#include "server/read/accept.hpp"

#include <algorithm>
#include <cctype>
#include <string>
#include <vector>

namespace tranche::server {

namespace {

struct media_range {
    std::string type;        // "text/csv", "text/*", "*/*"
    int thousandths = 1000;  // its q
};

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

std::string_view take_until(std::string_view& rest, char separator) {
    const auto end = rest.find(separator);
    const auto part = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    return trimmed(part);
}

std::string lower(std::string_view text) {
    std::string out{text};
    std::ranges::transform(out, out.begin(), [](unsigned char one) {
        return static_cast<char>(std::tolower(one));
    });
    return out;
}

// "0.8" is 800; what is no weight counts as 0, so that a mistake never wins.
int weight(std::string_view text) {
    if (text.empty() || (text[0] != '0' && text[0] != '1') || text.size() > 5) return 0;
    if (text.size() > 1 && text[1] != '.') return 0;
    int value = (text[0] - '0') * 1000;
    int place = 100;
    for (const char digit : text.substr(std::min<std::size_t>(2, text.size()))) {
        if (digit < '0' || digit > '9') return 0;
        value += (digit - '0') * place;
        place /= 10;
    }
    return std::min(value, 1000);
}

std::vector<media_range> ranges_of(std::string_view accept) {
    std::vector<media_range> ranges;
    while (!accept.empty()) {
        auto one = take_until(accept, ',');
        media_range range{lower(take_until(one, ';'))};
        while (!one.empty()) {
            const auto parameter = take_until(one, ';');
            if (lower(parameter.substr(0, 2)) == "q=")
                range.thousandths = weight(parameter.substr(2));
        }
        if (!range.type.empty()) ranges.push_back(std::move(range));
    }
    return ranges;
}

// The weight of the most specific range that covers the offer; 0 when none does.
int wanted(std::string_view offer, const std::vector<media_range>& ranges) {
    const std::string family = std::string{offer.substr(0, offer.find('/'))} + "/*";
    for (const std::string_view form : {offer, std::string_view{family}, std::string_view{"*/*"}}) {
        const auto found = std::ranges::find(ranges, form, &media_range::type);
        if (found != ranges.end()) return found->thousandths;
    }
    return 0;
}

}  // namespace

std::optional<std::size_t> best_media_type(
    std::string_view accept, std::span<const std::string_view> offers
) {
    if (trimmed(accept).empty()) return 0;
    const auto ranges = ranges_of(accept);
    std::optional<std::size_t> best;
    int best_weight = 0;
    for (std::size_t i = 0; i < offers.size(); ++i) {
        const int weight_here = wanted(offers[i], ranges);
        if (weight_here > best_weight) {
            best = i;
            best_weight = weight_here;
        }
    }
    return best;
}

}  // namespace tranche::server
