create table n (a int)
create table n (id int unsigned not null auto_increment primary key, a varchar(10) character set utf8mb4 collate utf8mb4_bin default 'x' comment 'it''s', b enum('x','y') not null default 'x', c set('a','b'), d timestamp null default current_timestamp on update current_timestamp, e decimal(10,2) default -1.5, f bool default true, g text, h datetime(6) default current_timestamp(6) on update current_timestamp(6))
create table n (id bigint(20) unsigned not null auto_increment, a int, b int, c text, primary key (id), unique key u (a), key k (a, b desc), fulltext key f (c), constraint fk foreign key (a) references t (id) on delete cascade on update no action, check (a > 0), constraint ch check (b > a)) engine=InnoDB auto_increment=5 default charset=utf8mb4 collate=utf8mb4_unicode_ci comment='x' row_format=dynamic
create table if not exists db.n (a int) engine = myisam, charset utf8mb4
create temporary table n (a int)
create or replace table n (a int)
create table n like t
create table n (like t)
create table n as select * from t
create table n select a from t
create table n (x int) ignore select a as x from t
create table n (a int, b int as (a + 1) stored, c int generated always as (a) virtual, d int as (a))
create table n (a int, index (a), key using btree (a), index i (a) using hash, key j (a) comment 'x')
create table n (a varchar(100), key k (a(10)))
create table n (a int) partition by hash (a) partitions 4
create table n (a int, d date) partition by range (year(d)) (partition p0 values less than (2000), partition p1 values less than maxvalue)
create table n (a int) partition by list (a) (partition p0 values in (1, 2), partition p1 values in (3))
create table n (a int primary key) partition by key () partitions 2
create table n (a char(36) default (uuid()), b int default (1 + 1), c bit(1) default b'0', d json, e blob, f double precision, g year, h time(3), i date default '2000-01-01')
create table n (a serial, b nchar(5), c national varchar(5), d int1, e int8, f character varying(9), g long, h dec(4,1), i real, j float(7,4), k double(8,2) unsigned)
create table n (`select` int, `a b` int, `c``d` int)
create table n (a int invisible)
create table n (a int null, b int unique, c int unique key, d int key)
create table n (a int references t (id))
create table n (a int not null default 0, b varchar(3) binary, c char(1) charset latin1, d tinyint(1) not null)
create table n (a point not null, spatial index (a))
create table n (status int, date date, time time, timestamp timestamp, text text, comment text, type int, name int, user int, password int, position int, end int, begin int, value int)
alter table t add column x int
alter table t add x int not null default 0 after a
alter table t add column x int first, add column y int after x
alter table t add column (x int, y int)
alter table t add column if not exists x int
alter table t drop column b
alter table t drop b, drop column c
alter table t drop column if exists b
alter table t modify a bigint unsigned not null
alter table t modify column a int first
alter table t change a z int not null default 1 comment 'x'
alter table t change column a a varchar(20)
alter table t alter column a set default 5
alter table t alter a drop default
alter table t alter a set default (1 + 1)
alter table t add index i2 (a), add key (b), add unique u2 (a, b), add unique key (a), add unique index ui (a)
alter table t add fulltext index ft (c)
alter table t add primary key (a)
alter table t add constraint fk2 foreign key (a) references u (id) on delete set null
alter table t add constraint foreign key (a) references u (id)
alter table t add foreign key fkn (a) references u (id)
alter table t add constraint ck check (a > 0)
alter table t add check (a > 0)
alter table t drop primary key
alter table t drop primary key, add primary key (a)
alter table t drop foreign key fk1
alter table t drop index i
alter table t drop key i, algorithm=inplace, lock=none
alter table t drop constraint ck
alter table t rename to z
alter table t rename z
alter table t rename as z
alter table t rename column a to z
alter table t rename index i to j
alter table t rename key i to j
alter table t engine=innodb
alter table t engine innodb row_format compressed key_block_size 8
alter table t force
alter table t force, algorithm=inplace
alter table t convert to character set utf8mb4
alter table t convert to character set utf8mb4 collate utf8mb4_unicode_ci
alter table t default character set utf8mb4
alter table t character set = utf8mb4, collate = utf8mb4_bin
alter table t auto_increment = 100
alter table t comment = 'x'
alter table t comment 'x'
alter table t disable keys
alter table t order by a
alter table t order by a desc, b
alter table t discard tablespace
alter table t add column x int, algorithm = instant
alter table t algorithm=copy, add column x int, lock=shared
alter table t partition by hash (a) partitions 3
alter table t add partition (partition p9 values less than (9))
alter table t drop partition p0, p1
alter table t truncate partition p0
alter table t coalesce partition 2
alter table t reorganize partition p0 into (partition q0 values less than (5), partition q1 values less than (10))
alter table t exchange partition p0 with table u
alter table t remove partitioning
alter table t rebuild partition p0
alter table t analyze partition all
alter ignore table t add unique (a)
alter table t add column x int, add index (x), drop column b, engine=innodb
alter table t
create index i2 on t (a)
create unique index i2 on t (a, b desc)
create index i2 on t (c(10)) using btree comment 'x' algorithm=inplace lock=none
create index i2 using hash on t (a)
create fulltext index i2 on t (c)
create or replace index i2 on t (a)
create index if not exists i2 on t (a)
drop index i on t
drop index if exists i on t
drop index `PRIMARY` on t
drop table t
drop table if exists t, u cascade
drop temporary table if exists t
rename table t to z
rename table t to z, u to y
truncate t
truncate table t
create view w as select a from t
create or replace view w (x) as select a from t
create algorithm=merge definer=root@localhost sql security invoker view w as select 1
create definer=`root`@`%` view w as select a from t with check option
create or replace sql security definer view w as select 1 with cascaded check option
alter view v as select 2 as a
drop view v
drop view if exists v, w
create trigger g before insert on t for each row set new.a = 1
create definer='root'@'localhost' trigger g after delete on t for each row begin update u set id = 1; end
drop trigger if exists g
create procedure p () select 1
create procedure p (in a int, out b varchar(10)) begin select 1; end
create function f (a int) returns int deterministic return a + 1
create or replace procedure p () begin end
drop procedure if exists p
drop function f
alter procedure p comment 'x'
create event e on schedule every 1 day do delete from t
create definer=root@localhost event e on schedule at current_timestamp do select 1
drop event if exists e
alter event e disable
create database d
create schema if not exists d character set utf8mb4
drop database d
drop schema if exists d
alter database d character set utf8mb4
create user 'x'@'%' identified by 'y'
create role r
drop user x, y@localhost
alter user x@y identified by 'z'
create sequence s start with 1 increment by 1
drop sequence s
grant all on *.* to x@localhost
grant all privileges on d.* to 'x'@'%' with grant option
grant select, insert (a, b), update on d.t to x
grant execute on procedure d.p to x
grant r to x
revoke all privileges, grant option from x
revoke select on d.t from x
revoke r from x
begin
begin work
start transaction
start transaction with consistent snapshot
commit
commit and chain
rollback
rollback work
savepoint s
rollback to savepoint s
rollback to s
release savepoint s
set foreign_key_checks = 0
set @a = 1, @b = 'x', session sql_mode = ''
set global max_connections = 5
set @@global.max_connections = 5, @@session.lock_wait_timeout := 3
set names utf8mb4 collate utf8mb4_bin
set names 'utf8'
set character set utf8
set sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_DATE'
set @old = @@foreign_key_checks, foreign_key_checks = 0
set foreign_key_checks = @old
set transaction isolation level read committed
set session transaction isolation level serializable
set autocommit = on
set lock_wait_timeout = default
set sql_mode = concat(@@sql_mode, ',STRICT_ALL_TABLES')
set password = password('x')
lock tables t write, u read
lock table t as x read local, u low_priority write
unlock tables
use test
analyze table t
optimize table t, u
check table t
repair table t
flush tables
flush privileges
show tables
describe t
explain select * from t
call p(1, 2)
call p
do sleep(0)
prepare s from 'select 1'
execute s
deallocate prepare s
drop prepare s
load data infile 'x' into table t fields terminated by ',' lines terminated by '\n' (a, b)
load data local infile 'x' replace into table t
kill 5
select 1
select * from t where a = 1 and b is not null
select a, count(*) from t group by a having count(*) > 1 order by a desc limit 5, 10
select a from t for update
select a from t lock in share mode
select distinct a from t left join u on t.a = u.id
select a into @x from t limit 1
select a into outfile '/tmp/x' from t
select a from t into outfile '/tmp/x' fields terminated by ','
select sql_calc_found_rows a from t
select high_priority a from t
select straight_join a from t
select if(a, 1, 2), ifnull(a, 0), now(), date_add(now(), interval 1 day), group_concat(a order by b separator ',') from t
select `a`, "str", 'x' 'y', 0x1f, b'01', x'ff', 1e5, _utf8mb4'x' from t
select a from t use index (i) where a in (1, 2)
select a from t force index (i)
select case when a then 1 else 2 end from t
select a div 2, a % 2, a xor b, a <=> b, !a, a regexp 'x', a rlike 'x' from t
select @a := 1
select @@version, @@session.sql_mode
select a from t union all select id from u order by 1
select json_extract(c, '$.x') from t
select cast(a as char(5)), cast(a as unsigned), convert(a, signed), convert(c using utf8mb4) from t
select row_number() over (partition by a order by b) from t
select match (c) against ('x' in boolean mode) from t
select a from t where c like 'x%' escape '|'
select date '2000-01-01', timestamp '2000-01-01 00:00:00'
select exists (select 1 from t), (select max(a) from t)
select * from (select a from t) as x
select t.* from t, u where t.a = u.id
select a from t partition (p0)
(select 1)
(select 1) union (select 2)
with x as (select 1 as a) select * from x
with recursive x (n) as (select 1 union all select n + 1 from x where n < 5) select * from x
values (1, 2), (3, 4)
insert into t values (1, 2, 'x')
insert t values (1, 2, 'x')
insert into t (a, b) values (1, 2), (3, 4)
insert into t (a) value (1)
insert into t set a = 1, b = 2
insert ignore into t (a) values (1)
insert low_priority into t (a) values (1)
insert delayed t (a) values (1)
insert into t (a, b) values (1, 2) on duplicate key update b = values(b), a = a + 1
insert into t (a) select id from u where id > 5
insert into t (a) select id from u on duplicate key update a = 1
insert into t () values ()
insert into t (a) values (default)
insert into t (a) values (1) returning a
replace into t (a) values (1)
replace t set a = 1
replace into t (a) select id from u
insert into t (a, b) with x as (select 1, 2) select * from x
insert into t (c) values ('it''s', "x\"y", 'a\'b')
update t set a = 1
update t set a = 1, b = b + 1 where c = 'x' order by a limit 10
update ignore t set a = 1
update low_priority t set a = 1
update t join u on t.a = u.id set t.b = u.id where u.id > 3
update t, u set t.b = u.id where t.a = u.id
update t as x set x.a = 1
update t set c = json_set(c, '$.x', 1)
delete from t
delete from t where a = 1 order by b limit 5
delete ignore from t where a = 1
delete low_priority quick from t where a = 1
delete t from t join u on t.a = u.id
delete t, u from t inner join u on t.a = u.id where u.id = 1
delete from t using t join u on t.a = u.id
delete x from t as x left join u on x.a = u.id where u.id is null
delete from t where a = 1 returning a
/*!40101 set names utf8 */
/*!50003 create trigger g before insert on t for each row set new.a = 1 */
create table n (a int) /*!50100 partition by hash (a) */
select 1 -- x
select 1 # x
begin not atomic select 1; end
if 1 then select 1; end if
show create table t
set statement max_statement_time = 5 for select 1
handler t open
xa start 'x'
reset master
create table n (a int default now)
alter table t add unique concurrently (a)
