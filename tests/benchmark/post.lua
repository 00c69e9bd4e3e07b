-- POST the payment of an approved request, another one each time: thread t of T takes every T-th
-- line from its own first one on.
dofile(os.getenv("BENCH_FOLDER") .. "/targets.lua")

function init()
    ids = lines(os.getenv("BENCH_TARGETS"))
    at = number + 1
    headers["Content-Type"] = "application/json"
end

function request()
    local id = ids[at]
    at = at + tonumber(os.getenv("BENCH_THREADS"))
    if id == nil then return wrk.format("GET", "/out-of-requests", headers) end
    headers["Idempotency-Key"] = "bench-" .. id
    local body = '{"paid_on":"2025-01-15","bank_reference":"TRF-' .. id .. '"}'
    return wrk.format("POST", "/api/v1/disbursement-requests/" .. id .. "/pay", headers, body)
end
