#include "server/sheet/xlsx_parts.hpp"

#include "domain/error.hpp"
#include "server/sheet/bounds.hpp"
#include "server/sheet/xlsx_cells.hpp"

#include <charconv>

namespace tranche::server {
namespace {

void check_count(std::size_t count, std::size_t most) {
    if (count >= most) {
        throw domain::refusal{domain::error_kind::malformed, "workbook_unreadable"};
    }
}

[[noreturn]] void too_large(std::size_t most) {
    throw domain::refusal{
        domain::error_kind::too_large, "workbook_too_large", {{"max", std::to_string(most)}}};
}

}  // namespace

std::size_t number_in(std::optional<std::string_view> text, std::size_t otherwise) {
    std::size_t number = 0;
    if (!text ||
        std::from_chars(text->data(), text->data() + text->size(), number).ec != std::errc{}) {
        return otherwise;
    }
    return number;
}

bool is_true(std::optional<std::string_view> text) {
    return text == "1" || text == "true";
}

void relations::begin(std::string_view name, const xml_attributes& attributes) {
    const auto id = attributes.find("Id");
    const auto target = attributes.find("Target");
    if (name != "Relationship" || !id || !target) {
        return;
    }
    check_count(targets.size(), relations_at_most);
    targets.emplace(*id, *target);
    if (attributes.find("Type").value_or("").ends_with("/officeDocument")) {
        document = *target;
    }
}

void workbook_parts::begin(std::string_view name, const xml_attributes& attributes) {
    if (name == "workbookPr") {
        is_1904 = is_true(attributes.find("date1904"));
    } else if (name == "sheet" && sheets.size() < sheets_at_most) {
        sheets.push_back(
            {std::string{attributes.find("name").value_or("")},
             std::string{attributes.find("id").value_or("")},
             attributes.find("state").value_or("visible") == "visible"}
        );
    }
}

void day_styles::begin(std::string_view name, const xml_attributes& attributes) {
    if (name == "numFmt") {
        check_count(formats_.size(), formats_at_most);
        formats_[number_in(attributes.find("numFmtId"), 0)] =
            is_day_format(attributes.find("formatCode").value_or(""));
    } else if (name == "cellXfs") {
        in_cells_ = true;
    } else if (name == "xf" && in_cells_) {
        check_count(styles.size(), formats_at_most);
        const auto id = number_in(attributes.find("numFmtId"), 0);
        const auto own = formats_.find(id);
        styles.push_back(
            own == formats_.end() ? is_built_in_day_format(static_cast<int>(id)) : own->second
        );
    }
}

void day_styles::end(std::string_view name) {
    in_cells_ = in_cells_ && name != "cellXfs";
}

std::optional<std::string_view> shared_texts::at(std::size_t index) const {
    if (index >= ends_.size()) {
        return std::nullopt;
    }
    const auto begins = index == 0 ? 0 : ends_[index - 1];
    return std::string_view{all_}.substr(begins, ends_[index] - begins);
}

void shared_texts::begin(std::string_view name, const xml_attributes&) {
    aside_ += name == "rPh" ? 1 : 0;
    in_text_ = name == "t" && aside_ == 0;
}

void shared_texts::end(std::string_view name) {
    aside_ -= name == "rPh" ? 1 : 0;
    in_text_ = false;
    if (name == "si") {
        if (ends_.size() >= shared_at_most) {
            too_large(5 * shared_at_most);  // none is shorter than "<si/>"
        }
        ends_.push_back(all_.size());
    }
}

void shared_texts::text(std::string_view piece) {
    if (in_text_) {
        all_ += piece;
        if (all_.size() > shared_bytes_at_most) {
            too_large(shared_bytes_at_most);
        }
    }
}

}  // namespace tranche::server
