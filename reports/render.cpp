#include "reports/render.hpp"

#include "persistence/row_stream.hpp"
#include "reports/json_line.hpp"
#include "reports/parameters.hpp"
#include "reports/registry.hpp"
#include "reports/renderers.hpp"

#include <cctype>

namespace tranche::reports {

namespace {

void append_parameters(std::string& out, const report& of, domain::language language) {
    out += '[';
    bool first = true;
    for (const auto& one : all_parameters()) {
        if (!takes(of, one.name)) continue;
        out += first ? "{" : ",{";
        first = false;
        append_json_name(out, "name");
        append_json_text(out, one.name);
        append_json_name(out, "label");
        append_json_text(out, one.label.in(language));
        append_json_name(out, "description");
        append_json_text(out, one.about);
        if (one.type == parameter_type::grouping) {
            append_json_name(out, "choices");
            out += '[';
            for (std::size_t i = 0; i < of.group_by.size(); ++i) {
                if (i != 0) out += ',';
                append_json_text(out, of.group_by[i].name);
            }
            out += ']';
        }
        out += '}';
    }
    out += ']';
}

std::string_view suffix_of(format which) {
    switch (which) {
        case format::csv:
            return ".csv";
        case format::text:
            return ".txt";
        case format::json:
            break;
    }
    return ".json";
}

}  // namespace

void render(
    persistence::session& with, const report& which, const request& asked, const stamp& made,
    const sink& out
) {
    const auto planned = which.make_plan(asked);
    buffered_sink buffer{out};
    const persistence::read_snapshot snapshot{with};
    const rendering all{with, which, asked, planned, made, buffer};
    switch (asked.as) {
        case format::csv:
            render_csv(all);
            break;
        case format::text:
            render_text(all);
            break;
        case format::json:
            render_json(all);
            break;
    }
    buffer.flush();
}

bool is_provisional(const rendering& of) {
    const auto& known = of.asked.as_known_on;
    const auto today = of.made.generated_at.substr(0, std::string_view{"2009-12-31"}.size());
    return !known || (!today.empty() && domain::to_string(*known) >= today);
}

std::string file_name(const report& which, const request& asked) {
    std::string out{which.name};
    for (const auto& [name, value] : asked.given) {
        out += '_' + name + '-';
        for (const char one : value) {
            const bool plain =
                std::isalnum(static_cast<unsigned char>(one)) != 0 || one == '.' || one == '-';
            out += plain ? one : '-';
        }
    }
    out += suffix_of(asked.as);
    return out;
}

std::string describe_reports(domain::language language) {
    std::string out = R"({"items":[)";
    bool first = true;
    request plain;
    plain.language = language;
    for (const auto& one : all_reports()) {
        out += first ? "{" : ",{";
        first = false;
        append_json_name(out, "name");
        append_json_text(out, one.name);
        append_json_name(out, "title");
        append_json_text(out, one.title.in(language));
        append_json_name(out, "question");
        append_json_text(out, one.question.in(language));
        append_json_name(out, "parameters");
        append_parameters(out, one, language);
        append_columns(out, one.make_plan(plain), language);
        append_json_name(out, "formats");
        out += R"(["json","csv","text"])";
        append_json_name(out, "href");
        append_json_text(out, "/api/v1/reports/" + std::string{one.name});
        out += '}';
    }
    return out + "]}";
}

}  // namespace tranche::reports
