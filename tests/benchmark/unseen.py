"""Whether the time of an answer tells a partner that something of another partner's exists.

Every scene asks for things of others and for things that are not, one of each in turns and the first
of them now this, now that, over one connection; all are answered 404. Shown are the medians and means
of both, their ratio, and the difference of the means beside its standard error.
"""

import http.client
import json
import random
import statistics
import time
import urllib.parse

_SUBMISSION = json.dumps({"submitted_on": "2026-06-20"})

# Name, kind of id, path, body of a command.
SCENES = [
    ("read agreement", ("agr", "partner.agreement"), "/api/v1/agreements/{}", None),
    ("read tranche", ("tra", "partner.tranche"), "/api/v1/tranches/{}", None),
    ("read request", ("dsb", "partner.disbursement_request"), "/api/v1/disbursement-requests/{}", None),
    ("read report", ("rep", "partner.expenditure_report"), "/api/v1/expenditure-reports/{}", None),
    ("read payment", ("pay", "partner.payment"), "/api/v1/payments/{}", None),
    ("submit report", ("rep", "partner.expenditure_report"), "/api/v1/expenditure-reports/{}/submit", _SUBMISSION),
]


def _ids(bench, prefix, table, partner):
    """Of others' rows, and as many of none."""
    own = "x.partner_id" if table == "partner.agreement" else (
        "(select a.partner_id from partner.agreement a where a.id = x.agreement_id)")
    others = f"{own} <> {partner}"
    foreign = bench.psql("-c", f"select bench.public_id('{prefix}', x.id) from {table} x where {others}"
                               " order by random() limit 500").split()
    missing = bench.psql("-c", f"select bench.public_id('{prefix}', x.id + 5) from {table} x where {others} and not"
                               f" exists (select from {table} y where y.id = x.id + 5) order by random() limit 500"
                         ).split()
    return foreign, missing


def _ask(connection, token, path, body):
    headers = {"Authorization": f"Bearer {token}"}
    if body:
        headers["Content-Type"] = "application/json"
    started = time.perf_counter_ns()
    connection.request("POST" if body else "GET", path, body, headers)
    answer = connection.getresponse()
    answer.read()
    took = time.perf_counter_ns() - started
    if answer.status != 404:
        raise SystemExit(f"{path} was answered with {answer.status}")
    return took / 1000


def _scene(bench, server, token, partner, scene, pairs):
    name, (prefix, table), path, body = scene
    foreign, missing = _ids(bench, prefix, table, partner)
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(server.url).netloc)
    times = {"foreign": [], "missing": []}
    for turn in range(pairs + 200):
        order = [("foreign", foreign), ("missing", missing)]
        random.shuffle(order)
        for which, ids in order:
            took = _ask(connection, token, path.format(random.choice(ids)), body)
            if turn >= 200:  # the first ones warm up
                times[which].append(took)
    connection.close()
    # Without the slowest hundredth: somebody else's work, which says nothing of ours.
    kept = {which: sorted(all_)[:len(all_) * 99 // 100] for which, all_ in times.items()}
    mean = {which: statistics.mean(one) for which, one in kept.items()}
    error = sum(statistics.variance(one) / len(one) for one in kept.values()) ** 0.5
    middle = {which: statistics.median(one) for which, one in times.items()}
    spread = statistics.stdev(kept["missing"])
    return [name, f"{middle['foreign']:.0f} us", f"{middle['missing']:.0f} us",
            f"{middle['foreign'] / middle['missing']:.3f}", f"{mean['foreign'] / mean['missing']:.3f}",
            f"{mean['foreign'] - mean['missing']:+.1f} us", f"{error:.1f} us", f"{spread:.0f} us"]


def table(bench, server, pairs):
    token = server.token_of("bench.partner")
    partner = bench.ask("select partner_id from people.user_account where name = 'bench.partner'")
    heading = ["another's against none", "another's", "none", "ratio of medians", "of means", "difference",
               "its error", "spread of one"]
    return [heading, *(_scene(bench, server, token, partner, scene, pairs) for scene in SCENES)]
