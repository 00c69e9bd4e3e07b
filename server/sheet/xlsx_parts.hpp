// The parts of a workbook beside its sheets: what is where, which styles show days, and the texts
// that cells share.
#pragma once

#include "server/sheet/xml_reader.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tranche::server {

// The whole number an attribute begins with; `otherwise` without one.
std::size_t number_in(std::optional<std::string_view> text, std::size_t otherwise);
bool is_true(std::optional<std::string_view> text);

struct relations : xml_reader {
    std::map<std::string, std::string, std::less<>> targets;
    std::string document;

private:
    void begin(std::string_view name, const xml_attributes& attributes) override;
    void end(std::string_view) override {}
};

struct workbook_parts : xml_reader {
    struct listed {
        std::string name, relation;
        bool visible;
    };
    std::vector<listed> sheets;
    bool is_1904 = false;

private:
    void begin(std::string_view name, const xml_attributes& attributes) override;
    void end(std::string_view) override {}
};

// Which styles of cells show days.
struct day_styles : xml_reader {
    std::vector<bool> styles;

private:
    void begin(std::string_view name, const xml_attributes& attributes) override;
    void end(std::string_view name) override;

    std::map<std::size_t, bool> formats_;
    bool in_cells_ = false;
};

// Texts as they are numbered, in one text.
struct shared_texts : xml_reader {
    [[nodiscard]] std::optional<std::string_view> at(std::size_t index) const;

private:
    void begin(std::string_view name, const xml_attributes& attributes) override;
    void end(std::string_view name) override;
    void text(std::string_view piece) override;

    std::string all_;
    std::vector<std::size_t> ends_;
    int aside_ = 0;  // how a name is pronounced is none of it
    bool in_text_ = false;
};

}  // namespace tranche::server
