# IMPORTED target tranche::magic. Debian ships libmagic without a CMake package.
include_guard(GLOBAL)

find_path(TRANCHE_MAGIC_INCLUDE magic.h)
find_library(TRANCHE_MAGIC_LIBRARY magic)

foreach(item MAGIC_INCLUDE MAGIC_LIBRARY)
    mark_as_advanced(TRANCHE_${item})
    if(NOT TRANCHE_${item})
        message(FATAL_ERROR "TRANCHE_${item} not found: install libmagic-dev")
    endif()
endforeach()

add_library(tranche::magic UNKNOWN IMPORTED GLOBAL)
set_target_properties(
    tranche::magic
    PROPERTIES IMPORTED_LOCATION "${TRANCHE_MAGIC_LIBRARY}"
               INTERFACE_INCLUDE_DIRECTORIES "${TRANCHE_MAGIC_INCLUDE}"
)
