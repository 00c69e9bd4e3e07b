#include "tests/support/files.hpp"

#include <algorithm>
#include <stdexcept>

namespace tranche::tests {

std::string pdf(const std::string& text) {
    return "%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n% " + text + "\n%%EOF\n";
}

std::string sent_file(
    caller who, const std::string& name, const std::string& bytes, std::size_t piece
) {
    const auto upload =
        who.must("/api/v1/uploads", {{"file_name", name}, {"size", bytes.size()}}).id();
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
        const auto given = who.request(
            "PUT", "/api/v1/uploads/" + upload + "/pieces?offset=" + std::to_string(at),
            bytes.substr(at, piece), {{"content-type", "application/octet-stream"}}
        );
        if (given.status != 200) {
            throw std::runtime_error{given.body};
        }
    }
    return upload;
}

answer attached(
    caller who, const std::string& record, const std::string& upload, boost::json::object more
) {
    more["upload"] = upload;
    return who.post("/api/v1/" + record + "/attachments", more);
}

}  // namespace tranche::tests
