"""The accounts that are set up here. No secrets: those lie in the keyring under the account's id."""

from __future__ import annotations

import msgspec

from sentwatch.core.accounts import Account
from sentwatch.decoding import from_json
from sentwatch.store.database import Database


class Accounts:
    """The repository of accounts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[Account, ...]:
        """All accounts, in the order they were added."""
        rows = self._database.rows("SELECT body FROM account ORDER BY position")
        return tuple(from_json(body, Account) for (body,) in rows)

    def get(self, account_id: str) -> Account | None:
        """The account with this id."""
        body = self._database.value("SELECT body FROM account WHERE id = ?", (account_id,))
        return None if body is None else from_json(body, Account)

    def by_address(self, address: str) -> Account | None:
        """The account with this address, whatever its case."""
        wanted = address.strip().casefold()
        return next((account for account in self.all() if account.address.casefold() == wanted), None)

    def put(self, account: Account) -> None:
        """Add the account, or put it in the place of the one with its id."""
        with self._database.change() as connection:
            connection.execute(
                "INSERT INTO account (id, position, body)"
                " VALUES (?, (SELECT coalesce(max(position), 0) + 1 FROM account), ?)"
                " ON CONFLICT (id) DO UPDATE SET body = excluded.body",
                (account.id, msgspec.json.encode(account)),
            )

    def remove(self, account_id: str) -> None:
        """Erase the account and all that was learned of it, so that nothing of it can be read from the file."""
        with self._database.change() as connection:
            for table in self._tables("folder"):
                connection.execute(
                    f"DELETE FROM {table} WHERE folder IN (SELECT id FROM folder WHERE account = ?)",  # noqa: S608 - a table of ours
                    (account_id,),
                )
            for table in self._tables("account"):
                connection.execute(f"DELETE FROM {table} WHERE account = ?", (account_id,))  # noqa: S608 - a table of ours
            connection.execute("DELETE FROM account WHERE id = ?", (account_id,))
        self._database.wipe_traces()

    def rows_of(self, account_id: str) -> int:
        """How many rows speak of this account: 0 is the proof that it is gone."""
        count = int(self._database.value("SELECT count(*) FROM account WHERE id = ?", (account_id,)))
        for table in self._tables("folder"):
            # Rows of a folder that no account has any more are nobody's, and must not be there either.
            sql = f"SELECT count(*) FROM {table} WHERE folder NOT IN (SELECT id FROM folder)"  # noqa: S608 - a table of ours
            count += self._database.value(sql)
        for table in self._tables("account"):
            count += self._database.value(f"SELECT count(*) FROM {table} WHERE account = ?", (account_id,))  # noqa: S608 - a table of ours
        return count

    def _tables(self, column: str) -> list[str]:
        """Every table with this column, so that a new one cannot be forgotten."""
        sql = (
            "SELECT m.name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c"
            " WHERE m.type = 'table' AND c.name = ?"
        )
        return [name for (name,) in self._database.rows(sql, (column,))]
