# IMPORTED target tranche::xlsxwriter: the package brings no CMake files.
include_guard(GLOBAL)

find_path(TRANCHE_XLSXWRITER_INCLUDE xlsxwriter.h)
find_library(TRANCHE_XLSXWRITER_LIBRARY xlsxwriter)

foreach(item XLSXWRITER_INCLUDE XLSXWRITER_LIBRARY)
    mark_as_advanced(TRANCHE_${item})
    if(NOT TRANCHE_${item})
        message(FATAL_ERROR "TRANCHE_${item} not found: install libxlsxwriter-dev")
    endif()
endforeach()

add_library(tranche::xlsxwriter UNKNOWN IMPORTED GLOBAL)
set_target_properties(
    tranche::xlsxwriter
    PROPERTIES IMPORTED_LOCATION "${TRANCHE_XLSXWRITER_LIBRARY}"
               INTERFACE_INCLUDE_DIRECTORIES "${TRANCHE_XLSXWRITER_INCLUDE}"
)
