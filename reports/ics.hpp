// iCalendar (RFC 5545) as far as a list of due days needs it: whole-day events in content lines of
// at most 75 octets, which end in CRLF.
#pragma once

#include "domain/calendar.hpp"

#include <string>
#include <string_view>

namespace tranche::reports {

/// Appends "NAME:value" with CRLF, folded so that no line is longer than 75 octets and none ends
/// inside a character of UTF-8.
void append_ics_line(std::string& out, std::string_view name, std::string_view value);

/// Text as a value: backslash, semicolon, comma and line feed are escaped, other control characters
/// left out.
std::string ics_text(std::string_view text);

/// 20260331
std::string ics_day(domain::date day);

struct ics_event {
    std::string uid;
    domain::date on;
    std::string summary, description;
};

/// The whole calendar; `stamp` is 20260331T120000Z.
class ics_calendar {
public:
    ics_calendar(std::string_view product, std::string_view name, std::string stamp);
    void add(const ics_event& one);
    [[nodiscard]] std::string finished() &&;

private:
    std::string stamp_, text_;
};

}  // namespace tranche::reports
