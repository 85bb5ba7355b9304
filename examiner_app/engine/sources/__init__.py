"""Where a register's marks come from: folders, tables, the METU layout."""
