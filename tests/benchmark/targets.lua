-- Shared by the wrk scripts: settings come from the environment, and each thread gets its number.
local count = 0

function setup(thread)
    thread:set("number", count)
    count = count + 1
end

function lines(file)
    local all = {}
    for line in io.lines(file) do all[#all + 1] = line end
    return all
end

headers = { ["Authorization"] = "Bearer " .. os.getenv("BENCH_TOKEN") }
