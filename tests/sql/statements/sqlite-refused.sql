create table
create table t
create table n (
create table n ()
create table n (a,)
create table n (a int,, b int)
create table n (a) b
create table n (a int default)
create table n (a int default a b)
create table n (a int default 1 + 1)
create table n (a int default now())
create table n (a int primary)
create table n (a integer primary key auto_increment)
create table n (a int not null default 1 comment 'x')
create table n (a int check a > 0)
create table n (a int check ())
create table n (a int check (a >))
create table n (a int references)
create table n (a int references t on delete)
create table n (a int references t on delete drop)
create table n (primary key (a), a int)
create table n (a int, primary key a)
create table n (a int, foreign key (a))
create table n (a int, key (a))
create table n (a int, index i (a))
create table n (a int, constraint primary key (a))
create table n (a enum('x', 'y'))
create table n (a int) engine = innodb
create table n (a int) strict strict
create table n (a int) without
create table select (a int)
create table n (select int)
create table n (a int unsigned check)
create or replace table t (a int)
create table if exists t (a)
create index on t (a)
create index i on t
create index i on t ()
create index i on t (a) where
create index i t (a)
create index concurrently i on t (a)
create index i on t using btree (a)
create view v
create view v as
create view v as update t set a = 1
create or replace view v as select 1
create trigger g after insert on t
create trigger g after insert on t begin end
create trigger g after insert on t begin select 1 end
create trigger g after insert on t for each statement begin select 1; end
create trigger g after truncate on t begin select 1; end
create virtual table f
drop table
drop table if not exists t
drop table t cascade
drop table t, u
drop index
drop column a
alter table t
alter table t add
alter table t rename
alter table t rename to
alter table t rename a z
alter table t alter column a type text
alter table t add column a int, add column z int
alter table t add constraint c check (a > 0)
alter table t drop constraint c
alter table t drop
alter table t modify a int
alter table t add column if not exists z int
alter table t drop column if exists a
insert into t
insert t values (1)
insert into t values
insert into t values (1,)
insert into t values (1
insert into t (a, b values (1, 2)
insert into t set a = 1
insert ignore into t values (1)
insert into t values (1) on duplicate key update a = 1
update t
update t set
update t a = 1
update t set a = 1,
update t set a = 1 where
update set a = 1
update t set a == 1 2
delete t
delete from
delete from t where
delete from t where a =
delete t from t join u on t.a = u.a
delete from t using u where t.a = u.a
truncate table t
truncate t
selec 1
select
select from t
select a from
select a b c from t
select * from t where
select * from t group a
select * form t
select a, from t
select (1
select 1)
select case when 1 end
select a from t limit
select a from t order a
select 'a
select "a
select top 1 a from t
with x as select 1 select * from x
values
values 1
merge into t using u on t.a = u.a when matched then delete
begin work
start transaction
savepoint
pragma
pragma foreign_keys =
set foreign_key_checks = 0
grant select on t to x
comment on table t is 'x'
foo
create
drop
alter
)
(select 1)
create sequence s
create function f() returns int
create schema s
rename table t to u
lock table t
call f()
exec f
explain
analyze table t
reindex table t
