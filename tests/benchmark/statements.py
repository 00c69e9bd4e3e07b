"""The statements the server sends, turned into pgbench scripts: the limit each operation has.

They are not kept in a file, where they would grow old: the harness lets PostgreSQL log what the
server sends for one request of each operation (see measure.py) and puts values in the places.
"""

import re

# Ids as dataset_facts.sql makes them, computed by pgbench.
_ID = "(((({n}) * 2654435761) & 4294967295) << 24) | ({kind} << 16) | 1"


def _set_id(name, kind, n):
    return f"\\set {name} {_ID.format(n=n, kind=kind)}\n"


def logged_statements(log_text, database_user):
    """[(name, text)] in order; the names lose the number that the server appends. What the sealer's
    connection does meanwhile is no part of the request."""
    found = []
    sealers = set()
    pattern = re.compile(
        rf"\[(\d+)\] {database_user}@\S+ LOG:  (?:execute ([^:]+)|statement): (.*)")
    for line in log_text.splitlines():
        match = pattern.search(line)
        if match:
            found.append((match[1], re.sub(r"_\d+$", "", match[2] or ""), match[3]))
            if found[-1][1].endswith("_to_seal"):
                sealers.add(match[1])
        elif found and line.startswith("\t"):
            found[-1] = (*found[-1][:2], found[-1][2] + "\n" + line[1:])
    return [(name, text) for process, name, text in found if process not in sealers]


def filled(text, values):
    """The text with $1, $2 ... replaced; all of them must be given and used."""
    places = {int(number) for number in re.findall(r"\$(\d+)", text)}
    if places != set(range(1, len(values) + 1)):
        raise SystemExit(f"statements.py does not know this statement any more: {text}")
    return re.sub(r"\$(\d+)", lambda match: values[int(match[1]) - 1], text)


def pipeline(statements):
    return "\\startpipeline\n" + "".join(f"{one};\n" for one in statements) + "\\endpipeline\n"


def read_script(logged):
    texts = [filled(text, [":id"]) for _, text in logged]
    return "\\set n random(0, :projects - 1)\n" + _set_id("id", 6, ":n") + pipeline(texts)


def page_script(logged):
    values = ["('BI' || :n::int)", "'active'", "51"]
    texts = []
    for name, text in logged:
        texts.append(filled(text, values[:2] if name.startswith("count") else values))
    return "\\set n random(0, 19)\n" + pipeline(texts)


_POSTINGS = {
    "kinds": "array['tranche_unpaid','advance','fund_cash','partner_bank']",
    "owners": "array[:tranche,:advance,:instrument,:partner]::bigint[]",
    "amounts": "array[-100000,100000,-100000,100000]::bigint[]",
}

# What stands for $1, $2 ... in each statement of a payment, by its name or by its first words.
_PAYMENT_VALUES = {
    "begin": [],
    "commit": [],
    "idempotency_lock": ["(:finance || ' pay_disbursement_request k' || :n)"],
    "idempotency_find": [":finance", "'pay_disbursement_request'", "('k' || :n::text)"],
    "lock_project": [":request"],
    "request_facts": [":request", "'2025-01-15'"],
    "agreement_facts": [":request", "'2025-01-15'"],
    "request_rate": [":request", "'2025-01-15'"],
    "project_shares": [":request", "'2025-01-15'"],
    "insert into partner.payment": [
        ":payment", "'advance'", ":request", ":agreement", ":tranche", "100000", ":project", "'2025-01-15'",
        "'USD'", "100000", "1", "'USD'", "100000", "('TRF-' || :n::text)", ":finance"],
    "insert into partner.advance": [
        ":advance", ":agreement", ":tranche", ":payment", "'payment'", "'2025-01-15'", "'USD'", "100000",
        "100000"],
    "ledger_post": [
        "'payment'", "'current'", ":instrument", ":project", ":agreement", "'2025-01-15'", ":finance", "'payment'",
        ":payment", "''", "0", _POSTINGS["kinds"], _POSTINGS["owners"], "array[0,0,0,0]::bigint[]",
        "array['USD','USD','USD','USD']", _POSTINGS["amounts"], _POSTINGS["amounts"],
        "array[null,null,null,null]::numeric[]", "array[null,null,null,null]::bigint[]",
        "array['advance','disbursed']", "array[:state,:state]", "array['USD','USD']",
        "array[100000,100000]::bigint[]", "array[100000,100000]::bigint[]"],
    # The server writes sums it has computed; here the row is added to.
    "update partner.tranche": ["x.reserved_amount - 100000", "x.paid_amount + 100000", ":tranche"],
    "update partner.disbursement_request": ["'paid'", ":finance", "'2025-01-15'", "0", ":request"],
    "audit_event": [
        ":finance", "'pay_disbursement_request'", "'disbursement_request'", ":request",
        "'55bd7ea9e36c34b1f1f3e95ad6b3cf8c'", "'127.0.0.1'", "'{\"state\":\"paid\",\"changes\":[{\"table\":\"partner.payment\",\"id\":\"1\"}'", "''", "null", "'{finance_officer}'"],
    "outbox_event": ["'disbursement_paid'", "'disbursement_request'", ":request", ":finance"],
    "idempotency_store": [
        ":finance", "'pay_disbursement_request'", "('k' || :n::text)", "repeat('ab', 32)", "200",
        "repeat('x', 150)", "7"],
}


def payment_script(logged):
    """Two pipelines, as the server does it: read and lock, then write and commit."""
    trips, current = [], []
    for name, text in logged:
        key = name if name in _PAYMENT_VALUES else " ".join(text.split()[:3])
        if key not in _PAYMENT_VALUES and text.startswith("update"):
            key = " ".join(text.split()[:2])
        if key not in _PAYMENT_VALUES:
            raise SystemExit(f"statements.py does not know this statement: {name}: {text}")
        if text.startswith("insert into partner.payment"):
            trips.append(current)
            current = []
        current.append(filled(text, _PAYMENT_VALUES[key]))
    trips.append(current)
    numbers = (
        "\\set i :i + 1\n\\set n :first + :client_id + 8 * (:i - 1)\n"
        "\\set m :n % (:projects * 2 / 20 * 16)\n\\set r :m % 16\n"
        "\\set a :m / 16 * 20 + :r + (case when :r >= 3 then 1 else 0 end)"
        " + (case when :r >= 12 then 1 else 0 end)\n\\set p :a / 2\n\\set f :p % 20\n"
        "\\set s (:f * 2 + :p / 20 % 20) % 40\n")
    ids = [("request", 15, ":n + 1000000000"), ("payment", 16, ":n + 1000000000"),
           ("advance", 17, ":n + 1000000000"), ("tranche", 14, ":a * 5 + 4"), ("agreement", 13, ":a"),
           ("project", 6, ":p"), ("partner", 12, ":a % 500"), ("instrument", 1, ":f"), ("finance", 20, "3")]
    text = numbers + "".join(_set_id(*one) for one in ids) + "".join(pipeline(one) for one in trips)
    return text.replace(":state", "bench.state(:s::int)")
