-- Procedures and functions that reach out of the database.
-- deny os-or-network-access
SELECT pg_read_file('/etc/passwd');
-- deny os-or-network-access
SELECT lo_import('/etc/passwd');
-- deny os-or-network-access
SELECT dblink_exec('dbname=billing', 'DELETE FROM bills');
-- deny os-or-network-access
COPY users FROM PROGRAM 'curl https://example.com';
-- deny forbidden-call
SELECT pg_terminate_backend(4711);
-- deny forbidden-call
DO $$ BEGIN PERFORM pg_catalog.pg_terminate_backend(4711); END $$;
-- allow
INSERT INTO notes (text) VALUES ('exec xp_cmdshell');
-- allow
COPY users FROM STDIN;
-- dialect tsql
-- deny os-or-network-access
EXEC xp_cmdshell 'dir';
-- deny os-or-network-access
EXEC master..xp_cmdshell 'dir';
-- deny forbidden-call
EXEC xp_regwrite 'HKEY_LOCAL_MACHINE', 'x';
-- allow
EXEC refresh_totals;
