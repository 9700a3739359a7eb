# pysqlite3 is the standard sqlite3 built with a newer SQLite: the same names, the same types.
from sqlite3.dbapi2 import *
