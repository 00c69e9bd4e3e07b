#include "domain/project_code.hpp"

namespace tranche::domain {
namespace {

bool is_capital(char one) {
    return one >= 'A' && one <= 'Z';
}
bool is_digit(char one) {
    return one >= '0' && one <= '9';
}

// A capital for A, a digit for 9, either for X, anything else for itself.
bool looks_like(std::string_view text, std::string_view form) {
    if (text.size() != form.size()) {
        return false;
    }
    for (std::size_t i = 0; i < form.size(); ++i) {
        const char one = text[i];
        const bool fits = form[i] == 'A' ? is_capital(one)
            : form[i] == '9'             ? is_digit(one)
            : form[i] == 'X'             ? is_capital(one) || is_digit(one)
                                         : one == form[i];
        if (!fits) {
            return false;
        }
    }
    return true;
}

}  // namespace

code_form form_of_code(std::string_view code) {
    if (looks_like(code, "AA.9999")) {
        return code_form::modern;
    }
    // The fund's number of old, so no digit of a pattern.
    return code.ends_with("-805") && looks_like(code.substr(0, code.size() - 4), "AX9")
        ? code_form::legacy
        : code_form::own;
}

std::string_view name(code_form form) {
    switch (form) {
        case code_form::modern:
            return "modern";
        case code_form::legacy:
            return "legacy";
        default:
            return "own";
    }
}

bool is_prima_code(std::string_view text) {
    return looks_like(text, "AA99P9999");
}

}  // namespace tranche::domain
