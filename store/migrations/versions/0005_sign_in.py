"""Units of an account, failed attempts to sign in, tokens of the read interface."""

import sqlalchemy as sa
from alembic import op

from store.written.application import Moment

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the column and the two tables."""
    op.add_column("account", sa.Column("departments", sa.JSON(), nullable=True))
    op.create_table(
        "attempt",
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", Moment(), nullable=False),
        sa.Column("until", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("subject"),
    )
    op.create_table(
        "token",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=True),
        sa.Column("revoked_at", Moment(), nullable=True),
        sa.Column("last_used_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_hash"),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("token")
    op.drop_table("attempt")
    op.drop_column("account", "departments")
