-- contexts: prod
SELECT 1;
