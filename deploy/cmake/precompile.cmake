# tranche_precompile(TARGET [header...]): the standard headers that most of our sources read are
# parsed once for a target, and with them the libraries' that it names. None of ours: a change of
# one would compile everything again. Every source still includes what it uses; clang-tidy reads
# them without this.
function(tranche_precompile target)
    target_precompile_headers(
        ${target}
        PRIVATE
        <algorithm>
        <array>
        <charconv>
        <chrono>
        <functional>
        <map>
        <memory>
        <optional>
        <set>
        <span>
        <string>
        <vector>
        ${ARGN}
    )
endfunction()
