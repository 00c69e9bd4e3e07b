#include "persistence/seal_check.hpp"

#include "persistence/round_trip.hpp"
#include "persistence/row_writer.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <string_view>

namespace tranche::persistence {
namespace {

constexpr std::int64_t seals_at_once = 5000;
constexpr std::int64_t rows_at_once = 50000;
constexpr std::size_t leaf_size = 40;
constexpr auto lowest_id = std::numeric_limits<std::int64_t>::min();
constexpr auto highest_id = std::numeric_limits<std::int64_t>::max();

struct known_seal {
    seal made;
    bool lists_its_leaves = false;
};

std::vector<known_seal> page_of_seals(session& with, std::string_view stream, std::int64_t after) {
    std::vector<known_seal> page;
    for (const auto row : ask(with, seals_after(stream, after, seals_at_once))) {
        page.push_back({seal_of(row), row.truth("lists_its_leaves")});
    }
    return page;
}

std::string named(const seal& one) {
    return one.stream + " seal " + std::to_string(one.n);
}

// What is wrong with a seal itself, seen beside the one before it.
std::string fault_of(const known_seal& here, const seal& before) {
    const auto& one = here.made;
    if (one.n != before.n + 1) {
        return named(before) + " is followed by " + std::to_string(one.n);
    }
    if (one.first_id != before.last_id + 1) {
        return named(one) + " begins at " + std::to_string(one.first_id) +
            ", the one before ends at " + std::to_string(before.last_id);
    }
    if (one.prev_hash != before.hash) {
        return named(one) + " holds another hash of the seal before it";
    }
    if (one.hash != hash_of(one)) {
        return named(one) + " was changed: its hash is another";
    }
    if (one.form < 1 || one.form > seal_form) {
        return named(one) + " has a form this program does not know";
    }
    return here.lists_its_leaves ? "" : named(one) + " lists other leaves than its root says";
}

std::string first_difference(
    std::string_view sealed, std::string_view found, const seal_stream& of
) {
    const auto id_at = [](std::string_view list, std::size_t at) {
        if (at >= list.size()) {
            return highest_id;
        }
        std::uint64_t number = 0;
        for (const char one : list.substr(at, 8)) {
            number = number << 8U | static_cast<unsigned char>(one);
        }
        return static_cast<std::int64_t>(number);
    };
    const auto say = [&](std::int64_t id, const char* what) {
        return std::string{of.name} + ": " + std::string{of.of} + ' ' + std::to_string(id) + ' ' +
            what;
    };
    for (std::size_t at = 0; at < sealed.size() || at < found.size(); at += leaf_size) {
        const auto then = id_at(sealed, at);
        const auto now = id_at(found, at);
        if (then < now) {
            return say(then, "was sealed and is gone");
        }
        if (now < then) {
            return say(now, "was put in after its range was sealed");
        }
        if (sealed.substr(at, leaf_size) != found.substr(at, leaf_size)) {
            return say(now, "is not what was sealed");
        }
    }
    return {};
}

class chain_check {
public:
    chain_check(session& with, const seal_stream& of) : with_{with}, of_{of} {
        state_.stream = of.name;
        before_.stream = of.name;
    }

    chain_state run() {
        auto read_to = lowest_id;
        while (true) {
            page_ = page_of_seals(with_, of_.name, before_.n);
            at_ = 0;
            if (page_.empty()) {
                break;
            }
            for (const auto& one : page_) {
                note(seal_fault_, fault_of(one, before_));
                before_ = one.made;
            }
            read_to = read_rows(read_to);
            state_.seals += static_cast<std::int64_t>(page_.size());
        }
        count_unsealed(read_to);
        for (auto* fault : {&seal_fault_, &row_fault_}) {
            if (!fault->empty()) {
                state_.broken.push_back(std::move(*fault));
            }
        }
        return std::move(state_);
    }

private:
    static void note(std::string& first, std::string fault) {
        if (first.empty()) {
            first = std::move(fault);
        }
    }

    // Each seal's rows are hashed in the form they were sealed in.
    std::int64_t read_rows(std::int64_t after) {
        while (at_ < page_.size()) {
            const auto form = page_[at_].made.form;
            const auto end = static_cast<std::size_t>(
                std::find_if(
                    page_.begin() + static_cast<std::ptrdiff_t>(at_), page_.end(),
                    [&](const known_seal& one) { return one.made.form != form; }
                ) -
                page_.begin()
            );
            after = read_rows_until(end, in_form(form), after);
        }
        return after;
    }

    [[nodiscard]] const seal_stream& in_form(std::int64_t form) const {
        for (const auto& one : seal_streams(form)) {
            if (one.name == of_.name) {
                return one;
            }
        }
        return of_;
    }

    std::int64_t read_rows_until(std::size_t end, const seal_stream& of, std::int64_t after) {
        const auto last = page_[end - 1].made.last_id;
        while (after < last) {
            after = read_leaves(with_, of, after, last, rows_at_once, [&](const leaf& found) {
                while (found.id > page_[at_].made.last_id) {
                    compare();
                }
                append_leaf(found_, found);
                ++state_.rows;
            });
        }
        while (at_ < end) {
            compare();
        }
        return last;
    }

    // The rows found in the range of a seal, with those it lists. The list is fetched only when
    // they differ, to name the row.
    void compare() {
        const auto& one = page_[at_].made;
        if (row_fault_.empty() && sha256(found_) != one.root) {
            const auto list = ask(with_,
                                  {{"leaves_of_seal",
                                    R"(
                      select encode(leaves, 'hex') as leaves
                        from audit.seal
                        where stream = $1
                         and n = $2)"},
                                   {one.stream, one.n}})[0]
                                  .text("leaves");
            note(row_fault_, first_difference(from_hex(list), found_, of_));
            note(row_fault_, named(one) + " has another root than its rows");
        }
        found_.clear();
        ++at_;
    }

    void count_unsealed(std::int64_t after) {
        while (after < highest_id) {
            after = read_leaves(with_, of_, after, highest_id, rows_at_once, [&](const leaf&) {
                ++state_.unsealed;
            });
        }
    }

    session& with_;
    const seal_stream& of_;
    chain_state state_;
    seal before_;
    std::vector<known_seal> page_;
    std::size_t at_ = 0;
    std::string found_;
    std::string seal_fault_;
    std::string row_fault_;
};

}  // namespace

chain_state check_chain(session& with, const seal_stream& of) {
    return chain_check{with, of}.run();
}

std::optional<std::string> contradicts(session& with, const witnessed_seal& witnessed) {
    const auto found = ask(with, seals_after(witnessed.stream, witnessed.n - 1, 1));
    const auto name = witnessed.stream + " seal " + std::to_string(witnessed.n);
    if (found.empty() || found[0].integer("n") != witnessed.n) {
        return name + " is gone";
    }
    const auto here = seal_of(found[0]);
    if (here.hash != witnessed.hash || here.last_id != witnessed.last_id) {
        return name + " is another: what it seals, or something before it, was rewritten";
    }
    return std::nullopt;
}

}  // namespace tranche::persistence
