#include "server/cli/cli.hpp"

int main(int argc, char** argv) {
    return tranche::server::run_command_line(argc, argv);
}
