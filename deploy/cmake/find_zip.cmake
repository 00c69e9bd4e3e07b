# IMPORTED target tranche::zip. Debian's package for libzip wants tools that it does not ship.
include_guard(GLOBAL)

find_path(TRANCHE_ZIP_INCLUDE zip.h)
find_library(TRANCHE_ZIP_LIBRARY zip)

foreach(item ZIP_INCLUDE ZIP_LIBRARY)
    mark_as_advanced(TRANCHE_${item})
    if(NOT TRANCHE_${item})
        message(FATAL_ERROR "TRANCHE_${item} not found: install libzip-dev")
    endif()
endforeach()

add_library(tranche::zip UNKNOWN IMPORTED GLOBAL)
set_target_properties(
    tranche::zip
    PROPERTIES IMPORTED_LOCATION "${TRANCHE_ZIP_LIBRARY}"
               INTERFACE_INCLUDE_DIRECTORIES "${TRANCHE_ZIP_INCLUDE}"
)
