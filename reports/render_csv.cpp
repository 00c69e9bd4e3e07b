// CSV by RFC 4180. PostgreSQL writes the lines: formatting a million rows here would cost more than
// reading them.
#include "persistence/row_stream.hpp"
#include "reports/csv_line.hpp"
#include "reports/plan.hpp"
#include "reports/renderers.hpp"

#include <optional>
#include <vector>

namespace tranche::reports {

void render_csv(const rendering& of) {
    auto& text = of.out.text();
    if (of.asked.bom) text += "\xEF\xBB\xBF";
    std::vector<std::optional<std::string>> header;
    for (const auto* one : csv_columns(of.planned)) {
        header.emplace_back(of.asked.labels ? one->label.in(of.asked.language) : one->stem);
    }
    append_csv_record(text, header);
    persistence::stream_csv(
        of.with, csv_sql(of.planned, of.asked), of.planned.values,
        [&](std::string_view line) {
            line.remove_suffix(1);  // PostgreSQL ends lines with LF alone
            text += line;
            text += "\r\n";
            of.out.spill();
        }
    );
}

}  // namespace tranche::reports
