-- The roles and the database of Tranche. Safe to run again; needs a role that may create both.
--   psql -v ON_ERROR_STOP=1 -d postgres -f deploy/postgres/roles.sql
--
-- tranche_owner    owns the database and everything in it, runs the migrations, never serves
-- tranche_staff    the server's role for people of the fund
-- tranche_partner  the server's role for people of a partner, under row-level security
-- tranche_donor    the server's role for a donor's viewers, likewise
--
-- No role gets a password here. On a server reached over the network set them with \password.

SELECT format('CREATE ROLE %I LOGIN', name)
FROM unnest(ARRAY['tranche_owner', 'tranche_staff', 'tranche_partner', 'tranche_donor']) AS wanted (name)
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted.name)
\gexec

-- A role that predates this file could see through row-level security: stop rather than serve so.
DO $$
DECLARE
    too_strong text;
BEGIN
    SELECT string_agg(rolname, ', ') INTO too_strong
    FROM pg_roles
    WHERE rolname IN ('tranche_owner', 'tranche_staff', 'tranche_partner', 'tranche_donor')
      AND (rolsuper OR rolbypassrls OR rolcreaterole);
    IF too_strong IS NOT NULL THEN
        RAISE EXCEPTION 'these roles have more rights than they may: %', too_strong;
    END IF;
END
$$;

-- A connection that the server lost track of must not hold locks for ever.
ALTER ROLE tranche_staff SET idle_in_transaction_session_timeout = '60s';
ALTER ROLE tranche_partner SET idle_in_transaction_session_timeout = '60s';
ALTER ROLE tranche_donor SET idle_in_transaction_session_timeout = '60s';

SELECT $$CREATE DATABASE tranche OWNER tranche_owner TEMPLATE template0
         ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'$$
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'tranche')
\gexec

-- What the runtime roles may do inside is granted, table by table, by the migrations.
REVOKE ALL ON DATABASE tranche FROM PUBLIC;
GRANT CONNECT ON DATABASE tranche TO tranche_staff, tranche_partner, tranche_donor;
