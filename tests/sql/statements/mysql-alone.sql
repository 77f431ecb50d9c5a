drop index i on t algorithm=inplace lock=none
create table n (a int /*!50606 storage disk */)
alter table t alter check c not enforced
alter table t alter index i invisible
alter table t drop check c
alter table t add constraint c check (a > 0) not enforced
create index i on t ((lower(a)))
create index i on t (a) invisible
set persist max_connections = 5
alter table t add column a int, algorithm=instant
