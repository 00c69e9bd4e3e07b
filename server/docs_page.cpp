#include "server/docs_page.hpp"

#include "domain/access.hpp"
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

void add_matrix(std::string& page) {
    page += "<div class=scroll><table><thead><tr><th scope=col>Action";
    for (const auto role : domain::all_roles) {
        page += "<th scope=col>" + std::string{domain::role_name(role)};
    }
    page += "</thead>";
    for (const auto& rule : domain::access_matrix()) {
        page += "<tr><th scope=row><code>" + std::string{rule.name} + "</code>";
        for (const auto role : domain::all_roles) {
            page += rule.roles.contains(role) ? "<td class=yes>yes" : "<td>";
        }
    }
    page += "</table></div>";
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
        "<h2 id=access>Who may do what</h2><p>Roles by action. Whose rows a person sees, and whether "
        "the state of a thing allows the act, is decided besides.</p>";
    add_matrix(page);
    page += "<h2 id=operations>Operations</h2>";
    add_operations(page);
    return page + "</main></html>\n";
}

std::string access_table_text() {
    std::size_t width = 0;
    for (const auto& rule : domain::access_matrix()) {
        width = std::max(width, rule.name.size());
    }
    const auto padded = [](std::string_view text, std::size_t to) {
        return std::string{text} + std::string(to - text.size() + 2, ' ');
    };
    std::string text = padded("action", width);
    for (const auto role : domain::all_roles) {
        text += padded(domain::role_name(role), domain::role_name(role).size());
    }
    text.erase(text.find_last_not_of(' ') + 1);
    text += '\n';
    for (const auto& rule : domain::access_matrix()) {
        std::string line = padded(rule.name, width);
        for (const auto role : domain::all_roles) {
            line += padded(rule.roles.contains(role) ? "yes" : "-", domain::role_name(role).size());
        }
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + '\n';
    }
    return text;
}

}  // namespace tranche::server
