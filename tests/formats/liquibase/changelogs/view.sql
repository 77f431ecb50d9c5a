select 1;
 -- plain
