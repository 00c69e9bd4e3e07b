// What the seals see: every way to alter sealed history as the owner of the database, one by one.
#include "tests/support/seals.hpp"

#include "persistence/round_trip.hpp"
#include "persistence/seal.hpp"
#include "tests/support/bodies.hpp"
#include "tests/support/builders.hpp"
#include "tests/support/history.hpp"
#include "tests/support/running_server.hpp"

#include <gtest/gtest.h>

#include <regex>
#include <set>

namespace tranche::tests {
namespace {

struct damage {
    const char* statement;
    const char* seen;
};

// Entry 2 is split over two States; number 1 is a gap that somebody may want to fill.
constexpr damage damages[] = {
    {"update ledger.entry set effective_on = '2020-01-01' where id = 3",
     "journal: entry 3 is not what was sealed"},
    {"update ledger.entry set reason = 'mended' where id = 4",
     "journal: entry 4 is not what was sealed"},
    {"delete from ledger.posting where entry_id = 4; delete from ledger.entry where id = 4",
     "journal: entry 4 was sealed and is gone"},
    {"insert into ledger.entry overriding system value select (json_populate_record(e,"
     " '{\"id\": 1}')).* from ledger.entry e where id = 3",
     "journal: entry 1 was put in after its range was sealed"},
    {"insert into ledger.entry overriding system value select (json_populate_record(e,"
     " '{\"id\": -5}')).* from ledger.entry e where id = 3",
     "journal: entry -5 was put in after its range was sealed"},
    {"update ledger.entry set id = case id when 3 then 900 else id end where id in (3, 4);"
     "update ledger.entry set id = 3 where id = 4; update ledger.entry set id = 4 where id = 900",
     "journal: entry 3 is not what was sealed"},
    {"update ledger.posting set amount = amount * 2, base_amount = base_amount * 2 where entry_id = 3",
     "journal: entry 3 is not what was sealed"},
    {"update ledger.posting set rate = 2 where entry_id = 5",
     "journal: entry 5 is not what was sealed"},
    {"delete from ledger.posting where entry_id = 6", "journal: entry 6 is not what was sealed"},
    {"insert into ledger.posting select 3, max(id), 1, 1 from ledger.account",
     "journal: entry 3 is not what was sealed"},
    {"update ledger.posting p set amount = o.amount, base_amount = o.base_amount from ledger.posting o"
     " where p.entry_id = 3 and o.entry_id = 3 and o.account_id <> p.account_id",
     "journal: entry 3 is not what was sealed"},
    {"update ledger.account set owner_id = owner_id + 1 where kind = 'obligated'",
     "is not what was sealed"},
    {"update ledger.entry_share set amount = amount + 1 where state = 'GT'",
     "journal: entry 2 is not what was sealed"},
    {"delete from ledger.entry_share", "journal: entry 2 is not what was sealed"},
    {"insert into ledger.entry_share values (3, 'allocated', 'GT', 'USD', 1, 1)",
     "journal: entry 3 is not what was sealed"},
    {"update ledger.entry_share set state = case state when 'GT' then 'PT' else state end;"
     "update ledger.entry_share set state = 'GT' where state = 'PE';"
     "update ledger.entry_share set state = 'PE' where state = 'PT'",
     "journal: entry 2 is not what was sealed"},
    {"update ledger.balance set amount = amount + 1", "a kept balance is the sum of its postings"},
    {"delete from ledger.balance where amount <> 0", "a kept balance is the sum of its postings"},
    {"insert into ledger.balance select id, 5, 5 from ledger.account a where not exists"
     " (select 1 from ledger.balance where account_id = a.id) limit 1",
     "a kept balance is the sum of its postings"},
    {"update ledger.balance b set amount = o.amount, base_amount = o.base_amount from ledger.balance o"
     " where o.account_id <> b.account_id and o.amount <> b.amount",
     "a kept balance is the sum of its postings"},
    {"update ledger.cell set base_amount = base_amount + 1",
     "a figure kept for reports is what its postings say"},
    {"delete from ledger.cell where measure = 'disbursed'",
     "a figure kept for reports is what its postings say"},
    {"insert into ledger.cell values (1, 'due', 2026, 2026, 'GT', 'USD', 1, 1, 1)",
     "a figure kept for reports is what its postings say"},
    {"update ledger.cell set state = 'PE' where measure = 'obligated'",
     "a figure kept for reports is what its postings say"},
    {"update reference.exchange_rate set rate = rate + 1 where id = (select min(id) from reference.exchange_rate)",
     "rates: confirmation 1 is not what was sealed"},
    {"update reference.exchange_rate set confirmed_by = null where id = (select min(id) from reference.exchange_rate)",
     "rates: confirmation 1 is not what was sealed"},
    {"delete from reference.rate_confirmation where id = 2; delete from reference.exchange_rate where id = 2",
     "rates: confirmation 2 was sealed and is gone"},
    {"update reference.rate_confirmation set rate_id = -rate_id where id < 3;"
     "update reference.rate_confirmation set rate_id = 3 + rate_id where id < 3",
     "rates: confirmation 1 is not what was sealed"},
    {"update audit.event set actor_id = 1 where id = 3", "audit: event 3 is not what was sealed"},
    {"update audit.event set detail = '{}' where id = 3", "audit: event 3 is not what was sealed"},
    {"update audit.event set remote_address = '10.0.0.1' where id = 3",
     "audit: event 3 is not what was sealed"},
    {"delete from audit.event where id = 3", "audit: event 3 was sealed and is gone"},
    {"delete from audit.event where id = 3; update audit.event set id = default where id = 2",
     "audit: event 2 was sealed and is gone"},
    {"update audit.seal set count = count + 1 where n = 1 and stream = 'journal'",
     "journal seal 1 was changed: its hash is another"},
    {"update audit.seal set sealed_at = sealed_at - interval '1 year' where n = 2",
     "audit seal 2 was changed: its hash is another"},
    {"update audit.seal set leaves = set_byte(leaves, 12, 255 - get_byte(leaves, 12)) where n = 1",
     "audit seal 1 lists other leaves than its root says"},
    {"delete from audit.seal where n = 1", "journal seal 0 is followed by 2"},
    {"insert into audit.seal select stream, n + 1, form, last_id + 1, last_id + 1, 1,"
     " substr(leaves, 1, 40), root, prev_hash, hash, sealed_at from audit.seal s where stream = 'journal'"
     "  and n = (select max(n) from audit.seal where stream = 'journal')",
     "holds another hash of the seal before it"},
    {"update audit.seal set n = -n where stream = 'audit' and n < 3;"
     "update audit.seal set n = 3 + n where stream = 'audit' and n < 0",
     "audit seal 1 begins at"},
};

}  // namespace

class Seals : public ::testing::Test {
protected:
    void SetUp() override {
        make_history(server);
        db.sql().ask(
            "insert into ledger.entry_share select 2, 'allocated', s, 'USD', n, n"
            "  from unnest(array['GT', 'PE']) with ordinality as s(s, n)"
        );
    }

    test_database db{starting_point::small_world};
    api server{db};
};

TEST_F(Seals, HoldInAWorldNobodyDamaged) {
    persistence::session owner{db.owner_url(), persistence::lane::migration};
    EXPECT_GT(persistence::seal_lag(owner), 0);
    seal_everything(db);
    EXPECT_EQ(persistence::seal_lag(owner), 0);
    for (const auto& one : persistence::seal_streams()) {
        const auto chain = persistence::check_chain(owner, one);
        EXPECT_TRUE(chain.broken.empty()) << chain.broken.front();
        EXPECT_EQ(chain.unsealed, 0) << one.name;
        EXPECT_GT(chain.seals, one.name == "rates" ? 0 : 1) << one.name;
        EXPECT_EQ(
            std::to_string(chain.rows), db.sql().one("select count(*) from " + std::string{one.key})
        );
    }
}

TEST_F(Seals, FindEveryDamage) {
    db.sql().ask("delete from ledger.posting where entry_id = 1");
    db.sql().ask("delete from ledger.entry where id = 1");
    seal_everything(db);
    persistence::session owner{db.owner_url(), persistence::lane::migration};
    // What would stop the damage at once is out of the way, as it would be for the owner.
    const std::string unguarded =
        "begin; alter table ledger.entry drop constraint entry_reverses_fkey;"
        "alter table ledger.entry alter column id drop identity;"
        "alter table ledger.balance drop constraint balance_account_fkey, drop constraint balance_not_overdrawn_check;"
        "alter table reference.rate_confirmation drop constraint rate_confirmation_rate_fkey,"
        "  drop constraint rate_confirmation_rate_key;"
        "alter table audit.seal drop constraint seal_number_check, drop constraint seal_count_check;"
        "alter table audit.event alter column id drop identity, alter column id set default 900;";
    for (const auto& one : damages) {
        run(owner, unguarded + one.statement);
        const auto broken = everything_broken(owner);
        run(owner, "rollback");
        EXPECT_NE(broken.find(one.seen), broken.npos) << one.statement << "\nseen: " << broken;
    }
}

TEST_F(Seals, WaitForATransactionThatTookANumber) {
    seal_everything(db);
    persistence::session staff{db.staff_url(), persistence::lane::sealing};
    persistence::sealer sealer;
    sql_connection slow{db.owner_url()};
    slow.ask("begin");
    slow.ask(
        "select ledger.post(event, origin, 1, null, null, effective_on, actor_id, 'test', 1, null, null,"
        " '{donor_bank,fund_cash}', '{1,1}', '{0,0}', '{USD,USD}', '{-7,7}', '{-7,7}', '{null,null}',"
        " '{null,null}', '{}', '{}', '{}', '{}', '{}') from ledger.entry limit 1"
    );
    // Somebody else takes a later number and commits it while the first is still open.
    server.as("finance").must("/api/v1/direct-expenditures", expense("X-2", "2026-05-06", "5.00"));
    const auto sealed = [&] {
        return db.sql().one("select max(last_id) from audit.seal where stream = 'journal'");
    };
    const auto before = sealed();
    for (int tick = 0; tick < 5; ++tick) {
        EXPECT_TRUE(sealer.tick(staff).waits);
    }
    EXPECT_EQ(sealed(), before);
    slow.ask("commit");
    seal_everything(db);
    EXPECT_EQ(std::stoll(sealed()), std::stoll(before) + 2);
    EXPECT_EQ(everything_broken(staff).find("journal"), std::string::npos);
}

TEST_F(Seals, AreMadeByARunningServerWithinTwoSeconds) {
    const running_server running{db};
    const auto started = std::chrono::steady_clock::now();
    const auto is_sealed = [&] {
        return db.sql().one(
                   "select coalesce(max(last_id), 0) = (select max(id) from audit.event)"
                   " from audit.seal where stream = 'audit'"
               ) == "t";
    };
    while (!is_sealed() && std::chrono::steady_clock::now() - started < std::chrono::seconds{20}) {
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
    EXPECT_TRUE(is_sealed());
}

TEST_F(Seals, StandWhenPersonalDataIsErased) {
    seal_everything(db);
    EXPECT_GT(db.sql().number("select audit.erase_before('2100-01-01')"), 5);
    EXPECT_EQ(
        db.sql().one("select count(*) from audit.event where detail <> '{}' or remote_address <> ''"
        ),
        "0"
    );
    persistence::session owner{db.owner_url(), persistence::lane::migration};
    const auto& audit = persistence::seal_streams()[1];
    EXPECT_TRUE(persistence::check_chain(owner, audit).broken.empty());
    db.sql().ask("update audit.event set action = 'nothing' where id = 2");
    EXPECT_EQ(
        persistence::check_chain(owner, audit).broken,
        std::vector<std::string>{"audit: event 2 is not what was sealed"}
    );
}

// As the program before this one left them: sealed without roles, which no event had.
TEST_F(Seals, OfTheFormBeforeStillHoldAndStillFindDamage) {
    db.sql().ask("update audit.event set roles = null");
    const auto& stream = persistence::seal_streams(1)[1];
    persistence::session staff{db.staff_url(), persistence::lane::sealing};
    persistence::seal made;
    made.stream = "audit";
    made.n = 1;
    made.form = 1;
    made.first_id = 1;
    made.last_id = 4;
    std::string leaves;
    persistence::read_leaves(staff, stream, 0, made.last_id, 1000, [&](const auto& one) {
        persistence::append_leaf(leaves, one);
        ++made.count;
    });
    made.root = persistence::sha256(leaves);
    made.sealed_at = "2026-01-01 00:00:00+00";
    made.hash = persistence::hash_of(made);
    persistence::ask(staff, persistence::insert_seal(made, leaves));
    seal_everything(db);

    persistence::session owner{db.owner_url(), persistence::lane::migration};
    const auto broken = [&] {
        return persistence::check_chain(owner, persistence::seal_streams()[1]).broken;
    };
    EXPECT_TRUE(broken().empty()) << broken().front();
    EXPECT_EQ(
        db.sql().one("select count(distinct form) from audit.seal where stream = 'audit'"), "2"
    );
    for (const auto* id : {"3", "6"}) {
        run(owner,
            std::string{"begin; update audit.event set roles = 'approver' where id = "} + id);
        EXPECT_EQ(
            broken(),
            std::vector<std::string>{std::string{"audit: event "} + id + " is not what was sealed"}
        );
        run(owner, "rollback");
    }
}

// A column that nobody sealed could be changed unseen. What marks a rate as replaced is written
// when it is sealed already: the audit event of the approval is sealed, and a law holds both
// together.
TEST_F(Seals, CoverEveryColumnOfWhatIsSealed) {
    for (const auto& stream : persistence::seal_streams()) {
        for (const auto& part : stream.parts) {
            const auto columns = db.sql().ask(
                "select attname from pg_attribute where attrelid = $1::regclass and attnum > 0"
                " and not attisdropped",
                {std::string{part.table}}
            );
            ASSERT_FALSE(columns.empty());
            for (const auto one : columns) {
                const std::set<std::string> marks{"correction_id", "replaced_in", "replaced_at"};
                if (part.table == "reference.exchange_rate" &&
                    marks.contains(one.text("attname"))) {
                    continue;
                }
                const std::regex named{
                    "\\b" + std::string{part.alias} + "\\." + one.text("attname") + "\\b"};
                EXPECT_TRUE(std::regex_search(std::string{part.rows.text}, named))
                    << part.table << '.' << one.text("attname") << " needs a new seal_form";
            }
        }
    }
}

}  // namespace tranche::tests
