#include "server/routes/expenditures/documents_seen.hpp"

#include <algorithm>

namespace tranche::server {

bool documents_seen::has(
    const std::map<key, sorts>& in, const key& which, const sorts::value_type& sort
) {
    const auto found = in.find(which);
    return found != in.end() && std::ranges::any_of(found->second, [&](const auto& other) {
               return !sort || !other || *sort == *other;
           });
}

bool documents_seen::is_new(const expenditure_line_body& line) {
    const auto whose = [&](const std::string& name) {
        return key{line.document, line.document_series.value_or(""), line.budget_line, name};
    };
    const auto& sort = line.document_type;
    const auto remember = [&](std::map<key, sorts>& in, const key& which) {
        auto& known = in[which];
        if (std::ranges::find(known, sort) == known.end()) {
            known.push_back(sort);
        }
    };
    const auto of_payee = whose(line.payee);
    bool is_seen = false;
    if (line.supplier_tax_id) {
        const auto of_supplier = whose(*line.supplier_tax_id);
        is_seen = has(of_supplier_, of_supplier, sort) || has(of_payee_alone_, of_payee, sort);
        remember(of_supplier_, of_supplier);
    } else {
        is_seen = has(of_payee_, of_payee, sort);
        remember(of_payee_alone_, of_payee);
    }
    remember(of_payee_, of_payee);
    return !is_seen;
}

}  // namespace tranche::server
