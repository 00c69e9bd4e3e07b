// R46 within a report: a document stands once on a budget line.
#pragma once

#include "server/routes/expenditures/expenditure_bodies.hpp"

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tranche::server {

// Whose a document is says the supplier's tax number or, where one of two lines gives none, the
// payee: two shops may have the same number, and one shop in two series or sorts of documents.
class documents_seen {
public:
    // Whether no line given before stands for the same; remembers this one.
    bool is_new(const expenditure_line_body& line);

private:
    using key = std::array<std::string, 4>;
    using sorts = std::vector<std::optional<std::string>>;  // of document; not said is all of them

    static bool has(
        const std::map<key, sorts>& in, const key& which, const sorts::value_type& sort
    );

    std::map<key, sorts> of_supplier_;
    std::map<key, sorts> of_payee_;
    std::map<key, sorts> of_payee_alone_;  // without the supplier's number
};

}  // namespace tranche::server
