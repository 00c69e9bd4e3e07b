-- GET 50 projects of one instrument in one state, newest first, with their total.
dofile(os.getenv("BENCH_FOLDER") .. "/targets.lua")

function init()
    math.randomseed(number + os.time())
end

function request()
    local query = "?instrument=BI" .. math.random(0, 19) .. "&state=active&sort=-start_on&total=true&limit=50"
    return wrk.format("GET", "/api/v1/projects" .. query, headers)
end
