# INTERFACE target tranche_options: C++20, the include root and the sanitizers, for all our targets.
# INTERFACE target tranche_fuzzer: what a libFuzzer executable links on top (TRANCHE_FUZZ only).
#
# TRANCHE_SANITIZE is a list for -fsanitize=, e.g. "address;undefined" or "thread".
include_guard(GLOBAL)

set(TRANCHE_SANITIZE "" CACHE STRING "Sanitizers to build with, e.g. address;undefined or thread")
option(TRANCHE_FUZZ "Build the libFuzzer executables (needs clang)" OFF)

add_library(tranche_options INTERFACE)
target_compile_features(tranche_options INTERFACE cxx_std_20)
target_include_directories(tranche_options INTERFACE "${PROJECT_SOURCE_DIR}")

find_package(Threads REQUIRED)
target_link_libraries(tranche_options INTERFACE Threads::Threads)

if(TRANCHE_SANITIZE)
    list(JOIN TRANCHE_SANITIZE "," tranche_sanitizers)
    # Without -fno-sanitize-recover undefined behaviour is printed but the test still passes.
    target_compile_options(
        tranche_options INTERFACE -fsanitize=${tranche_sanitizers} -fno-sanitize-recover=all
                                  -fno-omit-frame-pointer
    )
    target_link_options(tranche_options INTERFACE -fsanitize=${tranche_sanitizers})
endif()

if(TRANCHE_FUZZ)
    if(NOT CMAKE_CXX_COMPILER_ID MATCHES "Clang")
        message(FATAL_ERROR "TRANCHE_FUZZ needs clang++: configure with --preset fuzz")
    endif()
    # Libraries need the coverage hooks but not libFuzzer's main().
    # clang's vptr check asks for type information that Debian's SOCI library does not export.
    target_compile_options(
        tranche_options INTERFACE -fsanitize=fuzzer-no-link -fno-sanitize=vptr
    )
    add_library(tranche_fuzzer INTERFACE)
    target_link_options(tranche_fuzzer INTERFACE -fsanitize=fuzzer)
endif()
