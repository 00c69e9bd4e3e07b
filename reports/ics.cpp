#include "reports/ics.hpp"

#include <utility>

namespace tranche::reports {
namespace {

constexpr std::size_t longest_line = 75;

bool continues_character(char one) {
    return (static_cast<unsigned char>(one) & 0xC0U) == 0x80U;
}

}  // namespace

void append_ics_line(std::string& out, std::string_view name, std::string_view value) {
    std::string whole{name};
    whole += ':';
    whole += value;
    std::string_view rest{whole};
    auto room = longest_line;
    while (rest.size() > room) {
        auto cut = room;
        while (cut > 1 && continues_character(rest[cut])) {
            --cut;
        }
        out += rest.substr(0, cut);
        out += "\r\n ";
        rest.remove_prefix(cut);
        room = longest_line - 1;  // the blank that continues a line counts
    }
    out += rest;
    out += "\r\n";
}

std::string ics_text(std::string_view text) {
    std::string out;
    for (const char one : text) {
        if (one == '\\' || one == ';' || one == ',') {
            out += '\\';
            out += one;
        } else if (one == '\n') {
            out += "\\n";
        } else if (static_cast<unsigned char>(one) >= 0x20 && one != 0x7F) {
            out += one;
        }
    }
    return out;
}

std::string ics_day(domain::date day) {
    auto text = domain::to_string(day);
    std::erase(text, '-');
    return text;
}

ics_calendar::ics_calendar(std::string_view product, std::string_view name, std::string stamp)
    : stamp_{std::move(stamp)} {
    append_ics_line(text_, "BEGIN", "VCALENDAR");
    append_ics_line(text_, "VERSION", "2.0");
    append_ics_line(text_, "PRODID", "-//" + ics_text(product) + "//EN");
    append_ics_line(text_, "CALSCALE", "GREGORIAN");
    append_ics_line(text_, "METHOD", "PUBLISH");
    append_ics_line(text_, "X-WR-CALNAME", ics_text(name));
}

void ics_calendar::add(const ics_event& one) {
    append_ics_line(text_, "BEGIN", "VEVENT");
    append_ics_line(text_, "UID", ics_text(one.uid));
    append_ics_line(text_, "DTSTAMP", stamp_);
    append_ics_line(text_, "DTSTART;VALUE=DATE", ics_day(one.on));
    append_ics_line(text_, "DTEND;VALUE=DATE", ics_day(domain::add_days(one.on, 1)));
    append_ics_line(text_, "SUMMARY", ics_text(one.summary));
    append_ics_line(text_, "DESCRIPTION", ics_text(one.description));
    append_ics_line(text_, "TRANSP", "TRANSPARENT");
    append_ics_line(text_, "END", "VEVENT");
}

std::string ics_calendar::finished() && {
    append_ics_line(text_, "END", "VCALENDAR");
    return std::move(text_);
}

}  // namespace tranche::reports
