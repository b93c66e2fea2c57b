"""the folder of a mailbox in which a mail lies, and indexes by which a mail that came is known again

Until here only INBOX was fetched: "" stands for it.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import context, op

from harness.store.history import Doing, record_all

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

CHANGED = ("arrivals", "places")
FOUND_BY = (
    ("arrivals", "mailbox", "folder", "uidvalidity", "uid"),
    ("arrivals", "sha256"),
    ("arrivals", "sender", "mailbox", "uidvalidity", "folder"),
    ("places", "arrival_id"),
    ("files", "arrival_id"),
    ("files", "sha256"),
)


def upgrade() -> None:
    connection = op.get_bind()
    for name in CHANGED:
        with op.batch_alter_table(name) as batch:
            batch.add_column(sa.Column("folder", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("arrivals") as batch:
        batch.alter_column("folder", existing_type=sa.String(), server_default=None)
    with op.batch_alter_table("places") as batch:
        batch.alter_column("folder", existing_type=sa.String(), server_default=None)
        batch.drop_constraint("uq_places_mailbox_uidvalidity_uid", type_="unique")
        batch.create_unique_constraint(
            op.f("uq_places_mailbox_folder_uidvalidity_uid"),
            ["mailbox", "folder", "uidvalidity", "uid"],
        )
    for table, *columns in FOUND_BY:
        op.create_index(op.f(f"ix_{table}_{columns[0]}"), table, columns)
    known = context.config.attributes
    record_all(
        connection,
        [sa.Table(name, sa.MetaData(), autoload_with=connection) for name in CHANGED],
        Doing("migrate", "邮件位置增加文件夹一栏", known.get("by", "mingcha")),
        known.get("at") or datetime.now(UTC),
    )


def downgrade() -> None:
    raise NotImplementedError("what people said would be lost: restore a backup instead")
