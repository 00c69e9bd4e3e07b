-- A donor's own categories, and which budget line of a project belongs to which of them: mapped once, used for
-- every statement. A mapping is never changed; the newest counts, and earlier statements say which one made them.
create table funding.statement_layout (
    id bigint primary key,
    code text not null,
    donor_id bigint constraint statement_layout_donor_fkey references funding.donor,
    name_en text not null,
    name_fr text,
    name_es text,
    source text not null,
    made_by bigint not null constraint statement_layout_made_by_fkey references people.user_account,
    made_for bigint,
    made_on date not null,
    constraint statement_layout_code_key unique (code)
);
create table funding.statement_category (
    id bigint primary key,
    layout_id bigint not null constraint statement_category_layout_fkey references funding.statement_layout,
    number int not null,
    code text not null,
    name_en text not null,
    name_fr text,
    name_es text,
    constraint statement_category_code_key unique (layout_id, code),
    constraint statement_category_number_key unique (layout_id, number),
    constraint statement_category_of_layout_key unique (id, layout_id)
);
create table funding.statement_mapping (
    id bigint primary key,
    layout_id bigint not null constraint statement_mapping_layout_fkey references funding.statement_layout,
    project_id bigint not null constraint statement_mapping_project_fkey references funding.project,
    number int not null,
    reason text not null,
    made_by bigint not null constraint statement_mapping_made_by_fkey references people.user_account,
    made_for bigint,
    made_on date not null,
    constraint statement_mapping_number_key unique (project_id, layout_id, number),
    constraint statement_mapping_positive_check check (number > 0),
    constraint statement_mapping_whole_key unique (id, layout_id, project_id)
);
create table funding.statement_mapping_line (
    mapping_id bigint not null,
    layout_id bigint not null,
    project_id bigint not null,
    budget_line_id bigint not null,
    category_id bigint not null,
    primary key (mapping_id, budget_line_id),
    constraint statement_mapping_line_mapping_fkey foreign key (mapping_id, layout_id, project_id)
        references funding.statement_mapping (id, layout_id, project_id),
    constraint statement_mapping_line_category_fkey foreign key (category_id, layout_id)
        references funding.statement_category (id, layout_id),
    constraint statement_mapping_line_budget_line_fkey foreign key (budget_line_id, project_id)
        references funding.budget_line (id, project_id)
);

grant select, insert on funding.statement_layout, funding.statement_category, funding.statement_mapping,
    funding.statement_mapping_line to tranche_staff;
