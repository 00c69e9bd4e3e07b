#include "persistence/resource.hpp"

#include "persistence/cut.hpp"
#include "persistence/row_writer.hpp"

#include <algorithm>
#include <string>

namespace tranche::persistence {
namespace {

std::string_view cast_of(column_type type) {
    switch (type) {
        case column_type::id:
        case column_type::integer:
        case column_type::subject:
        case column_type::money:
            return "bigint";
        case column_type::number:
        case column_type::percent:
            return "numeric";
        case column_type::date:
            return "date";
        case column_type::timestamp:
            return "timestamptz";
        case column_type::truth:
            return "boolean";
        case column_type::text:
        case column_type::json:
            break;
    }
    return "text";
}

class select_builder {
public:
    explicit select_builder(const resource& of, cut_days days = {})
        : of_{of},
          days_{std::move(days)} {}

    void columns(bool with_detail) {
        text_ = "select ";
        for (const auto& one : of_.columns) {
            if (!one.is_shown(with_detail)) {
                continue;
            }
            const auto sql = sql_of(one);
            text_ += sql;
            if (one.type == column_type::timestamp) {
                // ISO 8601, in the session's zone, which is UTC.
                text_.insert(text_.size() - sql.size(), "to_char(");
                text_ += ", 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')";
            }
            text_ += ", ";
            if (one.width() == 2) {
                text_ += one.unit;
                text_ += ", ";
            }
        }
        text_ += of_.id_sql;
        text_ += " as _id, ";
        text_ += of_.version_sql;
        text_ += " as _version";
        if (with_detail && !of_.state_sql.empty()) {
            text_ += ", ";
            text_ += of_.state_sql;
            text_ += " as _state";
        }
    }

    void sort_column(const column* sort) {
        text_ += ", ";
        text_ += sort == nullptr ? std::string{"null"} : sql_of(*sort);
        text_ += " as _sort";
    }

    void count() { text_ = "select count(*) as total"; }

    void from(const viewer& by, bool with_detail = false) {
        text_ += " from ";
        text_ += at_days(of_.from);
        if (with_detail) {
            text_ += at_days(of_.detail_from);
        }
        text_ += " where true";
        if (by.partner_id && of_.partner_sql != open_to_partners) {
            if (of_.partner_sql == closed_to_partners) {
                text_ += " and false";
            } else {
                restrict(of_.partner_sql, *by.partner_id, "bigint");
            }
        }
    }

    void filters(const list_wish& wish) {
        for (const auto& [column, wanted] : wish.filters) {
            restrict(
                column->filter_sql.empty() ? sql_of(*column) : std::string{column->filter_sql},
                wanted, cast_of(column->type)
            );
        }
        if (wish.search && !of_.search_sql.empty()) {
            text_ += " and reference.plain(" + std::string{of_.search_sql} +
                ") like reference.contains_pattern(" + add(*wish.search, "text") + ")";
        }
    }

    // Rows after the last one seen, in the order of the list: NULLs come last, ties go by id.
    void after(const list_wish& wish) {
        if (!wish.after) {
            return;
        }
        const std::string_view comes_after = wish.descending ? " < " : " > ";
        const std::string id{of_.id_sql};
        if (wish.sort == nullptr) {
            bind(id + std::string{comes_after}, wish.after->id, "bigint");
            return;
        }
        const auto key = sql_of(*wish.sort);
        if (!wish.after->sort_value) {
            bind(key + " is null and " + id + std::string{comes_after}, wish.after->id, "bigint");
            return;
        }
        const auto place = add(*wish.after->sort_value, cast_of(wish.sort->type));
        const auto id_place = add(wish.after->id, "bigint");
        text_ += " and (" + key + std::string{comes_after} + place + " or " + key +
            " is null or (" + key + " = " + place + " and " + id + std::string{comes_after} +
            id_place + "))";
    }

    void order(const list_wish& wish) {
        const std::string_view direction = wish.descending ? " desc" : " asc";
        text_ += " order by ";
        if (wish.sort != nullptr) {
            text_ += sql_of(*wish.sort);
            text_ += direction;
            text_ += " nulls last, ";
        }
        text_ += of_.id_sql;
        text_ += direction;
        text_ += " limit " + add(wish.limit + 1, "bigint");
    }

    void bind(const std::string& condition, value wanted, std::string_view type) {
        const auto place = add(std::move(wanted), type);
        text_ += " and " + condition + place;
    }

    // `sql` is what must equal the value, or a condition with ? in the value's place.
    void restrict(std::string_view sql, value wanted, std::string_view type) {
        const auto mark = sql.find('?');
        if (mark == std::string_view::npos) {
            bind(std::string{sql} + " = ", std::move(wanted), type);
            return;
        }
        const auto place = add(std::move(wanted), type);
        text_ += " and (" + std::string{sql.substr(0, mark)} + place +
            std::string{sql.substr(mark + 1)} + ')';
    }

    void append(std::string_view more) { text_ += more; }
    void bind_limit(std::int64_t limit) { text_ += add(limit, "bigint"); }

    query done(std::string_view label) && {
        return {
            interned(
                std::string{label} + '_' + std::string{domain::names_of(of_.what).stem},
                std::move(text_)
            ),
            std::move(values_)};
    }

private:
    [[nodiscard]] bool is_dated() const { return days_.until || days_.as_known_on; }

    std::string sql_of(const column& one) {
        if (is_dated() && one.now_only) {
            return "null";
        }
        return at_days(is_dated() && !one.dated_sql.empty() ? one.dated_sql : one.sql);
    }

    // Kept figures as of the days asked for. A day is bound when something reads it.
    std::string at_days(std::string_view sql) {
        if (!is_dated() || !reads_kept_figures(sql)) {
            return std::string{sql};
        }
        if (!cut_.is_cut()) {
            if (days_.until) {
                cut_.until = add(*days_.until, "date");
            }
            if (days_.as_known_on) {
                cut_.as_known_on = add(*days_.as_known_on, "date");
            }
        }
        return at_cut(sql, cut_);
    }

    std::string add(value wanted, std::string_view type) {
        values_.push_back(std::move(wanted));
        return '$' + std::to_string(values_.size()) + "::" + std::string{type};
    }

    const resource& of_;
    cut_days days_;
    cut_sql cut_;
    std::string text_;
    std::vector<value> values_;
};

}  // namespace

query list_query(const resource& of, const viewer& by, const list_wish& wish) {
    select_builder select{of, wish.days};
    select.columns(false);
    select.sort_column(wish.sort);
    select.from(by);
    select.filters(wish);
    select.after(wish);
    select.order(wish);
    return std::move(select).done("list");
}

query count_query(const resource& of, const viewer& by, const list_wish& wish) {
    select_builder select{of, wish.days};
    select.count();
    select.from(by);
    select.filters(wish);
    return std::move(select).done("count");
}

query one_query(const resource& of, const viewer& by, std::int64_t id, const cut_days& days) {
    select_builder select{of, days};
    select.columns(true);
    select.from(by, true);
    select.bind(std::string{of.id_sql} + " = ", id, "bigint");
    return std::move(select).done("one");
}

query children_query(
    const child_list& list, const viewer& by, std::int64_t parent_id, const cut_days& days
) {
    const auto& of = *list.of;
    select_builder select{of, of.dated_figures ? days : cut_days{}};
    select.columns(false);
    select.from(by);
    select.restrict(list.parent_sql, parent_id, "bigint");
    const bool descending = of.default_sort.starts_with('-');
    const auto key = descending ? of.default_sort.substr(1) : of.default_sort;
    select.append(" order by ");
    for (const auto& one : of.columns) {
        if (one.name == key) {
            select.append(one.sql);
            select.append(descending ? " desc nulls last, " : " asc nulls last, ");
        }
    }
    select.append(of.id_sql);
    select.append(" limit 1000");
    return std::move(select).done("children");
}

query waiting_query(
    const resource& of, const viewer& by, std::span<const std::string_view> states,
    std::int64_t limit
) {
    select_builder select{of};
    const std::string together{of.waits_as.empty() ? of.id_sql : of.waits_as};
    select.append("select * from (select distinct on (" + together + ") " + std::string{of.id_sql});
    select.append(" as _id, " + std::string{of.state_sql} + " as _state, ");
    select.append(std::string{of.since_sql} + " as _since, ");
    select.append(of.waits_as.empty() ? "1" : "count(*) over (partition by " + together + ')');
    select.append(" as _count");
    for (const std::string_view name : waiting_columns) {
        const auto found = std::ranges::find(of.columns, name, &column::name);
        const bool has = found != of.columns.end() && found->type == column_type::text;
        select.append(", " + (has ? std::string{found->sql} : "null::text") + " as ");
        select.append(name);
    }
    select.from(by);
    // Written out, so that the planner finds the index of those rows and no others.
    std::string wanted;
    for (const auto state : states) {
        wanted.append(wanted.empty() ? "'" : ", '").append(state).append("'");
    }
    select.append(" and " + std::string{of.state_sql} + " in (" + wanted + ')');
    select.append(" order by " + together + ", _since nulls last, " + std::string{of.id_sql});
    select.append(") w order by _since nulls last, _id limit ");
    select.bind_limit(limit);
    return std::move(select).done("waiting");
}

}  // namespace tranche::persistence
