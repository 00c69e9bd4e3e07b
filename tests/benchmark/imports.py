"""What a sheet costs that becomes commands, beside the same rows given to PostgreSQL alone.

A sheet of projects is brought in, with rules, audit events and all, and its rows are written to one
plain table in turns: by single INSERTs in one transaction, which is what a program without rules would
do, and by COPY. Shown are rows a second and how the time grows from the small sheet to the large one:
with ten times as many rows it is to take ten times as long.
"""

import os
import statistics
import time
import urllib.request

SIZES = [1_000, 10_000]
HEADING = ["rows", "imported", "inserted", "copied", "import/insert", "ten times the rows take"]

_COLUMNS = ["code", "title_en", "title_fr", "title_es", "instrument", "coverage", "start_on", "end_on", "states"]
_BARE = """create schema if not exists bare;
create table if not exists bare.imported (code text primary key, title_en text not null, title_fr text,
    title_es text, instrument text not null, coverage text not null, start_on date, end_on date, states text);
truncate bare.imported;"""


def _rows(size, mark):
    return [[f"BI.{mark}.{n}", f"Project {n} of a sheet", f"Projet {n}", f"Proyecto {n}", f"BI{n % 20}", "national",
             "2026-01-01", "2026-12-31", "QA 100"] for n in range(size)]


def _import_seconds(server, token, rows):
    body = "\r\n".join(",".join(one) for one in [_COLUMNS, *rows]).encode()
    asked = urllib.request.Request(server.url + "/api/v1/imports/projects", data=body, headers={
        "Authorization": f"Bearer {token}", "Content-Type": "text/csv", "Idempotency-Key": rows[0][0]})
    started = time.monotonic()
    with urllib.request.urlopen(asked, timeout=600) as answer:
        answer.read()
    return time.monotonic() - started


def _psql_seconds(bench, name, sql):
    bench.ask(_BARE)
    path = bench.path(name, sql)
    started = time.monotonic()
    bench.psql("-1", "-f", path)
    return time.monotonic() - started


def _insert_seconds(bench, rows):
    lines = ("insert into bare.imported values ('" + "', '".join(one) + "');" for one in rows)
    return _psql_seconds(bench, "imported.sql", "\n".join(lines))


def _copy_seconds(bench, rows):
    sheet = bench.path("imported.csv", "\n".join(",".join(one) for one in rows))
    return _psql_seconds(bench, "copied.sql", f"\\copy bare.imported from '{os.path.abspath(sheet)}' csv")


def table(bench, server, rounds):
    token = server.token_of("bench.officer")
    shown, before = [HEADING], None
    for size in SIZES:
        taken = []
        for turn in range(rounds):
            rows = _rows(size, f"{time.time_ns() % 10**12}")
            taken.append((_import_seconds(server, token, rows), _insert_seconds(bench, rows),
                          _copy_seconds(bench, rows)))
            print(f"      import of {size} {turn + 1}/{rounds}", flush=True)
        ours, inserted, copied = (statistics.median(column) for column in zip(*taken))
        shown.append([f"{size:,}", *(f"{size / one:,.0f}/s" for one in (ours, inserted, copied)),
                      f"{inserted / ours:.3f}", f"{ours / before:.1f} x" if before else ""])
        before = ours
    return shown
