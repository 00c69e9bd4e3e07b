# INTERFACE target tranche_warnings: the warnings every target of this project is built with.
# Link it PRIVATE, so that it never leaks into anybody who includes our headers.
# TRANCHE_WERROR turns warnings into errors; the release preset leaves it off because a user's
# newer compiler must not refuse code that our own checks have accepted.
include_guard(GLOBAL)

option(TRANCHE_WERROR "Treat compiler warnings as errors" OFF)

add_library(tranche_warnings INTERFACE)
target_compile_options(
    tranche_warnings
    INTERFACE -Wall
              -Wextra
              -Wpedantic
              -Wconversion
              -Wshadow
              -Wnon-virtual-dtor
              $<$<BOOL:${TRANCHE_WERROR}>:-Werror>
)

# gcc's flow analysis sees the branches the sanitizers insert and reports variables that are set
# on every path as "maybe" unset, and joined strings as if they outgrew the room of short ones.
# The release build, without sanitizers, keeps the warnings.
if(TRANCHE_SANITIZE AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(
        tranche_warnings
        INTERFACE
            -Wno-maybe-uninitialized
            -Wno-array-bounds
            -Wno-stringop-overflow
            -Wno-stringop-overread
    )
endif()
