-- What loses rows without dropping a table belongs to a policy of its own.
-- bundle data-protection
-- deny truncate
TRUNCATE users;
-- deny delete-without-where
DELETE FROM users;
-- deny delete-without-where
DELETE FROM users WHERE 1 = 1;
-- deny drop-table
DROP TABLE users;
-- deny drop-column
ALTER TABLE users DROP COLUMN legacy;
-- allow
DELETE FROM users WHERE id = 4711;
-- allow
INSERT INTO menu(kind) VALUES ('truncate users');
-- bundle harness-compat
-- allow
TRUNCATE users;
-- allow
DELETE FROM users;
