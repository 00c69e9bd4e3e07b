#include "tests/support/credit_transfer_form.hpp"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>

namespace tranche::tests {

std::string broken_form(const std::string& xml) {
    const auto file = std::filesystem::temp_directory_path() /
        ("tranche-credit-transfer-" + std::to_string(getpid()) + ".xml");
    std::ofstream{file, std::ios::binary} << xml;
    const auto asked = "xmllint --noout --nonet --schema '" + std::string{TRANCHE_SOURCE_DIR} +
        "/tests/support/credit_transfer.xsd' '" + file.string() + "' 2>&1";
    std::string said;
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe{popen(asked.c_str(), "r"), pclose};
    char part[512];
    while (pipe && fgets(part, sizeof part, pipe.get()) != nullptr) {
        said += part;
    }
    std::filesystem::remove(file);
    return said.ends_with(" validates\n") ? "" : said;
}

}  // namespace tranche::tests
