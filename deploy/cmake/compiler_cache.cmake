# Uses ccache when the machine has it, and builds all the same when it has not.
# A launcher given by the caller (or an empty one, to switch caching off) is left alone.
if(DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
    return()
endif()

find_program(TRANCHE_CCACHE ccache)
mark_as_advanced(TRANCHE_CCACHE)
if(TRANCHE_CCACHE)
    # Paths are taken relative to the clone, so that a second checkout of the same sources (a git
    # worktree, the next CI run) finds what the first one compiled.
    # With precompiled headers nothing is kept unless ccache may overlook what they hide from it: no
    # source of ours has a macro before its first header, or the time of its compilation.
    set(CMAKE_CXX_COMPILER_LAUNCHER
        env "CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}" CCACHE_NOHASHDIR=true
        CCACHE_SLOPPINESS=pch_defines,time_macros "${TRANCHE_CCACHE}"
    )
endif()
