#include "tests/support/office_program.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace tranche::tests {
namespace {

namespace fs = std::filesystem;

// A folder of one conversion, with a profile of its own so that runs do not meet.
class scratch {
public:
    scratch() {
        std::string name = (fs::temp_directory_path() / "tranche-office-XXXXXX").string();
        path_ = ::mkdtemp(name.data());
    }
    ~scratch() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    scratch(const scratch&) = delete;
    scratch& operator=(const scratch&) = delete;
    [[nodiscard]] const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

void write(const fs::path& to, const std::string& text) {
    fs::create_directories(to.parent_path());
    std::ofstream{to, std::ios::binary} << text;
}

// The country decides how numbers and days are read and written.
std::string settings_of(const std::string& locale) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
           "<oor:items xmlns:oor=\"http://openoffice.org/2001/registry\""
           " xmlns:xs=\"http://www.w3.org/2001/XMLSchema\""
           " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">"
           "<item oor:path=\"/org.openoffice.Setup/L10N\"><prop oor:name=\"ooSetupSystemLocale\""
           " oor:op=\"fuse\"><value>" +
        locale + "</value></prop></item></oor:items>\n";
}

// As people save: CSV with the separator it came with, UTF-8, cells as they are shown.
std::string filter_of(const std::string& format, const std::string& bytes) {
    if (format != "csv") return format;
    const char separator = bytes.find(';') < bytes.find('\n') ? ';' : ',';
    return "csv:Text - txt - csv (StarCalc):" + std::to_string(static_cast<int>(separator)) +
        ",34,76,1,,0,false,true,false";
}

}  // namespace

std::string saved_again(
    const std::string& bytes, const std::string& format, const std::string& locale
) {
    const scratch folder;
    const auto& at = folder.path();
    write(at / "profile/user/registrymodifications.xcu", settings_of(locale));
    write(at / "in" / ("sheet." + format), bytes);
    // CSV is read as UTF-8, whatever the separator.
    const std::string reading = format == "csv" ? " --infilter='CSV:44/59,34,76,1'" : "";
    const auto command = "timeout 120 soffice -env:UserInstallation=file://" +
        (at / "profile").string() + " --headless" + reading + " --convert-to '" +
        filter_of(format, bytes) + "' --outdir '" + (at / "out").string() + "' '" +
        (at / "in" / ("sheet." + format)).string() + "' >'" + (at / "log").string() + "' 2>&1";
    const int status = std::system(command.c_str());  // NOLINT(concurrency-mt-unsafe,cert-env33-c)
    std::ifstream saved{at / "out" / ("sheet." + format), std::ios::binary};
    if (status != 0 || !saved) {
        std::ifstream log{at / "log"};
        ADD_FAILURE(
        ) << "LibreOffice (libreoffice-calc-nogui in deploy/packages.txt) did not save: "
          << std::string{std::istreambuf_iterator<char>{log}, {}};
        return {};
    }
    return std::string{std::istreambuf_iterator<char>{saved}, {}};
}

}  // namespace tranche::tests
