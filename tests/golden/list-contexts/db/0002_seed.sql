-- contexts: dev or test
INSERT INTO orders VALUES (1);
