#include "server/imports/import_part.hpp"

#include "persistence/round_trip.hpp"
#include "persistence/sql_error.hpp"
#include "server/read/act_index.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace tranche::server {
namespace {

// The cell a pointer into the body came from: its own, else the one around or inside it.
const import_step::place* place_of(const import_step& step, std::string_view pointer) {
    const import_step::place* best = nullptr;
    for (const auto& one : step.places) {
        if (one.pointer == pointer) {
            return &one;
        }
        const bool is_within =
            pointer.starts_with(one.pointer) && pointer.substr(one.pointer.size()).starts_with('/');
        const bool is_around = std::string_view{one.pointer}.starts_with(pointer) &&
            std::string_view{one.pointer}.substr(pointer.size()).starts_with('/');
        const bool is_better =
            best == nullptr || (is_within && one.pointer.size() > best->pointer.size());
        if ((is_within || (is_around && !pointer.empty())) && is_better) {
            best = &one;
        }
    }
    return best;
}

std::string typed_at(const table& from, const import_step::place& place) {
    const auto row = std::ranges::lower_bound(from.rows, place.row, {}, &table_row::number);
    return row == from.rows.end() || row->number != place.row
        ? std::string{}
        : row->cells[place.column].value_or("");
}

domain::violation at_its_cell(
    domain::violation problem, const import_step& step, const table& from
) {
    const auto* place = place_of(step, problem.field);
    domain::sheet_cell cell{step.row, {}, {}};
    if (place != nullptr) {
        cell.row = place->row;
        if (place->column != import_step::no_column) {
            cell.column = from.headings[place->column];
            cell.typed = typed_at(from, *place);
        }
    }
    problem.field.clear();
    problem.cell = std::move(cell);
    return problem;
}

std::vector<domain::violation> problems_of(
    const domain::error& why, const import_step& step, const table& from
) {
    using domain::error_kind;
    switch (why.kind) {
        case error_kind::malformed:
        case error_kind::not_found:
        case error_kind::conflict:
        case error_kind::stale_version:
        case error_kind::rule:
            break;
        default:
            throw domain::refusal{why};
    }
    std::vector<domain::violation> all;
    if (why.kind == error_kind::not_found && step.path_column != import_step::no_column) {
        domain::violation unknown{
            "",
            "unknown_reference",
            {{"type", step.path.front().first}, {"value", step.path.front().second}}};
        unknown.cell = domain::sheet_cell{
            step.row, from.headings[step.path_column],
            typed_at(from, {"", step.row, step.path_column})};
        return {unknown};
    }
    for (const auto& one : why.violations) {
        all.push_back(at_its_cell(one, step, from));
    }
    if (all.empty()) {
        all.push_back(at_its_cell({"", why.code, why.args}, step, from));
    }
    return all;
}

}  // namespace

std::vector<domain::violation> run_part(
    handler_context& whole, const import_step& step, const table& from, made_things& made,
    std::span<const acknowledgement> acknowledged
) {
    const auto& operation = whole.acts.operation(step.operation);
    api_request request;
    request.method = operation.method;
    request.path = operation.path;
    request.who = whole.request.who;
    request.request_id = whole.request.request_id;
    request.remote_address = whole.request.remote_address;
    for (const auto& [name, value] : step.path) {
        request.path_params.emplace_back(name, value.empty() ? made[name] : value);
    }
    handler_context context{request, operation, whole.connection, whole.app, whole.acts};
    const auto text = boost::json::serialize(step.body);
    command_run run{
        context,
        {operation.operation_id, operation.success_status, text, acknowledged},
        command_run::part{}};
    try {
        const auto done = operation.decide(run, text);
        run.finish_part(done);
        if (done.what) {
            made[std::string{domain::names_of(*done.what).stem}] =
                domain::public_id(*done.what, done.id);
        }
        return {};
    } catch (const domain::refusal& refused) {
        return problems_of(refused.why(), step, from);
    } catch (const persistence::sql_failure& failure) {
        const auto meaning = persistence::meaning_of(failure);
        if (failure.may_be_retried() || !meaning) {
            throw;
        }
        return problems_of(*meaning, step, from);
    }
}

}  // namespace tranche::server
