create table t (a)
create table t (a, b, c)
create table t (a int b int, d)
create table "t x" ("a b" text, [c d] int, `e` real)
create table t (a integer primary key desc, b unsigned big int, c varchar(10, 2))
create table t (a int default -1, b int default +1.5, c default (1+1), d default 'x', e default "y", f default null, g default current_timestamp, h default x'00', i default foo)
create table t (a int, primary key (a) on conflict replace)
create table t (a int, b int, unique (a, b) check (a > 0) foreign key (a) references t)
create table t (a int not null on conflict ignore unique on conflict fail)
create table t (a int, constraint c primary key (a))
create table t (a int constraint c not null constraint d check (a > 0))
create table t (a int references t (a) on update set null on delete no action match full not deferrable initially immediate)
create table t (a int, b as (a + 1), c as (a) virtual, d int generated always as (a) stored)
create table t (a int primary key) without rowid
create table t (a int) strict
create table if not exists t (a)
create temp table t (a)
create temporary table temp.t (a)
create table main.t (a)
create table 't' ('a' int)
create table t as select 1
create table t as with x as (select 1 as a) select * from x
create table t as values (1, 2)
create table t (a text collate nocase, b collate binary not null)
create table t (a int check (a in (1, 2, 3) and a is not null or a between 1 and 5))
create table t (a text check (a glob '[0-9]*' and a like 'x%' escape '\' and length(a) > 1))
create table t (a text check (json_valid(a) and json_extract(a, '$.x') is not null))
create table t (a text check (a ->> '$.x' = 'y'))
create table t (key text, value text, action int, desc2 text, rowid2 int)
create table t (end int, begin int, replace int, key int)
create table t (a int /* ), ( */, b int) -- '
create unique index if not exists main.i on t (a)
create index i on t (a asc, b desc, lower(a), a || b, c collate nocase desc)
create index i on t (a) where a is not null and b > 1
create index i on t (cast(a as text))
create index i on t (coalesce(a, '') , (a + 1))
create view v as select 1
create view if not exists v (a, b) as select 1, 2
create temp view v as select * from t
create view v as select a from t union all select b from t order by 1 limit 2
create trigger g after insert on t begin select 1; end
create trigger if not exists g before update of a, b on t for each row when new.a <> old.a begin update t set a = 1 where b = new.b; delete from t where a = 1; insert into t values (1, 2, 3); end
create temp trigger g instead of delete on v begin select raise(abort, 'no'); end
create trigger g after delete on t when old.a is null begin select case when old.a = 1 then raise(ignore) end; end
create virtual table f using fts5(a, b, tokenize = 'porter ascii')
create virtual table if not exists f using rtree(id, minx, maxx)
drop table t
drop table if exists main.t
drop index if exists i
drop view if exists v
drop trigger if exists g
alter table t rename to u
alter table main.t rename to "u v"
alter table t rename a to z
alter table t rename column a to z
alter table t add z
alter table t add column z text not null default ''
alter table t add column z int references t (a)
alter table t drop column b
alter table t drop b
insert into t values (1, 2, 3)
insert into t (a, b) values (1, 2), (3, 4)
insert into t (a) select a from t where a > 1
insert into t default values
insert into main.t as x (a) values (1)
insert or replace into t (a) values (1)
insert or ignore into t (a) values (1)
insert or abort into t (a) values (1)
replace into t (a) values (1)
insert into t (a) values (1) on conflict do nothing
insert into t (a) values (1) on conflict (a) do update set b = excluded.b where b < 3
insert into t (a) values (1) returning a, b
with x as (select 1 as a) insert into t (a) select a from x
insert into t values (1, 'it''s', x'ff')
insert into t values (datetime('now'), strftime('%Y', 'now'), random())
update t set a = 1
update t set a = a + 1, b = (select max(b) from t) where c = 1
update or ignore t set a = 1
update t set (a, b) = (1, 2)
update t set (a, b) = (select 1, 2) where c = 1
update t set a = x.b from u as x where x.a = t.a
update t as q set a = 1 where q.b = 2
update t set a = 1 returning *
update t indexed by i set a = 1
delete from t
delete from t where a = 1 and b is null or c not in (1, 2)
delete from t where a in (select a from t order by a limit 5)
delete from t as q where q.a = 1
delete from t where exists (select 1 from u where u.a = t.a)
delete from t returning a
select 1
select * from t
select distinct a, count(*) as n from t group by a having count(*) > 1 order by n desc limit 1 offset 2
select a from t where a like 'x' and b glob 'y' and c regexp 'z'
select t.*, u.a from t left join u on t.a = u.a
select a from t join u using (a) cross join v
select case a when 1 then 'x' else 'y' end from t
select cast(a as integer) from t
select row_number() over (partition by a order by b) from t
select a from t where a isnull or b notnull or a is not b
select a from t where (a, b) = (1, 2)
select a -> 'x', a ->> 'y' from t
select group_concat(a, ',') filter (where a > 1) from t
select 1 union select 2 except select 3
select a from (select a from t) as x
select 0x1F, 1e5, .5, 'a' || 'b', -1, ~1, 1 << 2, 5 % 2
select a from t order by a collate nocase
select a from t limit 1, 2
select iif(a, 1, 2), total(a), printf('%d', a) from t
with recursive c (n) as (select 1 union all select n + 1 from c where n < 5) select n from c
values (1, 2), (3, 4)
select date('now', '-1 day'), julianday('now')
select a from t indexed by i where a = 1
select a from t not indexed
select "a", [b], `c` from "t"
select a from t natural join u
select max(a, b) from t
begin
begin transaction
begin immediate
begin deferred transaction
begin exclusive transaction
savepoint x
pragma foreign_keys
pragma foreign_keys = on
pragma foreign_keys = 0
pragma foreign_keys(off)
pragma main.user_version = 3
pragma table_info('t')
pragma journal_mode = wal
pragma cache_size = -2000
pragma foreign_key_check
vacuum
vacuum main
analyze
analyze t
reindex
reindex t
attach ':memory:' as other
attach database ':memory:' as 'other'
explain select 1
explain query plan select * from t
create table n (a int auto_increment primary key)
commit
end transaction
rollback
