"""history: a chain of who changed which rows when; what was there already is its first link"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import context, op

from harness.store.history import Doing, record_all

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

WATCHED = ("applications", "calls", "evidence", "arrivals", "events", "outbox", "filings")


def upgrade() -> None:
    op.create_table(
        "history",
        sa.Column("op", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("before", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["undoes"], ["history.op"], name=op.f("fk_history_undoes_history")),
        sa.PrimaryKeyConstraint("op", name=op.f("pk_history")),
    )
    op.create_table(
        "changes",
        sa.Column("op", sa.Integer(), nullable=False),
        sa.Column("table", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["op"], ["history.op"], name=op.f("fk_changes_op_history")),
        sa.PrimaryKeyConstraint("op", "table", "key", name=op.f("pk_changes")),
    )
    known = context.config.attributes
    connection = op.get_bind()
    # the tables as they are now, not as later versions of the program declare them
    tables = [sa.Table(name, sa.MetaData(), autoload_with=connection) for name in WATCHED]
    doing = Doing("migrate", "自此记录历史；此前已有的记录照录", known.get("by", "mingcha"))
    record_all(connection, tables, doing, known.get("at") or datetime.now(UTC))


def downgrade() -> None:
    op.drop_table("changes")
    op.drop_table("history")
