// LibreOffice as a partner uses it: a file is opened and saved again in its own format, under the
// settings of a country.
#pragma once

#include <string>

namespace tranche::tests {

/// `format` is "csv" or "xlsx", `locale` like "es-GT". Empty, with a failed expectation, when the
/// program is not there or does not end well.
std::string saved_again(
    const std::string& bytes, const std::string& format, const std::string& locale
);

}  // namespace tranche::tests
