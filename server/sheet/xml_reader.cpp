#include "server/sheet/xml_reader.hpp"

#include "domain/error.hpp"
#include "server/sheet/bounds.hpp"

#include <exception>
#include <new>
#include <string>

namespace tranche::server {
namespace {

std::string_view local(std::string_view name) {
    const auto colon = name.rfind(':');
    return colon == name.npos ? name : name.substr(colon + 1);
}

[[noreturn]] void unreadable() {
    throw domain::refusal{domain::error_kind::malformed, "workbook_unreadable"};
}

[[noreturn]] void too_many_elements() {
    // None is shorter than "<a/>".
    throw domain::refusal{
        domain::error_kind::too_large,
        "workbook_too_large",
        {{"max", std::to_string(4 * elements_at_most)}}};
}

}  // namespace

std::optional<std::string_view> xml_attributes::find(std::string_view name) const {
    for (const char** one = list_; *one != nullptr; one += 2) {
        if (local(one[0]) == name) {
            return one[1];
        }
    }
    return std::nullopt;
}

struct xml_reader::calls {
    template <class Act>
    static void guarded(void* self, Act act) {
        auto& reader = *static_cast<xml_reader*>(self);
        if (reader.thrown_) {
            return;
        }
        try {
            act(reader);
        } catch (...) {
            reader.thrown_ = std::current_exception();
            XML_StopParser(reader.parser_.get(), XML_FALSE);
        }
    }
    static void on_begin(void* self, const char* name, const char** attributes) {
        guarded(self, [&](xml_reader& reader) {
            if (++reader.depth_ > depth_at_most) {
                unreadable();
            }
            if (++reader.elements_ > elements_at_most) {
                too_many_elements();
            }
            reader.begin(local(name), xml_attributes{attributes});
        });
    }
    static void on_end(void* self, const char* name) {
        guarded(self, [&](xml_reader& reader) {
            --reader.depth_;
            reader.end(local(name));
        });
    }
    static void on_text(void* self, const char* text, int size) {
        guarded(self, [&](xml_reader& reader) {
            reader.text({text, static_cast<std::size_t>(size)});
        });
    }
    static void on_document_type(void* self, const char*, const char*, const char*, int) {
        guarded(self, [](xml_reader&) { unreadable(); });
    }
};

xml_reader::xml_reader() : parser_{XML_ParserCreate(nullptr)} {
    if (!parser_) {
        throw std::bad_alloc{};
    }
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(parser_.get(), calls::on_begin, calls::on_end);
    XML_SetCharacterDataHandler(parser_.get(), calls::on_text);
    XML_SetStartDoctypeDeclHandler(parser_.get(), calls::on_document_type);
}

void xml_reader::feed(std::string_view piece) {
    parse(piece, false);
}

void xml_reader::finish() {
    parse({}, true);
}

void xml_reader::parse(std::string_view piece, bool last) {
    const auto done = XML_Parse(
        parser_.get(), piece.data(), static_cast<int>(piece.size()), last ? XML_TRUE : XML_FALSE
    );
    if (thrown_) {
        std::rethrow_exception(thrown_);
    }
    if (done != XML_STATUS_OK) {
        unreadable();
    }
}

std::size_t xml_reader::position() const {
    return static_cast<std::size_t>(XML_GetCurrentByteIndex(parser_.get()));
}

std::size_t xml_reader::event_size() const {
    return static_cast<std::size_t>(XML_GetCurrentByteCount(parser_.get()));
}

}  // namespace tranche::server
