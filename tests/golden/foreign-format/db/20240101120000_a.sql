-- +migrate Up
select 1;
-- +migrate Down
select 2;
