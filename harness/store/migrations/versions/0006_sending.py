"""发送: each try at sending a mail and what came of it; pauses; a letter may be recalled"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

STATES = "state in ('queued', 'sending', 'sent', 'refused', 'recalled')"


def upgrade() -> None:
    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("server", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("again_at", sa.String()),
        sa.CheckConstraint(
            "outcome in ('taken', 'refused', 'later', 'broken', 'unknown')",
            name=op.f("ck_attempts_outcome"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_attempts_application_id_applications"),
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["evidence.sha256"], name=op.f("fk_attempts_sha256_evidence")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempts")),
    )
    op.create_index(op.f("ix_attempts_application_id"), "attempts", ["application_id"])
    op.create_index(op.f("ix_attempts_at"), "attempts", ["at"])
    op.create_table(
        "pauses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pauses")),
    )
    with op.batch_alter_table("outbox") as batch:
        batch.drop_constraint(op.f("ck_outbox_state"), type_="check")
        batch.create_check_constraint(op.f("ck_outbox_state"), STATES)


def downgrade() -> None:
    raise NotImplementedError("what was sent would be forgotten: restore a backup instead")
