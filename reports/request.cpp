#include "reports/request.hpp"

#include "domain/entity.hpp"
#include "domain/error.hpp"
#include "persistence/round_trip.hpp"
#include "reports/parameters.hpp"

#include <algorithm>
#include <charconv>

namespace tranche::reports {

namespace {

using domain::entity;
using domain::violation;

// Reads one parameter after the other into the request and collects what is wrong.
class request_reader {
public:
    request_reader(
        const report& of, persistence::session& with, persistence::reference_finder& references
    )
        : of_(of),
          with_(with),
          references_(references) {}

    void read(const std::string& name, const std::string& text) {
        if (std::ranges::find(seen_, name) != seen_.end()) {
            return refuse(name, "repeated_parameter");
        }
        seen_.push_back(name);
        if (read_form(name, text)) {
            return;
        }
        const auto* declared = takes(of_, name) ? find_parameter(name) : nullptr;
        if (declared == nullptr) {
            return refuse(name, "unknown_query_parameter", {{"suggestion", ""}});
        }
        read_declared(*declared, text);
        made_.given.emplace_back(name, text);
    }

    request finish() {
        read_period();
        if (made_.year && (made_.since || made_.until)) {
            refuse("year", "bad_query_parameter", {{"expected", "year, or since and until"}});
        }
        if (made_.from && made_.to && *made_.to < *made_.from) {
            refuse("to", "bad_query_parameter", {{"expected", "a day not before from"}});
        }
        if (!problems_.empty()) {
            throw domain::refusal(
                {domain::error_kind::malformed,
                 "bad_query",
                 {{"count", std::to_string(problems_.size())}},
                 std::move(problems_)}
            );
        }
        return std::move(made_);
    }

private:
    void refuse(std::string_view name, std::string code, domain::message_args args = {}) {
        problems_.push_back({"?" + std::string{name}, std::move(code), std::move(args)});
    }

    bool read_form(const std::string& name, const std::string& text) {
        if (name == "format") {
            const auto found = format_from(text);
            if (!found) refuse(name, "not_in_list", {{"allowed", "json, csv, text"}});
            made_.as = found.value_or(format::json);
        } else if (name == "lang") {
            const auto found = domain::language_from_tag(text);
            if (!found) refuse(name, "not_in_list", {{"allowed", "en, fr, es"}});
            made_.language = found.value_or(domain::language::en);
            made_.language_given = true;
        } else if (name == "labels") {
            made_.labels = read_flag(name, text);
        } else if (name == "bom") {
            made_.bom = read_flag(name, text);
        } else {
            return false;
        }
        return true;
    }

    bool read_flag(std::string_view name, std::string_view text) {
        if (text != "true" && text != "false") {
            refuse(name, "not_in_list", {{"allowed", "true, false"}});
        }
        return text == "true";
    }

    void read_declared(const parameter& declared, const std::string& text) {
        switch (declared.type) {
            case parameter_type::reference:
                return read_reference(declared.name, text);
            case parameter_type::state:
                return read_state(declared.name, text);
            case parameter_type::year:
                made_.year = read_number(declared.name, text, 1900, 2200);
                return;
            case parameter_type::date: {
                auto& day = declared.name == "since" ? made_.since
                    : declared.name == "until"       ? made_.until
                    : declared.name == "from"        ? made_.from
                    : declared.name == "to"          ? made_.to
                                                     : made_.as_known_on;
                day = domain::parse_date(text);
                if (!day) refuse(declared.name, "not_a_date");
                return;
            }
            case parameter_type::days:
                made_.late_days = read_number(declared.name, text, 0, 36'500).value_or(0);
                return;
            case parameter_type::version: {
                auto& number = declared.name == "from_version" ? made_.from_version
                    : declared.name == "to_version"            ? made_.to_version
                                                               : made_.forecast;
                number = read_number(declared.name, text, 1, 32'767);
                return;
            }
            case parameter_type::flag:
                (declared.name == "published" ? made_.published : made_.reported) =
                    read_flag(declared.name, text);
                return;
            case parameter_type::reading:
                return read_reading(declared.name, text);
            case parameter_type::grouping:
                return read_grouping(declared.name, text);
        }
    }

    void read_reference(std::string_view name, const std::string& text) {
        const auto take = [&](entity what, std::optional<std::int64_t>& id) {
            id = references_.find(with_, what, text);
            if (!id)
                refuse(name, "unknown_reference", {{"type", std::string{name}}, {"value", text}});
        };
        if (name == "instrument") take(entity::instrument, made_.instrument);
        if (name == "line") take(entity::funding_line, made_.line);
        if (name == "project") take(entity::project, made_.project);
        if (name == "partner") take(entity::partner, made_.partner);
        if (name == "agreement") take(entity::agreement, made_.agreement);
        if (name == "expenditure_report") {
            take(entity::expenditure_report, made_.expenditure_report);
        }
        if (name == "donor") take(entity::donor, made_.donor_named);
        if (name == "contribution") take(entity::contribution, made_.contribution);
        if (name == "statement") take(entity::accounting_statement, made_.statement);
        if (name == "layout") take(entity::statement_layout, made_.layout);
        if (name == "payment") take(entity::payment, made_.payment);
        if (name == "entry") take(entity::journal_entry, made_.entry);
        if (name == "period") take(entity::accounting_period, made_.period);
    }

    void read_reading(std::string_view name, std::string_view text) {
        if (std::ranges::find(readings, text) == readings.end()) {
            return refuse(name, "not_in_list", {{"allowed", "as_corrected, as_reported"}});
        }
        made_.as_reported = text == "as_reported";
    }

    // The days of the period stand for since, until and, as it was reported, for as_known_on.
    void read_period() {
        if (!made_.period) {
            if (made_.as_reported) refuse("reading", "reading_without_period");
            return;
        }
        if (made_.year || made_.since || made_.until || made_.as_known_on) {
            refuse("period", "bad_query_parameter", {{"expected", "a period, or days"}});
            return;
        }
        const auto found = persistence::ask(
            with_,
            {{"days_of_period",
              R"(
                  select first_day, last_day, reported_on, instrument_id
                    from funding.accounting_period
                    where id = $1)"},
             {*made_.period}}
        );
        const auto row = found[0];
        if (takes(of_, "since")) made_.since = row.day("first_day");
        made_.until = row.day("last_day");
        if (made_.instrument.value_or(row.integer("instrument_id")) !=
            row.integer("instrument_id")) {
            refuse("period", "bad_query_parameter", {{"expected", "a period of the instrument"}});
        }
        made_.instrument = row.integer("instrument_id");
        if (made_.as_reported) {
            made_.as_known_on = row.maybe_day("reported_on");
            if (!made_.as_known_on) refuse("reading", "period_not_closed");
        }
    }

    void read_state(std::string_view name, const std::string& text) {
        const auto capital = [](char letter) {
            return letter >= 'A' && letter <= 'Z';
        };
        if (text.size() != 2 || !std::ranges::all_of(text, capital)) {
            return refuse(name, "bad_query_parameter", {{"expected", "two capital letters"}});
        }
        made_.state = text;
    }

    std::optional<std::int64_t> read_number(
        std::string_view name, const std::string& text, std::int64_t min, std::int64_t max
    ) {
        std::int64_t number = 0;
        const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (failed != std::errc{} || end != text.data() + text.size()) {
            refuse(name, "bad_query_parameter", {{"expected", "integer"}});
            return std::nullopt;
        }
        if (number < min || number > max) {
            refuse(
                name, "out_of_range", {{"min", std::to_string(min)}, {"max", std::to_string(max)}}
            );
            return std::nullopt;
        }
        return number;
    }

    void read_grouping(std::string_view name, std::string_view text) {
        while (true) {
            const auto comma = text.find(',');
            const auto one = text.substr(0, comma);
            const bool known = std::ranges::any_of(of_.group_by, [&](const group_choice& choice) {
                return choice.name == one;
            });
            if (!known || made_.groups(one)) {
                std::string allowed;
                for (const auto& choice : of_.group_by) {
                    allowed += (allowed.empty() ? "" : ", ") + std::string{choice.name};
                }
                return refuse(name, "not_in_list", {{"allowed", allowed}});
            }
            made_.group_by.emplace_back(one);
            if (comma == std::string_view::npos) {
                return;
            }
            text.remove_prefix(comma + 1);
        }
    }

    const report& of_;
    persistence::session& with_;
    persistence::reference_finder& references_;
    request made_;
    std::vector<std::string> seen_;
    std::vector<violation> problems_;
};

}  // namespace

std::optional<format> format_from(std::string_view name) {
    if (name == "json") return format::json;
    if (name == "csv") return format::csv;
    if (name == "text") return format::text;
    return std::nullopt;
}

std::string_view media_type_of(format which) {
    switch (which) {
        case format::csv:
            return "text/csv; charset=utf-8";
        case format::text:
            return "text/plain; charset=utf-8";
        case format::json:
            break;
    }
    return "application/json";
}

bool request::groups(std::string_view by) const {
    return std::ranges::find(group_by, by) != group_by.end();
}

request read_request(
    const report& of, const name_values& parameters, persistence::session& with,
    persistence::reference_finder& references
) {
    request_reader reader{of, with, references};
    for (const auto& [name, text] : parameters) {
        reader.read(name, text);
    }
    return reader.finish();
}

}  // namespace tranche::reports
