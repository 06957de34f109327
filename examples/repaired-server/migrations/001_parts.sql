CREATE TABLE parts (
  id BIGSERIAL PRIMARY KEY,
  name TEXT NOT NULL,
  supplier TEXT NOT NULL,
  quantity INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX parts_supplier ON parts (supplier, id);
