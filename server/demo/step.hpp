// One step of the story as it stands in the files, and how it becomes a request.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tranche::server {

struct story_step {
    std::string name;
    std::string as;  // user
    std::string method;
    std::string path;
    boost::json::value body;
    std::string save;  // name to keep the answer under, or empty
};

struct story_user {
    std::string name;
    std::string display_name;
    std::vector<std::string> roles;
    std::string partner, donor;  // codes, or empty
    std::string after;           // step that must have been told, or empty
};

// All steps, in the order of files and lines; rows of CSV files are put into their bodies.
std::vector<story_step> story_steps();
std::vector<story_user> story_users();

// Replaces ${name} and ${name.member} by what earlier answers said.
using saved_answers = std::map<std::string, boost::json::value, std::less<>>;
boost::json::value filled_in(const boost::json::value& from, const saved_answers& answers);
std::string filled_in(const std::string& from, const saved_answers& answers);

}  // namespace tranche::server
