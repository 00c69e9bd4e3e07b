#!/usr/bin/env python3
"""Measures the service and, in turns with it, PostgreSQL alone; run by tests/benchmark/run.

Every operation has up to three figures per round: ours (wrk or curl against the server), the limit
(pgbench or psql sending the very statements the server sends) and the anchor (a plain service's
statements on one table of transactions, see bare.sql). Rounds alternate them, so that whatever else
the machine does hits all three; the table shows medians.
"""

import argparse
import glob
import os
import re
import signal
import statistics
import sys
import time

import imports
import sheets
import statements
import unseen
from processes import Server, backend_cpu_seconds, cpu_seconds, run, sampling_pss

HERE = os.path.dirname(os.path.abspath(__file__))
CONNECTIONS = 8
# A hand-written Fastify service reached this part of what its own SQL could do, measured once.
NODE_OF_BARE = 0.42
NODE_OF_BARE_PAGE = 0.56
OPERATIONS = ["read", "page", "post", "report", "export"]
# Measured in ways of their own.
COMPARED = ["unseen", "imports", "sheets"]
# Pairs of requests for each second a measurement may take.
UNSEEN_PAIRS_A_SECOND = 20  # every answer waits for its beat


class Bench:
    def __init__(self, options):
        self.options = options
        self.folder = options.scripts
        self.projects = int(self.ask("select count(*) from bench.project"))
        self.wishes = {
            "read": "/api/v1/projects/" + self.ask("select bench.public_id('prj', bench.id(6, 1))"),
            "page": "/api/v1/projects?instrument=BI1&state=active&sort=-start_on&total=true&limit=50",
            "report": "/api/v1/reports/disbursements?group_by=instrument,state,paid_year&format=json",
            "export": "/api/v1/reports/disbursements?format=csv",
        }

    def psql(self, *arguments, database=None):
        return run(["psql", "-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", "-d", database or self.options.superuser,
                    *arguments])

    def ask(self, sql):
        return self.psql("-c", sql).strip()

    def path(self, name, content=None):
        path = os.path.join(self.folder, name)
        if content is not None:
            with open(path, "w") as file:
                file.write(content)
        return path

    # --- what the server sends ------------------------------------------------------------------

    def log_text(self):
        path = max(glob.glob(os.path.join(self.options.cluster, "log", "*.log")), key=os.path.getmtime)
        with open(path, errors="replace") as file:
            return file.read()

    def capture(self, names):
        """Has PostgreSQL log the statements of one request of each operation."""
        self.ask("alter role tranche_staff set log_statement = 'all'")
        caught = {}
        try:
            with Server(self.options.program) as server:
                server.wait_until_sealed()
                self.wishes["post"] = f"/api/v1/disbursement-requests/{self.next_requests(1)[0]}/pay"
                for name in names:
                    # Once for the token and the codes, which are remembered, and once to be read.
                    self.curl(server, self.wishes["read"])
                    time.sleep(0.3)  # the log is written a moment later
                    before = len(self.log_text())
                    if name == "post":
                        self.curl(server, self.wishes[name], "-H", "Content-Type: application/json", "-H",
                                  f"Idempotency-Key: capture-{time.time_ns()}", "-d",
                                  '{"paid_on":"2025-01-15","bank_reference":"capture-%d"}' % time.time_ns())
                    else:
                        self.curl(server, self.wishes[name])
                    time.sleep(0.3)
                    caught[name] = statements.logged_statements(self.log_text()[before:], "tranche_staff")
        finally:
            self.ask("alter role tranche_staff reset log_statement")
        return caught

    def write_scripts(self, caught):
        makers = {"read": statements.read_script, "page": statements.page_script,
                  "post": statements.payment_script}
        for name, logged in caught.items():
            work = [one for one in logged if not re.match("(?i)set |select set_config", one[1])]
            if name in makers:
                self.path(name + ".sql", makers[name](work))
            elif name == "export":
                copy = next(text for _, text in work if text.startswith("copy"))
                self.path("export.sql", re.sub(r"(?is)\) to stdout.*", ") to stdout (format csv);\n", copy))
            else:
                self.path(name + ".sql", "".join(text.strip() + ";\n" for _, text in work))

    # --- single measurements --------------------------------------------------------------------

    def next_request(self):
        return int(self.ask("select coalesce(max(r.n) + 1, 0) from bench.request r"
                            " join partner.disbursement_request q on q.id = r.id and q.state = 'paid'"))

    def next_requests(self, count):
        return self.psql("-c", f"select bench.public_id('dsb', id) from bench.request where n >= {self.next_request()}"
                               f" order by n limit {count}").split()

    def curl(self, server, path, *more):
        """Seconds, bytes."""
        text = run(["curl", "-sS", "-o", "/dev/null", "-w", "%{http_code} %{time_total} %{size_download}", "-H",
                    f"Authorization: Bearer {server.token}", *more, server.url + path])
        status, seconds, size = text.split()
        if not status.startswith("2"):
            raise SystemExit(f"{path} was answered with {status}")
        return float(seconds), int(size)

    def wrk(self, server, name):
        """Requests per second, p50 and p99 in milliseconds, and what the processors did."""
        seconds = self.options.seconds
        targets = self.path("targets", "\n".join(
            self.next_requests(seconds * 6000) if name == "post" else
            self.psql("-c", "select bench.public_id('prj', id) from bench.project").split()))
        os.environ.update(BENCH_TOKEN=server.token, BENCH_FOLDER=HERE, BENCH_TARGETS=targets, BENCH_THREADS="2")
        before = cpu_seconds(server.pid), backend_cpu_seconds(self.options.cluster)
        with sampling_pss(server.pid) as memory:
            text = run(["wrk", "-t2", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", "-s", f"{HERE}/{name}.lua",
                        server.url])
        if re.search("Non-2xx|Socket errors", text):
            raise SystemExit(text)
        count = int(re.search(r"(\d+) requests in", text)[1])

        def milliseconds(share):
            number, unit = re.search(rf"{share}%\s+([\d.]+)(us|ms|s)\b", text).groups()
            return float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]

        return {"speed": float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1]), "p50": milliseconds(50),
                "p99": milliseconds(99), "memory": memory.most,
                "cpu": (cpu_seconds(server.pid) - before[0]) / count * 1e6,
                "database_cpu": (backend_cpu_seconds(self.options.cluster) - before[1]) / count * 1e6}

    def pgbench(self, script):
        """Transactions per second, and PostgreSQL's processor time for each in microseconds."""
        before = backend_cpu_seconds(self.options.cluster)
        values = {"projects": self.projects, "i": 0, "first": self.next_request()}
        environment = dict(os.environ, PGOPTIONS="-c plan_cache_mode=force_generic_plan -c TimeZone=UTC")
        text = run(["/usr/lib/postgresql/15/bin/pgbench", "-n", "-M", "prepared", "-c", str(CONNECTIONS), "-j", "2", "-T",
                    str(self.options.seconds), "-f", script,
                    *(word for one in values.items() for word in ("-D", f"{one[0]}={one[1]}")),
                    os.environ["DATABASE_URL"]], env=environment)
        count = int(re.search(r"transactions actually processed: (\d+)", text)[1])
        if count == 0 or not re.search(r"failed transactions: 0 ", text):
            raise SystemExit(text)
        spent = backend_cpu_seconds(self.options.cluster) - before
        return {"speed": float(re.search(r"tps = ([\d.]+)", text)[1]), "database_cpu": spent / count * 1e6}

    def psql_seconds(self, script):
        """As psql itself clocks the statements: without its start and its connection."""
        text = self.psql("-o", "/dev/null", "-c", "\\timing on", "-f", script, database=os.environ["DATABASE_URL"])
        return sum(float(one) for one in re.findall(r"Time: ([\d.]+) ms", text)) / 1000

    # --- operations: one round each ---------------------------------------------------------------

    def load_round(self, server, name):
        ours = self.wrk(server, name)
        return ours, self.pgbench(self.path(name + ".sql")), self.pgbench(f"{HERE}/bare_{name}.sql")

    def report_round(self, server, _):
        times = [self.curl(server, self.wishes["report"])[0] for _ in range(5)]
        return ({"seconds": statistics.median(times)}, {"seconds": self.psql_seconds(self.path("report.sql"))},
                {"seconds": self.psql_seconds(f"{HERE}/bare_report.sql")})

    def export_round(self, server, _):
        with sampling_pss(server.pid) as memory:
            seconds, size = self.curl(server, self.wishes["export"])
        return ({"seconds": seconds, "bytes": size, "memory": memory.most},
                {"seconds": self.psql_seconds(self.path("export.sql"))}, {})

    def round(self, server, name):
        kind = {"report": self.report_round, "export": self.export_round}.get(name, self.load_round)
        return kind(server, name)


def medians(samples):
    return {key: statistics.median(one[key] for one in samples) for key in samples[0]} if samples else {}


def table_row(name, ours, limit, anchor):
    if name == "report":
        gain = anchor["seconds"] / ours["seconds"]
        return [name, f"{ours['seconds'] * 1e3:.0f} ms", f"{limit['seconds'] * 1e3:.0f} ms",
                f"{ours['seconds'] / limit['seconds']:.2f} x time", f"{gain:.0f} x plain sum",
                verdict(gain, 25, gain >= 25), "", "", "", "", ""]
    if name == "export":
        times = ours["seconds"] / limit["seconds"]
        return [name, f"{ours['seconds']:.2f} s", f"{limit['seconds']:.2f} s", f"{times:.2f} x time",
                f"{ours['bytes'] / 1e6:.0f} MB", verdict(times, 1.15, times <= 1.15), "", "",
                f"{ours['memory']:.0f}", "", ""]
    node = anchor["speed"] * (NODE_OF_BARE_PAGE if name == "page" else NODE_OF_BARE)
    floor = {"read": 1.5, "page": 1.2, "post": 0.6}[name]
    times = ours["speed"] / node
    return [name, f"{ours['speed']:,.0f}/s", f"{limit['speed']:,.0f}/s", f"{ours['speed'] / limit['speed']:.2f}",
            f"{times:.2f} x Node", verdict(times, floor, times >= floor), f"{ours['p50']:.2f}", f"{ours['p99']:.2f}",
            f"{ours['memory']:.0f}", f"{ours['cpu']:.0f} + {ours['database_cpu']:.0f}",
            f"{limit['database_cpu']:.0f} / {anchor['database_cpu']:.0f}"]


def verdict(_, floor, met):
    return f"{floor} {'met' if met else 'MISSED'}"


HEADING = ["operation", "ours", "limit", "ours/limit", "against", "floor", "p50 ms", "p99 ms", "PSS MB",
           "CPU us: server + database", "limit / bare"]


def show(rows):
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--superuser", required=True)
    parser.add_argument("--cluster", required=True)
    parser.add_argument("--scripts", required=True)
    parser.add_argument("--seconds", type=int, required=True)
    parser.add_argument("--rounds", type=int, required=True)
    parser.add_argument("--only", action="append", choices=[*OPERATIONS, *COMPARED])
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    names = [one for one in options.only or OPERATIONS if one not in COMPARED]
    others = [one for one in COMPARED if not options.only or one in options.only]
    bench = Bench(options)
    bench.write_scripts(bench.capture(names))
    rows = [HEADING]
    tables = []
    with Server(options.program) as server:
        start = server.seconds_to_ready
        for name in names:
            rounds = []
            for number in range(options.rounds):
                rounds.append(bench.round(server, name))
                print(f"      {name} {number + 1}/{options.rounds}", flush=True)
            rows.append(table_row(name, *(medians([one[i] for one in rounds]) for i in range(3))))
        if "unseen" in others:
            tables.append(unseen.table(bench, server, options.seconds * options.rounds * UNSEEN_PAIRS_A_SECOND))
        if "imports" in others:
            tables.append(imports.table(bench, server, options.rounds))
        if "sheets" in others:
            tables.append(sheets.table(bench, server, options.rounds))
    print(f"\nstart to ready {start * 1e3:.0f} ms ({verdict(start, '1 s', start <= 1)}); "
          "memory at most 64 MB under load\n")
    if names:
        show(rows)
        print()
    for one in tables:
        show(one)
        print()


if __name__ == "__main__":
    main()
