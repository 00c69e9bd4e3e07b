// From a plan to the SQL that each renderer runs: rows with their raw values, CSV lines made by
// PostgreSQL, and totals over the same rows. All three see the same from, where and order.
#pragma once

#include "domain/entity.hpp"
#include "reports/report.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tranche::reports {

/// SQL of an exact decimal amount: minor units and currency are SQL expressions. The scale of the
/// result is the currency's, also in sums.
std::string money_sql(std::string_view minor, std::string_view currency);

/// SQL of a dated title in the caller's language, English when it is missing: "p.title".
std::string localised_sql(std::string_view stem, domain::language language);

/// SQL of a row's public id as domain/entity.cpp writes it; the prefix is an SQL expression.
std::string public_id_sql(const std::string& prefix, const std::string& id);
/// The same for one kind of row.
std::string id_sql(domain::entity what, const std::string& id);

/// The columns of CSV, in order.
std::vector<const column*> csv_columns(const plan& of);

/// Rows with every column, named by stem. Codes stay codes.
std::string rows_sql(const plan& of);
/// What stands inside COPY: formula-safe text and, when asked for a language, words for codes.
std::string csv_sql(const plan& of, const request& asked);
/// One row per value of totals_by, that column first, and of totals_also_by next to it.
std::string totals_sql(const plan& of);
/// How many columns stand before the first total.
int totals_names(const plan& of);

}  // namespace tranche::reports
