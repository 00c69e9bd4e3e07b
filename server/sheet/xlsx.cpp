#include "server/sheet/xlsx.hpp"

#include "server/sheet/xlsx_parts.hpp"
#include "server/sheet/xlsx_rows.hpp"
#include "server/sheet/zip_file.hpp"

#include <set>

namespace tranche::server {
namespace {

using domain::error_kind;

[[noreturn]] void refuse(error_kind kind, const char* code, domain::message_args args = {}) {
    throw domain::refusal{kind, code, std::move(args)};
}

template <class Reader>
void read_part(const zip_reader& file, const std::string& name, Reader& reader) {
    file.read(name, [&](std::string_view piece) { reader.feed(piece); });
    reader.finish();
}

// "worksheets/sheet1.xml", told from the folder of the workbook.
std::string placed(const std::string& beside, std::string_view target) {
    if (target.starts_with('/')) {
        return std::string{target.substr(1)};
    }
    const auto slash = beside.rfind('/');
    return (slash == std::string::npos ? std::string{} : beside.substr(0, slash + 1)) +
        std::string{target};
}

domain::violation remark(std::string code, domain::message_args args, std::size_t row = 0) {
    domain::violation made{"", std::move(code), std::move(args)};
    made.cell = domain::sheet_cell{row, {}, {}};
    return made;
}

void note_reading(xlsx_sheet& found, const sheet_reader& reader) {
    if (reader.formulas > 0) {
        found.remarks.push_back(
            remark("formulas_taken", {{"count", std::to_string(reader.formulas)}})
        );
    }
    if (reader.hidden > 0) {
        found.remarks.push_back(
            remark("hidden_rows_read", {{"count", std::to_string(reader.hidden)}})
        );
    }
    for (const auto row : reader.merged) {
        found.remarks.push_back(remark("cells_merged", {}, row));
    }
}

void refuse_macros(const zip_reader& file) {
    for (const auto& name : file.names()) {
        if (name.ends_with("vbaProject.bin") || name.starts_with("xl/macrosheets/")) {
            refuse(error_kind::unsupported_media, "workbook_has_macros");
        }
    }
}

}  // namespace

xlsx_sheet read_xlsx(
    std::string_view bytes, const sheet_limits& limits,
    const std::function<std::size_t(const sheet&)>& suits
) {
    if (bytes.size() > limits.bytes) {
        refuse(error_kind::too_large, "body_too_large", {{"limit", std::to_string(limits.bytes)}});
    }
    const zip_reader file{bytes, unpacked_at_most};
    refuse_macros(file);
    relations root;
    read_part(file, "_rels/.rels", root);
    const auto main = placed({}, root.document.empty() ? "xl/workbook.xml" : root.document);
    workbook_parts book;
    read_part(file, main, book);
    relations parts;
    read_part(file, placed(main, "_rels/") + main.substr(main.rfind('/') + 1) + ".rels", parts);
    day_styles styles;
    if (const auto name = placed(main, "styles.xml"); file.has(name)) {
        read_part(file, name, styles);
    }
    shared_texts texts;
    if (const auto name = placed(main, "sharedStrings.xml"); file.has(name)) {
        read_part(file, name, texts);
    }
    xlsx_sheet best;
    std::optional<std::size_t> most;
    std::string others;
    std::set<std::string> seen;
    for (const auto& listed : book.sheets) {
        const auto target = parts.targets.find(listed.relation);
        if (!listed.visible || target == parts.targets.end()) {
            continue;
        }
        const auto part = placed(main, target->second);
        if (!file.has(part) || part.find("worksheets/") == std::string::npos ||
            !seen.insert(part).second) {
            continue;
        }
        sheet_reader reader{limits, texts, styles.styles, book.is_1904};
        file.read(part, [&](std::string_view piece) { reader.feed(piece); });
        reader.end_sheet();
        const auto fit = suits(reader.made);
        const bool is_best = !most || fit > *most;
        const auto& passed = is_best ? best.name : listed.name;
        if (most) {
            others += (others.empty() ? "" : ", ") + passed;
        }
        if (is_best) {
            most = fit;
            xlsx_sheet found{std::move(reader.made), listed.name, part, {}};
            note_reading(found, reader);
            best = std::move(found);
        }
    }
    if (!most || best.cells.rows() == 0) {
        refuse(error_kind::malformed, "sheet_empty");
    }
    if (!others.empty()) {
        best.remarks.push_back(
            remark("sheets_passed_over", {{"sheet", best.name}, {"others", others}})
        );
    }
    return best;
}

}  // namespace tranche::server
