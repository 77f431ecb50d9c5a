SET lock_timeout = '2s';
DELETE FROM orders;
