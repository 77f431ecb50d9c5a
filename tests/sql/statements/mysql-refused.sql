create table
create table n ()
create table n (a int,)
create table n (a)
create table n (a integre)
create table n (a int default)
create table n (a int not)
create table n (a varchar(10) default 'x' comment)
create table n (a int unsigned unsigned primary)
create table n (a int autoincrement)
create table n (a int auto_increment primary key
create table n (a int) engine
create table n (a int) engine=
create table n (a int) without rowid
create table n (a int) foo
create table n (a int primary key b)
create table n (a enum)
create table n (a enum())
create table n (a enum(x, y))
create table n (a int, primary key)
create table n (a int, primary key (a)
create table n (a int, key k)
create table n (a int, foreign key (a))
create table n (a int, constraint fk foreign key (a) reference t (id))
create table n (a int, check a > 0)
create table n (a int, index i a)
create table n (key int)
create table n (a int) partition by hash
create table if exists n (a int)
create table n (a int references)
create table n (a character varing(10))
create table "n" (a int)
create tabel n (a int)
alter table
alter table t add
alter table t add column
alter table t add column x
alter table t add column x int,
alter table t add column x int after
alter table t add column x int default
alter table t add x int y int
alter table t drop
alter table t drop column
alter table t modify
alter table t modify a
alter table t change a int
alter table t change a b
alter table t alter column a type int
alter table t alter column a set data type int
alter table t alter column a set not null
alter table t rename column a z
alter table t rename index i
alter table t add constraint
alter table t add index
alter table t add index i
alter table t add index i a
alter table t add foreign key (a)
alter table t add foreign key (a) references
alter table t add constraint fk foreign (a) references u (id)
alter table t drop foreign key
alter table t drop primary
alter table t engine=
alter table t convert to charset
alter table t algorithm=
alter table t lock=foo
alter table t add column x int algorithm=instant
alter table t owner to x
alter table t enable trigger g
create index on t (a)
create index i2 t (a)
create index i2 on t
create index i2 on t ()
create index i2 on t (a) where a > 1
create index concurrently i2 on t (a)
create unique i2 on t (a)
create index i2 on t (a) include (b)
drop index i
drop index on t
drop table
drop table t u
drop table if not exists t
rename table t
rename table t z
truncate
truncate table t cascade
truncate table t, u
create view w
create view w as
create view w as insert into t values (1)
create materialized view w as select 1
create trigger g on t
create trigger g before insert on t for each row
create trigger g before insert or update on t for each row set new.a = 1
create procedure p
create procedure p ()
create function f () return 1
create database
drop database
grant all on *.*
grant on t to x
grant select on t
revoke select on t to x
begin transaction
commit transaction
rollback transaction
savepoint
set
set foreign_key_checks
set foreign_key_checks =
set search_path to x
lock t
lock tables t
lock tables t exclusive
analyze
analyze t
optimize t
vacuum
pragma foreign_keys = off
call
load data 'x' into table t
selec 1
select
select from t
select a from
select a, from t
select a from t where
select a from t group a
select a from t limit
select top 1 a from t
select * form t
select (1
select 1)
select 'a
insert into t
insert into t values
insert into t values (1,)
insert into t (a values (1)
insert into t default values
insert into t (a) values (1) on conflict do nothing
insert or replace into t values (1)
insert into t set
update t
update t set
update t set a = 1,
update t set a = 1 where
update t a = 1
update set a = 1
delete t
delete from
delete from t where
delete from t where a = 
delete t where a = 1
merge into t using u on t.a = u.id when matched then delete
comment on table t is 'x'
create extension x
do
foo
create
drop
alter
with x as select 1 select * from x
explain
prepare s
