SET lock_timeout = '2s';
/* größe ☃ */	DROP TABLE "größe";
	TRUNCATE b;

-- rollback
SELECT 1;
