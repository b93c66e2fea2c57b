"""续信: what an applicant writes by mail after the application, 补正说明 and 撤回申请, sent exactly once"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "further",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("application_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("about", sa.String(length=64), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.CheckConstraint(
            "state in ('queued', 'sending', 'sent', 'refused', 'recalled')",
            name=op.f("ck_further_state"),
        ),
        sa.CheckConstraint("kind in ('withdrawal', 'supplement')", name=op.f("ck_further_kind")),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_further_application_id_applications"),
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["evidence.sha256"], name=op.f("fk_further_sha256_evidence")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_further")),
        sa.UniqueConstraint("message_id", name=op.f("uq_further_message_id")),
    )


def downgrade() -> None:
    raise NotImplementedError("what was sent would be forgotten: restore a backup instead")
