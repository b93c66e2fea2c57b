"""申请人: consents, identity numbers encrypted; none stays in the plan in plain words"""

import json
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import context, op

from harness.store.history import Doing, record_all

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind()
    op.create_table(
        "consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("applicant_id", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    op.create_table(
        "identities",
        sa.Column("applicant_id", sa.String(), nullable=False),
        sa.Column("key_id", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("forgotten_on", sa.Date()),
        sa.PrimaryKeyConstraint("applicant_id", name=op.f("pk_identities")),
    )
    _without_numbers(connection)


def _without_numbers(connection: sa.Connection) -> None:
    """campaign.toml could name a number, and the plan took it over: it is typed in anew instead."""
    table = sa.Table("applications", sa.MetaData(), autoload_with=connection)
    connection.exec_driver_sql("PRAGMA secure_delete=ON")
    changed = 0
    for row in connection.execute(sa.select(table)).all():
        planned = json.loads(row.planned) if isinstance(row.planned, str) else row.planned
        if not planned or not planned.get("applicant", {}).get("id_number"):
            continue
        planned["applicant"]["id_number"] = ""
        connection.execute(table.update().where(table.c.id == row.id).values(planned=planned))
        changed += 1
    if not changed:
        return
    known = context.config.attributes
    what = f"{changed}件申请中明文存放的证件号码已清除，请用 mingcha applicant 重新录入，加密存放"
    doing = Doing("migrate", what, known.get("by", "mingcha"))
    record_all(connection, [table], doing, known.get("at") or datetime.now(UTC))


def downgrade() -> None:
    raise NotImplementedError("what people said would be lost: restore a backup instead")
