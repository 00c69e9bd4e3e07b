// The rows of one sheet of a workbook, as its XML tells them; for xlsx.cpp alone.
#pragma once

#include "server/sheet/sheet.hpp"
#include "server/sheet/xlsx_parts.hpp"
#include "server/sheet/xml_reader.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tranche::server {

class sheet_reader : public xml_reader {
public:
    sheet_reader(
        const sheet_limits& limits, const shared_texts& texts, const std::vector<bool>& days,
        bool is_1904
    )
        : limits_{limits},
          texts_{texts},
          days_{days},
          is_1904_{is_1904} {}

    sheet made;
    std::size_t formulas = 0;
    std::size_t hidden = 0;
    std::vector<std::size_t> merged;  // first rows of what is merged over several

    void end_sheet();

private:
    void begin(std::string_view name, const xml_attributes& attributes) override;
    void end(std::string_view name) override;
    void text(std::string_view piece) override;
    void begin_cell(const xml_attributes& attributes);
    void end_cell();
    std::pair<std::string, cell_kind> content();
    // "2026-03-31", with or without a time behind it.
    std::pair<std::string, cell_kind> iso_day_content() const;
    std::pair<std::string, cell_kind> number_content() const;
    // Only cells with something in them make rows: a format may reach to the last of a million.
    void place(std::string_view text, cell_kind kind);
    void note_merged(std::string_view reference);

    const sheet_limits& limits_;
    const shared_texts& texts_;
    const std::vector<bool>& days_;
    bool is_1904_;
    std::size_t told_rows_ = 0;  // with or without cells
    std::size_t row_ = 0;
    std::size_t column_ = 0;
    std::size_t columns_ = 0;   // cells of the row that is being made
    std::uint64_t placed_ = 0;  // bytes of all cells
    int aside_ = 0;
    bool is_hidden_ = false;
    bool is_day_ = false;
    bool has_formula_ = false;
    std::optional<std::size_t> shared_;
    std::set<std::size_t> foreign_;
    std::string type_, value_, formula_;
    std::string* into_ = nullptr;
};

}  // namespace tranche::server
