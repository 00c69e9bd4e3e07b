#include "reports/counted_forecasts.hpp"

namespace tranche::reports {

std::string counted_forecasts(const std::string& number, const persistence::cut_sql& cut) {
    std::string out =
        "select distinct on (x.project_id, x.quarter_first) x.project_id, x.quarter_first,"
        " f.id as forecast_id, f.number, f.made_on"
        " from scope join funding.forecast f on f.project_id = scope.id"
        " join funding.forecast_amount x on x.forecast_id = f.id";
    out += " where " + (number.empty() ? std::string{"true"} : "f.number = " + number);
    if (!cut.as_known_on.empty()) out += " and f.made_on <= " + cut.as_known_on;
    return out + " order by x.project_id, x.quarter_first, f.number desc";
}

}  // namespace tranche::reports
