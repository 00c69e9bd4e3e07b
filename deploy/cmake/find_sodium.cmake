# IMPORTED target tranche::sodium. Debian ships libsodium without a CMake package.
include_guard(GLOBAL)

find_path(TRANCHE_SODIUM_INCLUDE sodium.h)
find_library(TRANCHE_SODIUM_LIBRARY sodium)

foreach(item SODIUM_INCLUDE SODIUM_LIBRARY)
    mark_as_advanced(TRANCHE_${item})
    if(NOT TRANCHE_${item})
        message(FATAL_ERROR "TRANCHE_${item} not found: install libsodium-dev")
    endif()
endforeach()

add_library(tranche::sodium UNKNOWN IMPORTED GLOBAL)
set_target_properties(
    tranche::sodium
    PROPERTIES IMPORTED_LOCATION "${TRANCHE_SODIUM_LIBRARY}"
               INTERFACE_INCLUDE_DIRECTORIES "${TRANCHE_SODIUM_INCLUDE}"
)
