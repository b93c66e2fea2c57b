"""寄递方式: by what way a paper was served, of arrivals and of what is written down of them later"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import context, op

from harness.store.history import Doing, record_all

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

CHANGED = ("arrivals", "registrations")


def upgrade() -> None:
    connection = op.get_bind()
    for name in CHANGED:
        op.add_column(name, sa.Column("carrier", sa.String()))
    known = context.config.attributes
    record_all(
        connection,
        [sa.Table(name, sa.MetaData(), autoload_with=connection) for name in CHANGED],
        Doing("migrate", "来件登记增加寄递方式一栏", known.get("by", "mingcha")),
        known.get("at") or datetime.now(UTC),
    )


def downgrade() -> None:
    raise NotImplementedError("what people said would be lost: restore a backup instead")
