SELECT 1;
-- rollback
SELECT 1;
