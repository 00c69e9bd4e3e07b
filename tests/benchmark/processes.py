"""The server under measurement, and what its processes and PostgreSQL's use."""

import contextlib
import json
import os
import re
import subprocess
import threading
import time
import urllib.error
import urllib.request

_TICKS = os.sysconf("SC_CLK_TCK")


def run(command, **more):
    """What it printed; its messages and the end of the measurement when it failed."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more)
    if done.returncode != 0:
        raise SystemExit(f"{command[0]} failed: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout


def _stat(pid):
    with open(f"/proc/{pid}/stat") as file:
        return file.read().rpartition(")")[2].split()


def cpu_seconds(pid):
    """User and system time of a process, without its children."""
    fields = _stat(pid)
    return (int(fields[11]) + int(fields[12])) / _TICKS


def backend_cpu_seconds(cluster):
    """Of all PostgreSQL processes of a cluster: those alive and those that have ended."""
    time.sleep(0.5)  # backends that are just leaving are counted when the postmaster has noticed
    with open(os.path.join(cluster, "postmaster.pid")) as file:
        postmaster = int(file.readline())
    fields = _stat(postmaster)
    total = sum(int(one) for one in fields[11:15])
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        with contextlib.suppress(OSError):
            child = _stat(entry)
            if int(child[1]) == postmaster:
                total += int(child[11]) + int(child[12])
    return total / _TICKS


class _Memory:
    most = 0.0


@contextlib.contextmanager
def sampling_pss(pid):
    """The most proportional memory seen, in MB, looking five times a second."""
    seen, ended = _Memory(), threading.Event()

    def look():
        while not ended.wait(0.2):
            with contextlib.suppress(OSError), open(f"/proc/{pid}/smaps_rollup") as file:
                seen.most = max(seen.most, int(re.search(r"Pss:\s+(\d+)", file.read())[1]) / 1024)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield seen
    finally:
        ended.set()
        thread.join()


class Server:
    """Started on a free port of the loopback address, without a request log; stopped at the end."""

    def __init__(self, program):
        self.program = program

    def __enter__(self):
        environment = dict(os.environ, TRANCHE_LISTEN="127.0.0.1:0", TRANCHE_LOG_REQUESTS="off")
        started = time.monotonic()
        self.process = subprocess.Popen([self.program, "serve"], stdout=subprocess.PIPE, env=environment, text=True)
        self.pid = self.process.pid
        try:
            found = re.search(r"http://\S+", self.process.stdout.readline())
            if not found:
                raise SystemExit("the server did not start")
            self.url = found[0]
            while not self._is_ready():
                if time.monotonic() - started > 10:
                    raise SystemExit("the server does not become ready")
                time.sleep(0.002)
            self.seconds_to_ready = time.monotonic() - started
            self.token = self.token_of("bench.finance")
        except BaseException:
            self.__exit__()
            raise
        return self

    def token_of(self, user):
        return run([self.program, "token", "create", "--user", user, "--days", "1"]).strip()

    def _is_ready(self):
        try:
            with urllib.request.urlopen(self.url + "/readyz", timeout=2) as answer:
                self.readiness = json.load(answer)
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def wait_until_sealed(self, seconds=600):
        """A dataset that was just made is sealed first: its backlog is no part of any load."""
        ends = time.monotonic() + seconds
        while not self._is_ready() or self.readiness["seal_lag_seconds"] > 60:
            if time.monotonic() > ends:
                raise SystemExit("the dataset is not sealed in time")
            time.sleep(0.5)

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
