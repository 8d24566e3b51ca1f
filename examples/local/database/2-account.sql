-- The account of the dump, with all the privileges that it needs and no others.

CREATE USER dumper IDENTIFIED BY 'local';
GRANT SELECT, SHOW VIEW, TRIGGER, EVENT ON shop.* TO dumper;
GRANT SHOW_ROUTINE ON *.* TO dumper;
