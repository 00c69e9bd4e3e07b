-- Anchor: one payment written after one check, in one call and one commit.
\set n random(0, :projects * 2 - 1)
\set id (((:n * 2654435761) & 4294967295) << 24) | (13 << 16) | 1
select bare.pay(:id, 1, 'TRF-' || :n::int);
