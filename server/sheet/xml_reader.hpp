// XML read as it comes, without a document in memory: names without their prefixes, no document
// types, no entities of the file's own.
#pragma once

#include <expat.h>

#include <cstddef>
#include <exception>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace tranche::server {

// Attributes of one element, by their names without prefixes.
class xml_attributes {
public:
    explicit xml_attributes(const char** list) : list_{list} {}
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;

private:
    const char** list_;
};

class xml_reader {
public:
    xml_reader();
    virtual ~xml_reader() = default;
    xml_reader(const xml_reader&) = delete;
    xml_reader& operator=(const xml_reader&) = delete;

    // Throws domain::refusal, malformed, for what is no XML or nested too deep, too_large for more
    // elements than any sheet has, or what begin() and end() throw.
    void feed(std::string_view piece);
    void finish();
    // Of the event being told, in bytes from the start.
    [[nodiscard]] std::size_t position() const;
    [[nodiscard]] std::size_t event_size() const;

protected:
    virtual void begin(std::string_view name, const xml_attributes& attributes) = 0;
    virtual void end(std::string_view name) = 0;
    virtual void text(std::string_view) {}

private:
    struct calls;
    struct free_parser {
        void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
    };

    void parse(std::string_view piece, bool last);

    std::unique_ptr<std::remove_pointer_t<XML_Parser>, free_parser> parser_;
    std::exception_ptr thrown_;  // nothing is thrown through the library
    int depth_ = 0;
    std::size_t elements_ = 0;
};

}  // namespace tranche::server
