// What a project may owe (R49 to R53), by the API's names.
#pragma once

#include <string>
#include <vector>

namespace tranche::server {

inline std::vector<std::string> obligation_kinds() {
    return {"results_framework", "workplan", "interim_report", "final_report", "evaluation"};
}

}  // namespace tranche::server
