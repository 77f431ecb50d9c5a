SELECT 2;
-- rollback
SELECT 1;
