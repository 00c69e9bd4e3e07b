# Uses ccache when the machine has it, and builds all the same when it has not.
# A launcher given by the caller (or an empty one, to switch caching off) is left alone.
if(DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
    return()
endif()

find_program(TRANCHE_CCACHE ccache)
mark_as_advanced(TRANCHE_CCACHE)
if(TRANCHE_CCACHE)
    set(CMAKE_C_COMPILER_LAUNCHER "${TRANCHE_CCACHE}")
    set(CMAKE_CXX_COMPILER_LAUNCHER "${TRANCHE_CCACHE}")
endif()
