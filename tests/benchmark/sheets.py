"""What a partner's sheet of expenses costs, looked at and taken over, beside its rows alone.

A report without lines gets a sheet, as CSV and as a workbook: shown first, with all rules and the database's own
walls, then taken over by its token. The same rows are written to one plain table by COPY and by single INSERTs in one
transaction. Shown are rows a second, how the time stands to the inserts, how it grows from the small sheet to the
large one, and the server's memory at its most.
"""

import io
import json
import os
import statistics
import time
import urllib.request
import zipfile

from processes import sampling_pss

SIZES = [1_000, 10_000, 100_000]
FORMATS = ["csv", "xlsx"]
HEADING = ["rows", "shown", "taken over", "inserted", "copied", "both/insert", "ten times the rows take", "PSS MB"]

_COLUMNS = ["Document", "Date", "Budget line", "Paid to", "Amount"]
_BARE = """create schema if not exists bare;
create table if not exists bare.expense (document text primary key, spent_on date not null, budget_line text not null,
    payee text not null, amount numeric not null);
truncate bare.expense;"""


def _ask(server, token, method, path, body=None, media="application/json"):
    asked = urllib.request.Request(server.url + "/api/v1/" + path, data=body, method=method, headers={
        "Authorization": f"Bearer {token}", "Content-Type": media})
    with urllib.request.urlopen(asked, timeout=600) as answer:
        return json.load(answer)


def _agreement(server, token):
    found = _ask(server, token, "GET", "agreements?state=signed&limit=1")["items"][0]
    whole = _ask(server, token, "GET", f"agreements/{found['id']}")
    return whole["code"], whole["start_on"], whole["end_on"], whole["lines"][0]["budget_line"]


def _rows(size, mark, day, line):
    return [[f"{mark}-{n}", day, line, f"Shop {n % 50}", f"{n % 900 + 1}.25"] for n in range(size)]


def _relations(*targets):
    return "<Relationships>" + "".join(
        f'<Relationship Id="rId{n}" Type="x/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)) + "</Relationships>"


def _workbook(rows):
    """The least that is a workbook: texts beside their cells, amounts as numbers."""
    def cell(text, is_number):
        return f"<c><v>{text}</v></c>" if is_number else f'<c t="inlineStr"><is><t>{text}</t></is></c>'
    lines = ["<row>" + "".join(cell(text, number > 0 and column == len(row) - 1)
                               for column, text in enumerate(row)) + "</row>" for number, row in enumerate(rows)]
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("_rels/.rels", _relations(("officeDocument", "xl/workbook.xml")))
        book.writestr("xl/workbook.xml", '<workbook xmlns:r="r"><sheets><sheet name="Expenses" sheetId="1" r:id="rId1"/>'
                                         "</sheets></workbook>")
        book.writestr("xl/_rels/workbook.xml.rels", _relations(("worksheet", "worksheets/sheet1.xml")))
        book.writestr("xl/worksheets/sheet1.xml", f"<worksheet><sheetData>{''.join(lines)}</sheetData></worksheet>")
    return made.getvalue()


def _sheet_seconds(server, token, agreement, size, mark, form):
    code, first, last, line = agreement
    report = _ask(server, token, "POST", "expenditure-reports", json.dumps({
        "agreement": code, "code": f"B{mark}", "period_first": first, "period_last": last}).encode())["id"]
    rows = _rows(size, mark, first, line)
    whole = [_COLUMNS, *rows]
    body = _workbook(whole) if form == "xlsx" else "\n".join(",".join(one) for one in whole).encode()
    started = time.monotonic()
    shown = _ask(server, token, "POST", f"expenditure-reports/{report}/sheet?mode=add", body,
                 "application/octet-stream")
    looked = time.monotonic()
    taken = _ask(server, token, "POST", f"expenditure-reports/{report}/sheet/commit",
                 json.dumps({"token": shown["token"]}).encode())
    if taken["new"] != size:
        raise RuntimeError(f"{taken['new']} of {size} rows were taken over")
    return rows, looked - started, time.monotonic() - looked


def _psql_seconds(bench, name, sql):
    bench.ask(_BARE)
    path = bench.path(name, sql)
    started = time.monotonic()
    bench.psql("-1", "-f", path)
    return time.monotonic() - started


def _bare_seconds(bench, rows):
    lines = ("insert into bare.expense values ('" + "', '".join(one) + "');" for one in rows)
    inserted = _psql_seconds(bench, "expenses.sql", "\n".join(lines))
    sheet = bench.path("expenses.csv", "\n".join(",".join(one) for one in rows))
    copied = _psql_seconds(bench, "copied.sql", f"\\copy bare.expense from '{os.path.abspath(sheet)}' csv")
    return inserted, copied


def table(bench, server, rounds):
    token = server.token_of("bench.partner")
    agreement = _agreement(server, token)
    shown = [HEADING]
    for form in FORMATS:
        before = None
        for size in SIZES:
            taken = []
            with sampling_pss(server.pid) as memory:
                for turn in range(rounds):
                    rows, looked, committed = _sheet_seconds(
                        server, token, agreement, size, f"{time.time_ns() % 10**12}", form)
                    taken.append((looked, committed, *_bare_seconds(bench, rows)))
                    print(f"      {form} of {size} {turn + 1}/{rounds}", flush=True)
            looked, committed, inserted, copied = (statistics.median(column) for column in zip(*taken))
            both = looked + committed
            shown.append([f"{size:,} {form}", *(f"{size / one:,.0f}/s" for one in (looked, committed, inserted, copied)),
                          f"{both / inserted:.2f}", f"{both / before:.1f} x" if before else "",
                          f"{memory.most:.0f}"])
            before = both
    return shown
