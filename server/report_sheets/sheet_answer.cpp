#include "server/report_sheets/sheet_answer.hpp"

#include "domain/message_catalogue.hpp"
#include "server/imports/import_kind.hpp"
#include "server/sheet/bounds.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace tranche::server {
namespace json = boost::json;
namespace {

json::object told(
    const domain::violation& what, std::string_view severity, domain::language language
) {
    json::object made;
    if (what.cell) {
        made["row"] = what.cell->row;
        if (!what.cell->column.empty()) {
            made["column"] = what.cell->column;
        }
        if (!what.cell->typed.empty()) {
            made["value"] = what.cell->typed;
        }
    }
    const auto text = domain::message_for(what.code, language, what.args);
    made["severity"] = severity;
    made["code"] = what.code;
    made["message"] = text.message;
    if (!text.hint.empty()) {
        made["hint"] = text.hint;
    }
    json::object values;
    for (const auto& [name, value] : what.args) {
        values[name] = value;
    }
    if (!values.empty()) {
        made["values"] = std::move(values);
    }
    return made;
}

std::string_view question_of(std::string_view code) {
    return code == "decimal_mark_undecided" ? "decimal"
        : code == "day_order_undecided"     ? "dates"
                                            : "other_currency";
}

// A question with what each answer would make of the cell, and what the country would say.
json::object told_question(
    const domain::violation& what, const sheet_forms& forms, domain::language language
) {
    auto made = told(what, "question", language);
    const auto question = question_of(what.code);
    made["question"] = question;
    const std::string typed = what.cell ? what.cell->typed : std::string{};
    if (question == "decimal") {
        made["readings"] = json::object{
            {"point", plain_number(typed, decimal_mark::point).value_or("")},
            {"comma", plain_number(typed, decimal_mark::comma).value_or("")}};
        if (forms.usual_mark) {
            made["suggested"] = *forms.usual_mark == decimal_mark::point ? "point" : "comma";
        }
    } else if (question == "dates") {
        const auto day = [&](day_order order) {
            const auto read = day_in(typed, order);
            return read ? domain::to_string(*read) : std::string{};
        };
        made["readings"] = json::object{
            {"day_first", day(day_order::day_first)}, {"month_first", day(day_order::month_first)}};
        if (forms.usual_order) {
            made["suggested"] =
                *forms.usual_order == day_order::day_first ? "day_first" : "month_first";
        }
    }
    return made;
}

std::string_view outcome(line_fate fate) {
    switch (fate) {
        case line_fate::added:
            return "new";
        case line_fate::changed:
            return "changed";
        case line_fate::removed:
            return "removed";
        default:
            return "unchanged";
    }
}

json::object told_line(
    const planned_line& line, const read_sheet& from, std::span<const recorded_line> recorded
) {
    json::object made;
    if (line.row != 0) {
        made["row"] = line.row;
    }
    made["outcome"] = outcome(line.fate);
    for (const auto which : {report_column::document, report_column::budget_line}) {
        made[report_sheet_columns()[static_cast<std::size_t>(which)].stem] =
            at(line.cells, which).value_or("");
    }
    json::array read;
    json::array changes;
    for (std::size_t i = 0; i < said_columns; ++i) {
        const auto which = static_cast<report_column>(i);
        const auto& cell = line.cells.at(i);
        const auto typed = line.row == 0 ? std::string_view{} : from.typed(line.row, which);
        const auto stem = report_sheet_columns()[i].stem;
        if (which == report_column::line_id || line.stands_in.test(i) || typed.empty()) {
            continue;
        }
        if (cell && *cell != typed) {
            read.push_back(json::object{{"column", stem}, {"typed", typed}, {"read", *cell}});
        }
        const auto* known = line.recorded ? &recorded[*line.recorded].cells.at(i) : nullptr;
        if (known != nullptr && cell &&
            (!*known || !same_cell(report_sheet_columns()[i].type, *cell, **known))) {
            changes.push_back(json::object{
                {"column", stem}, {"recorded", known->value_or("")}, {"given", *cell}});
        }
    }
    if (!read.empty()) {
        made["read"] = std::move(read);
    }
    if (!changes.empty()) {
        made["changes"] = std::move(changes);
    }
    return made;
}

json::array told_forms(const read_sheet& from) {
    json::array all;
    for (const auto& one : from.meant.forms) {
        json::object form{{"column", from.meant.headings.at(one.column)}, {"decided_by", one.by}};
        if (const auto* mark = std::get_if<decimal_mark>(&one.form)) {
            form["decimal"] = *mark == decimal_mark::point ? "point" : "comma";
        } else {
            form["dates"] =
                std::get<day_order>(one.form) == day_order::day_first ? "day_first" : "month_first";
        }
        all.push_back(std::move(form));
    }
    return all;
}

}  // namespace

json::object told_counts(const sheet_plan& plan) {
    return {
        {"new", plan.count(line_fate::added)},
        {"changed", plan.count(line_fate::changed)},
        {"unchanged", plan.count(line_fate::unchanged)},
        {"removed", plan.count(line_fate::removed)},
        {"not_in_file", plan.count(line_fate::untouched)}};
}

json::object told_plan(
    const sheet_plan& plan, const read_sheet& from, const sheet_forms& forms,
    std::span<const recorded_line> recorded, domain::language language
) {
    auto made = told_counts(plan);
    made["problems"] = plan.problem_count;
    json::array errors;
    for (const auto& one : plan.problems) {
        errors.push_back(told(one, "error", language));
    }
    // As they stand in the file, whoever found them.
    std::ranges::stable_sort(errors, {}, [](const json::value& one) {
        const auto* row = one.as_object().if_contains("row");
        return row != nullptr && row->is_number() ? row->to_number<std::int64_t>() : 0;
    });
    json::array questions;
    for (const auto& one : plan.questions) {
        questions.push_back(told_question(one, forms, language));
    }
    json::array remarks;
    for (const auto& one : plan.remarks) {
        if (remarks.size() < remarks_told) {
            remarks.push_back(told(one, "info", language));
        }
    }
    json::array items;
    const auto tell = [&](const std::vector<planned_line>& lines) {
        for (const auto& line : lines) {
            if (line.fate != line_fate::unchanged && line.fate != line_fate::untouched &&
                items.size() < rows_told) {
                items.push_back(told_line(line, from, recorded));
            }
        }
    };
    tell(plan.lines);
    tell(plan.removed);
    made["errors"] = std::move(errors);
    made["questions"] = std::move(questions);
    made["remarks"] = std::move(remarks);
    made["forms"] = told_forms(from);
    made["items"] = std::move(items);
    return made;
}

std::string kept_findings(const sheet_plan& plan) {
    json::array all;
    const auto keep = [&](const std::vector<domain::violation>& some, std::string_view severity) {
        for (const auto& one : some) {
            if (!one.cell || one.cell->row == 0) {
                continue;
            }
            json::array args;
            for (const auto& [name, value] : one.args) {
                args.push_back(json::array{name, value});
            }
            all.push_back(json::object{
                {"row", one.cell->row},
                {"column", one.cell->column},
                {"value", one.cell->typed},
                {"severity", severity},
                {"code", one.code},
                {"args", std::move(args)}});
        }
    };
    keep(plan.problems, "error");
    keep(plan.questions, "question");
    keep(plan.remarks, "info");
    return json::serialize(all);
}

std::vector<kept_finding> findings_kept(std::string_view text) {
    std::vector<kept_finding> all;
    const auto kept = json::parse(text);
    for (const auto& each : kept.as_array()) {
        const auto& one = each.as_object();
        kept_finding made{
            {"", std::string{one.at("code").as_string()}, {}},
            std::string{one.at("severity").as_string()}};
        for (const auto& arg : one.at("args").as_array()) {
            made.what.args.emplace_back(arg.at(0).as_string(), arg.at(1).as_string());
        }
        made.what.cell = domain::sheet_cell{
            one.at("row").to_number<std::size_t>(), std::string{one.at("column").as_string()},
            std::string{one.at("value").as_string()}};
        all.push_back(std::move(made));
    }
    return all;
}

}  // namespace tranche::server
