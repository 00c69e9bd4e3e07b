#include "server/docs_page.hpp"

#include "domain/acts.hpp"
#include "server/routes/routes.hpp"
#include "server/version.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

namespace tranche::server {
namespace {

constexpr std::string_view style =
    "body{font:16px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b}"
    "table{border-collapse:collapse;width:100%;margin:.5rem 0 2rem}"
    "th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #ddd;vertical-align:top}"
    "code{font-family:ui-monospace,monospace;font-size:.9em}.scroll{overflow-x:auto}"
    "thead th{background:#f3f3f3}td.yes{text-align:center}a{color:#0b57a4}";

std::string escaped(std::string_view text) {
    std::string out;
    for (const char one : text) {
        switch (one) {
            case '<':
                out += "&lt;";
                break;
            case '&':
                out += "&amp;";
                break;
            case '"':
                out += "&quot;";
                break;
            default:
                out += one;
        }
    }
    return out;
}

void add_operations(std::string& page) {
    const auto all = all_endpoints();
    std::vector<std::string> areas;
    for (const auto& one : all) {
        if (std::ranges::find(areas, one.tag) == areas.end()) {
            areas.push_back(one.tag);
        }
    }
    for (const auto& area : areas) {
        page += "<h3>" + escaped(area) +
            "</h3><div class=scroll><table><thead><tr><th scope=col>Operation<th scope=col>What it "
            "does<th scope=col>Action</thead>";
        for (const auto& one : all) {
            if (one.tag == area) {
                page += "<tr><td><code>" + one.method + ' ' + escaped(one.path) + "</code><td>" +
                    escaped(one.summary) + "<td><code>" + std::string{domain::name(one.action)} +
                    "</code>";
            }
        }
        page += "</table></div>";
    }
}

// Words before the roles, whether each role may, and words after them.
struct access_row {
    std::vector<std::string> before;
    domain::role_set roles;
    std::string after = {};
};

std::vector<access_row> action_rows() {
    std::vector<access_row> rows;
    for (const auto& rule : domain::access_matrix()) {
        rows.push_back({{std::string{rule.name}}, rule.roles});
    }
    return rows;
}

std::vector<access_row> act_rows() {
    std::vector<access_row> rows;
    for (const auto& one : domain::acts()) {
        access_row row{
            {std::string{one.operation}, std::string{domain::names_of(one.on).stem}}, {}, {}};
        for (const auto role : domain::all_roles) {
            if (domain::permitted(one.needs, {role})) {
                row.roles.insert(role);
            }
        }
        const bool always = one.steps.front().empty();
        for (const auto state : domain::states_of(one.on)) {
            if (!always && domain::possible_in(one, state)) {
                row.after += (row.after.empty() ? "" : " ") + std::string{state};
            }
        }
        row.after = always ? "any" : row.after;
        rows.push_back(std::move(row));
    }
    return rows;
}

void add_matrix(
    std::string& page, const std::vector<std::string>& before, const std::vector<access_row>& rows,
    const std::string& after = {}
) {
    page += "<div class=scroll><table><thead><tr>";
    for (const auto& title : before) {
        page += "<th scope=col>" + title;
    }
    for (const auto role : domain::all_roles) {
        page += "<th scope=col>" + std::string{domain::role_name(role)};
    }
    page += after.empty() ? "</thead>" : "<th scope=col>" + after + "</thead>";
    for (const auto& row : rows) {
        page += "<tr>";
        for (const auto& word : row.before) {
            page += "<th scope=row><code>" + word + "</code>";
        }
        for (const auto role : domain::all_roles) {
            page += row.roles.contains(role) ? "<td class=yes>yes" : "<td>";
        }
        page += after.empty() ? "" : "<td>" + row.after;
    }
    page += "</table></div>";
}

std::string padded(std::string_view text, std::size_t to) {
    return std::string{text} + std::string(to - text.size() + 2, ' ');
}

void add_line(std::string& text, std::string line) {
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + '\n';
}

void add_table(
    std::string& text, const std::vector<std::string>& before, const std::vector<access_row>& rows,
    const std::string& after = {}
) {
    std::vector<std::size_t> widths;
    for (std::size_t i = 0; i < before.size(); ++i) {
        widths.push_back(before[i].size());
        for (const auto& row : rows) {
            widths.back() = std::max(widths.back(), row.before[i].size());
        }
    }
    std::string line;
    for (std::size_t i = 0; i < before.size(); ++i) {
        line += padded(before[i], widths[i]);
    }
    for (const auto role : domain::all_roles) {
        line += padded(domain::role_name(role), domain::role_name(role).size());
    }
    add_line(text, line + after);
    for (const auto& row : rows) {
        line.clear();
        for (std::size_t i = 0; i < before.size(); ++i) {
            line += padded(row.before[i], widths[i]);
        }
        for (const auto role : domain::all_roles) {
            line += padded(row.roles.contains(role) ? "yes" : "-", domain::role_name(role).size());
        }
        add_line(text, line + row.after);
    }
}

}  // namespace

std::string docs_page_text() {
    std::string page =
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport "
        "content=\"width=device-width\"><title>Tranche: the API</title><style>" +
        std::string{style} + "</style><main><h1>Tranche " + std::string{version} +
        "</h1><p>Donor money from the gift to the result. Programs read <a "
        "href=\"/openapi.json\">openapi.json</a>; every request needs a bearer token or a session. "
        "Each command can be tried with <code>?dry_run=true</code>, repeated safely with "
        "<code>Idempotency-Key</code> and guarded with <code>If-Match</code>.</p>"
        "<h2 id=access>Who may do what</h2><p>Roles by action. Whose rows a person sees is decided "
        "besides.</p>";
    add_matrix(page, {"Action"}, action_rows());
    page +=
        "<h3 id=acts>And in which states</h3><p>Every act on a thing. A thing says by itself which of "
        "them are open to its reader, and why the others are not: <code>actions</code>.</p>";
    add_matrix(page, {"Act", "On"}, act_rows(), "In state");
    page += "<h2 id=operations>Operations</h2>";
    add_operations(page);
    return page + "</main></html>\n";
}

std::string access_table_text() {
    std::string text;
    add_table(text, {"action"}, action_rows());
    text += '\n';
    add_table(text, {"act", "on"}, act_rows(), "in state");
    return text;
}

}  // namespace tranche::server
