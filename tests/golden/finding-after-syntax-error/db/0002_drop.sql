SET lock_timeout = '2s';
ALTER TABL orders ADD note text;
DROP TABLE orders;

-- branchline: irreversible: the rows are archived
