# IMPORTED targets tranche::postgres_client (libpq) and tranche::soci (SOCI core + its PostgreSQL
# backend). Debian ships SOCI without a CMake package, and CMake's own FindPostgreSQL insists on
# the server's headers, which a client has no use for.
include_guard(GLOBAL)

find_path(TRANCHE_LIBPQ_INCLUDE libpq-fe.h PATH_SUFFIXES postgresql)
find_library(TRANCHE_LIBPQ_LIBRARY pq)
find_path(TRANCHE_SOCI_INCLUDE soci/soci.h)
find_library(TRANCHE_SOCI_CORE_LIBRARY soci_core)
find_library(TRANCHE_SOCI_POSTGRESQL_LIBRARY soci_postgresql)

foreach(item LIBPQ_INCLUDE LIBPQ_LIBRARY SOCI_INCLUDE SOCI_CORE_LIBRARY SOCI_POSTGRESQL_LIBRARY)
    mark_as_advanced(TRANCHE_${item})
    if(NOT TRANCHE_${item})
        message(FATAL_ERROR "TRANCHE_${item} not found: install libsoci-dev and libpq-dev")
    endif()
endforeach()

add_library(tranche::postgres_client UNKNOWN IMPORTED GLOBAL)
set_target_properties(
    tranche::postgres_client
    PROPERTIES IMPORTED_LOCATION "${TRANCHE_LIBPQ_LIBRARY}"
               INTERFACE_INCLUDE_DIRECTORIES "${TRANCHE_LIBPQ_INCLUDE}"
)

add_library(tranche::soci_core UNKNOWN IMPORTED GLOBAL)
set_target_properties(
    tranche::soci_core
    PROPERTIES IMPORTED_LOCATION "${TRANCHE_SOCI_CORE_LIBRARY}"
               INTERFACE_INCLUDE_DIRECTORIES "${TRANCHE_SOCI_INCLUDE}"
)

add_library(tranche::soci UNKNOWN IMPORTED GLOBAL)
set_target_properties(
    tranche::soci
    PROPERTIES IMPORTED_LOCATION "${TRANCHE_SOCI_POSTGRESQL_LIBRARY}"
               INTERFACE_LINK_LIBRARIES "tranche::soci_core;tranche::postgres_client"
)
