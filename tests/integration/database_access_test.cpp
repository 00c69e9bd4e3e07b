// Who may do what to which table, as PostgreSQL holds it, against the list in the repository: a new
// table, grant or policy fails here until somebody has written down that it is meant.
#include "tests/support/environment.hpp"
#include "tests/support/test_database.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

namespace tranche::tests {
namespace {

constexpr const char* list_path = "persistence/database_access.txt";

// A line per table: its privileges by role, columns where not all of them; then its policies.
constexpr const char* tables = R"(
    select n.nspname || '.' || c.relname || case when c.relrowsecurity then '  [row-level security]' else '' end
           || coalesce((
               select string_agg(chr(10) || '    ' || g.line, '' order by g.line)
                 from (select r.rolname || ': ' || string_agg(lower(a.privilege_type), ', '
                                                               order by a.privilege_type) as line
                         from aclexplode(c.relacl) a join pg_roles r on r.oid = a.grantee
                        where a.grantee <> c.relowner group by r.rolname
                       union all
                       select coalesce(r.rolname, 'everybody') || ': ' || lower(a.privilege_type) || ' ('
                              || string_agg(t.attname, ', ' order by t.attnum) || ')'
                         from pg_attribute t, aclexplode(t.attacl) a left join pg_roles r on r.oid = a.grantee
                        where t.attrelid = c.oid and t.attnum > 0 and not t.attisdropped
                        group by r.rolname, a.privilege_type) g), '')
           || coalesce((
               select string_agg(chr(10) || '    policy ' || p.polname || ' (' || case p.polcmd
                          when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update'
                          when 'd' then 'delete' else 'all' end || ' by '
                          || (select string_agg(r.rolname, ', ' order by r.rolname) from pg_roles r
                               where r.oid = any (p.polroles)) || ')', '' order by p.polname)
                 from pg_policy p where p.polrelid = c.oid), '') as line
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'v', 'm', 'p') and n.nspname !~ '^(pg_|information_schema)'
     order by n.nspname, c.relname)";

// Functions that may be called, and whether they act with their owner's rights.
constexpr const char* functions = R"(
    select n.nspname || '.' || f.proname || '()' || case when f.prosecdef then '  [as its owner]' else '' end
           || coalesce((select string_agg(chr(10) || '    ' || coalesce(r.rolname, 'everybody') || ': execute', ''
                                          order by r.rolname)
                          from aclexplode(coalesce(f.proacl, acldefault('f', f.proowner))) a
                          left join pg_roles r on r.oid = a.grantee where a.grantee <> f.proowner), '') as line
      from pg_proc f join pg_namespace n on n.oid = f.pronamespace
     where n.nspname !~ '^(pg_|information_schema|public)' order by 1)";

std::string access_list(sql_connection& owner) {
    std::string text =
        "What each role of the server may do to each table, and which functions it may call.\n"
        "A test compares it with a migrated database; see persistence/README.md.\n\n";
    for (const auto* part : {tables, functions}) {
        for (const auto row : owner.ask(part)) {
            text += std::string{row.text("line")} + '\n';
        }
        text += '\n';
    }
    return text;
}

}  // namespace

TEST(DatabaseAccess, IsWhatTheRepositorySays) {
    test_database db;
    const auto found = access_list(db.sql());
    const auto made = std::string{TRANCHE_SOURCE_DIR} + "/build/database-access.txt";
    std::ofstream{made, std::ios::binary} << found;
    EXPECT_TRUE(found == source_file(list_path)) << "compare " << made << " with " << list_path
                                                 << ", and copy it when every change is meant";
}

TEST(DatabaseAccess, GivesNoRoleOfTheServerMoreThanItNeeds) {
    test_database db;
    EXPECT_EQ(
        db.sql().one(
            "select count(*) from pg_roles where rolname in ('tranche_staff', 'tranche_partner',"
            " 'tranche_donor') and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb"
            "   or pg_has_role(rolname, 'tranche_owner', 'member'))"
        ),
        "0"
    );
    EXPECT_EQ(
        db.sql().one("select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace"
                     " where n.nspname !~ '^(pg_|information_schema)'"
                     "   and c.relowner in (select oid from pg_roles where rolname in"
                     "     ('tranche_staff', 'tranche_partner', 'tranche_donor'))"),
        "0"
    );
}

// A partner or a donor meets row-level security wherever it meets rows at all, code lists apart.
TEST(DatabaseAccess, ShowsPartnersAndDonorsNoTableWithoutRowLevelSecurity) {
    test_database db;
    const auto open = db.sql().ask(
        "select distinct n.nspname || '.' || c.relname as name from pg_class c"
        "  join pg_namespace n on n.oid = c.relnamespace, (values ('tranche_partner'), ('tranche_donor')) as r(name)"
        " where c.relkind = 'r' and n.nspname !~ '^(pg_|information_schema|reference$)'"
        "   and not c.relrowsecurity and (has_any_column_privilege(r.name, c.oid, 'SELECT')"
        "     or has_any_column_privilege(r.name, c.oid, 'INSERT') or has_table_privilege(r.name, c.oid, 'DELETE'))"
    );
    for (const auto row : open) {
        ADD_FAILURE() << row.text("name");
    }
}

}  // namespace tranche::tests
