-- GET one project with its position, another one each time.
dofile(os.getenv("BENCH_FOLDER") .. "/targets.lua")

function init()
    ids = lines(os.getenv("BENCH_TARGETS"))
    math.randomseed(number + os.time())
end

function request()
    return wrk.format("GET", "/api/v1/projects/" .. ids[math.random(#ids)], headers)
end
