// The container of a workbook: a ZIP file, of which nothing is unpacked beyond a limit.
#pragma once

#include <zip.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tranche::server {

struct close_zip {
    void operator()(zip_t* file) const { zip_discard(file); }
};

// Reads a ZIP file in memory; the bytes must outlive it. Throws domain::refusal: malformed for what
// is none or is encrypted, too_large when the parts together unpack to more than the limit.
class zip_reader {
public:
    zip_reader(std::string_view bytes, std::uint64_t most);

    // All parts together, as announced; no part gives more when it is read.
    [[nodiscard]] std::uint64_t announced() const { return announced_; }
    [[nodiscard]] std::vector<std::string> names() const;
    [[nodiscard]] bool has(std::string_view name) const;
    // In pieces of at most 64 KiB. Every read counts towards the limit, of a part read twice too.
    void read(const std::string& name, const std::function<void(std::string_view)>& take) const;
    [[nodiscard]] std::string text(const std::string& name) const;

private:
    std::unique_ptr<zip_t, close_zip> file_;
    std::uint64_t most_;
    std::uint64_t announced_ = 0;
    mutable std::uint64_t unpacked_ = 0;
};

struct zip_part {
    std::string name, content;
};

// The parts in the order given, compressed; the same parts make the same bytes.
std::string zipped(const std::vector<zip_part>& parts);

// The file with one part replaced, all others as they were.
std::string with_part(std::string_view bytes, const std::string& name, const std::string& content);

}  // namespace tranche::server
