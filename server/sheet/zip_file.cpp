#include "server/sheet/zip_file.hpp"

#include "domain/contract.hpp"
#include "domain/error.hpp"
#include "server/sheet/bounds.hpp"

#include <array>
#include <stdexcept>

namespace tranche::server {
namespace {

using domain::error_kind;

[[noreturn]] void refuse(error_kind kind, const char* code, domain::message_args args = {}) {
    throw domain::refusal{kind, code, std::move(args)};
}

[[noreturn]] void unreadable() {
    refuse(error_kind::malformed, "workbook_unreadable");
}

std::unique_ptr<zip_t, close_zip> opened(zip_source_t* source, int flags) {
    if (source == nullptr) {
        throw std::runtime_error{"no memory for a workbook"};
    }
    zip_error_t failure;
    zip_error_init(&failure);
    std::unique_ptr<zip_t, close_zip> made{zip_open_from_source(source, flags, &failure)};
    zip_error_fini(&failure);
    if (!made) {
        zip_source_free(source);
        unreadable();
    }
    return made;
}

zip_source_t* source_of(std::string_view bytes) {
    return zip_source_buffer_create(bytes.data(), bytes.size(), 0, nullptr);
}

// What was written into a source that is kept.
std::string written(zip_source_t* source, std::unique_ptr<zip_t, close_zip> file) {
    if (zip_close(file.get()) != 0) {
        throw std::runtime_error{"a workbook could not be written"};
    }
    static_cast<void>(file.release());
    std::string out;
    std::array<char, 65'536> piece{};
    if (zip_source_open(source) == 0) {
        for (zip_int64_t got = 0;
             (got = zip_source_read(source, piece.data(), piece.size())) > 0;) {
            out.append(piece.data(), static_cast<std::size_t>(got));
        }
        zip_source_close(source);
    }
    zip_source_free(source);
    return out;
}

void add_part(zip_t* file, const std::string& name, const std::string& content) {
    auto* source = zip_source_buffer(file, content.data(), content.size(), 0);
    const auto index = source == nullptr
        ? -1
        : zip_file_add(file, name.c_str(), source, ZIP_FL_OVERWRITE | ZIP_FL_ENC_UTF_8);
    if (index < 0) {
        zip_source_free(source);
        throw std::runtime_error{"a workbook could not be written"};
    }
    // One moment for all: the same content makes the same file.
    constexpr time_t noon_of_2000 = 946'728'000;
    zip_file_set_mtime(file, static_cast<zip_uint64_t>(index), noon_of_2000, 0);
}

}  // namespace

zip_reader::zip_reader(std::string_view bytes, std::uint64_t most)
    : file_{opened(source_of(bytes), ZIP_RDONLY)},
      most_{most} {
    const auto count = zip_get_num_entries(file_.get(), 0);
    if (count > static_cast<zip_int64_t>(parts_at_most)) {
        unreadable();
    }
    for (zip_int64_t i = 0; i < count; ++i) {
        zip_stat_t about;
        zip_stat_init(&about);
        if (zip_stat_index(file_.get(), static_cast<zip_uint64_t>(i), 0, &about) != 0 ||
            (about.valid & ZIP_STAT_SIZE) == 0 || about.name == nullptr ||
            about.encryption_method != ZIP_EM_NONE ||
            (about.comp_method != ZIP_CM_STORE && about.comp_method != ZIP_CM_DEFLATE)) {
            unreadable();
        }
        announced_ += about.size;
        if (about.size > most || announced_ > most) {
            refuse(error_kind::too_large, "workbook_too_large", {{"max", std::to_string(most)}});
        }
    }
}

std::vector<std::string> zip_reader::names() const {
    std::vector<std::string> all;
    const auto count = zip_get_num_entries(file_.get(), 0);
    for (zip_int64_t i = 0; i < count; ++i) {
        const auto* name = zip_get_name(file_.get(), static_cast<zip_uint64_t>(i), 0);
        if (name != nullptr) {
            all.emplace_back(name);
        }
    }
    return all;
}

bool zip_reader::has(std::string_view name) const {
    return zip_name_locate(file_.get(), std::string{name}.c_str(), 0) >= 0;
}

void zip_reader::read(const std::string& name, const std::function<void(std::string_view)>& take)
    const {
    zip_stat_t about;
    zip_stat_init(&about);
    const std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> part{
        zip_fopen(file_.get(), name.c_str(), 0), &zip_fclose};
    if (!part || zip_stat(file_.get(), name.c_str(), 0, &about) != 0) {
        unreadable();
    }
    // Never more than was announced, which was weighed when the file was opened.
    std::uint64_t left = about.size;
    std::array<char, 65'536> piece{};
    for (zip_int64_t got = 0; (got = zip_fread(part.get(), piece.data(), piece.size())) != 0;) {
        if (got < 0 || static_cast<std::uint64_t>(got) > left) {
            unreadable();
        }
        left -= static_cast<std::uint64_t>(got);
        unpacked_ += static_cast<std::uint64_t>(got);
        if (unpacked_ > most_) {
            refuse(error_kind::too_large, "workbook_too_large", {{"max", std::to_string(most_)}});
        }
        take({piece.data(), static_cast<std::size_t>(got)});
    }
}

std::string zip_reader::text(const std::string& name) const {
    std::string all;
    read(name, [&](std::string_view piece) { all += piece; });
    return all;
}

std::string zipped(const std::vector<zip_part>& parts) {
    auto* source = zip_source_buffer_create(nullptr, 0, 0, nullptr);
    auto file = opened(source, ZIP_CREATE | ZIP_TRUNCATE);
    zip_source_keep(source);
    for (const auto& one : parts) {
        add_part(file.get(), one.name, one.content);
    }
    return written(source, std::move(file));
}

std::string with_part(std::string_view bytes, const std::string& name, const std::string& content) {
    auto* source = source_of(bytes);
    auto file = opened(source, 0);
    zip_source_keep(source);
    add_part(file.get(), name, content);
    return written(source, std::move(file));
}

}  // namespace tranche::server
